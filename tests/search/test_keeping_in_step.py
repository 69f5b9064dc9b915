"""Can an index be kept in step with tables? Changes in one go, an inventory, news of other processes."""

import shutil
from pathlib import Path

import pytest

from search.contract import Document, IndexSettings, Query, SearchError, SearchUnavailable
from search.engines.checking import document_digest
from search.engines.meilisearch_index import MeilisearchIndex
from search.engines.tantivy_index import TantivyIndex

SETTINGS = IndexSettings(facets=("行业",), numbers=("截止日",))
PIPE = Document("a", "钢管", "无缝", {"行业": "冶金"}, {"截止日": 5})
BOLT = Document("b", "螺栓")


def ids(index, text=""):
    return [hit.id for hit in index.search(Query(text)).hits]


def test_a_change_puts_and_removes_and_the_inventory_tells_what_is_held(open_index):
    index = open_index(SETTINGS)
    index.put([PIPE, BOLT])
    index.change([Document("c", "铜箔"), Document("a", "铜管")], ["b", "unknown"])
    assert dict(index.inventory()) == {
        "a": document_digest(Document("a", "铜管")),
        "c": document_digest(Document("c", "铜箔")),
    }
    assert ids(index, "钢管") == []
    index.change([Document("d", "螺母")], [])
    assert len(dict(index.inventory())) == 3


def test_what_is_removed_and_put_in_one_change_is_there_once(open_index):
    index = open_index(SETTINGS)
    index.put([PIPE])
    index.change([PIPE], ["a"])
    assert [one for one, _ in index.inventory()] == ["a"]


@pytest.mark.parametrize(
    "other",
    [
        Document("a", "铜管", "无缝", {"行业": "冶金"}, {"截止日": 5}),
        Document("a", "钢管", "焊接", {"行业": "冶金"}, {"截止日": 5}),
        Document("a", "钢管", "无缝", {"行业": "机械"}, {"截止日": 5}),
        Document("a", "钢管", "无缝", {"行业": "冶金"}, {"截止日": 6}),
        Document("a", "钢管", "无缝", {"行业": "冶金"}),
    ],
)
def test_whatever_differs_makes_another_digest(other):
    assert document_digest(other) != document_digest(PIPE)


def test_the_order_and_kind_of_what_is_said_make_none():
    one = Document("a", "钢管", facets={"行业": "冶金", "地区": "昆明"}, numbers={"截止日": 5})
    same = Document("a", "钢管", facets={"地区": "昆明", "行业": "冶金"}, numbers={"截止日": 5.0})
    assert document_digest(one) == document_digest(same)


def test_what_another_process_committed_is_seen_after_a_reload(tmp_path: Path):
    writer, reader = TantivyIndex(tmp_path, SETTINGS), TantivyIndex(tmp_path, SETTINGS)
    writer.put([PIPE])
    reader.reload()
    assert ids(reader) == ["a"]
    writer.close()


def test_an_index_whose_folder_is_gone_is_unavailable_and_not_empty(tmp_path: Path):
    index = TantivyIndex(tmp_path / "index", SETTINGS)
    index.put([PIPE])
    index.close()
    shutil.rmtree(tmp_path / "index")
    assert ids(index) == ["a"]  # what was opened can be read on
    with pytest.raises(SearchUnavailable, match="换下"):
        index.reload()


def test_synonyms_can_be_exchanged_at_any_time():
    index = TantivyIndex(None, SETTINGS)
    index.put([PIPE])
    assert ids(index, "管材") == []
    index.use_synonyms({"管材": ["钢管"]})
    assert ids(index, "管材") == ["a"]
    index.use_synonyms({})
    assert ids(index, "管材") == []


@pytest.mark.meilisearch
def test_an_index_that_is_made_can_be_opened_without_telling_the_server(meilisearch_server):
    url, key = meilisearch_server
    index = MeilisearchIndex(url, key, "test-made-before", settings=SETTINGS)
    index.put([PIPE])
    again = MeilisearchIndex(url, key, "test-made-before", settings=SETTINGS, made=True)
    again.reload()
    assert (again.exists(), ids(again, "钢管")) == (True, ["a"])
    index.delete()
    assert not again.exists()
    with pytest.raises(SearchError):
        again.search(Query())


def test_a_server_that_is_not_there_does_not_count_as_one_without_the_index():
    index = MeilisearchIndex("http://127.0.0.1:9", "k", "any", settings=SETTINGS, made=True)
    with pytest.raises(SearchUnavailable):
        index.exists()
    with pytest.raises(SearchUnavailable):
        list(index.inventory())
