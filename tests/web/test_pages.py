import asyncio
import html
import re
import tempfile

from matchmaking.runs import RunState
from tests.web.conftest import RUN
from tests.web.fakes import FakeRuns, fake_platform, fake_services
from web.app import build_app


def break_down(*_args: object, **_kwargs: object) -> None:
    raise ZeroDivisionError("secret detail")


def text_of(answer) -> str:
    """What a person reads, without tags and blanks."""
    body = answer.text.split("<main", 1)[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", body)))


LISTS = {
    "demands": ("我的需求.xlsx", b"demands"),
    "supplies": ("我的供给.csv", b"supplies"),
}


def test_the_page_asks_for_two_files_and_offers_the_demo_city(visitor):
    page = visitor.get("/match")
    assert page.status_code == 200
    assert page.text.count('type="file"') == 3
    assert page.text.count("required") == 2
    assert 'action="/runs/demo"' in page.text


def test_two_files_start_a_run_and_lead_to_its_page(visitor, runs):
    answer = visitor.post("/runs", files=LISTS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs/run1")
    demands, supplies, chain = runs.started["run1"]
    assert (demands.name, demands.content) == ("我的需求.xlsx", b"demands")
    assert (supplies.name, supplies.content) == ("我的供给.csv", b"supplies")
    assert chain is None


def test_a_chain_file_goes_along_when_it_is_given(visitor, runs):
    visitor.post("/runs", files=LISTS | {"chain": ("链.csv", b"chain")})
    assert runs.started["run1"][2].content == b"chain"


def test_the_empty_part_of_a_file_not_chosen_is_no_file(visitor, runs):
    visitor.post("/runs", files=LISTS | {"chain": ("", b"")})
    assert runs.started["run1"][2] is None


def test_a_missing_list_is_named_in_a_sentence(visitor):
    answer = visitor.post("/runs", files={"demands": LISTS["demands"]})
    assert answer.status_code == 422
    assert "有参数缺少、多余或不合要求：supplies。请改正后再试。" in text_of(answer)


def test_pressing_the_demo_button_twice_shows_the_same_run(visitor, runs):
    first = visitor.post("/runs/demo").headers["location"]
    assert visitor.post("/runs/demo").headers["location"] == first
    assert list(runs.started) == [RUN]
    assert runs.started[RUN][0].name == "示例需求.xlsx"
    assert runs.started[RUN][2].name == "示例产业链.csv"


def test_a_demo_run_that_failed_is_started_anew_under_another_id(visitor, runs):
    visitor.post("/runs/demo")
    runs.state = RunState.FAILED
    assert visitor.post("/runs/demo").headers["location"] == "/runs/run1"


def test_the_demo_lists_can_be_looked_at(visitor):
    answer = visitor.get("/demo/supplies")
    assert answer.content.decode() == "示例供给.xlsx"
    assert visitor.get("/demo/secrets").status_code == 422


def test_a_run_under_way_shows_step_and_counts_and_asks_again_by_itself(visitor, runs):
    visitor.post("/runs", files=LISTS)
    runs.state = RunState.WORKING
    page = visitor.get("/runs/run1")
    assert "整理清单 120 / 300" in text_of(page)
    assert 'value="40"' in page.text
    assert '<noscript><meta http-equiv="refresh" content="1"></noscript>' in page.text
    assert 'hx-get="/runs/run1/progress"' in page.text


def test_the_progress_fragment_carries_only_itself(visitor, runs):
    visitor.post("/runs", files=LISTS)
    runs.state = RunState.WORKING
    fragment = visitor.get("/runs/run1/progress").text
    assert fragment.lstrip().startswith("<section")
    assert "<html" not in fragment


def test_a_finished_run_tells_htmx_to_open_it(at_result):
    answer = at_result.get(f"/runs/{RUN}/progress")
    assert answer.headers["hx-redirect"] == f"/runs/{RUN}"


def test_a_failed_run_says_why_and_offers_another_try(visitor, runs):
    visitor.post("/runs", files=LISTS)
    runs.state, runs.error = RunState.FAILED, "文件是空的。请选对文件，确认里面有清单后再上传。"
    page = visitor.get("/runs/run1")
    assert page.status_code == 422
    assert runs.error in text_of(page)
    assert visitor.get("/runs/run1/progress").headers["hx-redirect"] == "/runs/run1"
    english = visitor.get("/runs/run1?lang=en")
    assert "The file is empty. Please choose the right file" in text_of(english)


def test_an_unknown_run_is_a_page_not_found_with_a_way_back(visitor):
    page = visitor.get("/runs/nothing")
    assert page.status_code == 404
    assert "没有这次匹配" in text_of(page)
    assert 'href="/"' in page.text


def test_the_result_shows_needs_counts_and_the_first_need_answered(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}"))
    assert "全部 3 有符合 1 待确认 1 未匹配 1" in read
    assert "6061铝合金圆铸锭 86.4 示例市虚构链主铝业集团有限公司 1 家符合" in read
    assert "5 家可以谈 从 812 条供给中评出" in read
    assert "主导产品「铝合金圆铸锭」写有所需的“铝合金、圆铸锭”" in read
    assert "资质 必须 ISO9001 ISO9001、IATF16949 ✓ 满足 持有ISO9001" in read
    assert "得分 86.4 没有加减分：产业链" in read


def test_questions_are_listed_and_can_be_copied_whole(at_result):
    page = at_result.get(f"/runs/{RUN}?need=D001")
    assert (
        "待确认问题 复制问题 是否持有ISO9001？有效期到何时？ 能否在 2026-06-30 前交货？"
        in text_of(page)
    )
    copied = re.findall(r'data-copy="([^"]*)"', page.text)[0]
    assert html.unescape(copied).split("\n") == [
        "示例市虚构乙金属有限公司：关于“6061铝合金圆铸锭”的需求，请确认：",
        "1. 是否持有ISO9001？有效期到何时？",
        "2. 能否在 2026-06-30 前交货？",
        "",
    ]


def test_firms_that_fail_a_must_stand_apart_with_what_would_make_them_fit(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}?need=D001"))
    apart = read.split("必须条件不符合的 1 家")[1]
    assert "示例市虚构戊铝业有限公司 不符合" in apart
    assert "怎样才能符合 取得ISO9001" in apart


def test_an_unmet_need_teaches_and_shows_the_nearest_and_upstream(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}?need=D003"))
    assert "暂时没有企业符合" in read
    assert "供给清单里没有「五轴加工中心电主轴」一类产品，已列为未匹配需求" in read
    assert "可以这样做" in read
    assert "最接近的 1 家" in read
    assert "做上游材料的企业" in read.split("最接近的 1 家")[1]
    assert "示例市虚构庚轴承有限公司 高速轴承" in read


def test_words_and_filter_narrow_the_list_and_the_counts(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}?q=磷酸"))
    assert "全部 1 有符合 0 待确认 1 未匹配 0" in read
    nothing = at_result.get(f"/runs/{RUN}?q=没有的&show=fits")
    assert nothing.status_code == 200
    assert "没有可以显示的需求" in text_of(nothing)


def test_a_long_list_is_cut_with_a_way_to_see_more(at_result):
    page = at_result.get(f"/runs/{RUN}?limit=2")
    assert page.text.count("data-need\n") == 2
    assert "再显示一些（共 3 条）" in text_of(page)
    assert "limit=4" in page.text


def test_htmx_receives_only_the_side_it_asks_for(at_result):
    right = at_result.get(
        f"/runs/{RUN}?need=D002", headers={"hx-request": "true", "hx-target": "suppliers"}
    )
    left = at_result.get(f"/runs/{RUN}", headers={"hx-request": "true", "hx-target": "needs"})
    assert right.text.lstrip().startswith('<section class="suppliers"')
    assert left.text.lstrip().startswith('<aside class="needs"')
    assert "HX-Target" in right.headers["vary"]


def test_an_unknown_need_is_not_found(at_result):
    answer = at_result.get(f"/runs/{RUN}?need=D999")
    assert answer.status_code == 404
    assert "需求清单里没有编号为“D999”的需求" in text_of(answer)


def test_two_firms_stand_side_by_side(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}/compare?need=D001&supply=S001&supply=S002"))
    assert "项目 示例市虚构甲铝材有限公司 示例市虚构乙金属有限公司" in read
    assert "结论 符合 待确认" in read
    assert "得分 86.4 第 1 名 71.2 第 2 名" in read
    assert "交货期 20 天 现货" in read
    assert "资质 必须 ISO9001 ✓ 满足 ISO9001、IATF16949 ? 未知 未填写" in read


def test_no_more_than_four_firms_are_compared_and_it_is_said(at_result):
    ticked = "".join(f"&supply=S00{number}" for number in (1, 2, 3, 4, 8))
    read = text_of(at_result.get(f"/runs/{RUN}/compare?need=D001{ticked}"))
    assert "一次最多比较四家，其余 1 家没有列入。" in read
    assert "示例市虚构丁型材有限公司" in read
    assert "示例市虚构辛机电有限公司" not in read


def test_one_firm_or_none_is_told_how_to_compare(at_result):
    for ticked in ("", "&supply=S001"):
        read = text_of(at_result.get(f"/runs/{RUN}/compare?need=D001{ticked}"))
        assert "至少勾选两家才好比较" in read


def test_a_near_miss_can_be_compared_and_a_stranger_cannot(at_result):
    path = f"/runs/{RUN}/compare?need=D003&supply="
    assert at_result.get(f"{path}S008").status_code == 200
    assert at_result.get(f"{path}S001").status_code == 404


def test_a_firm_sees_its_offers_and_its_opportunities(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}/firms?firm=91-1"))
    assert "它的供给" in read
    assert (
        "S001 6061、6063铝合金圆铸锭 φ120–φ254mm 12,000吨/年 6,500吨/年 ISO9001、IATF16949" in read
    )
    assert "1 条需求可以谈" in read
    assert "6061铝合金圆铸锭" in read


def test_a_firm_one_step_away_is_told_the_step(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}/firms?firm=91-5"))
    assert "0 条需求可以谈" in read
    assert "还差一步的 1 条" in read
    assert "取得ISO9001" in read


def test_an_unknown_firm_is_not_found(at_result):
    assert at_result.get(f"/runs/{RUN}/firms?firm=nobody").status_code == 404


def test_every_returned_row_names_its_cell_and_cause(at_result):
    read = text_of(at_result.get(f"/runs/{RUN}/rows"))
    assert "示例需求.xlsx 读到 4 行 = 收下 3 行 + 退回 1 行" in read
    assert (
        "需求!9 B9 需求名称 需求名称没有填写，请填上要采购的产品、零部件、技术或服务。 D009 | 三台 示例需求.xlsx"
        in read
    )
    assert "供给!F7 产能 “若干”不是数量，按没有填写处理。 若干 示例供给.xlsx" in read


def test_pages_of_returned_rows_can_be_turned(at_result):
    page = at_result.get(f"/runs/{RUN}/rows?start=200")
    assert 'href="?start=0"' in page.text
    assert 'rel="next"' not in page.text


def test_the_workbook_comes_with_a_name_that_says_what_it_is(at_result):
    answer = at_result.get(f"/runs/{RUN}/workbook.xlsx")
    assert answer.content == b"PK workbook"
    assert "20260302.xlsx" in answer.headers["content-disposition"]
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")


def test_the_language_is_switched_in_the_address_and_remembered(at_result):
    assert 'href="/runs/demo-20260302?need=D001&amp;lang=en"' in (
        at_result.get(f"/runs/{RUN}?need=D001").text
    )
    english = at_result.get(f"/runs/{RUN}?need=D001&lang=en")
    assert '<html lang="en">' in english.text
    assert "Firms to talk to: 5 of 812 listings judged" in text_of(english)
    assert "To confirm" in text_of(at_result.get(f"/runs/{RUN}?need=D001"))
    chinese = at_result.get(f"/runs/{RUN}?need=D001&lang=zh-CN")
    assert '<html lang="zh-CN">' in chinese.text


def test_text_from_a_list_cannot_become_markup(visitor, runs):
    visitor.post("/runs", files=LISTS | {"demands": ("<script>alert(1)</script>.xlsx", b"x")})
    runs.state = RunState.WORKING
    page = visitor.get("/runs/run1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.xlsx" in page


def test_a_match_that_breaks_is_a_page_with_a_number_and_no_trace(visit):
    visitor = visit(overview=break_down)
    visitor.post("/runs/demo")
    page = visitor.get_when_ready(f"/runs/{RUN}")
    assert page.status_code == 422
    assert "内部错误，已记录（编号 demo-20260302）" in text_of(page)
    assert "secret detail" not in page.text
    workbook = visitor.get(f"/runs/{RUN}/workbook.xlsx")
    assert "内部错误，已记录（编号 demo-20260302）" in text_of(workbook)


def test_an_unforeseen_error_is_a_page_with_the_number_of_its_log_line(visit):
    page = visit(write_city=break_down).post("/runs/demo")
    assert page.status_code == 500
    number = page.headers["x-request-id"]
    assert f"内部错误，已记录（编号 {number}）" in text_of(page)
    assert "secret detail" not in page.text
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_workbook_that_cannot_be_written_leaves_nothing_behind(visit, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    visitor = visit(write_workbook=break_down)
    visitor.post("/runs/demo")
    visitor.get_when_ready(f"/runs/{RUN}")
    assert visitor.get(f"/runs/{RUN}/workbook.xlsx").status_code == 500
    visitor.app.state.edge.demo.close()
    assert list(tmp_path.iterdir()) == []


def test_the_watchdog_hears_that_the_site_is_up(visitor):
    assert visitor.get("/healthz").json() == {"status": "ok"}


def test_the_worker_runs_while_the_site_does():
    runs = FakeRuns()
    app = build_app(fake_services(runs), fake_platform())

    async def live() -> bool:
        async with app.router.lifespan_context(app):
            return runs.working

    assert asyncio.run(live()) is True
    assert runs.working is False
