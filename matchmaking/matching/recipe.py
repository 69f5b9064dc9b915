"""What must be said to match a new kind of ask with a new kind of offer? A recipe, read on one screen.

A recipe declares what to take from a record (columns), how candidates are recalled (channels), what
is judged (criteria) and what is weighed (signals). The engine knows nothing else of demands or
loans; a new kind of match is a new recipe.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from matchmaking.records import Firm

if TYPE_CHECKING:
    from matchmaking.matching.criteria import Criterion, Explain
    from matchmaking.matching.signals import Signal

# Records are whatever the recipe says (Demand, Supply, later LoanProduct); the engine only passes
# them to the recipe's own functions, so their type is no concern of it.
Record = Any
Fields = tuple[tuple[str, float], ...]  # (text, weight), …


@dataclass(frozen=True, slots=True)
class Side:
    """What to take from the records of one side. Names are the engine's handles for the columns."""

    firm: Callable[[Record], Firm]
    title: Callable[[Record], str]  # what it is called; its distinct values are indexed for recall
    detail: Callable[[Record], str]  # what the index may find it by, less
    terms: Mapping[str, Callable[[Record], Fields]]  # weighted fields, cut into words and bigrams
    meanings: Mapping[str, Callable[[Record], str]]  # texts to encode
    numbers: Mapping[str, Callable[[Record], float]] = field(default_factory=dict)  # nan: unknown
    codes: Mapping[str, Callable[[Record], int]] = field(default_factory=dict)  # 0: unknown
    tags: Mapping[str, Callable[[Record], Iterable[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channels:
    """How many candidates each recall channel may bring; 0 turns it off."""

    words: int = 200
    characters: int = 200
    meaning: int = 200
    chain: int = 200
    concepts: int = 200
    listings: int = 4_000  # listings scored at most for one ask, best texts first


@dataclass(frozen=True, slots=True)
class Fit:
    """When is an offer the thing asked for? Judged by the points of the signals named here."""

    signals: frozenset[str]
    doubtful: float  # fewer points: another thing
    sure: float  # at least these: surely; between the two it is asked
    explain: "Explain"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of match. Points of all signals and criteria add up to about 100."""

    name: str
    asks: Side
    offers: Side
    asks_by: str  # the terms column an ask looks for offers with
    asks_for: str  # the terms column whose products and concepts are asked for
    asks_own: str  # the terms column of what the buyer makes himself and asks inputs for
    offers_by: str  # the terms column an offer looks for asks with
    recalled_by: tuple[str, ...]  # the meanings either looks with
    signals: "tuple[Signal, ...]"
    criteria: "tuple[Criterion, ...]"
    fit: Fit
    channels: Channels = Channels()
