"""Which words mean the same? Groups an operator edits; the outbox tells every search at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from matchmaking.errors import Invalid, UnknownRecord
from matchmaking.finding import queries
from matchmaking.finding.models import SynonymGroup
from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from search.analysis import normalise

LEAST_WORDS, MOST_WORDS, LONGEST_WORD, LONGEST_NOTE = 2, 20, 40, 200
MOST_GROUPS = 5_000
_APART = re.compile(r"[、,，;；\n\r]+")


class Hand(NamedTuple):
    """Who changes it, and when."""

    by: str
    now: datetime


def split_words(text: str) -> tuple[str, ...]:
    """Words as a person types them into one field, with 、 or commas or lines between."""
    return tuple(word.strip() for word in _APART.split(text) if word.strip())


def checked(words: Iterable[str]) -> list[str]:
    """The words to be kept, each once. Raises Invalid."""
    found = {normalise(word).strip(): word.strip() for word in words if word.strip()}
    kept = list(found.values())
    if len(kept) < LEAST_WORDS:
        _refuse("同义词至少要写两个不同的词，用顿号或逗号隔开。")
    if len(kept) > MOST_WORDS:
        _refuse(f"一组最多 {MOST_WORDS} 个词，请分成几组。")
    if any(len(word) > LONGEST_WORD for word in kept):
        _refuse(f"每个词最多 {LONGEST_WORD} 个字。")
    return kept


def add(
    session: Session, words: Iterable[str], *, note: str, new_id: str, hand: Hand
) -> SynonymGroup:
    """A new group."""
    kept = checked(words)
    existing = queries.groups(session)
    if len(existing) >= MOST_GROUPS:
        _refuse(f"同义词最多 {MOST_GROUPS} 组，请先删去不用的。")
    _not_twice(existing, kept)
    group = SynonymGroup(
        id=new_id,
        words=kept,
        note=note.strip()[:LONGEST_NOTE],
        changed_by=hand.by,
        changed_at=hand.now,
    )
    session.add(group)
    return _told(session, group, hand)


def change(
    session: Session, group_id: str, words: Iterable[str], *, note: str, hand: Hand
) -> SynonymGroup:
    """Other words for a group."""
    group = find(session, group_id)
    kept = checked(words)
    _not_twice([one for one in queries.groups(session) if one.id != group_id], kept)
    group.words, group.note = kept, note.strip()[:LONGEST_NOTE]
    group.changed_by, group.changed_at = hand.by, hand.now
    session.add(group)
    return _told(session, group, hand)


def delete(session: Session, group_id: str, *, hand: Hand) -> None:
    """The words mean different things again."""
    session.delete(find(session, group_id))
    session.flush()
    tell(session, Subject.SYNONYM, [group_id], now=hand.now)


def find(session: Session, group_id: str) -> SynonymGroup:
    """A group by id. Raises UnknownRecord."""
    group = queries.group(session, group_id)
    if group is None:
        raise UnknownRecord("没有这组同义词，可能已被删去。请从同义词列表里重新选择。")
    return group


def page(
    session: Session, text: str = "", *, start: int, limit: int
) -> tuple[Sequence[SynonymGroup], int]:
    """One page of the groups with a word that holds this text, and how many there are."""
    wanted = normalise(text).strip()
    groups = [
        group
        for group in queries.groups(session)
        if any(wanted in normalise(word) for word in group.words)
    ]
    return groups[start : start + limit], len(groups)


def in_force(session: Session) -> Mapping[str, Sequence[str]]:
    """Every group as the engine takes it: a word, and the others that mean the same."""
    groups = queries.groups(session)
    return {group.words[0]: tuple(group.words[1:]) for group in reversed(groups)}


def _told(session: Session, group: SynonymGroup, hand: Hand) -> SynonymGroup:
    session.flush()
    tell(session, Subject.SYNONYM, [group.id], now=hand.now)
    return group


def _not_twice(groups: Iterable[SynonymGroup], words: Sequence[str]) -> None:
    """A word stands in one group, or changing one of them would say half of what it means."""
    new = {normalise(word): word for word in words}
    for group in groups:
        for word in group.words:
            if normalise(word) in new:
                others = "、".join(group.words)
                _refuse(f"“{word}”已经在另一组里（{others}），请直接修改那一组。")


def _refuse(sentence: str) -> None:
    raise Invalid(sentence, {"words": sentence})
