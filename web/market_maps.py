"""Where is the map of a run? Drawn when somebody first asks how two firms are connected, and kept."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import cast

from matchmaking.chain.map import MarketMap, map_market
from matchmaking.records import Demand, Supply
from web.services import RunService

KEEP = 2  # a map with the chain of a whole country takes some hundred megabytes


@dataclass
class MarketMaps:
    """Draws one map at a time; whoever asks meanwhile waits, at most a few seconds."""

    runs: RunService
    _maps: OrderedDict[str, MarketMap] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, run_id: str) -> MarketMap:
        """The map of a finished run. Raises NotReady, and whatever ended the run."""
        result = self.runs.result(run_id)
        with self._lock:
            if run_id not in self._maps:
                self._maps[run_id] = map_market(
                    cast("tuple[Demand, ...]", result.demands.records),
                    cast("tuple[Supply, ...]", result.supplies.records),
                    result.chain.edges,
                )
            self._maps.move_to_end(run_id)
            while len(self._maps) > KEEP:
                self._maps.popitem(last=False)
            return self._maps[run_id]
