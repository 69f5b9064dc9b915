"""What does a match consist of? Frozen values: verdicts, contributions, the match, the recommendation.

The explanation *is* the score: `Match.score` equals the sum of its contributions' points, and the
page, the workbook and the API show these same objects.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from matchmaking.records import Demand, Firm, Quantity, Supply
from matchmaking.sentences import NOTHING, Sentence, say
from matchmaking.thesaurus.touching import Touch


class Verdict(IntEnum):
    """A criterion's three values; unknown is never "no"."""

    NOT_MET = -1
    UNKNOWN = 0
    MET = 1


class Conclusion(StrEnum):
    """What a match comes to: every must met, something to ask, or a must not met."""

    FITS = "符合"
    TO_CONFIRM = "待确认"
    FAILS = "不符合"


class Lead(StrEnum):
    """How the chain leads from the product asked for to the one offered."""

    SAME = "同一概念"  # under two names, perhaps
    KIND = "产品小类"  # what is offered is a kind of what is asked for
    WIDER = "更宽的产品"  # what is asked for is a kind of what is offered
    INPUT = "上游材料"  # what is offered goes into it
    KIND_OF_INPUT = "上游材料的小类"
    INPUT_OF_WIDER = "更宽的产品的上游材料"


@dataclass(frozen=True, slots=True)
class Link:
    """The chain's way from a product that the ask names to one that the offer names."""

    asked: str
    lead: Lead
    through: str  # the product the offer names
    between: str = ""  # the product in the middle, where the way has two steps


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """The thesaurus's way from what an ask touches to what an offer touches."""

    way: Link  # by standard names
    asked: Touch  # what the ask has for it: a name, a grade, a purpose
    offered: Touch


@dataclass(frozen=True, slots=True)
class Case:
    """One ask and one offer on a certain day, about to be explained."""

    ask: Any  # whatever the recipe matches: a Demand, later a financing need
    offer: Any
    today: date
    link: Link | None = None  # None: the chain does not lead from one to the other
    concept: ConceptLink | None = None  # None: nor does the thesaurus


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's verdict on one pair, with both values compared and what to ask or change."""

    name: str  # 产能, 资质, 交期, 起订量, 价格, 地区, 规格, 梯度
    verdict: Verdict
    must: bool
    sentence: Sentence  # what a person reads
    asked: str = ""  # the demand's value
    offered: str = ""  # the supply's value; "" = not stated
    question: Sentence = NOTHING  # what to ask when unknown
    change: Sentence = NOTHING  # what would have to change when not met


@dataclass(frozen=True, slots=True)
class Contribution:
    """One named part of the score. points = weight × signal, or weight × verdict for a criterion."""

    name: str  # 词语, 字面, 含义, 行业, 产业链, 产能, …
    points: float
    signal: float  # in [0, 1] for a signal, -1 / 0 / 1 for a criterion
    reason: Sentence = NOTHING  # empty when there is nothing to say


@dataclass(frozen=True, slots=True)
class Match:
    """One demand and one supply, judged. The same pair scores the same from either side."""

    demand: Demand
    supply: Supply
    rank: int  # from 1; failing firms follow the others
    score: float  # points; about 100 at the very best
    conclusion: Conclusion
    contributions: tuple[Contribution, ...]  # widest first; every signal and asked criterion
    findings: tuple[Finding, ...]  # only criteria the demand asks for
    channels: tuple[str, ...]  # how it was recalled: 词语, 字面, 含义, 产业链
    other_listings: tuple[str, ...] = ()  # the same firm's further supply ids, next best first

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why, strongest first."""
        said = [part for part in self.contributions if part.reason and part.points > 0]
        return tuple(part.reason for part in sorted(said, key=lambda part: -part.points))

    @property
    def questions(self) -> tuple[Sentence, ...]:
        """What to ask before deciding."""
        return tuple(finding.question for finding in self.findings if finding.question)

    @property
    def changes(self) -> tuple[Sentence, ...]:
        """What would make this firm fit."""
        return tuple(finding.change for finding in self.findings if finding.change)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A demand nobody fits: what comes nearest, and who makes what goes into it."""

    demand: Demand
    cause: Sentence
    nearest: tuple[Match, ...]  # near misses, each with its findings and changes
    upstream: tuple[Supply, ...] = ()  # makers of what goes into the thing asked for


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The answer to "who can supply this?": ranked firms, each by its best listing."""

    demand: Demand
    matches: tuple[Match, ...]  # fits and to-confirm by score, then those failing a must
    considered: int  # listings scored
    unmet: Unmet | None = None  # set when no firm fits


@dataclass(frozen=True, slots=True)
class Opportunities:
    """The answer to "what could this firm deliver?": 我的机会, each demand by the best listing."""

    firm: Firm
    matches: tuple[Match, ...]
    considered: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one firm of a team brings."""

    firm: Firm
    supplies: tuple[Supply, ...]  # the listings it brings it with
    score: float  # of its best listing
    share: float = 0.0  # of the volume
    amount: Quantity | None = None  # the same in the need's own unit
    items: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[Sentence, ...]:
        """Its part in words."""
        told = []
        if self.amount is not None:
            told.append(
                say("供 {amount}，占 {share}%", amount=self.amount, share=round(self.share * 100))
            )
        if self.items:
            told.append(say("供其中的{items}", items="、".join(self.items)))
        if self.certificates:
            told.append(say("持有{certificates}", certificates="、".join(self.certificates)))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Team:
    """The smallest set of firms that covers what no single firm does: one offer."""

    demand: Demand
    parts: tuple[Part, ...]  # at least two, best score first
    uncovered: tuple[Sentence, ...]  # what is still missing; none: everything is covered
    notes: tuple[Sentence, ...] = ()  # what to agree on first
