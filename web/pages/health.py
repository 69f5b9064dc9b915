"""Is the site up? For a watchdog."""

from fastapi import APIRouter

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
def say_healthy() -> dict[str, str]:
    return {"status": "ok"}
