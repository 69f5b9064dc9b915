"""Where nothing is found: words that find nothing, filters in the way, words nearby."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from matchmaking.finding.missing import EXPIRED, Count, help_for
from matchmaking.finding.titles import Part, parts_of
from matchmaking.finding.wanted import KIND, Kind, Wanted
from tests.finding.conftest import TODAY


def help_with(market, text, **more):
    return help_for(market.finder, Wanted.of(text, **more), today=TODAY)


def test_the_word_that_finds_nothing_is_named(market):
    market.supply("s1", "铝锭")
    found = help_with(market, "铌钛合金 铝锭", kind=Kind.NEED)
    assert Count("铝锭", 0) in found.words
    assert "铝锭" in found.empty_handed


def test_one_word_alone_is_not_counted_again(market):
    assert help_with(market, "铌").words == ()


def test_each_filter_that_stands_in_the_way_is_named_with_its_gain(market):
    market.supply("s1", "铝锭")
    market.supply("s2", "铝锭")
    market.need("n1", "铝锭", expires_on=TODAY - timedelta(days=1))
    found = help_with(market, "铝锭", kind=Kind.NEED)
    assert found.filters == (Count(KIND, 2), Count(EXPIRED, 1))
    both = help_with(market, "铝锭", facets={"规模": ["微型"]})
    assert both.filters == (Count("规模", 2),)
    late = help_with(market, "铝锭", kind=Kind.NEED, facets={"规模": ["微型"]}, expired=True)
    assert late.filters == (Count("规模", 1),)


def test_parts_of_the_words_that_find_something_lie_near(market):
    market.supply("s1", "碳酸钙")
    found = help_with(market, "碳酸锂")
    assert found.near == (Count("碳酸", 1),)
    assert help_with(market, "铌").near == ()


def test_nothing_typed_has_nothing_near(market):
    found = help_with(market, "")
    assert (found.words, found.filters, found.near) == ((), (), ())


def test_a_title_is_marked_as_the_engine_found_it():
    assert parts_of("电解铝锭", "电解〔铝锭〕") == (Part("电解"), Part("铝锭", marked=True))
    assert parts_of("铝锭铝", "〔铝锭〕铝") == (Part("铝锭", marked=True), Part("铝"))


def test_a_title_changed_since_is_shown_unmarked():
    assert parts_of("铝锭", "铜〔锭〕") == (Part("铝锭"),)


def test_a_title_with_such_marks_of_its_own_is_shown_whole():
    assert parts_of("〔2026〕铝锭", "〔2026〕〔铝锭〕") == (Part("〔2026〕铝锭"),)


@given(st.text(st.characters(exclude_characters="〔〕"), max_size=20), st.data())
def test_the_parts_of_a_title_are_the_title(title, data):
    at = data.draw(st.integers(0, len(title)))
    to = data.draw(st.integers(at, len(title)))
    marked = f"{title[:at]}〔{title[at:to]}〕{title[to:]}"
    parts = parts_of(title, marked)
    assert "".join(part.text for part in parts) == title
    assert "".join(part.text for part in parts if part.marked) == title[at:to]
