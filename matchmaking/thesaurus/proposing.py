"""What does use ask the thesaurus? Names that come up and touch nothing, matches it cannot explain.

What comes up again and touches no concept is a new concept or another name; where a match was found
good though its two sides touch nothing in common, a link is missing. Every question is asked once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Protocol

from sqlmodel import Session

from matchmaking.outbox.models import Subject
from matchmaking.outbox.service import tell
from matchmaking.sentences import Sentence, say
from matchmaking.thesaurus import queries
from matchmaking.thesaurus.applying import row_named
from matchmaking.thesaurus.concepts import Thesaurus, name_key
from matchmaking.thesaurus.editing import Hand, take_turn
from matchmaking.thesaurus.lookalikes import Lookalikes
from matchmaking.thesaurus.models import Doing, Origin, State, ThesaurusEntry
from matchmaking.thesaurus.reading import COLUMNS
from matchmaking.thesaurus.touching import ASIDE, Toucher
from matchmaking.thesaurus.writing import BETWEEN, cells_of

LEAST_TIMES = 2
MOST_AT_ONCE = 200  # questions a run; more than anybody answers in a day
_LONGEST_NAME = 40
_QUOTES = re.compile('[“”"「」]')
_REST = re.compile(r"[()（）\[\]【】;；、，。,@].*", re.DOTALL)


class Known(Protocol):
    """`knowledge.Knowledge`, as far as it is asked here."""

    @property
    def thesaurus(self) -> Thesaurus: ...

    @property
    def toucher(self) -> Toucher: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that somebody looked for, or the title of a need, and how often."""

    text: str
    times: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and a supply that a buyer found to fit."""

    need_id: str
    supply_id: str
    title: str
    product: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided about a name, and what it rests on."""

    origin: Origin
    name: str
    times: int
    near: tuple[str, ...] = ()  # standard names; of a match: the other side's concept first
    pair: Pair | None = None

    @property
    def id(self) -> str:
        """The same for the same question, whenever it comes up."""
        about = [name_key(self.name), *(self.near[:1] if self.pair else ())]
        kind = "match" if self.pair else "name"
        return sha256("|".join([kind, *about]).encode()).hexdigest()[:32]

    @property
    def sentence(self) -> Sentence:
        """The question in words."""
        if self.pair is None:
            return say(
                "「{name}」出现了 {times} 次，词库里没有。它是新的概念，还是已有概念的另一个名称？",
                name=self.name,
                times=self.times,
            )
        if not self.near:
            return say(
                "需求「{title}」和供给「{product}」被标为入围，词库里两样都没有。要不要补上「{name}」？",
                title=self.pair.title,
                product=self.pair.product,
                name=self.name,
            )
        return say(
            "需求「{title}」和供给「{product}」被标为入围，词库里看不出关系。「{name}」是「{other}」的另一个名称，还是它的一种？",
            title=self.pair.title,
            product=self.pair.product,
            name=self.name,
            other=self.near[0],
        )


def ask_of_texts(seen: Iterable[Seen], knowledge: Known, lookalikes: Lookalikes) -> list[Question]:
    """One question for each text that comes up again and touches no concept, the most frequent first."""
    asked = [
        Question(one.origin, name, one.times, tuple(lookalikes.near(name)))
        for one in _together(seen)
        if one.times >= LEAST_TIMES
        and (name := suggested_name(one.text))
        and not _meant(one.text, knowledge)
    ]
    return sorted(asked, key=lambda question: -question.times)


def ask_of_pairs(pairs: Iterable[Pair], knowledge: Known, lookalikes: Lookalikes) -> list[Question]:
    """One question for each pair of names that a match says are related and the thesaurus does not."""
    found: dict[str, Question] = {}
    for pair in pairs:
        for question in _of_pair(pair, knowledge, lookalikes):
            times = found[question.id].times if question.id in found else 0
            found[question.id] = replace(question, times=times + 1)
    return sorted(found.values(), key=lambda question: -question.times)


def suggested_name(text: str) -> str:
    """What of a text may be the name: without what stands in brackets or behind a comma."""
    return _REST.sub("", _QUOTES.sub("", text)).strip()[:_LONGEST_NAME]


def keep(
    session: Session, questions: Sequence[Question], *, thesaurus: Thesaurus, hand: Hand
) -> int:
    """Put questions before the operator that have not been asked; how many are new.

    One that still waits is told how often it has come up by now.
    """
    take_turn(session)
    new = []
    for question in questions:
        entry = queries.entry(session, question.id)
        if entry is None and not queries.waiting(session, name_key(question.name)):
            new.append(_entry(question, thesaurus, hand))
            session.add(new[-1])
        elif entry is not None and entry.state == State.PROPOSED:
            entry.grounds = asdict(question)
        if len(new) == MOST_AT_ONCE:
            break
    session.flush()
    tell(session, Subject.THESAURUS, [entry.id for entry in new], now=hand.now)
    return len(new)


def question_of(entry: ThesaurusEntry) -> Question | None:
    """What use asked with this entry; None for one typed by hand."""
    if not entry.grounds:
        return None
    said: Mapping[str, object] = entry.grounds
    pair = said["pair"]
    return Question(
        Origin(entry.origin),
        str(said["name"]),
        int(str(said["times"])),
        tuple(map(str, said["near"] if isinstance(said["near"], list | tuple) else ())),
        Pair(**pair) if isinstance(pair, dict) else None,
    )


def _together(seen: Iterable[Seen]) -> Iterator[Seen]:
    """Texts of one spelling as one, by whatever it came up first."""
    found: dict[str, Seen] = {}
    for one in seen:
        key = name_key(one.text)
        before = found.get(key)
        found[key] = replace(before, times=before.times + one.times) if before else one
    yield from found.values()


def _meant(text: str, knowledge: Known) -> list[int]:
    """The concepts a text is about, the surest first; not those it mentions in passing."""
    return [touch.row for touch in knowledge.toucher.touch(text) if touch.worth > ASIDE]


def _of_pair(pair: Pair, knowledge: Known, lookalikes: Lookalikes) -> Iterator[Question]:
    wanted, offered = _meant(pair.title, knowledge), _meant(pair.product, knowledge)
    concepts = knowledge.thesaurus.concepts
    if wanted and offered:
        if not _related(wanted, offered, knowledge.thesaurus):
            names = concepts[offered[0]].name, concepts[wanted[0]].name
            yield Question(Origin.MATCH, names[0], 1, names[1:], pair)
        return
    unknown, known = (pair.product, wanted) if wanted else (pair.title, offered)
    if name := suggested_name(unknown):
        others = [concepts[row].name for row in known[:1]]
        near = dict.fromkeys([*others, *(lookalikes.near(name) if known else ())])
        yield Question(Origin.MATCH, name, 1, tuple(near), pair)


def _related(some: Iterable[int], others: Iterable[int], thesaurus: Thesaurus) -> bool:
    """Whether one of them is, or is a kind of, one of the others, or the other way round."""
    first, second = set(some), set(others)
    above = [{row for one in rows for row in _wider(one, thesaurus)} for rows in (first, second)]
    return bool(first & above[1] or second & above[0])


def _wider(row: int, thesaurus: Thesaurus) -> set[int]:
    """A concept and all it is a kind of."""
    seen: set[int] = set()
    rim = [row]
    while rim:
        at = rim.pop()
        if at not in seen:
            seen.add(at)
            links = (thesaurus.find(link) for link in thesaurus.concepts[at].kind_of)
            rim += [one for one in links if one is not None]
    return seen


def _entry(question: Question, thesaurus: Thesaurus, hand: Hand) -> ThesaurusEntry:
    """The question as an entry to be completed: of a match, as a kind of what the other side is."""
    row = row_named(thesaurus, question.name)
    other = row_named(thesaurus, question.near[0]) if question.pair and question.near else None
    cells, division = [question.name, *[""] * (len(COLUMNS) - 1)], ""
    if row is not None:
        cells, division = cells_of(thesaurus.concepts[row]), thesaurus.concepts[row].division
    if other is not None:
        wider = thesaurus.concepts[other]
        cells[1] = BETWEEN.join(filter(None, [cells[1], wider.name]))
        division = division or wider.division
    return ThesaurusEntry(
        id=question.id,
        doing=Doing.ADD if row is None else Doing.CORRECT,
        division=division,
        key=name_key(question.name),
        cells=cells,
        state=State.PROPOSED,
        origin=question.origin,
        grounds=asdict(question),
        at=hand.now,
    )
