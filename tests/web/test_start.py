import re

import pytest

from matchmaking.catalogue.models import MatchMark
from matchmaking.people.roles import ALLOWED, Role, Visitor
from tests.web.catalogue_site import OTHER, Platform, a_need, a_supply, other_firm
from tests.web.fakes import NoMatches
from tests.web.signing import NOW, Browser, a_firm, small_site
from tests.web.test_need_matches import FITTING, Live
from web.glossary import GLOSSARY
from web.guide import GUIDES
from web.navigation import LINKS, links_for
from web.pages import accounts, guides, start


@pytest.fixture
def ground(engine) -> Platform:
    ground = Platform(engine, live=Live(*FITTING))
    ground.put(a_firm(), other_firm())
    return ground


@pytest.fixture
def site(ground):
    return small_site(ground, accounts.router, start.router, guides.router)


def text_of(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_a_stranger_learns_what_it_is_and_may_search_and_try(site):
    page = Browser(site).get("/")
    assert 'action="/search"' in page.text
    assert 'name="q"' in page.text
    for href in ("/match", "/chain", "/help", "/login?next=%2F"):
        assert f'href="{href}"' in page.text
    assert 'action="/logout"' not in page.text


def test_a_chain_leader_sees_its_needs_and_what_is_to_be_done(site, ground):
    leader = ground.browser(site, Role.CHAIN_LEADER)
    assert "还没有需求" in leader.get("/").text
    ground.put(a_need(), a_need("n2", title="示例草稿", status="待审核"), a_supply())
    ground.put(
        MatchMark(
            need_id="n1",
            supply_id="s1",
            mark="入围",
            need_terms=1,
            supply_terms=9,
            marked_by="u",
            marked_at=NOW,
        )
    )
    page = leader.get("/")
    read = text_of(page)
    assert "1 家符合，1 家待确认 1 家还没有标记 ? 1 个标记要重新确认" in read
    assert "示例草稿 待审核" in read
    assert 'href="/needs/n1/matches"' in page.text
    assert 'href="/imports/new"' in page.text
    assert 'id="my-chances"' not in page.text


def test_an_sme_sees_its_opportunities_and_supplies_first(site, ground):
    sme = ground.browser(site, Role.SME, firm_id=OTHER)
    assert "还没有供给" in sme.get("/").text
    ground.put(*(a_supply(f"s{number}") for number in range(7)))
    page = sme.get("/")
    assert page.text.index('id="my-chances"') < page.text.index('id="my-supplies"')
    assert "共 7 条" in page.text
    assert 'href="/my/supplies">看全部供给' in page.text
    assert page.text.count('href="/needs/n1"') == 2  # the third misses a must
    assert 'id="my-needs"' not in page.text


def test_while_the_market_is_built_the_front_door_is_open(site, ground):
    ground.live = NoMatches()
    ground.put(a_supply(), a_need("n1", OTHER))
    page = ground.browser(site, Role.SME, firm_id=OTHER).get("/")
    assert page.status_code == 200
    assert "正在整理已发布的需求和供给" in page.text
    assert 'http-equiv="refresh"' in page.text


def test_the_authority_sees_what_waits(site, ground):
    ground.put(a_need(status="待审核"), a_need("n2", status="待审核"), a_supply())
    page = ground.browser(site, Role.OPERATOR).get("/")
    assert "需求 2 条" in page.text
    assert "供给 0 条" in page.text
    for href in ("/review?kind=needs", "/imports", "/unmet", "/users", "/synonyms", "/firms"):
        assert f'href="{href}"' in page.text


def test_an_officer_and_a_lender_have_their_ways_on(site, ground):
    officer = ground.browser(site, Role.OFFICER).get("/").text
    assert 'href="/needs/new"' in officer
    assert "等您审核" not in officer
    lender = ground.browser(site, Role.LENDER).get("/").text
    assert 'href="/my/firm"' in lender
    assert 'href="/needs/new"' not in lender


def test_the_frame_says_who_is_signed_in_and_how_to_leave(site, ground):
    page = ground.browser(site, Role.OFFICER).get("/help?x=1")
    assert 'action="/logout"' in page.text
    assert "助企服务专员" in page.text
    assert page.text.count('href="/help" aria-current="page"') == 2
    assert 'href="/login?next=%2Fhelp%3Fx%3D1"' in Browser(site).get("/help?x=1").text


@pytest.mark.parametrize("role", Role)
def test_links_lead_only_where_a_role_may_go(role):
    visitor = Visitor("u", "示例", role, None)
    assert {link.action for link in links_for(visitor)} <= ALLOWED[role]
    assert not any(link.of_a_firm for link in links_for(visitor))
    member = Visitor("u", "示例", role, "firm-1")
    assert set(links_for(member)) == {link for link in LINKS if link.action in ALLOWED[role]}


def test_what_a_role_comes_for_stands_first():
    leader, sme = (Visitor("u", "示例", role, "f") for role in (Role.CHAIN_LEADER, Role.SME))
    assert links_for(leader)[0].href == "/my/needs"
    assert [link.href for link in links_for(sme)[:2]] == ["/my/opportunities", "/my/supplies"]
    assert links_for(Visitor())[0].href == "/search"


def test_help_has_steps_for_every_role_one_s_own_first(site, ground):
    assert {guide.role for guide in GUIDES} == set(Role)
    headings = re.findall(
        r'<h2 id="guide-1">([^<]+)', ground.browser(site, Role.SME).get("/help").text
    )
    assert headings == ["中小企业"]


def test_the_glossary_names_every_word_in_both_languages(site):
    page = Browser(site).get("/glossary").text
    for term in GLOSSARY:
        assert f">{term.chinese}</th>" in page
        assert f'lang="en">{term.english}</td>' in page
    assert len({term.chinese for term in GLOSSARY}) == len(GLOSSARY)
