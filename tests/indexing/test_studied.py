"""Do studies stand on what is open now, on either database, and are they laid out anew when it changes?"""

from datetime import date, timedelta

from sqlalchemy import Engine

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.chain.ground import Ground
from matchmaking.indexing import queries
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.studied import Studied, read_ground
from matchmaking.storage.database import reading, transaction
from tests.indexing.conftest import TODAY, City, a_city, drain


def names(ground: Ground) -> tuple[list[str], list[str], list[str]]:
    """Products, firms and needs."""
    return (
        [one.name for one in ground.products],
        [firm.key for firm in ground.firms],
        [need.title for need in ground.needs],
    )


def ground_of(engine: Engine, today: date = TODAY) -> Ground:
    with reading(engine) as session:
        return read_ground(session, today=today)


def test_the_ground_is_what_the_graph_and_the_tables_hold(site, city: City) -> None:
    city.supply("铝锭")
    need = city.need("铝杆")
    drain(Indexer(site))
    assert names(ground_of(city.engine)) == (["铝杆", "铝锭"], ["maker"], ["铝杆"])
    city.close(need, Need)
    drain(Indexer(site))
    assert names(ground_of(city.engine)) == (["铝锭"], ["maker"], [])


def test_it_is_laid_out_anew_only_when_something_changed(site, city: City) -> None:
    city.supply("铝锭")
    drain(Indexer(site))
    studied = Studied()
    with reading(city.engine) as session:
        first = studied.ground(session, today=TODAY)
        assert studied.ground(session, today=TODAY) is first
        assert studied.ground(session, today=TODAY + timedelta(days=1)) is not first
    city.supply("铜锭")
    drain(Indexer(site))
    with reading(city.engine) as session:
        assert names(studied.ground(session, today=TODAY))[0] == ["铝锭", "铜锭"]


def test_edges_are_read_and_run_out_listings_left_out_on_either_database(any_engine) -> None:
    city = a_city(any_engine)
    kept, ended = city.supply("铝锭"), city.supply("铜锭")
    with transaction(any_engine) as session:
        for key, product in ((kept, "铝锭"), (ended, "铜锭")):
            queries.add_edges(session, [_supplies(key, product)])
        listing = session.get(SupplyListing, ended)
        assert listing is not None
        listing.expires_on = TODAY - timedelta(days=1)
    with reading(any_engine) as session:
        assert queries.run_out(session, TODAY) == {f"supply:{ended}"}
        assert {line.target_name for line in queries.edge_lines(session)} == {"铝锭", "铜锭"}
        assert queries.all_places(session) == ()
    assert names(ground_of(any_engine))[0] == ["铝锭"]


def _supplies(key: str, product: str) -> dict[str, str]:
    return {
        "listing_id": f"supply:{key}", "source_kind": "企业", "source_id": "maker",
        "source_name": "示例maker有限公司", "relation": "供应", "target_kind": "产品",
        "target_id": product, "target_name": product, "evidence": "平台填报",
    }  # fmt: skip
