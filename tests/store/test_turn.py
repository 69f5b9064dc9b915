from threading import Event

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from matchmaking.runs import turn as turns
from matchmaking.runs.turn import News, Turn, TurnOver
from tests.store.waiting import wait_until

BEGUN = News("开始")


class Book:
    """Where news is saved, unless it is told to fail."""

    def __init__(self, *, claim_holds: bool = True, failures: int = 0) -> None:
        self.saved: list[News] = []
        self.claim_holds = claim_holds
        self.failures = failures

    def save(self, news: News) -> bool:
        if self.failures:
            self.failures -= 1
            raise OperationalError("update", None, Exception("locked"))
        self.saved.append(news)
        return self.claim_holds


def a_turn(book: Book, stopping: Event | None = None) -> Turn:
    return Turn(book.save, news=BEGUN, stopping=stopping or Event())


def test_only_the_latest_news_is_saved() -> None:
    book = Book()
    with a_turn(book) as turn:
        for done in range(1000):
            turn.tell("读取", done, 1000)
        wait_until(lambda: bool(book.saved))
    assert book.saved == [News("读取", 999, 1000)]


def test_telling_saves_nothing_by_itself() -> None:
    book = Book()
    turn = a_turn(book)
    turn.tell("读取", 1)
    assert (turn.news, book.saved) == (News("读取", 1), [])


def test_without_news_the_lease_is_renewed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BEAT_SECONDS", 0.01)
    book = Book()
    with a_turn(book):
        wait_until(lambda: len(book.saved) >= 2)
    assert set(book.saved) == {BEGUN}


def test_a_lost_claim_ends_the_turn_at_its_next_step() -> None:
    book = Book(claim_holds=False)
    with a_turn(book) as turn:
        turn.tell("读取", 1)
        wait_until(lambda: is_over(turn))
    assert book.saved == [News("读取", 1)]


def is_over(turn: Turn) -> bool:
    try:
        turn.tell("读取", 1)
    except TurnOver:
        return True
    return False


def test_a_worker_that_is_to_stop_ends_the_turn_at_its_next_step() -> None:
    stopping = Event()
    stopping.set()
    with pytest.raises(TurnOver), a_turn(Book(), stopping) as turn:
        turn.tell("读取", 1)


def test_news_that_could_not_be_saved_is_logged_and_later_news_is_saved() -> None:
    book = Book(failures=1)
    with capture_logs() as logs, a_turn(book) as turn:
        turn.tell("读取", 1)
        wait_until(lambda: book.failures == 0)
        turn.tell("读取", 2)
        wait_until(lambda: bool(book.saved))
    assert book.saved == [News("读取", 2)]
    assert [(line["event"], line["step"]) for line in logs] == [("run.news_not_saved", "读取")]
