"""Where do the demo city's lists come from? Written once a day, on first need, into a folder of ours.

Everybody who presses the button on one day gets the same run: its id is made of the day, and a run
that is there already is shown instead of being started again.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from matchmaking.errors import UnknownRecord
from matchmaking.runs import RunState, Upload
from web.services import CityPaths, Services


@dataclass
class DemoCity:
    """The invented city, for those who have no lists at hand."""

    services: Services
    _folder: TemporaryDirectory[str] | None = None
    _written: dict[date, CityPaths] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def lists(self) -> CityPaths:
        """Today's lists; dates in them lie ahead of today."""
        today = self.services.today()
        with self._lock:
            if today not in self._written:
                self._folder = self._folder or TemporaryDirectory(prefix="rongtong-demo-")
                folder = Path(self._folder.name) / today.isoformat()
                folder.mkdir()
                self._written[today] = self.services.write_city(folder, today=today)
            return self._written[today]

    def run(self) -> str:
        """The id of today's run, started if nobody has yet."""
        run_id = f"demo-{self.services.today():%Y%m%d}"
        try:
            if self.services.runs.status(run_id).state is not RunState.FAILED:
                return run_id
            run_id = self.services.new_id()
        except UnknownRecord:
            pass
        city = self.lists()
        self.services.runs.start(
            run_id,
            demands=_upload(city.demands),
            supplies=_upload(city.supplies),
            chain=_upload(city.chain),
            now=self.services.now(),
        )
        return run_id

    def close(self) -> None:
        """Remove the lists."""
        if self._folder is not None:
            self._folder.cleanup()


def _upload(path: Path) -> Upload:
    return Upload(path.name, path.read_bytes())
