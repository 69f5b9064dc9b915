from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.security import HEADERS, is_foreign, way_back

HERE = {"host": "rongtong.test"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_foreign(site):
    assert is_foreign("POST", HERE | {"sec-fetch-site": site})


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_form_of_ours_is_not(site):
    assert not is_foreign("POST", HERE | {"sec-fetch-site": site})


def test_an_older_browser_is_judged_by_its_origin():
    assert is_foreign("POST", HERE | {"origin": "http://elsewhere.test"})
    assert is_foreign("POST", HERE | {"origin": "null"})
    assert not is_foreign("POST", HERE | {"origin": "http://rongtong.test"})


def test_a_program_that_names_no_origin_is_let_in():
    assert not is_foreign("POST", HERE)


def test_a_session_s_cookie_without_a_word_of_where_from_is_refused():
    cookie = {"cookie": "lang=en; rongtong=token"}
    assert is_foreign("POST", HERE | cookie)
    assert not is_foreign("GET", HERE | cookie)
    assert not is_foreign("POST", HERE | {"cookie": "lang=en; rongtongs=token"})
    assert not is_foreign("POST", HERE | cookie | {"sec-fetch-site": "same-origin"})
    assert not is_foreign("POST", HERE | cookie | {"origin": "http://rongtong.test"})


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "needs",
        "https://elsewhere.test/",
        "//elsewhere.test",
        "/\\elsewhere.test",
        "/\t/elsewhere.test",
        "\\/elsewhere.test",
        "javascript:alert(1)",
        "/login?next=/",
        "/logout",
        "/api/v1/docs",
    ],
)
def test_after_signing_in_nobody_is_led_away(wanted):
    assert way_back(wanted) == "/"


@given(st.text() | st.text("/\\\\:@.?#\t\n ab"))
def test_wherever_one_wanted_to_go_one_stays_on_this_site(wanted):
    led_to = urlsplit(urljoin("http://rongtong.test/login", way_back(wanted)))
    assert (led_to.scheme, led_to.netloc) == ("http", "rongtong.test")


def test_after_signing_in_one_is_back_where_one_was():
    assert way_back("/search?q=铝锭&page=2") == "/search?q=铝锭&page=2"


def test_reading_is_never_foreign():
    assert not is_foreign("GET", HERE | {"sec-fetch-site": "cross-site"})


def test_a_foreign_form_starts_nothing_and_is_told_why(visitor, runs):
    answer = visitor.post("/runs/demo", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "这次提交来自另一个网站，或者没有说明来自哪里，为了安全没有执行。" in answer.text
    assert runs.started == {}


@pytest.mark.parametrize("path", ["/", "/nowhere", "/healthz", "/static/rongtong.css"])
def test_every_answer_carries_the_safety_headers(visitor, path):
    answer = visitor.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)


def test_only_our_own_scripts_and_styles_may_run():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
