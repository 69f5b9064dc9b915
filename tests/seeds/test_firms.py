from itertools import count
from random import Random

import pytest
from stdnum.cn import uscc

from matchmaking.intake.identity import split_name
from matchmaking.records import Firm, Size
from seeds.catalogue import load_catalogue
from seeds.firms import Registry, make_code


def a_registry(seed: int = 1) -> Registry:
    return Registry(load_catalogue(), Random(seed), count(1), set())


def some_firms(seed: int = 1) -> list[Firm]:
    registry = a_registry(seed)
    chains = registry.catalogue.chains
    return [registry.small_firm(chain) for chain in chains for _ in range(40)]


@pytest.mark.parametrize("number", [1, 12, 99, 1234, 9999])
def test_a_code_is_right_by_its_check_digit_and_has_an_organisation_part_of_zeros(number):
    code = make_code("530102", number)
    assert uscc.is_valid(code)
    assert code[:16] == f"915301020000{number:04d}"


def test_the_organisation_part_has_its_own_check_digit():
    digits = {make_code("530102", number)[16] for number in range(1, 200)}
    assert digits == set("0123456789X")
    # GB 11714 by hand: 11 - (1 × 2) mod 11 = 9.
    assert make_code("530102", 1)[16] == "9"


def test_every_name_bears_the_mark_of_invention_and_no_two_are_alike():
    firms = some_firms()
    assert all("示例" in firm.name for firm in firms)
    assert len({firm.name for firm in firms}) == len(firms)


def test_names_come_apart_into_place_brand_trade_and_form():
    registry = a_registry()
    leader = registry.leader(registry.catalogue.chains[0], "铝业")
    parts = split_name(leader.name)
    assert parts.region == "云南"
    assert parts.brand.startswith("示例")
    assert parts.trade == "铝业"
    assert leader.size is Size.LARGE


def test_telephone_numbers_lead_nowhere():
    assert all(firm.phone.startswith("0871-0000") for firm in some_firms())


def test_most_firms_give_a_code_and_all_sit_somewhere():
    firms = some_firms()
    coded = [firm for firm in firms if firm.code]
    assert 0.8 < len(coded) / len(firms) < 0.97
    assert all(firm.key == firm.code for firm in coded)
    assert all(firm.key and firm.region.code for firm in firms)
    in_kunming = sum(firm.region.code.startswith("5301") for firm in firms)
    assert 0.6 < in_kunming / len(firms) < 0.85


def test_names_are_drawn_again_when_taken():
    registry = a_registry()
    narrow = Registry(registry.catalogue, Random(3), count(1), set())
    chain = registry.catalogue.chains[0]
    names = {narrow.leader(chain, "铝业").name for _ in range(100)}
    assert len(names) == 100
