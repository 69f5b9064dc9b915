"""How does the embedded engine keep the contract? Tantivy over tokens of our own.

One writer per folder, machine-wide, opened at the first write and held behind a lock, because a
shared writer loses documents silently; readers need none. Every write is committed and reloaded
before the call returns. Ties are settled by id, so the same index always answers in one order.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

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
from search.engines import tantivy_order as order
from search.engines import tantivy_schema as fields
from search.engines.checking import check_query
from search.engines.highlighting import mark
from search.engines.tantivy_query import QueryMaker

_WRITER_MEMORY = 128_000_000
_WRITER_THREADS = 1
_MOST_FACET_VALUES = 1000


class TantivyIndex:
    """An index in a folder, or in memory where `folder` is None."""

    def __init__(self, folder: Path | None, settings: IndexSettings) -> None:
        self._settings = settings
        self._schema = fields.make_schema(settings)
        self._make = QueryMaker(self._schema)
        self._synonyms = name_groups(settings.synonyms)
        self._index = _open(folder, self._schema)
        self._lock = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace by id; findable when the call returns."""
        self.change(documents, ())

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these; unknown ids are no error."""
        self.change((), ids)

    def change(self, documents: Iterable[Document], removed: Iterable[str]) -> None:
        """Put some and remove others, all of it or nothing: one commit, which is what takes time."""
        with self._writing() as writer:
            for key in removed:
                writer.delete_documents_by_term(fields.ID, key)
            fresh = self._index.searcher().num_docs == 0
            seen: set[str] = set()
            for document in documents:
                made = fields.make_document(document, self._settings)
                # Nothing to replace in an empty index, except what this very call has added.
                if not fresh or document.id in seen:
                    writer.delete_documents_by_term(fields.ID, document.id)
                seen.add(document.id)
                writer.add_document(made)

    def reload(self) -> None:
        """See at once what another process has committed; by itself it takes half a second."""
        try:
            self._index.reload()
        except ValueError as error:
            raise SearchUnavailable(f"索引目录刚被换下，请再试一次。（{error}）") from error

    def use_synonyms(self, synonyms: Mapping[str, Sequence[str]]) -> None:
        """Know these words of one meaning from now on, and no others."""
        self._synonyms = name_groups(synonyms)

    def inventory(self) -> Iterator[tuple[str, str]]:
        """Every document's id, and the digest of what it was made from, in no order."""
        searcher = self._index.searcher()
        everything = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs))
        for _, address in everything.hits:
            held = searcher.doc(address)
            digest = held.get_first(fields.DIGEST)
            yield str(held.get_first(fields.ID)), bytes(digest).decode() if digest else ""

    def search(self, query: Query) -> Results:
        """Answer a person: all words, or any of them where no document has all."""
        check_query(query, self._settings)
        typed = read_typed(query.text, self._synonyms, query.names)
        if typed.hopeless:
            return Results((), 0, {name: {} for name in query.count_facets})
        searcher = self._index.searcher()
        asked, page = self._page(searcher, query, typed, every_word=True)
        partial = not page.total and typed.size > 1
        if partial:
            asked, page = self._page(searcher, query, typed, every_word=False)
        hits = tuple(
            Hit(one.id, one.score, mark(_title(searcher, one.address), typed)) for one in page.found
        )
        counts = self._counts(searcher, asked, query)
        return Results(hits, page.total, counts, partial=partial and page.total > 0)

    def recall(self, terms: Mapping[str, float], limit: int) -> list[Hit]:
        """Documents with any of the terms, best first."""
        if not terms or limit < 1:
            return []
        searcher = self._index.searcher()
        result = searcher.search(self._make.recall(terms), limit, count=False)
        found = [order.Found(order.id_of(searcher, at), score, at) for score, at in result.hits]
        return [Hit(one.id, one.score) for one in order.in_order(found)]

    def count(self) -> int:
        """How many documents are held."""
        return int(self._index.searcher().num_docs)

    def close(self) -> None:
        """Wait for what is being merged and free the folder for another writer."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """All of it, or nothing: what was added before a failure is rolled back."""
        with self._lock:
            if self._writer is None:
                self._writer = _open_writer(self._index)
            done = False
            try:
                yield self._writer
                self._writer.commit()
                done = True
            finally:
                if not done:
                    self._writer.rollback()
            self._index.reload()

    def _page(
        self, searcher: tantivy.Searcher, query: Query, typed: Typed, *, every_word: bool
    ) -> tuple[tantivy.Query, order.Page]:
        wished = self._make.typed(typed, every_word=every_word)
        asked = self._make.narrowed(wished, query.facets, query.numbers)
        if query.sort:
            return asked, order.by_number(searcher, asked, query, make=self._make)
        if typed.wanted or typed.phrases:
            return asked, order.by_score(searcher, asked, query)
        return asked, order.by_id(searcher, asked, query)

    def _counts(
        self, searcher: tantivy.Searcher, asked: tantivy.Query, query: Query
    ) -> dict[str, dict[str, int]]:
        if not query.count_facets:
            return {}
        wished = {
            name: {"terms": {"field": fields.facet_field(name), "size": _MOST_FACET_VALUES}}
            for name in query.count_facets
        }
        counted = searcher.aggregate(asked, wished)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}
            for name in query.count_facets
        }


def _title(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    held = searcher.doc(address).get_first(fields.TITLE)
    return bytes(held).decode() if held else ""


def _open(folder: Path | None, schema: tantivy.Schema) -> tantivy.Index:
    if folder is None:
        return tantivy.Index(schema)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tantivy.Index(schema, path=str(folder))
    except (ValueError, OSError) as error:
        raise SearchError(
            f"索引目录 {folder} 打不开，或是按旧的设置建的：请重建索引。（{error}）"
        ) from error


def _open_writer(index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        return index.writer(_WRITER_MEMORY, _WRITER_THREADS)
    except ValueError as error:
        raise SearchError(
            "索引正被另一个进程写入，一个索引目录同时只能有一个写入者："
            f"请先停下另一个进程，再试一次。（{error}）"
        ) from error
