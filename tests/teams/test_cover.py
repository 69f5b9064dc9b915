"""Is the set really the smallest? Compared with trying every set there is."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.teams.cover import Candidate, smallest_cover

PARTS = 3


def firm(name: str, score: int = 100, share: float = 0.0, *covers: int) -> Candidate:
    return Candidate(name, score, share, frozenset(covers))


def standing(candidates, chosen):
    """The lower, the better: what is left uncovered, how many firms, score, names."""
    taken = [candidates[row] for row in chosen]
    covered = frozenset[int]().union(*(one.covers for one in taken))
    volume = min(1.0, sum(min(one.share, 1.0) for one in taken))
    score = sum(one.score for one in taken)
    names = sorted(one.name for one in taken)
    return -len(covered), -round(volume, 6), len(taken), -score, names


def by_trying(candidates, most):
    sets = (
        chosen for size in range(most + 1) for chosen in combinations(range(len(candidates)), size)
    )
    return min(sets, key=lambda chosen: standing(candidates, chosen))


several = st.lists(
    st.builds(
        Candidate,
        name=st.just(""),
        score=st.integers(300, 303),
        share=st.sampled_from([0.0, 0.25, 0.375, 0.5, 0.75, 1.0, 2.0]),
        covers=st.frozensets(st.integers(0, PARTS - 1), max_size=2),
    ),
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(several, st.integers(1, 4), st.randoms(use_true_random=False))
def test_no_set_is_better_than_the_one_found(some, most, random):
    names = [f"示例{letter}厂" for letter in "甲乙丙丁戊己庚"[: len(some)]]
    random.shuffle(names)
    candidates = [
        Candidate(name, one.score, one.share, one.covers)
        for name, one in zip(names, some, strict=True)
    ]
    assert smallest_cover(candidates, PARTS, most=most) == by_trying(candidates, most)


def test_two_halves_make_a_whole():
    candidates = [firm("示例甲厂", 100, 0.5), firm("示例乙厂", 90, 0.6), firm("示例丙厂", 80, 0.5)]
    assert smallest_cover(candidates, 0) == (0, 1)


def test_parts_count_more_than_volume_and_volume_more_than_fewer_firms():
    candidates = [firm("示例甲厂", 100, 0.9), firm("示例乙厂", 90, 0.1, 0)]
    assert smallest_cover(candidates, 1, most=1) == (1,)
    assert smallest_cover(candidates, 1) == (0, 1)


def test_of_sets_equally_good_the_one_whose_names_come_first_is_taken():
    candidates = [firm("C厂", 100, 0.5), firm("B厂", 100, 0.5), firm("A厂", 100, 0.5)]
    assert smallest_cover(candidates, 0) == (1, 2)


def test_nobody_who_brings_nothing_is_taken():
    assert smallest_cover([firm("示例甲厂")], 2) == ()
