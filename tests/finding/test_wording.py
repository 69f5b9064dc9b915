"""A typed word is found by all names of what it means, and the page says so."""

import pytest

from matchmaking.finding.lexicon import empty_lexicon
from matchmaking.finding.missing import Count, meant_by
from matchmaking.finding.synonyms import Hand, add
from matchmaking.finding.wanted import Wanted
from matchmaking.finding.wording import Also, Beside, Explained, Wordings, no_wording
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus.concepts import make_thesaurus
from matchmaking.thesaurus.knowledge import know
from tests.finding.conftest import NOW, TODAY, small_knowledge, small_wording


@pytest.fixture
def told(market):
    """A market whose searches know the small thesaurus."""
    market.wording = small_wording
    return market


def titles(market, text: str, **more) -> list[str]:
    with reading(market.engine) as session:
        found = market.finder.find(session, Wanted.of(text, **more), today=TODAY)
    return [one.plain_title for one in found.listings]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("洋灰", {"洋灰": ("水泥", "红毛泥", "cement")}),
        ("水泥 倒链", {"水泥": ("洋灰", "红毛泥", "cement"), "倒链": ("手拉葫芦", "chain hoist")}),
        ("水泥 洋灰", {"水泥": ("洋灰", "红毛泥", "cement"), "洋灰": ("水泥", "红毛泥", "cement")}),
        ("葫芦", {}),
        ("葫芦 种子", {"葫芦": ("葫芦瓜", "瓠子")}),
        ("葫芦 起重", {"葫芦": ("手拉葫芦", "倒链", "chain hoist", "电动葫芦")}),
        ("Cement", {"cement": ("水泥", "洋灰", "红毛泥")}),
        ("“洋灰” -水泥", {}),
        ("胶凝材料", {}),
        ("", {}),
    ],
)
def test_a_word_has_the_other_names_of_what_it_means_here(text, names):
    assert small_wording().names(text) == names


def test_a_word_in_an_operators_group_means_what_the_group_says():
    wording = small_wording({"洋灰": ("灰料",)})
    assert wording.names("洋灰") == {}
    assert wording.names("水泥") == {"水泥": ("洋灰", "红毛泥", "cement")}
    (also,) = wording.explain("洋灰").also
    assert also == Also("洋灰", "", ("灰料",), "“洋灰”")


def test_what_was_looked_for_is_told_with_the_way_to_look_for_the_word_alone():
    assert small_wording().explain("Chain Hoist 5吨") == Explained(
        (Also("Chain Hoist", "手拉葫芦", ("手拉葫芦", "倒链"), "“Chain Hoist” 5吨"),),
        (Beside("葫芦吊", narrower=False),),
    )
    (also,) = small_wording().explain("ＣＥＭＥＮＴ").also
    assert (also.written, also.exactly) == ("cement", "“cement”")
    assert small_wording().explain("葫芦 起重").also[0].name == "手拉葫芦、电动葫芦"
    assert small_wording().explain("某某") == Explained()


def test_kinds_and_what_it_is_a_kind_of_lie_beside_but_not_the_division():
    assert small_wording().explain("葫芦吊").beside == (
        Beside("手拉葫芦", narrower=True),
        Beside("电动葫芦", narrower=True),
        Beside("起重设备", narrower=False),
    )
    assert small_wording().explain("起重设备").beside == (Beside("葫芦吊", narrower=True),)


def test_what_tells_a_purpose_may_mean_a_product_and_has_nothing_beside():
    wording = small_wording()
    assert wording.meant("能把重物吊起来的东西")[0] == "手拉葫芦"
    assert wording.explain("把水泥袋子吊起来的东西").beside == ()
    assert wording.meant("手拉葫芦 3吨") == ()
    assert wording.meant("“把重物吊起来的东西”") == ()
    assert wording.meant("完全无关之事") == ()


def test_an_empty_thesaurus_knows_nothing():
    assert no_wording().explain("水泥") == Explained()
    assert no_wording().meant("把重物吊起来") == ()
    assert empty_lexicon().suggester.suggest("水") == []


def test_all_names_are_found_in_every_question_to_the_engine(told):
    told.need("n2", "水泥", type="材料")
    told.need("n1", "洋灰（散装）")
    told.need("n3", "红毛泥", type="服务")
    assert set(titles(told, "cement")) == {"水泥", "洋灰（散装）", "红毛泥"}
    assert titles(told, "“洋灰”") == ["洋灰（散装）"]
    with reading(told.engine) as session:
        wanted = Wanted.of("洋灰", {"类型": ["材料"]})
        found = told.finder.find(session, wanted, today=TODAY)
    assert found.facets["类型"] == {"材料": 1, "服务": 1}
    assert found.explained.also[0].name == "水泥"
    assert told.finder.how_many(Wanted.of("洋灰"), today=TODAY) == 3
    assert told.finder.in_full(Wanted.of("红毛泥"), today=TODAY)


def test_products_for_a_purpose_are_counted_nearest_first(told):
    told.supply("s1", "起重设备")
    counts = meant_by(told.finder, Wanted.of("能把重物吊起来的东西"), today=TODAY)
    assert counts == (Count("手拉葫芦", 0), Count("起重设备", 1))


def test_the_words_are_read_from_the_tables_and_the_lexicon_stays(engine):
    known = [small_knowledge()]
    wordings = Wordings(lambda _: known[0])
    with reading(engine) as session:
        first = wordings.read(session)
    with transaction(engine) as session:
        add(session, ["洋灰", "灰料"], note="", new_id="g1", hand=Hand("", NOW))
    with reading(engine) as session:
        second = wordings.read(session)
        known[0] = know(make_thesaurus((), ()))
        third = wordings.read(session)
    assert first.names("洋灰") == {"洋灰": ("水泥", "红毛泥", "cement")}
    assert second.lexicon is first.lexicon
    assert second.names("洋灰") == {}
    assert third.names("水泥") == {}
