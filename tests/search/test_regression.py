"""What people type, and what must and must not come up: the Chinese regression set, on every engine."""

from pathlib import Path
from typing import NamedTuple

import pytest

from search.contract import Document, IndexSettings, Query

_HERE = Path(__file__).parent
SYNONYMS = {
    "农行": ["中国农业银行"],
    "PE": ["聚乙烯"],
    "LFP": ["磷酸铁锂"],
    "三元材料": ["三元正极材料"],
    "CNC": ["数控"],
    "空气压缩机": ["空压机"],
    "光伏板": ["光伏组件"],
    "马达": ["电动机"],
}


class Case(NamedTuple):
    query: str
    finds: frozenset[str]
    misses: frozenset[str]
    alone: bool  # nothing else may be found


def lines(name):
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("# ")]


def read_case(cells):
    query, finds, misses = cells
    return Case(query, frozenset(finds.split()), frozenset(misses.split()) - {"*"}, misses == "*")


DOCUMENTS = [Document(key, title, body) for key, title, body in lines("regression_documents.tsv")]
CASES = [read_case(cells) for cells in lines("regression_cases.tsv")]


@pytest.fixture(scope="module")
def market(engine):
    index = engine(IndexSettings(synonyms=SYNONYMS))
    index.put(DOCUMENTS)
    yield index
    index.close()


def test_the_set_is_large_and_speaks_of_documents_that_exist():
    known = {document.id for document in DOCUMENTS}
    assert len(CASES) >= 200
    assert len({case.query for case in CASES}) == len(CASES)
    assert all(case.finds | case.misses <= known for case in CASES)
    assert all(not case.finds & case.misses for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_regression(market, case):
    found = {hit.id for hit in market.search(Query(case.query, limit=len(DOCUMENTS))).hits}
    assert case.finds <= found
    assert not case.misses & found
    if case.alone:
        assert found == case.finds
