"""What every engine must do, case by case: run on Tantivy in memory, in a folder, and Meilisearch."""

import threading
from itertools import chain

import pytest

from search.contract import Document, IndexSettings, Query, Range, SearchError

SETTINGS = IndexSettings(
    facets=("行业", "地区"),
    numbers=("截止日", "数量"),
    synonyms={"农行": ["中国农业银行"], "CNC": ["数控"], "PE管": ["聚乙烯管材"]},
)
DOCUMENTS = (
    Document(
        "s-1",
        "Q345B无缝钢管",
        "规格φ219×12，执行GB/T 5310-2017",
        {"行业": "钢铁", "地区": "甲市"},
        {"截止日": 3, "数量": 500},
    ),
    Document(
        "s-2", "鋼管扣件", "在建工程脚手架用", {"行业": "钢铁", "地区": "乙市"}, {"截止日": 1}
    ),
    Document(
        "s-3", "数控机床", "cnc lathe", {"行业": "机械", "地区": "甲市"}, {"截止日": 2, "数量": 2}
    ),
    Document("s-4", "stainless steel bolts", "M8×20", {"行业": "机械"}, {"截止日": 2}),
    Document("s-5", "中国农业银行网点装修", "", {"地区": "乙市"}, {"数量": -1.5}),
    Document("s-6", "旅游景点导览牌", "经典款式", {"行业": "旅游"}),
    Document("s-7", "220kV变压器", "钢管塔配套", {"行业": "电力", "地区": "甲市"}, {"截止日": 2}),
    Document("s-8", "聚乙烯管材", "铜 包 铝线", {"行业": "塑料"}),
)


@pytest.fixture(scope="module")
def market(engine):
    """The documents above, for tests that only read."""
    index = engine(SETTINGS)
    index.put(DOCUMENTS)
    yield index
    index.close()


def found(index, text="", **narrowing):
    return {hit.id for hit in index.search(Query(text, **narrowing)).hits}


def ordered(index, text="", **narrowing):
    return [hit.id for hit in index.search(Query(text, **narrowing)).hits]


def titles(index, text):
    return {hit.id: hit.title for hit in index.search(Query(text)).hits}


# Finding


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("钢管", {"s-1", "s-2", "s-7"}),
        ("鋼管", {"s-1", "s-2", "s-7"}),
        ("工程", {"s-2"}),
        ("农业", {"s-5"}),
        ("景点", {"s-6"}),
        ("经典", {"s-6"}),
        ("井点", set()),
        ("包", {"s-8"}),
        ("缝", {"s-1"}),
        ("q345b", {"s-1"}),
        ("Ｑ３４５Ｂ", {"s-1"}),
        ("Q345", {"s-1"}),
        ("Q355B", set()),
        ("GB/T 5310", {"s-1"}),
        ("gb5310", {"s-1"}),
        ("M8*20", {"s-4"}),
        ("M8", {"s-4"}),
        ("220 kV", {"s-7"}),
        ("无缝钢管 规格", {"s-1"}),
        ("钢管扣件", {"s-2"}),
    ],
)
def test_all_words_typed_are_found_also_inside_words(market, text, ids):
    results = market.search(Query(text))
    assert {hit.id for hit in results.hits} == ids
    assert results.total == len(ids)


def test_nothing_typed_finds_all_in_the_order_of_ids(market):
    assert ordered(market) == [document.id for document in DOCUMENTS]
    assert market.search(Query("  ")).total == len(DOCUMENTS)


def test_signs_alone_find_nothing(market):
    results = market.search(Query("！？", count_facets=["行业"]))
    assert (results.hits, results.total, results.facets) == ((), 0, {"行业": {}})


def test_a_word_that_says_nothing_is_looked_for_when_it_stands_alone(open_index):
    index = open_index(IndexSettings())
    index.put([Document("a", "的确良布料"), Document("b", "棉布")])
    assert found(index, "的") == {"a"}
    assert found(index, "的 布") == {"a", "b"}


def test_where_no_document_has_all_words_those_with_any_are_found(market):
    assert found(market, "景点 变压器") == {"s-6", "s-7"}
    assert market.search(Query("景点 变压器")).total >= 2
    assert market.search(Query("景点 变压器")).partial
    assert not market.search(Query("变压器")).partial


def test_documents_with_more_of_the_words_come_first(market):
    assert ordered(market, "无缝 钢管 景点")[0] == "s-1"


def test_phrases_and_minus_hold_also_where_not_all_words_are_found(market):
    assert found(market, '"钢管" 景点 扣件 -脚手架') == set()
    assert found(market, '"钢管" 景点 扣件') == {"s-2"}
    assert found(market, "景点 变压器 -导览") == {"s-7"}


# Phrases and minus


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('"钢管塔"', {"s-7"}),
        ("“无缝钢管”", {"s-1"}),
        ("「钢管 扣件」", {"s-2"}),
        ('"扣件钢管"', set()),
        ('"在建工程脚手架"', {"s-2"}),
        ('"Q345B无缝"', {"s-1"}),
        ('"steel bolts"', {"s-4"}),
        ('"bolts steel"', set()),
        ('"stainles"', set()),
        ('"5310-2017"', set()),
        ('"规格"', {"s-1"}),
        ('"12 执行"', set()),
        ('"配套" 变压器', {"s-7"}),
    ],
)
def test_a_phrase_is_found_word_by_word_in_its_order(market, text, ids):
    assert found(market, text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("钢管 -扣件", {"s-1", "s-7"}),
        ('钢管 -"在建工程脚手架"', {"s-1", "s-7"}),
        ("钢管 -q345b", {"s-2", "s-7"}),
        ("-钢管", {"s-3", "s-4", "s-5", "s-6", "s-8"}),
        ('-"steel" -钢管 -农业银行', {"s-3", "s-6", "s-8"}),
        ("钢管 -钢管", set()),
        ("钢管 -无", {"s-2", "s-7"}),
    ],
)
def test_what_follows_a_minus_is_not_found(market, text, ids):
    assert found(market, text) == ids


# Other names and slips


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("农行", {"s-5"}),
        ("中国农业银行", {"s-5"}),
        ("cnc", {"s-3"}),
        ("数控", {"s-3"}),
        ("PE 管", {"s-8"}),
        ("聚乙烯管材", {"s-8"}),
        ("农行 装修", {"s-5"}),
        ('"农行"', set()),
    ],
)
def test_a_word_is_found_by_its_other_names(market, text, ids):
    assert found(market, text) == ids


def test_other_names_work_both_ways(open_index):
    index = open_index(IndexSettings(synonyms={"不锈钢": ["SUS", "白钢", "耐酸不锈钢板"]}))
    index.put([Document("a", "不锈钢"), Document("b", "白钢"), Document("c", "耐酸不锈钢板")])
    assert found(index, "白钢") == {"a", "b", "c"}
    assert found(index, "sus") == {"a", "b", "c"}
    assert found(index, "耐酸不锈钢板") == {"a", "b", "c"}


COVERS = (
    Document("a", "水泥井盖", "", {"行业": "建材"}, {"截止日": 3}),
    Document("b", "混凝土井盖", "", {"行业": "建材"}, {"截止日": 1}),
    Document("c", "水泥排水井盖", "", {"行业": "市政"}, {"截止日": 2}),
    Document("d", "混凝土", "", {"行业": "建材"}),
    Document("e", "盖板", "concrete cover", {"行业": "市政"}),
)
TOLD = {"水泥井盖": ["混凝土井盖", "concrete cover"], "水泥排水井盖": ["排水井盖"]}


@pytest.fixture
def covers(open_index):
    index = open_index(SETTINGS)
    index.put(COVERS)
    return index


def test_names_told_for_a_query_are_found_first_and_lose_nothing(covers):
    assert found(covers, "水泥井盖") == {"a", "c"}
    assert found(covers, "水泥井盖", names=TOLD) == {"a", "b", "c", "e"}
    assert ordered(covers, "水泥井盖", names=TOLD)[0] == "a"
    assert found(covers, "混凝土井盖", names=TOLD) == {"b"}
    assert found(covers, '"水泥井盖"', names=TOLD) == {"a"}
    assert found(covers, "水泥井盖 -排水", names=TOLD) == {"a", "b", "e"}


def test_what_is_found_by_told_names_is_counted_narrowed_sorted_and_paged(covers):
    answer = covers.search(Query("水泥井盖", names=TOLD, count_facets=("行业",), limit=2, offset=1))
    assert answer.total == 4
    assert len(answer.hits) == 2
    assert answer.facets == {"行业": {"建材": 2, "市政": 2}}
    assert ordered(covers, "水泥井盖", names=TOLD, facets={"行业": ["市政"]}) != []
    assert found(covers, "水泥井盖", names=TOLD, facets={"行业": ["市政"]}) == {"c", "e"}
    assert ordered(covers, "水泥井盖", names=TOLD, sort="截止日") == ["b", "c", "a", "e"]


def test_every_word_may_have_told_names_and_some_are_better_than_nothing(covers):
    told = TOLD | {"建材": ["混凝土"], "市政": ["盖板", "道路", "路政", "市政工程", "路灯"]}
    assert found(covers, "水泥井盖 市政", names=told) == {"e"}
    some = covers.search(Query("水泥井盖 铌钛", names=TOLD))
    assert (some.partial, {hit.id for hit in some.hits}) == (
        True,
        {"a", "b", "c", "d", "e"} - {"d"},
    )
    apart = covers.search(Query("水泥阀", names={"水泥阀": ["混凝土阀"]}))
    assert (apart.partial, {hit.id for hit in apart.hits}) == (True, {"a", "c"})


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("stainles", {"s-4"}),
        ("stianless", {"s-4"}),
        ("stanles", set()),
        ("stanlesss", {"s-4"}),
        ("steal", {"s-4"}),
        ("bolt", {"s-4"}),
        ("lathes", {"s-3"}),
        ("bol", set()),
        ("钢官", set()),
        ("Q346B", set()),
        ("221kV", set()),
    ],
)
def test_slips_are_forgiven_in_latin_words_only(market, text, ids):
    assert found(market, text) == ids


def test_an_exact_spelling_comes_before_a_slip(open_index):
    index = open_index(IndexSettings())
    index.put([Document("a", "valves"), Document("b", "valve"), Document("c", "value")])
    assert ordered(index, "valve")[0] == "b"
    assert found(index, "valve") == {"a", "b", "c"}


# Order


def test_a_match_in_the_title_comes_before_one_in_the_body(market):
    assert ordered(market, "钢管")[-1] == "s-7"


def test_a_whole_word_comes_before_a_find_inside_another(open_index):
    index = open_index(IndexSettings())
    index.put([Document("a", "施工程序管理"), Document("b", "工程装备制造")])
    assert ordered(index, "工程") == ["b", "a"]


def test_equals_come_in_the_order_of_their_ids(open_index):
    index = open_index(IndexSettings())
    for key in ("b-2", "a-9", "c-1", "a-10"):
        index.put([Document(key, "同一种钢管")])
    assert ordered(index, "钢管") == ["a-10", "a-9", "b-2", "c-1"]


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("截止日", ["s-2", "s-3", "s-4", "s-7", "s-1", "s-5", "s-6", "s-8"]),
        ("-截止日", ["s-1", "s-3", "s-4", "s-7", "s-2", "s-5", "s-6", "s-8"]),
        ("数量", ["s-5", "s-3", "s-1", "s-2", "s-4", "s-6", "s-7", "s-8"]),
    ],
)
def test_sorted_by_a_number_equals_by_id_and_those_without_last(market, sort, ids):
    assert ordered(market, sort=sort) == ids
    pages = (ordered(market, sort=sort, offset=at, limit=3) for at in range(0, 9, 3))
    assert list(chain.from_iterable(pages)) == ids


def test_sorting_keeps_to_what_was_found(market):
    assert ordered(market, "钢管", sort="截止日") == ["s-2", "s-7", "s-1"]


# Pages


def test_pages_follow_each_other_without_gap_or_overlap(market):
    whole = ordered(market, "钢管")
    assert [ordered(market, "钢管", offset=at, limit=1)[0] for at in range(3)] == whole
    assert ordered(market, "钢管", offset=1, limit=2) == whole[1:]
    assert ordered(market, "钢管", offset=9) == []
    assert market.search(Query("钢管", offset=9)).total == 3


def test_the_total_is_known_without_a_hit_being_asked_for(market):
    results = market.search(Query("钢管", limit=0, count_facets=["地区"]))
    assert (results.hits, results.total) == ((), 3)
    assert results.facets == {"地区": {"甲市": 2, "乙市": 1}}


def test_a_page_below_zero_is_refused(market):
    with pytest.raises(SearchError, match="页码"):
        market.search(Query(offset=-1))


# Narrowing and counting


@pytest.mark.parametrize(
    ("facets", "numbers", "ids"),
    [
        ({"行业": ["钢铁"]}, {}, {"s-1", "s-2"}),
        ({"行业": ["钢铁", "电力"]}, {}, {"s-1", "s-2", "s-7"}),
        ({"行业": ["钢铁"], "地区": ["乙市"]}, {}, {"s-2"}),
        ({"行业": []}, {}, set()),
        ({"行业": ["没有这个"]}, {}, set()),
        ({}, {"截止日": Range(2, 2)}, {"s-3", "s-4", "s-7"}),
        ({}, {"截止日": Range(high=2)}, {"s-2", "s-3", "s-4", "s-7"}),
        ({}, {"数量": Range(low=0)}, {"s-1", "s-3"}),
        ({}, {"数量": Range()}, {"s-1", "s-3", "s-5"}),
        ({}, {"数量": Range(-1.5, -1.5)}, {"s-5"}),
        ({"地区": ["甲市"]}, {"截止日": Range(3)}, {"s-1"}),
    ],
)
def test_facets_and_ranges_narrow(market, facets, numbers, ids):
    results = market.search(Query(facets=facets, numbers=numbers))
    assert {hit.id for hit in results.hits} == ids
    assert results.total == len(ids)


def test_narrowing_goes_together_with_words(market):
    assert found(market, "钢管", facets={"行业": ["钢铁"]}) == {"s-1", "s-2"}
    assert found(market, "景点 变压器", facets={"行业": ["电力"]}) == {"s-7"}


def test_facets_are_counted_over_all_that_is_found(market):
    results = market.search(Query("钢管", limit=1, count_facets=["行业", "地区"]))
    assert results.facets == {"行业": {"钢铁": 2, "电力": 1}, "地区": {"甲市": 2, "乙市": 1}}


def test_facets_are_counted_also_where_only_some_words_are_found(market):
    results = market.search(Query("景点 变压器", count_facets=["行业"]))
    assert results.facets == {"行业": {"旅游": 1, "电力": 1}}


def test_facet_values_are_exact_down_to_case_and_width(open_index):
    index = open_index(IndexSettings(facets=("级",)))
    values = ("a", "A", "Ａ", "é", '引"号', "a b")
    index.put([Document(str(at), "件", facets={"级": value}) for at, value in enumerate(values)])
    results = index.search(Query(count_facets=["级"]))
    assert results.facets == {"级": dict.fromkeys(values, 1)}
    for at, value in enumerate(values):
        assert found(index, facets={"级": [value]}) == {str(at)}


@pytest.mark.parametrize(
    "query",
    [
        Query(facets={"颜色": ["红"]}),
        Query(numbers={"颜色": Range()}),
        Query(count_facets=["颜色"]),
        Query(sort="-颜色"),
    ],
)
def test_what_the_index_does_not_hold_is_refused_by_name(market, query):
    with pytest.raises(SearchError, match="颜色"):
        market.search(query)


# Highlighting


@pytest.mark.parametrize(
    ("text", "key", "title"),
    [
        ("钢管", "s-1", "Q345B无缝〔钢管〕"),
        ("钢管", "s-2", "〔鋼管〕扣件"),
        ("q345 钢管 无缝", "s-1", "〔Q345B〕〔无缝钢管〕"),
        ("农行", "s-5", "〔中国农业银行〕网点装修"),
        ("stianless", "s-4", "〔stainless〕 steel bolts"),
        ('"steel bolts"', "s-4", "stainless 〔steel bolts〕"),
        ("配套", "s-7", "220kV变压器"),
        ("220 KV", "s-7", "〔220kV〕变压器"),
        ("", "s-3", "数控机床"),
    ],
)
def test_what_matched_is_marked_in_the_title_as_it_was_written(market, text, key, title):
    marked = titles(market, text)[key]
    assert marked.replace("〕〔", "") == title.replace("〕〔", "")


# Recall


def test_recall_finds_documents_with_any_term_and_those_with_more_first(market):
    hits = market.recall({"无缝": 1.0, "钢管": 1.0, "景点": 1.0}, 10)
    assert {hit.id for hit in hits} == {"s-1", "s-2", "s-6", "s-7"}
    assert hits[0].id == "s-1"
    assert all(hit.score > 0 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_recall_takes_words_bigrams_names_and_grades(market):
    terms = ("无缝钢管", "缝钢", "q345b", "gb/t5310", "φ219x12", "包")
    assert [{hit.id for hit in market.recall({term: 1.0}, 10)} for term in terms] == [
        {"s-1"},
        {"s-1"},
        {"s-1"},
        {"s-1"},
        {"s-1"},
        {"s-8"},
    ]


def test_recall_counts_a_title_more_than_a_body(market):
    assert market.recall({"钢管": 1.0}, 10)[-1].id == "s-7"


def test_recall_follows_the_weights(market):
    weights = {"景点": 0.01, "变压器": 5.0}
    assert [hit.id for hit in market.recall(weights, 10)] == ["s-7", "s-6"]


def test_recall_keeps_to_its_limit_and_knows_nothing_of_nothing(market):
    assert len(market.recall({"钢管": 1.0}, 2)) == 2
    assert market.recall({"钢管": 1.0}, 0) == []
    assert market.recall({}, 10) == []
    assert market.recall({"没有": 1.0}, 10) == []


# Writing


def test_a_document_put_again_replaces_the_one_before(open_index):
    index = open_index(IndexSettings(facets=("行业",)))
    index.put([Document("a", "钢管", facets={"行业": "钢铁"}), Document("a", "铜管")])
    index.put([Document("b", "铝管")])
    index.put([Document("b", "铅管"), Document("b", "锌管")])
    assert index.count() == 2
    assert titles(index, "") == {"a": "铜管", "b": "锌管"}
    assert found(index, "钢管") == found(index, "铝管") == found(index, "铅管") == set()
    assert index.search(Query(count_facets=["行业"])).facets == {"行业": {}}


def test_removed_documents_are_gone_and_unknown_ids_no_error(open_index):
    index = open_index(IndexSettings())
    index.put([Document("a", "钢管"), Document("b", "钢管")])
    index.remove(["a", "never there"])
    index.remove([])
    assert (index.count(), found(index, "钢管")) == (1, {"b"})


def test_ids_may_be_any_text(open_index):
    index = open_index(IndexSettings())
    keys = ["供给/1", "a b", "x'\"y", "№-7", "Ａ1", "a1"]
    index.put([Document(key, "钢管") for key in keys])
    assert found(index, "钢管") == set(keys)
    index.remove(["供给/1", "a1"])
    assert found(index, "钢管") == set(keys) - {"供给/1", "a1"}


def test_an_empty_index_answers(open_index):
    index = open_index(SETTINGS)
    index.put([])
    assert index.count() == 0
    results = index.search(Query("钢管 无缝", count_facets=["行业"], sort="截止日"))
    assert (results.hits, results.total, results.facets) == ((), 0, {"行业": {}})
    assert index.recall({"钢管": 1.0}, 5) == []


def test_a_refused_document_leaves_nothing_behind(open_index):
    index = open_index(IndexSettings())
    wrong = Document("b", "钢管", facets={"颜色": "红"})
    with pytest.raises(SearchError, match="颜色"):
        index.put([Document("a", "钢管"), wrong])
    with pytest.raises(SearchError, match="编号"):
        index.put([Document("", "无名件")])
    index.put([Document("c", "钢管")])
    assert found(index) == {"c"}


def test_several_threads_may_write_and_read_at_once(open_index):
    index = open_index(IndexSettings())
    problems: list[Exception] = []

    def work(name):
        try:
            for at in range(3):
                index.put([Document(f"{name}-{at}", "钢管")])
                index.search(Query("钢管"))
        except SearchError as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert index.count() == 12
