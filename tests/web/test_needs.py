from hypothesis import given
from hypothesis import strategies as st

from matchmaking.matching.evidence import Recommendation
from tests.web.fakes import ALUMINIUM, ANSWERS, MAKERS, UNCERTAIN, match
from web.needs import TOP, Show, Standing, apart, list_needs, stand


def test_a_need_stands_by_its_best_firm():
    assert [stand(answer).standing for answer in ANSWERS] == [
        Standing.FITS,
        Standing.ASK,
        Standing.UNMET,
    ]


def test_the_best_score_is_that_of_a_firm_to_talk_to():
    assert stand(ANSWERS[0]).best is ANSWERS[0].matches[0]
    assert stand(ANSWERS[2]).best is None


def test_a_list_cut_at_the_top_says_that_there_may_be_more():
    many = tuple(match(ALUMINIUM, MAKERS[0], n, 50.0, UNCERTAIN) for n in range(1, TOP + 1))
    assert stand(Recommendation(ALUMINIUM, many, 99)).more == "+"
    assert stand(ANSWERS[0]).more == ""


def test_words_are_found_whatever_their_width_and_case():
    found = list_needs(ANSWERS, words="ｄ００１ 铸锭", show=Show.ALL, limit=9)
    assert [need.answer.demand.id for need in found.needs] == ["D001"]


def test_every_word_must_be_there():
    assert list_needs(ANSWERS, words="铸锭 主轴", show=Show.ALL, limit=9).found == 0


def test_firms_failing_a_must_are_set_apart_in_their_order():
    usable, failing = apart(ANSWERS[0].matches)
    assert [one.supply.id for one in usable] == ["S001", "S002", "S003", "S004", "S008"]
    assert [one.supply.id for one in failing] == ["S005"]


@given(st.text(max_size=3), st.sampled_from(Show), st.integers(1, 5))
def test_the_counts_add_up_and_nothing_beyond_the_limit_is_shown(words, show, limit):
    shown = list_needs(ANSWERS, words=words, show=show, limit=limit)
    parts = [shown.counts[part] for part in Show if part is not Show.ALL]
    assert sum(parts) == shown.counts[Show.ALL]
    assert shown.found == shown.counts[show]
    assert len(shown.needs) == min(limit, shown.found)
