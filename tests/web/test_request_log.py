import asyncio

import structlog
from structlog.testing import capture_logs

from web.request_log import Reception


def test_a_request_leaves_one_line_with_method_path_status_and_id(visitor):
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = visitor.get("/nowhere")
    (line,) = lines
    taken = line.pop("ms")
    assert taken >= 0
    assert line == {
        "event": "request.done",
        "method": "GET",
        "path": "/nowhere",
        "status": 404,
        "request_id": answer.headers["x-request-id"],
        "log_level": "info",
    }


def test_a_watchdog_leaves_no_line(visitor):
    with capture_logs() as lines:
        visitor.get("/healthz")
    assert lines == []


def test_a_surprise_is_logged_with_its_trace(visit):
    def break_down(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    visitor = visit(write_city=break_down)
    with capture_logs() as lines:
        visitor.post("/runs/demo")
    assert [(line["event"], line["log_level"]) for line in lines] == [
        ("request.failed", "error"),
        ("request.done", "info"),
    ]
    assert lines[0]["exc_info"] is True


def test_a_surprise_after_the_first_byte_can_only_be_logged():
    sent = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    with capture_logs() as lines:
        asyncio.run(Reception(app, lambda: "0123456789abcdef")(scope, None, send))
    assert sent == ["http.response.start"]
    assert lines[0]["event"] == "request.failed"


def test_what_is_no_request_passes_untouched():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    asyncio.run(Reception(app, lambda: "id")({"type": "lifespan"}, None, None))
    assert seen == ["lifespan"]
