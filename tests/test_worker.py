"""A worker does what there is, waits where there is nothing, and outlives a job that fails."""

from threading import Event

from matchmaking import worker
from matchmaking.worker import Worker


def test_a_job_is_done_until_nothing_is_left() -> None:
    left, empty = [1, 2, 3], Event()

    def job() -> bool:
        if not left:
            empty.set()
            return False
        left.pop()
        return True

    working = Worker({"空": job})
    working.start()
    assert empty.wait(5)
    working.stop()
    assert left == []


def test_a_job_that_fails_is_tried_again(monkeypatch) -> None:
    monkeypatch.setattr(worker, "SORRY_SECONDS", 0.0)
    tries, done = [], Event()

    def job() -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("第一次")
        done.set()
        return False

    working = Worker({"一次": job})
    working.start()
    assert done.wait(5)
    working.stop()


def test_who_waits_for_it_is_let_go_when_it_stops() -> None:
    working = Worker({})
    working.start()
    working.stop()
    working.wait()


def test_what_it_held_is_given_back_when_it_stops() -> None:
    closed = []
    working = Worker({}, closing=lambda: closed.append(1))
    working.start()
    working.stop()
    assert closed == [1]
