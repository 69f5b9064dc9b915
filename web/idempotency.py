"""How is a write through the interface done once, however often it is asked for?

The caller names the write in `Idempotency-Key`. The answer is stored in the transaction that does
it, so either both are there or neither. The same key and body get that answer again, byte for byte;
another body is refused (422); the same at the same time waits or is told to ask again (409).

    @router.post("/needs", status_code=201, response_model=NeedOut, dependencies=[…])
    def create_need(once: OnceDep, tx: Tx, body: NeedIn) -> Response:
        return once.run(lambda: Written(201, NeedOut.of(add(tx, body)), {"Location": …}))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from matchmaking.people import remembered
from matchmaking.people.remembered import Asked, Said
from web.ground import ground_of
from web.transactions import Tx
from web.visitors import VisitorDep

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="写入的名字，由调用方取，每次写入换一个。答复丢了可用同样的名字和内容再问，不会做两遍。",
    ),
]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write answers."""

    status: int
    body: BaseModel | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Once:
    """The write of this request; unnamed ones are simply done."""

    session: Session
    write: Asked | None
    now: datetime

    def run(self, work: Callable[[], Written]) -> Response:
        """The answer of the work, or of when it was done."""
        if self.write is None:
            return _response(_said(work()))
        before = remembered.claim(self.session, self.write, now=self.now)
        if before is not None:
            return _response(before, {"Idempotency-Replayed": "true"})
        said = _said(work())
        remembered.keep(self.session, self.write, said)
        return _response(said)


async def once_of(
    request: Request, session: Tx, visitor: VisitorDep, key: KeyHeader = None
) -> Once:
    """Read the name and the body of the write. Raises Invalid for a name that is none.

    Strangers are not remembered: one could be given what another was told.
    """
    now = ground_of(request).now()
    if key is None or not visitor.signed_in:
        return Once(session, None, now)
    query = f"?{request.url.query}" if request.url.query else ""
    what = f"{request.method} {request.url.path}{query}"
    body = await _body(request)
    return Once(session, remembered.asked(visitor.user_id, key, what, body=body), now)


OnceDep = Annotated[Once, Depends(once_of)]


async def _body(request: Request) -> bytes:
    """The content, however it was sent: the boundary between a form's parts is new each time."""
    if not request.headers.get("content-type", "").startswith(FORMS):
        return await request.body()
    parts: list[bytes] = []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            parts += [name.encode(), (value.filename or "").encode(), await value.read()]
            await value.seek(0)
        else:
            parts += [name.encode(), value.encode()]
    return b"".join(b"%d:%b" % (len(part), part) for part in parts)


def _said(written: Written) -> Said:
    headers = dict(written.headers)
    if written.body is None:
        return Said(written.status, headers, b"")
    headers["Content-Type"] = "application/json"
    return Said(written.status, headers, written.body.model_dump_json(by_alias=True).encode())


def _response(said: Said, more: Mapping[str, str] | None = None) -> Response:
    return Response(said.body, said.status, {**said.headers, **(more or {})})
