"""The page as people use it: clicked through in Chromium, at a desk and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZES, Sight

pytestmark = pytest.mark.service

MINUTES = 180_000  # two slow cores shared by many may need this long for the demo city
DEMANDS = (
    "需求编号,需求名称,需求企业,数量,资质要求（必须）\n"
    "X1,铝合金圆铸锭,示例市虚构甲集团有限公司,500吨/月,ISO9001\n"
    "X2,五轴加工中心电主轴,示例市虚构甲集团有限公司,3台,\n"
    "X3,,示例市虚构甲集团有限公司,3台,\n"
)
SUPPLIES = (
    "供给编号,企业名称,主导产品,产能规模,资质\n"
    "G1,示例市虚构乙铝业有限公司,铝合金圆铸锭,9000吨/年,ISO9001\n"
    "G2,示例市虚构丙铝业有限公司,铝合金铸棒,3000吨/年,\n"
)


def open_demo(sight: Sight) -> None:
    """From the first page to the demo city's result."""
    sight.go("/match")
    sight.look("home")
    sight.page.get_by_role("button", name="用示例城市试一试").click()
    expect(sight.page.locator("#progress, #suppliers").first).to_be_visible(timeout=MINUTES)
    if sight.page.locator("#progress").count():
        sight.look("progress")
    expect(sight.page.locator("#suppliers, .trouble").first).to_be_visible(timeout=MINUTES)
    expect(sight.page.locator("#suppliers")).to_be_visible()


def unfold_needs(sight: Sight) -> None:
    """On a phone the list of needs is folded away."""
    box = sight.page.locator("[data-needs]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()


def test_from_the_demo_city_to_compared_firms(sight: Sight) -> None:
    page = sight.page
    open_demo(sight)
    sight.look("result")
    width, height = SIZES[sight.size]
    page.set_viewport_size({"width": width, "height": 2 * height})
    sight.look("page")
    page.set_viewport_size({"width": width, "height": height})
    unfold_needs(sight)
    expect(page.locator("[data-need]")).to_have_count(100)
    sight.look("needs")
    page.locator("[data-need]").nth(1).click()
    title = page.locator("[data-need] .need-title").nth(1).text_content()
    expect(page.locator(".asked h2")).to_have_text(title or "")
    expect(page).to_have_url(re.compile("need="))

    boxes = page.locator("[data-tick]")
    for place in range(4):
        boxes.nth(place).check()
    expect(boxes.nth(4)).to_be_disabled()
    sight.look("suppliers", whole=True)
    page.get_by_role("button", name="比较所选").click()
    expect(page.locator(".compare thead th")).to_have_count(5)
    sight.look("compare", whole=True)
    page.locator(".scroll").first.evaluate("box => box.scrollLeft = 300")
    left = page.locator(".compare tbody th").first.bounding_box()
    assert left is not None
    assert left["x"] >= 0
    sight.look("compare-scrolled")

    page.locator(".compare thead a").first.click()
    expect(page.get_by_role("heading", name="它的供给")).to_be_visible()
    sight.look("firm")


def test_filter_words_and_the_unmet_need_that_teaches(sight: Sight) -> None:
    page = sight.page
    open_demo(sight)
    unfold_needs(sight)
    page.locator(".show.unmet").click()
    expect(page.locator(".dot.fits")).to_have_count(0)
    expect(page.locator(".dot.unmet").first).to_be_visible()
    page.locator("[data-need]").first.click()
    expect(page.get_by_role("heading", name="暂时没有企业符合")).to_be_visible()
    sight.look("unmet", whole=True)
    unfold_needs(sight)
    page.get_by_role("searchbox").fill("这样的需求没有")
    expect(page.get_by_text("没有符合筛选的需求。少写几个字")).to_be_visible()
    sight.look("nothing-found")


def test_english_is_complete_and_stays(sight: Sight) -> None:
    page = sight.page
    open_demo(sight)
    page.locator("[data-language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Download Excel")).to_be_visible()
    sight.look("english")
    page.locator(".who h3 a").first.click()
    expect(page.get_by_role("heading", name="What it offers")).to_be_visible()
    page.locator("[data-language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", name="它的供给")).to_be_visible()


def test_the_workbook_and_the_returned_rows(sight: Sight) -> None:
    page = sight.page
    open_demo(sight)
    with page.expect_download(timeout=MINUTES) as waiting:
        page.get_by_role("link", name="下载 Excel").click()
    assert re.fullmatch(r"融通匹配结果-\d{8}\.xlsx", waiting.value.suggested_filename)
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("link", name="退回的行").click()
    expect(page.locator(".ledger li").first).to_contain_text("读到")
    expect(page.locator(".lines tbody tr").first).to_be_visible()
    sight.look("rows")


def test_ones_own_two_files(sight: Sight) -> None:
    page = sight.page
    sight.go("/match")
    for name, text in (("demands", DEMANDS), ("supplies", SUPPLIES)):
        chosen = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator(f"#{name}").set_input_files(chosen)
        expect(page.locator(f".drop.full:has(#{name}) [data-file]")).to_have_text(f"{name}.csv")
    sight.look("files-chosen")
    page.get_by_role("button", name="开始匹配").click()
    expect(page.locator("#suppliers")).to_be_visible(timeout=MINUTES)
    expect(page.locator(".who h3").first).to_contain_text("示例市虚构乙铝业有限公司")
    page.locator("[data-copy]").first.click()
    expect(page.locator("[data-copy]").first).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0].endswith("：关于“铝合金圆铸锭”的需求，请确认：")
    sight.look("own-files", whole=True)
    page.get_by_role("link", name="退回的行").click()
    expect(page.locator(".lines tbody tr").first).to_contain_text("缺少需求名称")


def test_a_file_that_is_no_list_is_refused_with_a_way_on(sight: Sight) -> None:
    page = sight.page
    sight.go("/match")
    for name in ("demands", "supplies"):
        chosen = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
        page.locator(f"#{name}").set_input_files(chosen)
    page.get_by_role("button", name="开始匹配").click()
    expect(page.get_by_role("heading", name="这次没有匹配成")).to_be_visible(timeout=MINUTES)
    expect(page.get_by_text("这是 PDF 文件。")).to_be_visible()
    sight.look("refused")
    # The browser itself reports every answer of 4xx as a console error.
    sight.troubles[:] = [line for line in sight.troubles if "422" not in line]


def test_the_keyboard_alone(sight: Sight) -> None:
    page = sight.page
    sight.go("/match")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    open_demo(sight)
    unfold_needs(sight)
    needs = page.locator("[data-need]")
    page.keyboard.press("j")
    expect(needs.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".asked h2")).to_have_text(
        needs.nth(1).locator(".need-title").text_content() or ""
    )
    page.keyboard.press("k")
    expect(needs.nth(0)).to_have_attribute("aria-current", "true")
    # The list folds again once the answer is there, so that comes first.
    expect(page.locator(".asked h2")).to_have_text(
        needs.nth(0).locator(".need-title").text_content() or ""
    )
    unfold_needs(sight)
    needs.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(needs.nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.get_by_role("searchbox")).to_have_value("jk")


def test_without_scripts_everything_can_still_be_done(plain_sight: Sight) -> None:
    page = plain_sight.page
    plain_sight.go("/match")
    for name, text in (("demands", DEMANDS), ("supplies", SUPPLIES)):
        chosen = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator(f"#{name}").set_input_files(chosen)
    plain_sight.look("no-script-home")
    page.get_by_role("button", name="开始匹配").click()
    expect(page.locator("#suppliers")).to_be_visible(timeout=MINUTES)
    page.locator("[data-need]").nth(1).click()
    expect(page.locator(".asked h2")).to_have_text("五轴加工中心电主轴")
    page.locator(".show.ask, .show.fits").first.click()
    page.get_by_role("button", name="筛选").click()
    expect(page).to_have_url(re.compile("show="))
    plain_sight.look("no-script-result")
