"""Real files, where they lie beside the project; they are measured and never copied."""

from pathlib import Path

import pytest

from matchmaking.intake.service import read_chain, read_list

SHARED = Path("../shared")


def beside(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} does not lie beside the project")
    return path


def test_every_row_of_the_real_supplies_is_accounted_for():
    reading = read_list(beside("data/supplies.csv"))
    assert reading.rows_in == 48_901
    assert len(reading.returned) == 0
    assert {remark.column for remark in reading.remarks} == {"收入占比"}


def test_every_judged_demand_is_read():
    reading = read_list(beside("eval/demands_dev.jsonl"))
    assert (len(reading.records), len(reading.returned), len(reading.remarks)) == (81, 0, 0)


def test_the_real_chain_is_read_without_loss():
    chain = read_chain(beside("data/product_chain.csv"))
    assert len(chain.edges) + chain.repeated + chain.skipped == 109_878
    assert chain.skipped == 0
