"""The platform as each role uses it: clicked through in Chromium at a desk and on a phone, and judged by axe-core."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from matchmaking import clock
from matchmaking.indexing.encoding import encode_published
from matchmaking.indexing.rebuilding import reindex
from matchmaking.migrations.runner import migrate
from matchmaking.people.roles import Role
from matchmaking.settings import Settings
from matchmaking.storage.database import open_database
from seeds.demo import LOGINS, PASSWORD, load_demo
from tests.browser.conftest import SIZES, Sight, open_sight, serving
from web.app import create_app
from web.wiring import real_site

pytestmark = pytest.mark.service

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MINUTE = 60_000
LIST = (
    "供给编号,企业名称,主导产品,产能规模\n"
    "T1,示例市虚构丁铝业有限公司,铝合金圆铸锭,9000吨/年\n"
    "T2,示例市虚构戊铝业有限公司,,3000吨/年\n"
)
JUDGE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the demo city in it."""
    settings = Settings(data=tmp_path_factory.mktemp("city"), development=True)
    engine = open_database(settings.database_url)
    migrate(engine)
    load_demo(
        engine, settings.data, now=clock.now(), today=clock.today(), new_id=lambda: uuid4().hex
    )
    site = real_site(settings, engine)
    encode_published(site)
    reindex(site)
    engine.dispose()
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture
def come(size: str, chromium: Browser, city: str, shots: Path) -> Iterator[Callable[[Role], Sight]]:
    """Somebody of a role comes in; whatever goes wrong on their way is told at the end."""
    there: list[Sight] = []

    def open_as(role: Role) -> Sight:
        sight = open_sight(chromium, city, size, shots)
        there.append(sight)
        if role is not Role.PUBLIC:
            sight.go("/login")
            sight.page.get_by_label("账号").fill(LOGINS[role][0])
            sight.page.get_by_label("密码").fill(PASSWORD)
            sight.page.locator("main").get_by_role("button", name="登录").click()
            expect(sight.page.get_by_role("button", name="退出")).to_be_visible()
        return sight

    yield open_as
    for sight in there:
        sight.page.context.close()
    assert [trouble for sight in there for trouble in sight.troubles] == []


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """At a desk, then on a phone."""
    return request.param


def see(sight: Sight, path: str, name: str) -> None:
    """Open a page, take its picture, and have it judged."""
    sight.go(path)
    judge(sight, name)


def judge(sight: Sight, name: str) -> None:
    sight.look(name, whole=True)
    # Evaluated from outside, so that the page's own policy need not allow a foreign script.
    sight.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert sight.page.evaluate(JUDGE) == [], name


def forgive(sight: Sight, status: int) -> None:
    """The browser itself notes an answer of this status as an error; here it was the right answer."""
    sight.troubles[:] = [one for one in sight.troubles if f"status of {status}" not in one]


def test_a_stranger_searches_reads_and_looks_around(come) -> None:
    sight = come(Role.PUBLIC)
    page = sight.page
    see(sight, "/", "stranger-home")
    page.locator("main").get_by_role("searchbox").first.fill("铝合金")
    page.locator("main").get_by_role("button", name="检索").first.click()
    expect(page.locator(".hit").first).to_be_visible()
    judge(sight, "search")
    page.locator(".hit a").first.click()
    page.wait_for_url(re.compile("/(needs|supplies)/"))
    judge(sight, "listing")
    assert "0871-" not in page.content()
    page.locator("main a[href^='/firms/']").first.click()
    page.wait_for_url(re.compile("/firms/"))
    judge(sight, "firm-file")
    assert "0871-" not in page.content()
    see(sight, "/search?q=不存在的东西甲乙丙", "search-nothing")
    for path, name in (("/help", "help"), ("/glossary", "glossary"), ("/chain", "chain")):
        see(sight, path, name)
    sight.go("/my/needs")
    expect(page).to_have_url(re.compile("/login"))


def test_a_chain_leader_finds_suppliers_marks_and_compares_them(come) -> None:
    sight = come(Role.CHAIN_LEADER)
    page = sight.page
    see(sight, "/", "leader-home")
    see(sight, "/my/needs", "my-needs")
    sight.go("/needs/new")
    page.get_by_label("需求名称").fill("铝合金圆铸锭")
    page.locator("#quantity").fill("500吨/月")
    page.locator("#needed_by").fill("说不准")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#needed_by-wrong")).to_be_visible()
    judge(sight, "need-form-wrong")
    forgive(sight, 422)
    page.locator("#needed_by").fill("2027-06-30")
    page.locator("#number").fill(f"测试-{sight.size}")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_contain_text("铝合金圆铸锭")
    page.locator("main a[href$='/matches']").first.click()
    expect(page.locator("article.card").first).to_be_visible(timeout=MINUTE)
    judge(sight, "need-matches")
    # A need that is not public yet opens no contacts, so the mark goes on one that is.
    sight.go("/my/needs")
    page.locator("tr", has_text="石墨化阴极炭块").locator("a[href$='/matches']").click()
    page.get_by_role("button", name="标为入围").first.click()
    expect(page.locator("main")).to_contain_text("入围")
    boxes = page.locator("[data-tick]")
    for place in range(2):
        boxes.nth(place).check()
    page.get_by_role("button", name="比较所选").click()
    expect(page.locator(".compare thead th")).to_have_count(3)
    judge(sight, "need-compare")


def test_a_small_firm_sees_its_opportunities_and_keeps_its_file(come) -> None:
    sight = come(Role.SME)
    page = sight.page
    see(sight, "/", "firm-home")
    sight.go("/my/opportunities")
    expect(page.locator("article").first).to_be_visible(timeout=MINUTE)
    judge(sight, "opportunities")
    see(sight, "/my/supplies", "my-supplies")
    see(sight, "/supplies/new", "supply-form")
    see(sight, "/my/firm", "my-firm")
    sight.go("/search?q=铝")
    see(sight, "/saved", "saved")


def test_an_operator_reviews_imports_and_keeps_the_words(come, tmp_path: Path) -> None:
    sight = come(Role.OPERATOR)
    page = sight.page
    see(sight, "/", "operator-home")
    see(sight, "/imports/new", "import-new")
    path = tmp_path / f"供给-{sight.size}.csv"
    path.write_text(LIST.replace("T1", f"T1-{sight.size}"), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("button", name=re.compile("^导入 "))).to_be_visible(timeout=MINUTE)
    judge(sight, "import-preview")
    page.get_by_role("button", name=re.compile("^导入 ")).click()
    expect(page.locator("main")).to_contain_text("已导入", timeout=MINUTE)
    judge(sight, "import-done")
    for path_of, name in (
        ("/imports", "imports"),
        ("/review", "review"),
        ("/synonyms", "synonyms"),
        ("/users", "users"),
        ("/unmet", "unmet"),
        ("/firms", "register"),
        ("/firms/merge", "merge"),
    ):
        see(sight, path_of, name)


def test_a_lender_looks_around_and_gets_no_further_than_it_may(come) -> None:
    sight = come(Role.LENDER)
    see(sight, "/", "lender-home")
    see(sight, "/search", "lender-search")
    see(sight, "/account", "account")
    sight.go("/review")
    expect(sight.page.locator("main")).to_contain_text("不能")
    judge(sight, "refused")
    forgive(sight, 403)
