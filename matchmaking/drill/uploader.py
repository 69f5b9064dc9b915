"""Who brings the lists in the drill? A process that uploads and confirms them, and writes down each promise.

Killed and started again, it goes through all lists from the first, as a person would who is not sure.
Once all are in and a death is still to come, it brings them again with changed rows.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from matchmaking.drill.journal import CONFIRMED, RECEIVED, Promise, promise, promises
from matchmaking.drill.lists import changed
from matchmaking.drill.orders import AGAIN, CLOSING, DATA, ENOUGH, JOURNAL, LISTS, Orders, begin
from matchmaking.imports import service
from matchmaking.imports.models import ImportState
from matchmaking.people.roles import Role, Visitor
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.uploads import Upload

PAUSE_SECONDS = 0.02
_OPERATOR = Visitor("drill", "演练", Role.OPERATOR)
_COMING = (ImportState.QUEUED, ImportState.READING)


@dataclass(frozen=True, slots=True)
class Uploader:
    """Brings one list after another."""

    engine: Engine
    orders: Orders

    def bring(self, path: Path, *, stamp: int = 0) -> str:
        """Until the platform has promised that the rows will be in; the import's number."""
        while True:
            sent = service.upload(
                self.engine,
                self.orders.folder / DATA,
                Upload(path.name, path.read_bytes()),
                order=service.Order(_OPERATOR),
                now=self.orders.now(),
                new_id=lambda: uuid4().hex,
            )
            self._say(RECEIVED, path, sent.import_id, stamp=stamp)
            # Broken off too often, it is given up and says so; then one brings it again.
            if self._state_past(sent.import_id, _COMING) != ImportState.FAILED:
                break
        with transaction(self.engine) as session:
            service.confirm(session, sent.import_id, {}, visitor=_OPERATOR, now=self.orders.now())
        self._say(CONFIRMED, path, sent.import_id, stamp=stamp)
        return sent.import_id

    def is_in(self, import_id: str) -> bool:
        """Wait for the rows; False where the import was given up, and says so."""
        return self._state_past(import_id, (*_COMING, ImportState.WRITING)) == ImportState.DONE

    def bring_again(self, lists: Sequence[Path], *, stamp: int) -> dict[str, str]:
        """Until there were deaths enough; gives the last import of each list that was brought."""
        brought: dict[str, str] = {}
        for at, path in enumerate(cycle(lists), stamp):
            if (self.orders.folder / ENOUGH).exists():
                break
            again = changed(path, self.orders.folder / AGAIN, at)
            brought[path.name] = self.bring(again, stamp=at)
        return brought

    def _state_past(self, import_id: str, states: tuple[ImportState, ...]) -> str:
        while True:
            with reading(self.engine) as session:
                state = service.find(session, import_id, _OPERATOR).state
            if state not in states:
                return state
            time.sleep(PAUSE_SECONDS)

    def _say(self, what: str, path: Path, import_id: str, *, stamp: int) -> None:
        promise(self.orders.folder / JOURNAL, Promise(what, path.name, import_id, stamp))


def main() -> None:
    orders, engine = begin()
    uploader = Uploader(engine, orders)
    lists = sorted((orders.folder / LISTS).glob("*.csv"))
    said = list(promises(orders.folder / JOURNAL))
    confirmed = {one.file: one.import_id for one in said if one.what == CONFIRMED}
    for path in lists:
        if path.name not in confirmed:
            confirmed[path.name] = uploader.bring(path)
    # What was said so far is a number that no earlier life has written into its lists.
    confirmed |= uploader.bring_again(lists, stamp=len(said))
    for path in lists:
        while not uploader.is_in(confirmed[path.name]):
            confirmed[path.name] = uploader.bring(path)
    (orders.folder / CLOSING).touch()


if __name__ == "__main__":
    main()
