"""What stands side by side when up to four firms are compared for one demand?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaking.matching.evidence import Contribution, Finding, Match

MOST = 4  # columns that can still be read


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One condition of the demand and what each firm has to it; None = not asked of this pair."""

    name: str
    asked: str
    must: bool
    findings: tuple[Finding | None, ...]


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One part of the score for each firm."""

    name: str
    parts: tuple[Contribution | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: firms as columns, facts, conditions and parts of the score as rows."""

    matches: tuple[Match, ...]
    criteria: tuple[CriterionRow, ...]
    contributions: tuple[ContributionRow, ...]


def compare(matches: Sequence[Match]) -> Comparison:
    """Line the matches up; rows keep the order in which the first firm names them."""
    criteria = _names(finding.name for match in matches for finding in match.findings)
    parts = _names(part.name for match in matches for part in match.contributions)
    return Comparison(
        tuple(matches),
        tuple(_criterion(name, matches) for name in criteria),
        tuple(_contribution(name, matches) for name in parts),
    )


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _criterion(name: str, matches: Sequence[Match]) -> CriterionRow:
    findings = tuple(
        next((finding for finding in match.findings if finding.name == name), None)
        for match in matches
    )
    said = [finding for finding in findings if finding is not None]
    asked = next((finding.asked for finding in said if finding.asked), "")
    return CriterionRow(name, asked, any(finding.must for finding in said), findings)


def _contribution(name: str, matches: Sequence[Match]) -> ContributionRow:
    return ContributionRow(
        name,
        tuple(
            next((part for part in match.contributions if part.name == name), None)
            for match in matches
        ),
    )
