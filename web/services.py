"""What does the edge ask of the domain? Every call in one frozen value, so that tests can bring fakes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from matchmaking.matching.evidence import Opportunities, Recommendation, Team
from matchmaking.matching.market import Market
from matchmaking.progress import Progress
from matchmaking.records import Reading
from matchmaking.runs import RunResult, RunStatus, Upload


class RunService(Protocol):
    """`matchmaking.runs.Runs`, as far as the edge uses it."""

    def start(
        self,
        run_id: str,
        *,
        demands: Upload,
        supplies: Upload,
        chain: Upload | None = None,
        now: datetime,
    ) -> RunStatus: ...

    def status(self, run_id: str) -> RunStatus: ...

    def result(self, run_id: str) -> RunResult[Market]: ...

    def start_worker(self) -> None: ...

    def stop(self) -> None: ...


class Overview(Protocol):
    """Every demand answered, in the list's order."""

    def __call__(
        self, market: Market, *, top: int, today: date, progress: Progress
    ) -> tuple[Recommendation, ...]: ...


class SupplierSearch(Protocol):
    """Who can supply this demand?"""

    def __call__(
        self, market: Market, demand_id: str, *, top: int, today: date
    ) -> Recommendation: ...


class DemandSearch(Protocol):
    """What could this firm deliver?"""

    def __call__(
        self, market: Market, firm_key: str, *, top: int, today: date
    ) -> Opportunities: ...


class TeamSearch(Protocol):
    """Which firms together meet what none meets alone?"""

    def __call__(
        self, market: Market, answers: tuple[Recommendation, ...], *, today: date
    ) -> tuple[Team, ...]: ...


class WorkbookWriter(Protocol):
    """The matched workbook, as `rongtong match` writes it."""

    def __call__(
        self,
        path: Path,
        recommendations: tuple[Recommendation, ...],
        *,
        demands: Reading,
        supplies: Reading,
        teams: tuple[Team, ...],
    ) -> None: ...


class CityPaths(Protocol):
    """Where the demo city's lists lie."""

    @property
    def demands(self) -> Path: ...

    @property
    def supplies(self) -> Path: ...

    @property
    def chain(self) -> Path: ...


class CityWriter(Protocol):
    """Writes the demo city's lists into a folder."""

    def __call__(self, folder: Path, *, today: date) -> CityPaths: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The domain, as the edge sees it; time and ids come from here too."""

    runs: RunService
    overview: Overview
    recommend_suppliers: SupplierSearch
    recommend_demands: DemandSearch
    find_teams: TeamSearch
    write_workbook: WorkbookWriter
    write_city: CityWriter
    now: Callable[[], datetime]
    today: Callable[[], date]
    new_id: Callable[[], str]
