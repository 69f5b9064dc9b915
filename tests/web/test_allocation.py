"""The operator hands out all open needs: asked for once, progress shown, both ways side by side, as a file."""

import csv
import io
from threading import Event

import pytest

from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import allocate
from matchmaking.errors import MatchmakingError
from matchmaking.people.roles import Role
from matchmaking.records import Size
from matchmaking.storage.database import transaction
from tests.allocation.cases import TODAY, firm, need, offer, pair
from tests.web.allocating import Site, small_allocation, until_done
from tests.web.signing import NOW, Browser, a_firm, small_site
from web.allocations import Allocations
from web.pages import accounts
from web.pages import allocation as pages

FORM = {"per_firm": 9, "per_need": 4, "parts": 2, "floor": 2}


@pytest.fixture
def ground(engine) -> Site:
    with transaction(engine) as session:
        session.add(a_firm())
    return Site(engine)


@pytest.fixture
def desk(ground) -> Browser:
    site = small_site(ground, pages.router, accounts.router)
    return ground.browser(site, Role.OPERATOR)


def computed(ground: Site, desk: Browser) -> None:
    assert desk.post("/allocation", data=FORM).headers["location"] == "/allocation"
    until_done(ground.allocations)


def test_before_anything_is_computed_there_is_a_form(desk):
    text = desk.get("/allocation").text
    assert "开始计算" in text
    assert "推荐名单" not in text
    assert desk.get("/allocation?format=csv").status_code == 422


def test_both_ways_stand_side_by_side_with_reasons(ground, desk):
    computed(ground, desk)
    text = desk.get("/allocation").text
    assert "两种办法对照" in text
    assert "需求 2 条，其中 0 条没有可推荐的企业；企业 3 家，可能的配对 4 个" in text
    assert "剩余产能 6吨/年，承担订单的 60%，即 6吨/年" in text
    assert "小型、微型或新企业的保底机会" in text
    assert 'value="9"' in text
    assert "离理论上限最多还差 0.0%" in text
    assert "逐条贪心" in desk.get("/allocation?way=greedy").text
    assert "Proposals" in desk.get("/allocation?lang=en").text


def test_a_long_list_is_paged(ground, desk, monkeypatch):
    monkeypatch.setattr(pages.AllocationPage.__init__, "__defaults__", (2,))
    computed(ground, desk)
    assert 'rel="next"' in desk.get("/allocation").text
    second = desk.get("/allocation?start=2").text
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_both_ways_leave_as_a_file(ground, desk):
    computed(ground, desk)
    answer = desk.get("/allocation?format=csv")
    headings, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert headings[:3] == ["方式", "需求编号", "需求"]
    assert len(rows) == 8
    assert rows[0] == [
        "统筹分配", "n1", "示例铝锭", "示例市虚构总装厂", "s-a", "铝锭", "虚构a厂", "中型",
        "承担订单", "0.6", "6吨/年", "90", "符合", "剩余产能 6吨/年，承担订单的 60%，即 6吨/年",
    ]  # fmt: skip
    assert {row[0] for row in rows} == {"统筹分配", "逐条贪心"}


def test_progress_is_shown_until_it_is_done_and_nobody_starts_a_second(ground, desk):
    told, go_on, begun = Event(), Event(), []

    def slowly(limits, now, progress):
        begun.append(now)
        progress("逐条匹配", 1, 4)
        told.set()
        go_on.wait(10)
        return small_allocation(limits)

    ground.allocations = Allocations(slowly)
    desk.post("/allocation", data=FORM)
    assert told.wait(10)
    assert "1 / 4" in desk.get("/allocation/progress").text
    page = desk.get("/allocation").text
    assert 'value="25"' in page
    assert "开始计算" not in page
    desk.post("/allocation", data=FORM)
    go_on.set()
    until_done(ground.allocations)
    assert begun == [NOW]
    assert desk.get("/allocation/progress").headers["hx-redirect"] == "/allocation"
    ground.allocations.start()
    ground.allocations.stop()


def test_what_went_wrong_is_said_and_the_last_result_stays(ground, desk):
    asked = []

    def once(limits, *_):
        asked.append(limits)
        if len(asked) > 1:
            raise MatchmakingError("还没有企业。")
        return small_allocation(limits)

    ground.allocations = Allocations(once)
    computed(ground, desk)
    computed(ground, desk)
    text = desk.get("/allocation").text
    assert "还没有企业。" in text
    assert "推荐名单" in text


def test_an_inner_error_is_logged_and_told_without_its_trace(ground, desk):
    def broken(*_):
        raise ZeroDivisionError("secret")

    ground.allocations = Allocations(broken)
    computed(ground, desk)
    text = desk.get("/allocation").text
    assert "内部错误，已记录。" in text
    assert "secret" not in text


def test_a_site_without_a_market_says_so():
    kept = Allocations()
    kept.stop()
    kept = Allocations()
    kept.ask(Limits(), now=NOW)
    until_done(kept)
    assert kept.stage.error == "已发布的需求和供给还在整理，请过一会儿再计算。"


def test_closing_the_site_ends_a_computation():
    begun = Event()

    def forever(limits, now, progress):
        del limits, now
        begun.set()
        while True:
            progress("逐条匹配", 1, 4)

    kept = Allocations(forever)
    kept.ask(Limits(), now=NOW)
    assert begun.wait(10)
    kept.stop()
    assert kept.stage.error == "网站正在关闭，没有算完。"
    assert kept.last is None


def test_bounds_that_cannot_be_are_refused(desk):
    assert desk.post("/allocation", data=FORM | {"parts": 0}).status_code == 422


def test_nothing_published_teaches(ground, desk):
    ground.allocations = Allocations(
        lambda limits, *_: allocate([], [], limits=limits, today=TODAY)
    )
    computed(ground, desk)
    assert "没有可以推荐的。" in desk.get("/allocation").text


def test_firms_without_room_are_named(ground, desk):
    wanted = need("n1")
    pairs = [pair(wanted, offer(firm(key, Size.MICRO))) for key in "xyz"]
    ground.allocations = Allocations(
        lambda limits, *_: allocate([wanted], pairs, limits=limits, today=TODAY)
    )
    desk.post("/allocation", data=FORM | {"per_need": 2, "floor": 1})
    until_done(ground.allocations)
    assert "没有得到保底机会：虚构z厂" in desk.get("/allocation").text
