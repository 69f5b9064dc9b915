import asyncio

import pytest
from starlette.exceptions import HTTPException

from web import uploads
from web.uploads import BoundedBody


def read_through(limit: int, chunks: list[bytes]) -> bytes:
    """What an application behind the bound reads of a body that comes in these chunks."""
    waiting = iter(chunks)
    read = b""

    async def app(_scope, receive, _send):
        nonlocal read
        for _ in chunks:
            read += (await receive())["body"]

    async def receive():
        return {"type": "http.request", "body": next(waiting), "more_body": True}

    asyncio.run(BoundedBody(app, limit)({"type": "http"}, receive, None))
    return read


def test_a_body_up_to_the_limit_passes_unchanged():
    assert read_through(6, [b"abc", b"def"]) == b"abcdef"


def test_a_body_is_stopped_at_the_first_chunk_beyond_the_limit():
    with pytest.raises(HTTPException) as refused:
        read_through(6, [b"abc", b"def", b"g", b"never read"])
    assert refused.value.status_code == 413


def test_a_single_file_beyond_the_limit_is_refused_with_a_sentence(visitor, runs, monkeypatch):
    monkeypatch.setattr(uploads, "FILE_LIMIT", 10)
    files = {"demands": ("a.csv", b"x" * 11), "supplies": ("b.csv", b"x")}
    answer = visitor.post("/runs", files=files)
    assert answer.status_code == 413
    assert "每个文件最多 50 MB" in answer.text
    assert runs.started == {}


def test_a_form_beyond_the_limit_is_refused_while_it_streams(visitor, runs, monkeypatch):
    monkeypatch.setattr(BoundedBody.__init__, "__defaults__", (100,))
    files = {"demands": ("a.csv", b"x" * 200), "supplies": ("b.csv", b"x")}
    answer = visitor.post("/api/v1/runs", files=files)
    assert answer.status_code == 413
    assert answer.json()["title"] == "文件太大"
    assert runs.started == {}
