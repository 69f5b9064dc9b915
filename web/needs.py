"""Which demands does the list on the left show? Standing, counts, filter and words, all pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from matchmaking.matching.evidence import Conclusion, Match, Recommendation

TOP = 20  # firms shown for one demand; of more, the best


class Standing(StrEnum):
    """How a demand stands, by its best firm."""

    FITS = "fits"
    ASK = "ask"
    UNMET = "unmet"


class Show(StrEnum):
    """What the filter shows; the values are those of Standing, and all."""

    ALL = "all"
    FITS = "fits"
    ASK = "ask"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the list: the answer, how it stands, and how many firms stand behind that."""

    answer: Recommendation
    standing: Standing
    best: Match | None
    fitting: int
    to_confirm: int

    @property
    def more(self) -> str:
        """A plus where the list was cut, so that there may be more of them."""
        return "+" if self.fitting + self.to_confirm >= TOP else ""


@dataclass(frozen=True, slots=True)
class NeedList:
    """What the list shows, and the counts beside each filter."""

    needs: tuple[Need, ...]  # those shown, at most as many as were asked for
    found: int  # those that pass words and filter
    counts: Mapping[Show, int]  # of those that pass the words


def stand(answer: Recommendation) -> Need:
    """How a demand stands."""
    fitting = sum(match.conclusion is Conclusion.FITS for match in answer.matches)
    to_confirm = sum(match.conclusion is Conclusion.TO_CONFIRM for match in answer.matches)
    standing = Standing.FITS if fitting else Standing.ASK if to_confirm else Standing.UNMET
    usable = [match for match in answer.matches if match.conclusion is not Conclusion.FAILS]
    return Need(answer, standing, usable[0] if usable else None, fitting, to_confirm)


def list_needs(
    answers: Iterable[Recommendation], *, words: str, show: Show, limit: int
) -> NeedList:
    """Demands holding every word typed, and standing as asked, in the order of the list."""
    asked = _fold(words).split()
    worded = [stand(answer) for answer in answers if _holds(answer, asked)]
    counts = {Show.ALL: len(worded)} | {
        Show(standing): sum(need.standing is standing for need in worded) for standing in Standing
    }
    shown = [need for need in worded if show is Show.ALL or need.standing == show.value]
    return NeedList(tuple(shown[:limit]), len(shown), counts)


def apart(matches: Sequence[Match]) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Firms to talk to, and those that fail a must, each in their order."""
    usable = tuple(match for match in matches if match.conclusion is not Conclusion.FAILS)
    failing = tuple(match for match in matches if match.conclusion is Conclusion.FAILS)
    return usable, failing


def _holds(answer: Recommendation, words: Sequence[str]) -> bool:
    demand = answer.demand
    text = _fold(f"{demand.id} {demand.title} {demand.specs} {demand.category} {demand.buyer.name}")
    return all(word in text for word in words)


def _fold(text: str) -> str:
    """Full width and case make no difference to somebody who searches."""
    return normalize("NFKC", text).casefold()
