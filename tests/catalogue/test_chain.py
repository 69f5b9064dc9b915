"""The chain file becomes links and a tree of products; keeping another one replaces it."""

from sqlalchemy import Engine

from matchmaking.catalogue import queries
from matchmaking.catalogue.chain import keep_chain, product_id
from matchmaking.storage.database import reading, transaction
from tests.catalogue.conftest import NOW

LINKS = [
    ("轮毂", "铝锭", "上游材料"),
    ("汽车零件", "轮毂", "产品小类"),
    ("汽车零件", "轮毂", "产品小类"),
    ("轮毂", "汽车零件", "产品小类"),  # would bite its own tail
]


def keep(engine: Engine, *links: tuple[str, str, str]) -> None:
    with transaction(engine) as session:
        keep_chain(session, links, now=NOW)


def test_links_are_kept_once_and_kinds_hang_under_their_product(engine: Engine) -> None:
    keep(engine, *LINKS)
    with reading(engine) as session:
        assert queries.chain_links(session) == sorted(set(LINKS))
        parents = {one.name: one.parent_id for one in queries.products(session)}
    assert parents == {"轮毂": product_id("汽车零件"), "汽车零件": None, "铝锭": None}


def test_another_chain_takes_its_place(engine: Engine) -> None:
    keep(engine, *LINKS)
    keep(engine, ("电缆", "铜杆", "上游材料"))
    with reading(engine) as session:
        assert [one.name for one in queries.products(session)] == ["电缆", "铜杆"]
        assert queries.aliases(session) == []
