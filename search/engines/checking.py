"""Does a document or a query name only what its index was made with? The same words for every engine."""

from collections.abc import Iterable
from hashlib import blake2b

from search.contract import Document, IndexSettings, Query, SearchError


def check_document(document: Document, settings: IndexSettings) -> None:
    """Refuse facets and numbers the index does not know, and a document without an id."""
    if not document.id:
        raise SearchError(f"文档“{document.title}”没有编号，无法放进索引：请先给它编号。")
    _check(document.facets, settings.facets, "分面")
    _check(document.numbers, settings.numbers, "数值")


def check_query(query: Query, settings: IndexSettings) -> None:
    """Refuse what cannot be narrowed, counted, sorted or paged by."""
    _check(query.facets, settings.facets, "分面")
    _check(query.count_facets, settings.facets, "分面")
    _check(query.numbers, settings.numbers, "数值")
    _check([query.sort.removeprefix("-")] if query.sort else (), settings.numbers, "数值")
    if query.limit < 0 or query.offset < 0:
        raise SearchError("页码有误：起点和条数都不能小于零。")


def document_digest(document: Document) -> str:
    """What tells a document from any other, kept beside it: whether it is as it should be."""
    facets, numbers = sorted(document.facets.items()), sorted(document.numbers.items())
    said = (document.title, document.body, facets, [(name, float(one)) for name, one in numbers])
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


def _check(given: Iterable[str], known: tuple[str, ...], kind: str) -> None:
    strange = sorted(set(given) - set(known))
    if strange:
        names = "、".join(strange)
        raise SearchError(f"索引没有{kind}“{names}”：请先在索引设置里加上它，再重建索引。")
