"""What does the worker do with imports? It reads those uploaded, and writes those confirmed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Event

import structlog
from sqlalchemy import Engine

from matchmaking.errors import MatchmakingError
from matchmaking.imports import files
from matchmaking.imports.giving_back import keep_marked
from matchmaking.imports.models import ImportState, ListImport
from matchmaking.imports.own import own_of
from matchmaking.imports.queue import ImportQueue
from matchmaking.imports.reading import read, store
from matchmaking.imports.writing import Pen, done, write
from matchmaking.intake.kinds import ListKind
from matchmaking.runs.turn import News, Turn, TurnOver
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.failpoints import reach

log = structlog.get_logger(__name__)


def work_once(
    engine: Engine,
    data: Path,
    *,
    now: Callable[[], datetime],
    today: Callable[[], date],
    new_id: Callable[[], str],
    holder: str,
) -> bool:
    """Read or write one import; False: none waits. Killed at any moment, it is done again by the next."""
    queue = ImportQueue(engine, now)
    job = queue.claim()
    if job is None:
        return False
    log.info("import.claimed", import_id=job.id, state=job.state, claim=job.claim, holder=holder)
    work = _Work(queue, data, Pen(now(), today(), new_id))
    turn = Turn(partial(queue.save_news, job), news=News(job.state), stopping=Event())
    try:
        with turn:
            (work.write if job.state == ImportState.WRITING else work.read)(job, turn)
    except TurnOver:
        log.info("import.put_down", import_id=job.id, claim=job.claim)
        queue.release(job)
    except MatchmakingError as error:
        queue.fail(job, str(error))
    return True


@dataclass(frozen=True, slots=True)
class _Work:
    """Does one step of a claimed import."""

    queue: ImportQueue
    data: Path
    pen: Pen

    def read(self, job: ListImport, turn: Turn) -> None:
        kind = ListKind(job.kind) if job.kind else None
        with reading(self.queue.engine) as session:
            own = own_of(session, job.for_firm_id)
        path = files.place(self.data, job)
        found = read(path, kind, own=own, today=self.pen.today, progress=turn.tell)
        with transaction(self.queue.engine) as session:
            self.queue.hold(session, job)
            changes = store(session, job, found, own=own, now=self.pen.now, progress=turn.tell)
            self.queue.change(session, job, **changes)
            reach("import.read.before")
        reach("import.read.after")
        # Made now so that nobody waits for it; where it is missing it is made when asked for.
        with reading(self.queue.engine) as session:
            keep_marked(session, self.data, job)

    def write(self, job: ListImport, turn: Turn) -> None:
        with transaction(self.queue.engine) as session:
            self.queue.hold(session, job)
            taken = write(session, job, self.pen, progress=turn.tell)
            self.queue.change(session, job, **done(taken, self.pen.now))
            reach("import.write.before")
        reach("import.write.after")
