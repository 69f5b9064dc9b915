"""How does a Meilisearch server keep the contract? Our tokens in, its ranking out.

Why each setting is as it is stands in `meilisearch_settings`, how tokens are spelt in
`meilisearch_tokens`. Writes are tasks, and waited for. A server that does not answer, refuses
or fails a task is an error, never an empty result.

Known limits, documented by Meilisearch: it regards the first ten terms of a query (a typed word
is one, a phrase is one), at most 50 synonyms a word, and a total is exact up to a million hits. Names told for one query are
searches of their own, 40 at most, so that the thesaurus does not have to fit into its settings.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

import meilisearch
from meilisearch.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchTimeoutError,
)
from meilisearch.models.task import TaskInfo

from search.analysis.typed import Typed, name_groups, read_typed
from search.contract import (
    Document,
    Hit,
    IndexSettings,
    Query,
    Results,
    SearchError,
    SearchUnavailable,
)
from search.engines import meilisearch_query as asking
from search.engines import meilisearch_settings as fields
from search.engines.checking import check_document, check_query
from search.engines.highlighting import mark
from search.engines.meilisearch_tokens import long_names, read_spelt

_BATCH = 2_000
_ANSWER_SECONDS = 10
_TASK_MILLISECONDS = 600_000
_TASK_POLL_MILLISECONDS = 20
_SERVER_ERROR = 500
_SCORE_DIGITS = 6
_SEVERAL = 2
_INVENTORY_PAGE = 5_000
_EXISTS, _NOT_FOUND = "index_already_exists", "index_not_found"


class MeilisearchIndex:
    """One index of a server; made there if it is not there yet, unless it is known to be `made`."""

    def __init__(
        self, url: str, key: str, uid: str, *, settings: IndexSettings, made: bool = False
    ) -> None:
        self._url, self._key, self.uid = url, key, uid
        self._settings = settings
        self.use_synonyms(settings.synonyms)
        if not made:
            self._make()

    def _make(self) -> None:
        uid, settings = self.uid, self._settings
        with self._server() as server:
            _wait(server, server.create_index(uid, {"primaryKey": fields.KEY}), fine=_EXISTS)
            wished = fields.make_settings(settings, self._synonyms)
            _wait(server, server.index(uid).update_settings(wished))

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace by id; findable when the call returns."""
        remaining = iter(documents)
        with self._server() as server:
            index, tasks = server.index(self.uid), []
            while batch := [self._document(one) for one in islice(remaining, _BATCH)]:
                tasks.append(index.add_documents(batch))
            for task in tasks:
                _wait(server, task)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these; unknown ids are no error."""
        keys = [fields.key_of(document_id) for document_id in ids]
        if not keys:
            return
        with self._server() as server:
            # The client's own call for this route announces its end with a warning.
            path = f"indexes/{self.uid}/documents/delete-batch"
            _wait(server, TaskInfo(**server.http.post(path, keys)))

    def change(self, documents: Iterable[Document], removed: Iterable[str]) -> None:
        """Remove some, then put others. The server has no transactions over both."""
        self.remove(removed)
        self.put(documents)

    def reload(self) -> None:
        """Nothing to do: the server answers with what it has."""

    def use_synonyms(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        """Mark hits by these. What the server finds by stands in its settings and its documents."""
        self._synonyms = name_groups(synonyms)
        self._long_names = long_names(self._synonyms)

    def inventory(self) -> Iterator[tuple[str, str]]:
        """Every document's id, and the digest of what it was made from, in no order."""
        start = 0
        with self._server() as server:
            while True:
                page = server.index(self.uid).get_documents(
                    {
                        "offset": start,
                        "limit": _INVENTORY_PAGE,
                        "fields": [fields.ID, fields.DIGEST],
                    }
                )
                for held in page.results:
                    yield getattr(held, fields.ID), getattr(held, fields.DIGEST)
                start += _INVENTORY_PAGE
                if start >= page.total:
                    return

    def exists(self) -> bool:
        """Whether the server has it: a server that lost its data has not."""
        with self._server() as server:
            try:
                server.index(self.uid).get_stats()
            except MeilisearchApiError as error:
                if error.code != _NOT_FOUND:
                    raise
                return False
            return True

    def search(self, query: Query) -> Results:
        """Answer a person: all words, or any of them where no document has all."""
        check_query(query, self._settings)
        typed = read_typed(query.text, self._synonyms, query.names)
        if typed.hopeless or asking.nothing_can_match(query):
            return Results((), 0, {name: {} for name in query.count_facets})
        with self._server() as server:
            found = self._every_word(server, query, typed)
            if found.total or typed.size < _SEVERAL:
                return found
            found = self._merged(server, query, typed, strings=asking.any_word(typed))
            return replace(found, partial=found.total > 0)

    def recall(self, terms: Mapping[str, float], limit: int) -> list[Hit]:
        """Documents with any of the terms, best first.

        One search a term in one request, summed here: a federated search would give a document
        the score of its best term only, and matching wants the one that shares many.
        """
        if not terms or limit < 1:
            return []
        queries = [{**asking.recall(term, limit), "indexUid": self.uid} for term in terms]
        with self._server() as server:
            answers = server.multi_search(queries)["results"]
        scores: dict[str, float] = {}
        for weight, answer in zip(terms.values(), answers, strict=True):
            # A rare term says more; how rare is known from how many documents hold it.
            worth = weight / math.log2(2 + answer["estimatedTotalHits"])
            for hit in answer["hits"]:
                key = hit[fields.ID]
                scores[key] = scores.get(key, 0.0) + worth * hit["_rankingScore"]
        best = sorted(scores.items(), key=lambda one: (-round(one[1], _SCORE_DIGITS), one[0]))
        return [Hit(key, score) for key, score in best[:limit]]

    def count(self) -> int:
        """How many documents are held."""
        with self._server() as server:
            return int(server.index(self.uid).get_stats().number_of_documents)

    def swap(self, other: "MeilisearchIndex") -> None:
        """Exchange contents with another index, at once: how a rebuilt index takes over."""
        with self._server() as server:
            _wait(server, server.swap_indexes([{"indexes": [self.uid, other.uid]}]))

    def delete(self) -> None:
        """Remove the index from the server; that it is not there is no error."""
        with self._server() as server:
            _wait(server, server.delete_index(self.uid), fine=_NOT_FOUND)

    def close(self) -> None:
        """Nothing is held open: each call has a connection of its own."""

    @contextmanager
    def _server(self) -> Iterator[meilisearch.Client]:
        """A client for one call. Its headers change with each request, so it is not shared."""
        try:
            yield meilisearch.Client(self._url, self._key, timeout=_ANSWER_SECONDS)
        except (MeilisearchCommunicationError, MeilisearchTimeoutError) as error:
            raise SearchUnavailable(
                f"搜索服务 {self._url} 没有应答：请查看它是否在运行，稍后再试。（{error.message}）"
            ) from error
        except MeilisearchApiError as error:
            if error.status_code >= _SERVER_ERROR:
                raise SearchUnavailable(
                    f"搜索服务 {self._url} 出了故障，请稍后再试。（{error.message}）"
                ) from error
            raise SearchError(
                f"搜索服务 {self._url} 拒绝了请求，请核对地址、密钥和索引设置。"
                f"（{error.code}：{error.message}）"
            ) from error

    def _document(self, document: Document) -> dict[str, Any]:
        check_document(document, self._settings)
        return fields.make_document(document, self._settings, self._long_names)

    def _every_word(self, server: meilisearch.Client, query: Query, typed: Typed) -> Results:
        strings = asking.every_word(typed)
        if len(strings) > 1:
            return self._merged(server, query, typed, strings=strings)
        (q,) = strings
        counted = list(map(fields.facet_field, query.count_facets))
        asked = {**asking.asked(query, q), **asking.page(query), "facets": counted}
        return self._results(server.index(self.uid).search(q, asked), query, typed)

    def _merged(
        self,
        server: meilisearch.Client,
        query: Query,
        typed: Typed,
        *,
        strings: Mapping[str, float],
    ) -> Results:
        """Several searches in one list, each document once."""
        queries = [
            {
                **asking.asked(query, q),
                "indexUid": self.uid,
                "federationOptions": {"weight": weight},
            }
            for q, weight in strings.items()
        ]
        counted = list(map(fields.facet_field, query.count_facets))
        answer: dict[str, Any] = server.multi_search(
            queries,
            federation={
                "offset": query.offset,
                "limit": query.limit,
                "facetsByIndex": {self.uid: counted},
            },
        )
        merged = answer.get("facetsByIndex", {}).get(self.uid, {})
        answer["facetDistribution"] = merged.get("distribution", {})
        answer["totalHits"] = answer["estimatedTotalHits"]
        return self._results(answer, query, typed)

    def _results(self, answer: Mapping[str, Any], query: Query, typed: Typed) -> Results:
        hits = answer["hits"]
        if "page" in answer and answer["page"] == 1:
            hits = hits[query.offset : query.offset + query.limit]
        counted = answer.get("facetDistribution") or {}
        return Results(
            tuple(
                Hit(hit[fields.ID], hit["_rankingScore"], mark(hit[fields.TITLE], typed))
                for hit in hits
            ),
            int(answer["totalHits"]),
            {
                name: {
                    read_spelt(value): count
                    for value, count in counted.get(fields.facet_field(name), {}).items()
                }
                for name in query.count_facets
            },
        )


def _wait(server: meilisearch.Client, task: TaskInfo, fine: str = "") -> None:
    """Wait until a task is done; `fine` is an error that may be passed over."""
    done = server.wait_for_task(task.task_uid, _TASK_MILLISECONDS, _TASK_POLL_MILLISECONDS)
    if done.status == "succeeded":
        return
    error = done.error or {}
    if not fine or error.get("code") != fine:
        raise SearchError(
            f"搜索服务没能完成任务 {task.task_uid}（{done.type}，{done.status}）："
            f"{error.get('code', '')} {error.get('message', '')}"
        )
