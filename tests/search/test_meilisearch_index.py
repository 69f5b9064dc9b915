"""Meilisearch where things go wrong: what is refused, fails or does not answer is never an empty result."""

import socket

import pytest

from search.contract import Document, IndexSettings, Query, SearchError, SearchUnavailable
from search.engines import meilisearch_index
from search.engines.meilisearch_index import MeilisearchIndex
from tests.search.meilisearch_stand_in import Server
from tests.search.meilisearch_stand_in_http import MASTER_KEY, running


@pytest.fixture
def state():
    return Server()


@pytest.fixture
def url(state):
    with running(state) as url:
        yield url


def opened(url, uid="goods", **settings):
    return MeilisearchIndex(url, MASTER_KEY, uid, settings=IndexSettings(**settings))


def test_a_server_that_is_not_there_is_no_empty_result():
    with socket.create_server(("127.0.0.1", 0)) as free:
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(SearchUnavailable, match="没有应答"):
        opened(nowhere)


def test_a_server_that_fails_is_no_empty_result(state, url):
    index = opened(url)
    state.broken = True
    for call in (
        lambda: index.search(Query("钢管")),
        lambda: index.recall({"钢管": 1.0}, 5),
        lambda: index.put([Document("a", "钢管")]),
        lambda: index.remove(["a"]),
        index.count,
    ):
        with pytest.raises(SearchUnavailable, match="故障"):
            call()


def test_a_wrong_key_is_said_to_be_wrong(url):
    with pytest.raises(SearchError, match="invalid_api_key"):
        MeilisearchIndex(url, "not the key", "goods", settings=IndexSettings())


def test_a_task_that_is_never_done_is_not_waited_for_for_ever(state, url, monkeypatch):
    index = opened(url)
    monkeypatch.setattr(meilisearch_index, "_TASK_MILLISECONDS", 50)
    state.stuck = True
    with pytest.raises(SearchUnavailable, match="没有应答"):
        index.put([Document("a", "钢管")])


def test_a_task_that_fails_says_why(url):
    index = opened(url)
    with pytest.raises(SearchError, match="invalid_document_id"):
        index.put([Document("x" * 300, "编号太长的件")])
    assert index.count() == 0


def test_an_index_that_is_there_already_is_opened_with_its_documents(url):
    opened(url).put([Document("a", "钢管")])
    assert opened(url).count() == 1


def test_an_index_that_was_deleted_elsewhere_is_said_to_be_missing(url):
    index = opened(url)
    opened(url).delete()
    index.delete()
    with pytest.raises(SearchError, match="index_not_found"):
        index.search(Query("钢管"))


def test_a_rebuilt_index_takes_over_by_a_swap(url):
    old, new = opened(url), opened(url, "goods-new")
    old.put([Document("a", "钢管")])
    new.put([Document("b", "铜管")])
    old.swap(new)
    assert [hit.id for hit in old.search(Query()).hits] == ["b"]
    assert [hit.id for hit in new.search(Query()).hits] == ["a"]


def test_many_documents_go_in_several_tasks(state, url, monkeypatch):
    monkeypatch.setattr(meilisearch_index, "_BATCH", 2)
    index = opened(url)
    index.put(Document(str(at), "钢管") for at in range(5))
    assert index.count() == 5
    assert [task.type for task in state.tasks].count("documentAdditionOrUpdate") == 3


def test_closing_holds_nothing_back(url):
    index = opened(url)
    index.close()
    assert index.count() == 0
