"""Which graph do studies of the chain stand on? What is open today, laid out once and kept until it changes."""

from datetime import date
from threading import Lock

from sqlmodel import Session

from matchmaking.catalogue.service import firm_value
from matchmaking.chain.ground import Ground, lay_out
from matchmaking.indexing import queries
from matchmaking.live.queries import all_firms
from matchmaking.live.stock import read_needs
from matchmaking.outbox.queries import newest

Mark = tuple[int, tuple[tuple[str, int], ...], date]


class Studied:
    """The ground, for any thread; whoever asks while it is laid out waits for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[Mark, Ground] | None = None

    def ground(self, session: Session, *, today: date) -> Ground:
        """As the tables and the graph stand now."""
        mark = newest(session), queries.all_places(session), today
        with self._lock:
            if self._held is None or self._held[0] != mark:
                self._held = mark, read_ground(session, today=today)
            return self._held[1]


def read_ground(session: Session, *, today: date) -> Ground:
    """Lay out all that is open: a second for a hundred thousand edges."""
    firms = {row["id"]: firm_value(row) for row in all_firms(session)}
    closed = queries.run_out(session, today)
    return lay_out(queries.edge_lines(session), read_needs(session, today), firms, closed=closed)
