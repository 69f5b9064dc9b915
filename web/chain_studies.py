"""Which study of the chain is asked for, and what is its answer? For the page and for programs."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from sqlmodel import Session

from matchmaking.chain.ground import Ground, Named
from matchmaking.chain.studies import (
    NAMED,
    Dropped,
    Study,
    candidates,
    study_drop,
    study_gaps,
    study_sole_makers,
)
from matchmaking.sentences import Sentence, say
from web.names import mark
from web.platform import Platform

TIERS = 2  # looked at where nothing is said
WORDS = (mark("缺口"), mark("独家"), mark("断供"), mark("地区"))

_AT_ONCE, _LATER, _KEPT = say("直接断供"), say("第 {tier} 级缺料"), say("还有别家")


class StudyKind(StrEnum):
    """What is asked."""

    GAPS = "缺口"
    SOLE = "独家"
    DROP = "断供"


@dataclass(frozen=True, slots=True)
class AskedStudy:
    """A study, as its address says it."""

    kind: StudyKind = StudyKind.GAPS
    what: Dropped = Dropped.FIRM
    text: str = ""  # a name or an id of what drops out
    tiers: int = TIERS

    @property
    def address(self) -> str:
        """Where people look at it."""
        return self.with_text(self.text)

    def with_text(self, text: str) -> str:
        """The same of something else."""
        pairs = [("study", self.kind.value)]
        if self.kind is StudyKind.DROP:
            pairs += [("what", self.what.value), ("q", text), ("tiers", str(self.tiers))]
        return f"/chain/studies?{urlencode(pairs)}"


@dataclass(frozen=True, slots=True)
class Answered:
    """The study, or what may be meant where that is not clear."""

    study: Study | None
    choices: tuple[Named, ...] = ()
    dropped: Named | None = None


def answer(
    session: Session, platform: Platform, asked: AskedStudy, *, named: int | None = NAMED
) -> Answered:
    """Worked out on what is open now. named: for how many products it is said who could step in."""
    ground = platform.studied.ground(session, today=platform.today())
    if asked.kind is StudyKind.GAPS:
        return Answered(study_gaps(ground, named=named))
    if asked.kind is StudyKind.SOLE:
        return Answered(study_sole_makers(ground, named=named))
    return _what_drops_out(ground, asked, named)


def effect_of(tier: int) -> Sentence:
    """Lost at once, lost for want of an input, or not lost."""
    if tier < 0:
        return _KEPT
    return _LATER.about(tier=tier) if tier else _AT_ONCE


def _what_drops_out(ground: Ground, asked: AskedStudy, named: int | None) -> Answered:
    choices = candidates(ground, asked.what, asked.text) if asked.text else ()
    if len(choices) != 1:
        return Answered(None, choices)
    found = study_drop(ground, asked.what, choices[0].id, tiers=asked.tiers, named=named)
    return Answered(found, dropped=choices[0])
