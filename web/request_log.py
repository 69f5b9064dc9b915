"""What is known of a request afterwards? One log line with an id, and the last word on surprises.

The outermost layer: it numbers the request, refuses forms of foreign pages, adds the safety headers
to every answer and turns an unforeseen error into a logged trace and an honest page.
"""

import logging
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Protocol

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import errors
from web.security import HEADERS, has_zero, is_foreign

QUIET = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds by a watchdog


class Count(Protocol):
    """Told of every answer."""

    def __call__(self, method: str, route: str, *, status: int, seconds: float) -> None: ...


def _uncounted(method: str, route: str, *, status: int, seconds: float) -> None:
    del method, route, status, seconds


def configure_logging() -> None:
    """Events with their ids, one a line, on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


class Reception:
    """The door every request passes on its way in and out."""

    def __init__(self, app: ASGIApp, new_id: Callable[[], str], count: Count = _uncounted) -> None:
        self.app = app
        self.new_id = new_id
        self.count = count
        self.log = structlog.get_logger()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = self.new_id()[:12]
        scope.setdefault("state", {})["request_id"] = number
        with structlog.contextvars.bound_contextvars(request_id=number):
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        started = perf_counter()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**HEADERS, "X-Request-ID": scope["state"]["request_id"]})
            await send(message)

        try:
            if is_foreign(request.method, request.headers):
                await errors.refuse_foreign(request)(scope, receive, dressed)
            elif has_zero(scope["path"], scope["query_string"]):
                await errors.refuse_garbled(request)(scope, receive, dressed)
            else:
                await self.app(scope, receive, dressed)
        except Exception:
            self.log.exception("request.failed", path=scope["path"])
            if status == 0:
                page = errors.confess(request, scope["state"]["request_id"])
                await page(scope, receive, dressed)
        taken = perf_counter() - started
        self.count(scope["method"], _pattern(scope), status=status, seconds=taken)
        if scope["path"] not in QUIET:
            what = {"method": scope["method"], "path": scope["path"], "status": status}
            self.log.info("request.done", **what, ms=round(taken * 1000, 1))


def _pattern(scope: Scope) -> str:
    """The route's address with its places unfilled: /needs/{id}."""
    return str(getattr(scope.get("route"), "path", "-"))
