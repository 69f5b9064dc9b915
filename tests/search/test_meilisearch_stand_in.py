"""The stand-in is strict: what the documentation does not allow it refuses, and it makes us wait."""

import meilisearch
import pytest
from meilisearch.errors import MeilisearchApiError

from tests.search.meilisearch_stand_in import Server
from tests.search.meilisearch_stand_in_http import MASTER_KEY, running


@pytest.fixture
def client():
    with running(Server()) as url:
        yield meilisearch.Client(url, MASTER_KEY)


@pytest.fixture
def index(client):
    """Three documents under the server's own settings, but for one facet."""
    client.create_index("goods", {"primaryKey": "key"})
    index = client.index("goods")
    index.update_settings({"filterableAttributes": ["kind"], "sortableAttributes": ["kind"]})
    task = index.add_documents(
        [
            {"key": "1", "name": "steel pipe", "kind": "a"},
            {"key": "2", "name": "copper pipe", "kind": "b"},
            {"key": "3", "name": "无缝钢管", "kind": "B"},
        ]
    )
    client.wait_for_task(task.task_uid)
    return index


def refused(call, *args, **kwargs):
    with pytest.raises(MeilisearchApiError) as raised:
        call(*args, **kwargs)
    return raised.value.status_code, raised.value.code


def keys(answer):
    return [hit["key"] for hit in answer["hits"]]


def test_tasks_pass_through_the_documented_states_only_while_somebody_asks(client):
    task = client.create_index("goods", {"primaryKey": "key"})
    assert task.status == "enqueued"
    assert refused(client.index("goods").search, "pipe") == (404, "index_not_found")
    states = [client.get_task(task.task_uid).status for _ in range(3)]
    assert states == ["processing", "succeeded", "succeeded"]
    assert keys(client.index("goods").search("pipe")) == []


def test_tasks_are_done_in_the_order_they_were_given(client):
    first = client.create_index("goods", {"primaryKey": "key"})
    second = client.create_index("goods", {"primaryKey": "key"})
    assert client.wait_for_task(second.task_uid).error["code"] == "index_already_exists"
    assert client.get_task(first.task_uid).status == "succeeded"
    assert refused(client.get_task, 99) == (404, "task_not_found")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"surprise": 1}, "bad_request"),
        ({"limit": "3"}, "invalid_search_limit"),
        ({"limit": True}, "invalid_search_limit"),
        ({"offset": -1}, "invalid_search_offset"),
        ({"hitsPerPage": "3"}, "invalid_search_hits_per_page"),
        ({"filter": "name = steel"}, "invalid_search_filter"),
        ({"filter": "kind IS GOOD"}, "invalid_search_filter"),
        ({"facets": ["name"]}, "invalid_search_facets"),
        ({"sort": ["name:asc"]}, "invalid_search_sort"),
        ({"sort": ["kind"]}, "invalid_search_sort"),
        ({"matchingStrategy": "some"}, "invalid_search_matching_strategy"),
    ],
)
def test_a_search_with_anything_undocumented_is_refused(index, asked, code):
    assert refused(index.search, "pipe", asked) == (400, code)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"surprise": 1}, "bad_request"),
        ({"synonyms": []}, "invalid_settings_synonyms"),
        ({"rankingRules": ["beauty"]}, "invalid_settings_ranking_rules"),
        ({"typoTolerance": {"off": True}}, "invalid_settings_typo_tolerance"),
        ({"prefixSearch": "never"}, "invalid_settings_prefix_search"),
        ({"localizedAttributes": [{"locale": "eng"}]}, "invalid_settings_localized_attributes"),
    ],
)
def test_settings_with_anything_undocumented_are_refused(index, settings, code):
    assert refused(index.update_settings, settings) == (400, code)


def test_the_key_and_the_kind_of_content_are_asked_for(client):
    http = client.index("goods").http
    client.http.headers["Authorization"] = "Bearer wrong"
    assert client.is_healthy()
    assert refused(client.get_version) == (403, "invalid_api_key")
    del client.http.headers["Authorization"]
    assert refused(client.get_version) == (401, "missing_authorization_header")
    assert refused(http.post, "indexes", b"{", "application/json") == (400, "malformed_payload")
    assert refused(http.post, "indexes", b"{}", "text/csv") == (415, "invalid_content_type")
    assert refused(http.post, "indexes", b"{}", None) == (415, "missing_content_type")
    assert refused(http.post, "indexes", {"primaryKey": "key"}) == (400, "missing_index_uid")
    assert refused(http.post, "indexes", {"uid": "a b"}) == (400, "invalid_index_uid")
    assert refused(http.get, "nowhere") == (404, "not_found")


def test_documents_without_a_usable_id_fail_their_task(client, index):
    for document, code in (
        ({"name": "x"}, "missing_document_id"),
        ({"key": "a/b"}, "invalid_document_id"),
    ):
        task = index.add_documents([document])
        done = client.wait_for_task(task.task_uid)
        assert (done.status, done.error["code"]) == ("failed", code)


def test_words_phrases_minus_slips_and_beginnings_are_found_as_documented(client, index):
    assert keys(index.search("steel pipe", {"matchingStrategy": "all"})) == ["1"]
    assert keys(index.search("steel pipe")) == ["1"]
    assert keys(index.search("pipe copper")) == ["2", "1"]
    assert keys(index.search('"steel pipe"')) == ["1"]
    assert keys(index.search('"pipe steel"')) == []
    assert keys(index.search("pipe -steel")) == ["2"]
    assert keys(index.search("steal pip")) == ["1"]
    assert keys(index.search("kopper ")) == []
    assert keys(index.search("缝", {"filter": 'kind = "b"'})) == ["3"]
    assert keys(index.search("", {"filter": ["kind != a", 'kind = "b"']})) == ["2", "3"]
    task = index.update_settings({"synonyms": {"tube": ["pipe"]}, "typoTolerance": None})
    client.wait_for_task(task.task_uid)
    assert keys(index.search("tube")) == ["1", "2"]


@pytest.mark.usefixtures("index")
def test_a_federated_search_refuses_what_belongs_elsewhere(client):
    search = client.multi_search
    plain = {"indexUid": "goods", "q": "pipe"}
    weighed = {**plain, "federationOptions": {"weight": 2.0}}
    assert keys(search([weighed, plain], {"limit": 1})) == ["1"]
    for queries, federation, code in (
        ([weighed], None, "invalid_multi_search_query_federated"),
        ([{**plain, "limit": 1}], {}, "invalid_multi_search_query_pagination"),
        ([{**plain, "facets": ["kind"]}], {}, "invalid_multi_search_query_facets"),
        ([plain], {"facetsByIndex": {"goods": ["name"]}}, "invalid_multi_search_facets"),
        ([plain], {"surprise": 1}, "bad_request"),
    ):
        assert refused(search, queries, federation) == (400, code)
