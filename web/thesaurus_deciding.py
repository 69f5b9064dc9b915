"""How is a change of the thesaurus made from what somebody typed? For pages and programs alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field
from sqlmodel import Session

from matchmaking.errors import Invalid
from matchmaking.people.roles import Visitor
from matchmaking.thesaurus import editing
from matchmaking.thesaurus.applying import row_named
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.editing import Hand, Said, Unsound
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from matchmaking.thesaurus.writing import BETWEEN, cells_of
from web.platform import Platform
from web.security import WITHOUT_ZERO
from web.thesaurus_fields import FIELDS

MOST_FAULTS = 10  # of a concept that fifty others mention, ten tell enough
Cell = Annotated[str, Field(pattern=WITHOUT_ZERO, max_length=5_000)]


class Decision(StrEnum):
    """What becomes of an entry that waits."""

    KEEP = "keep"  # it waits on
    APPROVE = "approve"


class Typed(BaseModel):
    """A concept as a form or a program sends it: the nine cells, its division, what is to be done."""

    doing: Doing = Doing.ADD
    division: Cell = ""
    name: Cell = ""
    kind_of: Cell = ""
    part_of: Cell = ""
    others: Cell = ""
    purposes: Cell = ""
    marks: Cell = ""
    made_from: Cell = ""
    goes_into: Cell = ""
    unlike: Cell = ""
    note: Cell = ""
    decision: Decision = Decision.KEEP

    @property
    def said(self) -> Said:
        cells = tuple(getattr(self, one.name) for one in FIELDS)
        return Said(self.doing, self.division, cells, self.note)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why something was refused: in a sentence, field by field, or what would be wrong with the thesaurus."""

    problem: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[str] = ()  # the first of them
    more: int = 0  # and how many there are beside
    entry_id: str = ""  # the entry it is about

    @classmethod
    def of(cls, refused: Invalid, entry_id: str = "") -> Self:
        """What a page shows of an error."""
        if isinstance(refused, Unsound):
            faults = tuple(refused.fields.values())
            more = max(len(faults) - MOST_FAULTS, 0)
            return cls(str(refused), {}, faults[:MOST_FAULTS], more, entry_id)
        return cls(str(refused), refused.fields, entry_id=entry_id)


NOTHING_WRONG = Wrong()


class Desk:
    """An operator at work: who, when, and on what."""

    def __init__(self, platform: Platform, visitor: Visitor, session: Session) -> None:
        self.session, self.hand = session, Hand(visitor.user_id, platform.now())
        self._shipped, self._new_id = platform.thesaurus.shipped, platform.new_id

    def propose(self, said: Said, decision: Decision = Decision.KEEP) -> ThesaurusEntry:
        """A new entry, in force at once where it is decided so."""
        new_id = self._new_id()
        entry = editing.propose(
            self.session, said, shipped=self._shipped, new_id=new_id, hand=self.hand
        )
        return self.approve(entry.id) if decision is Decision.APPROVE else entry

    def change(
        self, entry_id: str, said: Said, decision: Decision = Decision.KEEP
    ) -> ThesaurusEntry:
        """Other cells for an entry that waits."""
        entry = editing.change(self.session, entry_id, said, shipped=self._shipped, hand=self.hand)
        return self.approve(entry_id) if decision is Decision.APPROVE else entry

    def approve(self, entry_id: str) -> ThesaurusEntry:
        return editing.approve(self.session, entry_id, shipped=self._shipped, hand=self.hand)

    def reject(self, entry_id: str, note: str) -> ThesaurusEntry:
        return editing.reject(self.session, entry_id, note=note, hand=self.hand)

    def withdraw(self, entry_id: str) -> ThesaurusEntry:
        return editing.withdraw(self.session, entry_id, shipped=self._shipped, hand=self.hand)

    def name_too(self, entry_id: str, concept: str) -> ThesaurusEntry:
        return editing.name_too(
            self.session, entry_id, concept, shipped=self._shipped, hand=self.hand
        )


def dropping(name: str, note: str) -> Said:
    """The concept of this name is to go."""
    return Said(Doing.DROP, "", (name, *[""] * (len(FIELDS) - 1)), note)


def start_of(held: Thesaurus, name: str) -> Said:
    """What a form begins with: the concept as it is, to be corrected; else a new one of this name."""
    row = row_named(held, name)
    if row is None:
        return Said(Doing.ADD, "", (name, *[""] * (len(FIELDS) - 1)))
    known = held.concepts[row]
    return Said(Doing.CORRECT, known.division, tuple(cells_of(known)))


def under(held: Thesaurus, said: Said, wider: str) -> Said:
    """The same as a kind of another concept, in its division unless it has one."""
    row = row_named(held, wider)
    if row is None:
        return said
    kinds = [kind for kind in said.cells[1].split(BETWEEN) if kind]
    name = held.concepts[row].name
    cell = BETWEEN.join(kinds if name in kinds else [*kinds, name])
    cells = (said.cells[0], cell, *said.cells[2:])
    return Said(said.doing, said.division or held.concepts[row].division, cells, said.note)
