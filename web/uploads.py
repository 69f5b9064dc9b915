"""How large may an upload be? Counted while it streams in, so that nothing too large is ever held."""

from collections.abc import MutableMapping
from typing import Any

from fastapi import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from matchmaking.runs import Upload

FILE_LIMIT = 50 * 1_048_576
FORM_LIMIT = 3 * FILE_LIMIT + 1_048_576  # three files and what the form writes around them
TOO_LARGE = "上传的内容太大：每个文件最多 50 MB。请拆成几份，或删去清单以外的工作表和图片后再上传。"


def too_large() -> HTTPException:
    """413 with a sentence."""
    return HTTPException(413, TOO_LARGE)


class BoundedBody:
    """Passes a request on, and stops it at the first byte beyond the limit."""

    def __init__(self, app: ASGIApp, limit: int = FORM_LIMIT) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise too_large()
            return message

        await self.app(scope, counted, send)


def take(file: UploadFile) -> Upload:
    """One uploaded file, whole, no larger than a list may be."""
    content = file.file.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        raise too_large()
    return Upload(file.filename or "", content)


def take_optional(file: UploadFile | None) -> Upload | None:
    """A browser sends an empty nameless part for a file that was not chosen."""
    return take(file) if file is not None and file.filename else None
