"""The collector waits and comes back."""

import gc

import pytest

from matchmaking.intake.memory import uncollected


def _fail() -> None:
    assert not gc.isenabled()
    raise KeyError


def test_the_collector_waits_and_comes_back_even_after_a_failure():
    with pytest.raises(KeyError), uncollected():
        _fail()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
