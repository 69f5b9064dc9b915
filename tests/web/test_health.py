"""A watchdog, a proxy and Prometheus get what they ask for, without signing in."""

from sqlalchemy import Engine

from tests.web.conftest import Visitor
from tests.web.fakes import NoMatches, fake_platform, fake_services
from web.app import build_app


class Ready(NoMatches):
    seq = 7


def site(engine: Engine, live: NoMatches) -> Visitor:
    return Visitor(build_app(fake_services(), fake_platform(engine, live=live)))


def test_alive_is_not_yet_ready(engine: Engine) -> None:
    visitor = site(engine, NoMatches())
    assert visitor.get("/healthz").json() == {"status": "ok"}
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "starting"})


def test_ready_once_the_market_is_built(engine: Engine) -> None:
    answer = site(engine, Ready()).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_answers_are_counted_by_route_and_readers_by_their_place(engine: Engine) -> None:
    visitor = site(engine, Ready())
    visitor.get("/healthz")
    visitor.get("/runs/nobody")
    text = visitor.get("/metrics").text
    assert 'rongtong_requests_total{method="GET",route="/healthz",status="200"} 1.0' in text
    assert 'rongtong_requests_total{method="GET",route="/runs/{run_id}",status="404"} 1.0' in text
    assert 'rongtong_outbox_read{reader="live"} 7.0' in text
    assert "rongtong_outbox_seq 0.0" in text
