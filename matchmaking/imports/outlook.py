"""What would a list do? Per record new, changed or there already, and which firms are a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from matchmaking.catalogue.models import Status
from matchmaking.catalogue.queries import of_firms
from matchmaking.catalogue.rows import Record, columns_of, model_of
from matchmaking.catalogue.taking_in import numbered, says_the_same
from matchmaking.firms.service import recognise
from matchmaking.imports.own import Own, firm_of_record
from matchmaking.records import Firm


class Fate(StrEnum):
    """What becomes of a row once it is confirmed."""

    NEW = "新增"
    CHANGED = "更新"
    SAME = "无变化"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected of some records."""

    fates: tuple[Fate, ...]  # in their order
    doubts: tuple[Firm, ...]  # as the list first writes them

    def count(self, fate: Fate) -> int:
        return self.fates.count(fate)


def look_ahead(session: Session, records: Sequence[Record], own: Own | None) -> Outlook:
    """Compare with the catalogue as it is now; writes nothing."""
    firms = [firm_of_record(record) for record in records]
    if own is not None:
        known = {firm.key: own.firm_id for firm in firms}
        return Outlook(tuple(_fates(session, records, known)), ())
    found = recognise(session, firms)
    doubts = tuple(doubt.written for doubt in found.doubts)
    return Outlook(tuple(_fates(session, records, found.known)), doubts)


def _fates(session: Session, records: Sequence[Record], known: dict[str, str]) -> list[Fate]:
    if not records:
        return []
    stored = {
        (row["firm_id"], row["number"]): dict(row)
        for row in of_firms(session, model_of(records[0]), sorted(set(known.values())))
    }
    # A firm on no file yet needs some mark of its own, so that its rows are told apart.
    keys = {firm_of_record(record).key for record in records}
    ids = {key: known.get(key, f"?{key}") for key in keys}
    fates = []
    for firm_id, number, record in numbered(records, ids):
        old = stored.get((firm_id, number))
        if old is None:
            fates.append(Fate.NEW)
        elif says_the_same(old, columns_of(record)) and old["status"] != Status.WITHDRAWN:
            fates.append(Fate.SAME)
        else:
            fates.append(Fate.CHANGED)
    return fates
