"""Are vectors kept exactly, found again by text, and only whole ones after a crash?"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.indexing import vector_store
from matchmaking.indexing.vector_store import StoredEncoder, VectorStore
from search.vectors import HashingEncoder, Vectors

HASHING = HashingEncoder(8)


class Counting:
    """Says which texts it was asked to encode."""

    dimensions = 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += texts
        return HASHING.encode(texts)


def test_what_was_kept_is_given_back_exactly_by_whoever_opens_the_files(tmp_path: Path) -> None:
    texts = ["钢管", "铝杆", ""]
    VectorStore(tmp_path, 8).add(texts, HASHING.encode(texts))
    vectors, known = VectorStore(tmp_path, 8).get(["铝杆", "铜箔", "", "钢管"])
    assert known.tolist() == [True, False, True, True]
    assert np.array_equal(vectors, HASHING.encode(["铝杆", "", "", "钢管"]) * known[:, None])


def test_an_empty_store_knows_nothing(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "new", 8)
    assert len(store) == 0
    assert store.broken() == 0
    assert store.get(["钢管"])[1].tolist() == [False]
    assert store.get([])[0].shape == (0, 8)


def test_a_reader_sees_what_another_added_once_it_looks(tmp_path: Path) -> None:
    reader, writer = VectorStore(tmp_path, 8), VectorStore(tmp_path, 8)
    writer.add(["钢管"], HASHING.encode(["钢管"]))
    assert reader.get(["钢管"])[1].tolist() == [False]
    reader.look()
    assert reader.get(["钢管"])[1].tolist() == [True]


@pytest.mark.parametrize("name", ["vectors-8", "digests-8"])
@pytest.mark.parametrize("cut", [1, 17, 19, 31])
def test_what_a_crash_left_half_written_is_cut_off_and_written_over(
    tmp_path: Path, name: str, cut: int
) -> None:
    VectorStore(tmp_path, 8).add(["钢管", "铝杆"], HASHING.encode(["钢管", "铝杆"]))
    with (tmp_path / name).open("r+b") as file:
        file.truncate((tmp_path / name).stat().st_size - min(cut, 19))
    store = VectorStore(tmp_path, 8)
    assert store.get(["钢管", "铝杆"])[1].tolist() == [True, False]
    store.add(["铜箔"], HASHING.encode(["铜箔"]))
    found, known = VectorStore(tmp_path, 8).get(["钢管", "铝杆", "铜箔"])
    assert known.tolist() == [True, False, True]
    assert np.array_equal(found[2], HASHING.encode(["铜箔"])[0])


def test_a_row_whose_bytes_never_reached_the_disk_is_cut_off_too(tmp_path: Path) -> None:
    VectorStore(tmp_path, 8).add(["钢管", "铝杆"], HASHING.encode(["钢管", "铝杆"]))
    with (tmp_path / "vectors-8").open("r+b") as file:
        file.seek(32)
        file.write(b"\0" * 32)
    store = VectorStore(tmp_path, 8)
    assert len(store) == 1
    assert store.broken() == 1


@given(texts=st.lists(st.text(max_size=6), max_size=30))
def test_any_texts_are_found_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    store = VectorStore(tmp_path_factory.mktemp("vectors"), 8)
    encoder = StoredEncoder(store, HASHING, keeps=True)
    first = encoder.encode(texts)
    assert np.array_equal(first, HASHING.encode(texts))
    assert np.array_equal(encoder.encode(texts), first)
    assert len(store) == len(set(texts))


def test_only_what_is_missing_is_encoded_and_each_text_once(tmp_path: Path) -> None:
    store, counting = VectorStore(tmp_path, 8), Counting()
    keeping = StoredEncoder(store, counting, keeps=True)
    keeping.encode(["钢管", "铝杆", "钢管"])
    keeping.encode(["铝杆", "铜箔"])
    assert counting.asked == ["钢管", "铝杆", "铜箔"]
    assert keeping.dimensions == 8


def test_a_reading_encoder_stores_nothing(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, 8)
    assert StoredEncoder(store, HASHING).encode(["钢管"]).shape == (1, 8)
    assert len(store) == 0


def test_sorted_and_latest_rows_are_found_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "_LATEST", 5)
    texts = [f"产品{number}" for number in range(23)]
    store = VectorStore(tmp_path, 8)
    for start in range(0, len(texts), 4):
        store.add(texts[start : start + 4], HASHING.encode(texts[start : start + 4]))
    for opened in (store, VectorStore(tmp_path, 8)):
        found, known = opened.get([*reversed(texts), "铜箔"])
        assert known.tolist() == [True] * 23 + [False]
        assert np.array_equal(found[:-1], HASHING.encode(texts[::-1]))


def test_two_writers_do_not_write_over_each_other(tmp_path: Path) -> None:
    one, other = VectorStore(tmp_path, 8), VectorStore(tmp_path, 8)
    one.add(["钢管"], HASHING.encode(["钢管"]))
    other.add(["铝杆", "钢管"], HASHING.encode(["铝杆", "钢管"]))
    assert len(other) == 2
    assert VectorStore(tmp_path, 8).get(["钢管", "铝杆"])[1].tolist() == [True, True]
