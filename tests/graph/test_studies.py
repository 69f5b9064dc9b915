"""What breaks, and who could step in? Small chains by hand, and any chain against walking it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.build import build_graph
from graph.model import Edge, EdgeKind, firm, product
from graph.products import gaps, kinds_of, single_sources
from graph.studies import (
    NEVER,
    Facts,
    lose,
    made_by,
    needs_at_stake,
    sole_makers,
    stand_by,
    stand_ins,
    study,
    unmet_products,
    worth_at_stake,
)

# products: 0 铜 1 铜箔 2 电解铜箔 (a kind of 铜箔) 3 覆铜板 4 电路板 5 天线
CHAIN = Facts(
    products=6,
    firms=4,
    needs=4,
    supplies=[(0, 0), (2, 1), (3, 2), (4, 3)],
    wider=[(2, 1)],
    made_from=[(1, 0), (3, 1), (4, 3)],
    asked=[(0, 1), (1, 4), (2, 5), (3, 4), (3, 5)],
)
NOBODY, NOTHING = np.zeros(4, np.bool_), np.zeros(6, np.bool_)


def without(*rows: int, size: int) -> np.ndarray:
    gone = np.zeros(size, np.bool_)
    gone[list(rows)] = True
    return gone


def test_when_a_firm_drops_out_its_product_is_lost_and_what_is_made_from_it_later():
    loss = lose(study(CHAIN), firms=without(0, size=4), products=NOTHING, tiers=3)
    assert loss.products.tolist() == [0, 1, 1, 2, 3, NEVER]
    assert loss.needs.tolist() == [1, 3, NEVER, 3]
    assert loss.makers_left.tolist() == [0, 0, 0, 0, 0, 0]


def test_no_more_tiers_are_looked_at_than_asked_for():
    loss = lose(study(CHAIN), firms=without(0, size=4), products=NOTHING, tiers=1)
    assert loss.products.tolist() == [0, 1, 1, NEVER, NEVER, NEVER]
    assert loss.needs.tolist() == [1, NEVER, NEVER, NEVER]


def test_a_material_that_drops_out_takes_its_kinds_with_it():
    loss = lose(study(CHAIN), firms=NOBODY, products=without(1, size=6), tiers=1)
    assert loss.products.tolist() == [NEVER, 0, 0, 1, NEVER, NEVER]
    assert loss.makers_left.tolist() == [1, 0, 0, 0, 1, 0]


def test_an_input_nobody_here_makes_stops_nothing_unless_it_is_what_drops_out():
    chain = study(Facts(2, 1, 1, supplies=[(0, 0)], wider=[], made_from=[(0, 1)], asked=[(0, 0)]))
    none, out = np.zeros(2, np.bool_), without(1, size=2)
    assert lose(chain, firms=np.zeros(1, np.bool_), products=none, tiers=2).needs.tolist() == [-1]
    assert lose(chain, firms=np.zeros(1, np.bool_), products=out, tiers=2).needs.tolist() == [1]


def test_a_title_has_the_inputs_of_the_product_it_names_and_of_the_next_wider_one():
    # 0 铜 goes into 1 铜箔; 2 电解铜箔 is a kind of it, and 3 is what a listing calls it.
    facts = Facts(
        4, 2, 0, [(0, 0), (3, 1)], wider=[(2, 1)], made_from=[(1, 0)], asked=[], named=[(3, 2)]
    )
    loss = lose(study(facts), firms=without(0, size=2), products=np.zeros(4, np.bool_), tiers=1)
    assert loss.products.tolist() == [0, 1, 1, 1]


def test_a_second_maker_of_a_kind_keeps_the_product():
    more = Facts(
        **{name: getattr(CHAIN, name) for name in ("products", "needs", "wider", "made_from", "asked")},
        firms=5,
        supplies=[*CHAIN.supplies, (1, 4)],
    )  # fmt: skip
    loss = lose(study(more), firms=without(1, size=5), products=NOTHING, tiers=3)
    assert loss.products.tolist() == [NEVER, NEVER, 0, NEVER, NEVER, NEVER]
    assert loss.needs.tolist() == [NEVER] * 4
    assert loss.makers_left[1] == 1


def test_stakes_are_the_needs_a_product_would_meet():
    chain = study(CHAIN)
    assert needs_at_stake(chain).tolist() == [0, 1, 1, 0, 2, 2]
    worth = np.asarray([10.0, 5.0, np.nan, 2.0])
    assert worth_at_stake(chain, worth).tolist() == [0, 10, 10, 0, 7, 2]


def test_what_is_asked_for_and_made_by_nobody():
    assert unmet_products(study(CHAIN)).tolist() == [5]


def test_what_hangs_on_one_firm():
    products, firms = sole_makers(study(CHAIN))
    assert list(zip(products.tolist(), firms.tolist(), strict=True)) == [
        (0, 0), (1, 1), (2, 1), (3, 2), (4, 3),
    ]  # fmt: skip


def test_those_step_in_who_make_it_or_a_kind_else_the_wider_product_or_a_sibling():
    chain = study(
        Facts(4, 4, 0, supplies=[(0, 0), (1, 1), (2, 2), (2, 3)], wider=[(1, 0), (2, 0)],
              made_from=[], asked=[])
    )  # fmt: skip
    none = np.zeros(4, np.bool_)

    def step_in(product, *, gone=none, out=none, but=-1):
        ready = stand_by(chain, gone=gone, out=out)
        found = stand_ins(ready, product, but=but)
        return [(firm, made_by(ready, firm, base)) for firm, base in found]

    assert step_in(0, gone=without(0, size=4)) == [(1, 1), (2, 2), (3, 2)]
    assert step_in(1, gone=without(1, size=4)) == [(0, 0), (2, 2), (3, 2)]
    assert step_in(1, but=1) == [(0, 0), (2, 2), (3, 2)]
    assert step_in(2, but=2) == [(3, 2)]
    assert step_in(1, out=without(1, size=4)) == [(0, 0), (2, 2), (3, 2)]
    assert step_in(3) == []


pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=10, unique=True)


def graph_of(facts: Facts):
    return build_graph(
        [Edge(firm(f"F{b}"), product(f"P{a}"), EdgeKind.SUPPLIES) for a, b in facts.supplies]
        + [Edge(product(f"P{a}"), product(f"P{b}"), EdgeKind.PART_OF) for a, b in facts.wider]
        + [Edge(product(f"P{a}"), product(f"P{b}"), EdgeKind.MADE_FROM) for a, b in facts.made_from]
        + [Edge(firm(f"N{a}"), product(f"P{b}"), EdgeKind.NEEDS) for a, b in facts.asked]
    )


@given(pairs, pairs, pairs)
def test_gaps_are_those_that_walking_the_graph_finds(supplies, wider, asked):
    wider = [(a, b) for a, b in wider if a != b]
    facts = Facts(6, 6, 6, supplies, wider, [], asked)
    offered = {f"P{a}" for a, _ in supplies}
    walked = gaps(graph_of(facts), [f"P{b}" for _, b in asked], offered)
    found = unmet_products(study(facts)).tolist()
    assert [f"P{row}" for row in found] == sorted(gap.product for gap in walked)


@given(pairs, pairs, pairs)
def test_without_kinds_single_sources_are_those_that_walking_the_graph_finds(
    supplies, made_from, asked
):
    made_from = [(a, b) for a, b in made_from if a != b]
    facts = Facts(6, 6, 6, supplies, [], made_from, asked)
    products, firms = sole_makers(study(facts))
    found = [(f"P{a}", f"F{b}") for a, b in zip(products, firms, strict=True)]
    assert found == single_sources(graph_of(facts))


@given(pairs, pairs, pairs, st.sets(st.integers(0, 5)))
def test_needs_lost_at_once_are_those_whose_makers_are_all_gone(supplies, wider, asked, gone):
    wider = [(a, b) for a, b in wider if a != b]
    facts = Facts(6, 6, 6, supplies, wider, [], asked)
    graph = graph_of(facts)
    lost = lose(
        study(facts), firms=without(*gone, size=6), products=np.zeros(6, np.bool_), tiers=0
    ).needs
    for need in range(6):
        wanted = {f"P{b}" for a, b in asked if a == need}
        enough = wanted | {kind for one in wanted for kind in kinds_of(graph, one)}
        makers = {b for a, b in supplies if f"P{a}" in enough}
        assert (lost[need] == 0) == bool(makers and makers <= gone)
