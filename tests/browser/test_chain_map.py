"""The chain map as people use it: the picture follows the table, the keyboard and the mouse."""

from collections.abc import Iterator
from itertools import combinations
from math import dist

import pytest
from playwright.sync_api import expect
from starlette.staticfiles import StaticFiles

from matchmaking.catalogue.chain import product_id
from matchmaking.indexing import queries
from matchmaking.migrations.runner import migrate
from matchmaking.storage.database import open_database, transaction
from tests.browser.conftest import Sight, serving
from tests.web.signing import Ground, small_site
from web.api import neighbourhood
from web.pages import chain_map
from web.rendering import STATIC

pytestmark = pytest.mark.service

ROD = product_id("铝杆")
MAP = "document.querySelector('#chain-picture').chainMap"
AT_ROD = f"{MAP}.getElementById('产品:{ROD}').renderedPosition()"
DRAWN = "document.querySelector('#chain-picture').chainMap.nodes().map((one) => one.data('label'))"


def edge(source: str, relation: str, target: str, number: int = 0) -> dict[str, str]:
    firm = relation in {"供应", "需要"}
    return {
        "listing_id": f"supply:{number}" if firm else "",
        "source_kind": "企业" if firm else "产品",
        "source_id": source if firm else product_id(source),
        "source_name": source,
        "relation": relation,
        "target_kind": "产品",
        "target_id": product_id(target),
        "target_name": target,
        "evidence": f"供给清单 Sheet1!{number}" if firm else "产业链文件",
    }


EDGES = [
    *(edge(f"示例{number:02}号铝业有限公司", "供应", "铝杆", number) for number in range(2, 20)),
    edge("铝杆", "上游材料", "铝锭"),
    edge("示例90号铝业有限公司", "供应", "铝锭", 90),
]
# A product with as many relations of every kind as a picture holds.
WIRE = product_id("铜线")
CROWD = [
    *(edge(f"示例{number}号线缆有限公司", "供应", "铜线", number) for number in range(100, 120)),
    *(edge(f"示例{number}号电器有限公司", "需要", "铜线", number) for number in range(200, 220)),
    *(edge(f"铜线{number}型", "产品小类", "铜线") for number in range(20)),
    *(edge("铜线", "产品小类", f"线材{number}类") for number in range(20)),
    *(edge(f"线缆{number}型", "上游材料", "铜线") for number in range(20)),
    *(edge("铜线", "上游材料", f"铜料{number}级") for number in range(20)),
]
THUMB = 24  # pixels from the middle of a target to the next one's, as WCAG 2.2 has it (2.5.8)
SPOTS = f"{MAP}.nodes().map((one) => [one.data('label'), one.renderedPosition().x, one.renderedPosition().y])"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small graph and nothing that would build another: the indexer is not here."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('data')}/map.db")
    migrate(engine)
    with transaction(engine) as session:
        queries.add_edges(session, [*EDGES, *CROWD])
    app = small_site(Ground(engine), chain_map.router, neighbourhood.picture)
    app.mount("/static", StaticFiles(directory=STATIC))
    with serving(app) as address:
        yield address
    engine.dispose()


def expect_drawn(sight: Sight, middle: str, places: int) -> list[str]:
    """Waits by the page's own marks, since its policy forbids the eval of a watching script."""
    picture = sight.page.locator("#chain-picture")
    expect(picture).to_have_attribute("data-middle", middle)
    expect(picture).to_have_attribute("data-places", str(places))
    labels: list[str] = sight.page.evaluate(DRAWN)
    return labels


def test_the_picture_unfolds_from_the_tables_links_and_from_its_own_nodes(sight: Sight) -> None:
    page = sight.page
    sight.go(f"/chain?kind=产品&id={ROD}")
    labels = expect_drawn(sight, "铝杆", 11)
    assert "……还有 9 条" in labels
    assert "示例90号铝业有限公司" not in labels
    sight.look("chain")
    link = page.get_by_role("link", name="铝锭", exact=True)
    link.focus()
    assert page.evaluate(
        "document.querySelector('#chain-picture').chainMap.nodes('.pointed').map((one) => one.data('label'))"
    ) == ["铝锭"]
    link.press("Enter")
    labels = expect_drawn(sight, "铝锭", 12)
    assert {"示例02号铝业有限公司", "示例90号铝业有限公司"} <= set(labels)
    expect(page.locator("#chain-title")).to_be_focused()
    expect(page.locator("#chain-title")).to_contain_text("铝锭")
    assert product_id("铝锭") in page.url
    page.wait_for_timeout(400)  # the picture glides to its middle
    at = page.evaluate(AT_ROD)
    page.locator("#chain-picture").click(position=at)
    expect(page.locator("#chain-title")).to_contain_text("铝杆")
    page.get_by_role("button", name="只留当前这一步").click()
    expect_drawn(sight, "铝杆", 11)
    sight.look("chain-unfolded", whole=True)


def test_a_thumb_hits_one_node_and_not_its_neighbour_however_many_there_are(sight: Sight) -> None:
    page, picture = sight.page, sight.page.locator("#chain-picture")
    sight.go(f"/chain?kind=产品&id={WIRE}")
    expect_drawn(sight, "铜线", 55)
    page.wait_for_timeout(400)  # the picture glides to its middle
    spots: list[tuple[str, float, float]] = page.evaluate(SPOTS)
    assert len(spots) == 55 + 6  # and of every relation and direction how many are left
    gaps = (dist(one[1:], other[1:]) for one, other in combinations(spots, 2))
    assert min(gaps) >= THUMB
    box = picture.bounding_box()
    assert box is not None
    seen = [
        one
        for one in spots
        if THUMB < one[1] < box["width"] - THUMB and THUMB < one[2] < box["height"] - THUMB
    ]
    assert spots[0] in seen  # the middle
    name, x, y = next(one for one in reversed(seen) if "还有" not in one[0])
    sight.look("chain-crowd", whole=True)
    picture.click(position={"x": x, "y": y})
    expect(page.locator("#chain-title")).to_contain_text(name)


def test_filters_draw_the_picture_anew(sight: Sight) -> None:
    page = sight.page
    sight.go(f"/chain?kind=产品&id={ROD}")
    expect_drawn(sight, "铝杆", 11)
    page.get_by_label("上游材料").check()
    page.get_by_role("button", name="照此显示").click()
    assert expect_drawn(sight, "铝杆", 2) == ["铝杆", "铝锭"]
    expect(page.locator("#chain-body tbody tr")).to_have_count(1)


def test_without_scripts_the_table_is_all_there_is(plain_sight: Sight) -> None:
    plain_sight.go(f"/chain?kind=产品&id={ROD}")
    expect(plain_sight.page.locator("#chain-picture")).to_be_hidden()
    plain_sight.page.get_by_role("link", name="铝锭", exact=True).click()
    expect(plain_sight.page.locator("#chain-title")).to_contain_text("铝锭")
    plain_sight.look("chain-plain", whole=True)
