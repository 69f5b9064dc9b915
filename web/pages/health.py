"""Is the site up, can it answer, how is it doing? For a watchdog, a proxy, and Prometheus."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from web.metrics import CONTENT_TYPE
from web.rendering import edge_of
from web.transactions import View

router = APIRouter()


@router.get("/healthz")
def say_healthy() -> dict[str, str]:
    """Alive: answered without asking anybody."""
    return {"status": "ok"}


@router.get("/readyz")
def say_ready(request: Request, session: View) -> Response:
    """The database answers (else this fails) and the market of what is published is built."""
    del session
    ready = edge_of(request).platform.live.seq is not None
    return JSONResponse({"status": "ok" if ready else "starting"}, 200 if ready else 503)


@router.get("/metrics")
def show_metrics(request: Request, session: View) -> Response:
    edge = edge_of(request)
    text = edge.metrics.text(session, edge.platform.live.seq)
    return Response(text, media_type=CONTENT_TYPE)
