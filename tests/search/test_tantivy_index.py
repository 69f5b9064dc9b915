"""Tantivy in a folder: one writer, many readers, what is closed is kept, what is broken is said."""

import pytest

from search.contract import Document, IndexSettings, Query, SearchError
from search.engines.tantivy_index import TantivyIndex

SETTINGS = IndexSettings(facets=("行业",))


def ids(index, text=""):
    return [hit.id for hit in index.search(Query(text)).hits]


def test_what_was_put_is_there_when_the_folder_is_opened_again(tmp_path):
    first = TantivyIndex(tmp_path / "new" / "index", SETTINGS)
    first.put([Document("a", "钢管")])
    first.close()
    first.close()
    second = TantivyIndex(tmp_path / "new" / "index", SETTINGS)
    assert ids(second, "钢管") == ["a"]
    second.put([Document("a", "铜管"), Document("b", "钢管")])
    assert ids(second, "钢管") == ["b"]
    second.close()


def test_a_second_writer_is_told_to_wait_while_readers_go_on(tmp_path):
    writer, other = TantivyIndex(tmp_path, SETTINGS), TantivyIndex(tmp_path, SETTINGS)
    writer.put([Document("a", "钢管")])
    with pytest.raises(SearchError, match="另一个进程"):
        other.put([Document("b", "钢管")])
    assert other.count() in (0, 1)  # a reader of its own sees the commit a moment later
    writer.close()
    other.put([Document("b", "钢管")])
    assert ids(other, "钢管") == ["a", "b"]
    other.close()


def test_an_index_that_was_closed_can_be_written_again(tmp_path):
    index = TantivyIndex(tmp_path, SETTINGS)
    index.put([Document("a", "钢管")])
    index.close()
    index.put([Document("b", "钢管")])
    assert index.count() == 2
    index.close()


@pytest.mark.parametrize("other", [IndexSettings(), IndexSettings(numbers=("行业",))])
def test_a_folder_made_with_other_settings_is_not_opened(tmp_path, other):
    TantivyIndex(tmp_path, SETTINGS).close()
    with pytest.raises(SearchError, match="重建索引"):
        TantivyIndex(tmp_path, other)


def test_a_folder_that_is_a_file_is_said_to_be_none(tmp_path):
    (tmp_path / "index").write_text("no folder")
    with pytest.raises(SearchError, match="打不开"):
        TantivyIndex(tmp_path / "index", SETTINGS)


def test_equal_scores_are_followed_past_the_page():
    index = TantivyIndex(None, SETTINGS)
    index.put(Document(f"{at:03}", "同一种钢管") for at in reversed(range(150)))
    assert ids(index, "钢管") == [f"{at:03}" for at in range(20)]
    index.close()
