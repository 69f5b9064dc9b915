"""How do people change the thesaurus? They propose entries, and decide on them; every step is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, NoReturn

from sqlmodel import Session

from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.outbox import queries as outbox
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.thesaurus import queries
from matchmaking.thesaurus.applying import row_named, with_entries, worsened
from matchmaking.thesaurus.concepts import Thesaurus, name_key
from matchmaking.thesaurus.linting import Fault
from matchmaking.thesaurus.models import Doing, Origin, State, ThesaurusEntry
from matchmaking.thesaurus.reading import COLUMNS, shipped_thesaurus
from matchmaking.thesaurus.writing import BETWEEN, cells_of

LONGEST_CELL, LONGEST_NOTE = 2_000, 500
_TURN = "thesaurus"
_APART = re.compile(r"\s*[;；\r\n]+\s*")
# What a spreadsheet would run when it opens the files; -40×4 is a size.
_RUNS = re.compile(r"[=+@\t]|-(?!\d[^|!(]*$)")


class Hand(NamedTuple):
    """Who changes it, and when."""

    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants done: to which concept, and the nine cells it should have."""

    doing: Doing
    division: str
    cells: tuple[str, ...]
    note: str = ""

    @property
    def name(self) -> str:
        return self.cells[0]


class Unsound(Invalid):
    """The thesaurus would have faults it has not now; `fields` counts them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        fields = {f"fault_{number}": one.sentence for number, one in enumerate(faults, 1)}
        super().__init__("这样会让词库出错，没有保存。请按下面列出的逐条改好。", fields)


def in_force(session: Session, shipped: Thesaurus | None = None) -> Thesaurus:
    """The thesaurus as it holds now: the shipped one with all approved entries."""
    return with_entries(shipped or shipped_thesaurus(), queries.approved(session))


def propose(
    session: Session, said: Said, *, shipped: Thesaurus, new_id: str, hand: Hand
) -> ThesaurusEntry:
    """A new entry, to be decided. Raises Invalid, Unsound."""
    said = tidied(said)
    key = name_key(said.name)
    take_turn(session)
    if any(one.origin == Origin.HAND for one in queries.waiting(session, key)):
        _refuse(f"「{said.name}」已有一条待审核的修改，请先决定那一条。", "name")
    entry = ThesaurusEntry(
        id=new_id,
        doing=said.doing,
        division=said.division,
        key=key,
        cells=list(said.cells),
        state=State.PROPOSED,
        origin=Origin.HAND,
        note=said.note,
        by=hand.by,
        at=hand.now,
    )
    _must_hold(session, entry, shipped)
    return _told(session, entry, hand)


def change(
    session: Session, entry_id: str, said: Said, *, shipped: Thesaurus, hand: Hand
) -> ThesaurusEntry:
    """Other cells for an entry that is not decided. Raises UnknownRecord, Conflict, Invalid."""
    entry = _undecided(session, entry_id)
    said = tidied(said)
    _say_if_it_holds(session, entry, said, shipped=shipped)
    return _told(session, entry, hand)


def approve(session: Session, entry_id: str, *, shipped: Thesaurus, hand: Hand) -> ThesaurusEntry:
    """From now on it is in force. Raises UnknownRecord, Conflict, Invalid, Unsound."""
    entry = _undecided(session, entry_id)
    tidied(said_by(entry))  # what use proposes is not complete at first
    _must_hold(session, entry, shipped)
    return _decide(session, entry, State.APPROVED, hand=hand)


def reject(session: Session, entry_id: str, *, note: str = "", hand: Hand) -> ThesaurusEntry:
    """It will not be done, and use will not propose it again. Raises UnknownRecord, Conflict."""
    entry = _undecided(session, entry_id)
    entry.decision_note = note.strip()[:LONGEST_NOTE]
    return _decide(session, entry, State.REJECTED, hand=hand)


def withdraw(session: Session, entry_id: str, *, shipped: Thesaurus, hand: Hand) -> ThesaurusEntry:
    """Take it back, approved or not. Raises UnknownRecord, Conflict, Unsound."""
    take_turn(session)
    entry = find(session, entry_id)
    queries.lock(session, entry)
    if entry.state == State.APPROVED:
        entries = queries.approved(session)
        without = [one for one in entries if one.id != entry.id]
        before, after = with_entries(shipped, entries), with_entries(shipped, without)
        _refuse_faults(worsened(before, after, entry.name))
    elif entry.state != State.PROPOSED:
        raise Conflict(f"这一条现在是“{entry.state}”，不能撤回。请刷新后再看。")
    return _decide(session, entry, State.WITHDRAWN, hand=hand)


def name_too(
    session: Session, entry_id: str, concept: str, *, shipped: Thesaurus, hand: Hand
) -> ThesaurusEntry:
    """Settle what use asked: it is another name of this concept, which is corrected so, in force at once."""
    entry = _undecided(session, entry_id)
    held = in_force(session, shipped)
    row = row_named(held, concept)
    if row is None:
        _refuse(f"词库里没有「{concept}」这个概念，请写它的标准名称。", "concept")
    known = held.concepts[row]
    others = BETWEEN.join((*cells_of(known)[3].split(BETWEEN), entry.name)).strip(BETWEEN)
    cells = (*cells_of(known)[:3], others, *cells_of(known)[4:])
    said = tidied(Said(Doing.CORRECT, known.division, cells, entry.note))
    _say_if_it_holds(session, entry, said, shipped=shipped)
    return _decide(session, entry, State.APPROVED, hand=hand)


def find(session: Session, entry_id: str) -> ThesaurusEntry:
    """An entry by id. Raises UnknownRecord."""
    entry = queries.entry(session, entry_id)
    if entry is None:
        raise UnknownRecord("词库里没有这条修改，可能地址有误。请从待审核的列表里重新选择。")
    return entry


def said_by(entry: ThesaurusEntry) -> Said:
    """What an entry says, to be shown or checked again."""
    return Said(Doing(entry.doing), entry.division, tuple(entry.cells), entry.note)


def tidied(said: Said) -> Said:
    """The same with one separator and no blanks around items. Raises Invalid for what no file may hold."""
    if len(said.cells) != len(COLUMNS):
        raise Invalid(f"一个概念有 {len(COLUMNS)} 格：{'、'.join(COLUMNS)}。请补齐，空的写成空。")
    cells = tuple(BETWEEN.join(filter(None, _APART.split(cell.strip()))) for cell in said.cells)
    if not cells[0]:
        _refuse("请写这个概念的标准名称。", "name")
    if BETWEEN in cells[0]:
        _refuse("标准名称只能写一个，其余的请写在“其他名称”里。", "name")
    for column, cell in zip(COLUMNS, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            _refuse(f"“{column}”最多 {LONGEST_CELL} 个字，现在有 {len(cell)} 个。", column)
        if _RUNS.match(cell):
            _refuse(f"“{column}”不能以 {cell[0]} 开头，表格软件会把它当成公式。", column)
    return replace(said, cells=cells, note=said.note.strip()[:LONGEST_NOTE])


def take_turn(session: Session) -> None:
    """One change of the thesaurus at a time: two that are each sound could break it together."""
    outbox.lease(session, _TURN)


def _must_hold(session: Session, entry: ThesaurusEntry, shipped: Thesaurus) -> None:
    """Raises Invalid where it fits nothing that is there, Unsound where it would break something."""
    entries = queries.approved(session)
    before = with_entries(shipped, entries)
    there = row_named(before, entry.name) is not None
    if entry.doing == Doing.ADD and there:
        _refuse(f"「{entry.name}」已经是词库里的概念，请打开它再点“更正”。", "name")
    if entry.doing != Doing.ADD and not there:
        _refuse(f"词库里没有「{entry.name}」这个概念，请写它的标准名称。", "name")
    codes = {one.code for one in shipped.divisions}
    if entry.doing != Doing.DROP and entry.division not in codes:
        _refuse("请选择门类：这个概念属于国民经济行业分类的哪一大类。", "division")
    after = with_entries(shipped, [*entries, entry])
    _refuse_faults(worsened(before, after, entry.name))


def _refuse_faults(faults: Sequence[Fault]) -> None:
    if faults:
        raise Unsound(faults)


def _undecided(session: Session, entry_id: str) -> ThesaurusEntry:
    take_turn(session)
    entry = find(session, entry_id)
    queries.lock(session, entry)
    if entry.state != State.PROPOSED:
        raise Conflict(f"这一条已经处理过了，现在是“{entry.state}”。请刷新后再看。")
    return entry


def _say_if_it_holds(
    session: Session, entry: ThesaurusEntry, said: Said, *, shipped: Thesaurus
) -> None:
    """Tried on a copy first: a page that tells what is wrong must not have changed the row."""
    tried = ThesaurusEntry(**entry.model_dump())
    _say(tried, said)
    _must_hold(session, tried, shipped)
    _say(entry, said)


def _say(entry: ThesaurusEntry, said: Said) -> None:
    entry.doing, entry.division, entry.note = said.doing, said.division, said.note
    entry.key, entry.cells = name_key(said.name), list(said.cells)


def _decide(session: Session, entry: ThesaurusEntry, state: State, *, hand: Hand) -> ThesaurusEntry:
    entry.state, entry.decided_by, entry.decided_at = state, hand.by, hand.now
    return _told(session, entry, hand)


def _told(session: Session, entry: ThesaurusEntry, hand: Hand) -> ThesaurusEntry:
    session.add(entry)
    session.flush()
    tell(session, Subject.THESAURUS, [entry.id], now=hand.now)
    return entry


def _refuse(sentence: str, field: str) -> NoReturn:
    raise Invalid(sentence, {field: sentence})
