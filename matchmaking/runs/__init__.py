"""How two dropped files become a market in the background, whatever crashes."""

from matchmaking.runs.service import RunResult, Runs, RunStatus
from matchmaking.runs.steps import Parts
from matchmaking.storage.models import RunState
from matchmaking.storage.uploads import Upload

__all__ = ["Parts", "RunResult", "RunState", "RunStatus", "Runs", "Upload"]
