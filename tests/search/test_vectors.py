"""What do texts mean to an encoder, and which vectors are nearest?"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import vectors as module
from search.vectors import (
    CHUNK,
    HashingEncoder,
    SentenceEncoder,
    VectorIndex,
    encode_all,
    shared_encoder,
    unit,
)


def some_vectors(count: int, seed: int = 1, dimensions: int = 16) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(0, 99), st.integers(1, 10))
def test_a_small_index_is_exact(count, seed, limit):
    vectors, queries = some_vectors(count, seed), some_vectors(3, seed + 100)
    rows, cosines = VectorIndex(vectors).nearest(queries, limit)
    wanted = queries @ vectors.T
    kept = min(limit, count)
    best = -np.sort(-wanted, axis=1)[:, :kept]
    assert cosines[:, :kept] == pytest.approx(best, abs=1e-5)
    assert np.take_along_axis(wanted, rows[:, :kept], axis=1) == pytest.approx(best, abs=1e-5)


def test_where_more_is_asked_than_there_is_the_rest_is_marked():
    rows, _ = VectorIndex(some_vectors(2)).nearest(some_vectors(1), 5)
    assert sorted(rows[0, :2].tolist()) == [0, 1]
    assert rows[0, 2:].tolist() == [-1, -1, -1]


def test_an_empty_index_finds_nothing():
    rows, cosines = VectorIndex(np.zeros((0, 16), np.float32)).nearest(some_vectors(2), 3)
    assert rows.tolist() == [[-1] * 3] * 2
    assert cosines.tolist() == [[0.0] * 3] * 2


def test_no_queries_get_no_answers():
    rows, _ = VectorIndex(some_vectors(4)).nearest(some_vectors(0), 3)
    assert rows.shape == (0, 3)


@pytest.fixture
def _many(monkeypatch):
    """An index takes 600 vectors for too many to be scanned."""
    monkeypatch.setattr(module, "EXACT_UP_TO", 100)
    monkeypatch.setattr(module, "_LISTS_PER_ROOT", 0.4)
    monkeypatch.setattr(module, "_VISITED", 1)


@pytest.mark.usefixtures("_many")
def test_a_large_index_finds_every_vector_itself_and_mostly_the_same_neighbours():
    vectors = some_vectors(600)
    rows, cosines = VectorIndex(vectors).nearest(vectors[:50], 10)
    assert rows[:, 0].tolist() == [*range(50)]
    assert cosines[:, 0] == pytest.approx(np.ones(50), abs=0.02)
    exact = np.argsort(-(vectors[:50] @ vectors.T), axis=1)[:, :10]
    shared = [len({*one} & {*other}) for one, other in zip(rows, exact, strict=True)]
    assert np.mean(shared) >= 9


@pytest.mark.usefixtures("_many")
def test_a_large_index_built_twice_answers_the_same():
    vectors, queries = some_vectors(600), some_vectors(5, seed=2)
    one, other = (VectorIndex(vectors).nearest(queries, 10) for _ in range(2))
    assert (one[0] == other[0]).all()
    assert (one[1] == other[1]).all()


def test_texts_are_encoded_in_chunks_and_each_is_told():
    told = []
    texts = [f"铝合金{number}" for number in range(CHUNK + 5)]
    encoder = HashingEncoder()
    vectors = encode_all(encoder, texts, lambda *step: told.append(step))
    assert told == [(CHUNK, CHUNK + 5), (CHUNK + 5, CHUNK + 5)]
    assert (vectors == encoder.encode(texts)).all()


def test_no_texts_take_no_chunk():
    told = []
    assert encode_all(HashingEncoder(), [], lambda *step: told.append(step)).shape == (0, 64)
    assert told == []


def test_hashed_texts_are_alike_where_they_share_pairs_of_characters():
    same, half, none, blank = HashingEncoder().encode(["铝合金", "铝合板", "大豆", ""])
    assert same @ same == pytest.approx(1)
    assert same @ half == pytest.approx(0.5)
    assert same @ none == 0
    assert not blank.any()


def test_a_single_character_is_a_text_too():
    assert np.linalg.norm(HashingEncoder().encode(["铝"])[0]) == pytest.approx(1)


def test_the_sentence_encoder_knows_what_means_the_same():
    encoder = shared_encoder()
    assert encoder is shared_encoder()
    assert encoder.dimensions == SentenceEncoder.dimensions == 512
    valve, tap, oil = encoder.encode(["阀门", "水龙头", "大豆油"])
    assert np.linalg.norm(valve) == pytest.approx(1, abs=1e-3)
    assert valve @ tap > valve @ oil
    assert encoder.encode([]).shape == (0, 512)


def test_neighbours_come_nearest_first():
    _, cosines = VectorIndex(some_vectors(50)).nearest(some_vectors(4, seed=9), 20)
    assert all(one >= other for row in cosines for one, other in pairwise(row))
