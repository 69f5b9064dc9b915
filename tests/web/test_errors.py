import httpx
import pytest

import matchmaking.intake.service
import matchmaking.runs
from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord, UnreadableFile
from web.errors import ANSWERS, answer_of


def kinds_of(error: type[MatchmakingError]) -> set[type[MatchmakingError]]:
    return {error}.union(*map(kinds_of, error.__subclasses__()))


def test_the_table_has_a_line_for_every_error_of_the_domain():
    assert {
        kind for kind in kinds_of(MatchmakingError) if kind.__module__ == "matchmaking.errors"
    } == set(ANSWERS)


@pytest.mark.parametrize(
    ("error", "status"),
    [(UnreadableFile, 422), (UnknownRecord, 404), (NotReady, 503), (MatchmakingError, 422)],
)
def test_each_error_has_its_status(error, status):
    assert answer_of(error("…")).status == status


def test_a_kind_nobody_listed_is_answered_as_its_parent():
    class EncryptedFile(UnreadableFile):
        pass

    assert answer_of(EncryptedFile("…")) is ANSWERS[UnreadableFile]


def test_not_ready_says_when_to_ask_again(visitor, runs):
    runs.state = matchmaking.runs.RunState.WORKING
    visitor.post("/runs/demo")
    answer = visitor.get("/api/v1/runs/demo-20260302/rows")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["detail"] == "还在处理（整理清单），请稍候再看。"


def test_a_problem_has_the_five_members_of_rfc_9457(visitor):
    answer = visitor.get("/api/v1/runs/nothing")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "没有找到",
        "status": 404,
        "detail": "没有这次匹配，可能链接不完整。请回到首页重新上传两份清单。",
        "instance": "/api/v1/runs/nothing",
    }


def test_a_program_may_ask_for_english(visitor):
    answer = visitor.get("/api/v1/runs/nothing", headers={"accept-language": "en-GB,en"})
    assert answer.json()["title"] == "Not found"
    assert answer.json()["detail"].startswith("There is no such match")


def test_an_address_that_is_not_there_is_said_in_our_words(visitor):
    page = visitor.get("/nowhere")
    assert page.status_code == 404
    assert "没有这个页面。可能是地址有误，或者链接已经失效。" in page.text
    assert "Not Found" not in page.text


def test_a_wrong_method_is_answered_with_the_right_ones(visitor):
    answer: httpx.Response = visitor.post("/")
    assert answer.status_code == 405
    assert "不能这样访问" in answer.text
