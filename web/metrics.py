"""How is the site doing? Counts and times of requests, and how far each reader of the outbox has got.

Every application counts for itself, so that two in one process (tests) do not mix.
"""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlmodel import Session

from matchmaking.outbox.queries import newest, positions

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_WHERE = ("method", "route")


@dataclass
class Metrics:
    """What Prometheus reads."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        ours = self.registry
        self._requests = Counter(
            "rongtong_requests", "Answers given", (*_WHERE, "status"), registry=ours
        )
        self._seconds = Histogram(
            "rongtong_request_seconds", "Time taken", _WHERE, buckets=_SECONDS, registry=ours
        )
        self._outbox = Gauge("rongtong_outbox_seq", "Number of the last change", registry=ours)
        self._readers = Gauge(
            "rongtong_outbox_read", "How far a reader has got", ("reader",), registry=ours
        )

    def count(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """One answer. `route` is the address's pattern, so that ids make no new series."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self, session: Session, live: int | None) -> bytes:
        """All of it, as Prometheus reads it."""
        self._outbox.set(newest(session))
        for reader, seq in {**positions(session), "live": live or 0}.items():
            self._readers.labels(reader).set(seq)
        return generate_latest(self.registry)
