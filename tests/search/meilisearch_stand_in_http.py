"""How is the stand-in reached? Over HTTP on a free port of this machine, with a key.

Followed pages: reference/api/overview#authorization, reference/api/overview#content-type,
reference/errors/overview.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.search.meilisearch_stand_in import Server
from tests.search.meilisearch_stand_in_checks import Refused

MASTER_KEY = "stand-in-master-key"


class StandIn(ThreadingHTTPServer):
    """The listening server; requests are answered one at a time."""

    def __init__(self, state: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        self.lock = threading.Lock()


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def log_message(self, *_: object) -> None:
        """Tests read exchanges, not logs."""

    def handle_any(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            with self.server.lock:
                self.authorise()
                body = self.read_body(raw)
                status, answer = self.server.state.answer(self.command, self.path, body)
        except Refused as refused:
            status, answer = refused.status, refused.body()
        sent = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def authorise(self) -> None:
        """Every route but /health wants the key."""
        if self.server.state.broken:
            raise Refused(500, "internal", "The stand-in was told to fail.")
        if self.path == "/health":
            return
        given = self.headers.get("Authorization")
        if given is None:
            raise Refused(401, "missing_authorization_header", "The header is missing.")
        if given != f"Bearer {MASTER_KEY}":
            raise Refused(403, "invalid_api_key", "The provided API key is invalid.")

    def read_body(self, raw: bytes) -> Any:
        """JSON, and said to be JSON."""
        if self.command not in ("POST", "PATCH"):
            return None
        kind = self.headers.get("Content-Type")
        if kind is None:
            raise Refused(415, "missing_content_type", "A Content-Type header is missing.")
        if kind != "application/json":
            raise Refused(415, "invalid_content_type", f"`{kind}` is not supported here.")
        try:
            return json.loads(raw)
        except json.JSONDecodeError as error:
            raise Refused(400, "malformed_payload", str(error)) from error


# The names by which the standard library looks the methods up.
for _method in ("GET", "POST", "PATCH", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.handle_any)


@contextmanager
def running(state: Server) -> Iterator[str]:
    """Serve until the end of the block; gives the address."""
    with StandIn(state) as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{service.server_port}"
        finally:
            service.shutdown()
            thread.join()
