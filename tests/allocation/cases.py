"""Invented needs and firms for handing out."""

from datetime import date
from typing import Any

from matchmaking.allocation.gathering import Candidate
from matchmaking.matching.evidence import Conclusion
from matchmaking.records import Demand, Firm, Period, Quantity, Size, Supply

TODAY = date(2026, 3, 2)
BUYER = Firm("b", "示例市虚构总装厂", size=Size.LARGE)


def tonnes(amount: float, period: Period | None = Period.YEAR) -> Quantity:
    return Quantity(amount, "吨", period)


def need(key: str, quantity: Quantity | None = None, **more: Any) -> Demand:
    return Demand(key, "示例铝锭", BUYER, quantity=quantity, **more)


def firm(key: str, size: Size | None = Size.MEDIUM, **more: Any) -> Firm:
    return Firm(key, f"虚构{key}厂", size=size, **more)


def offer(whose: Firm, spare: Quantity | None = None, key: str = "", **more: Any) -> Supply:
    return Supply(key or f"s-{whose.key}", "铝锭", whose, spare=spare, **more)


def pair(demand: Demand, supply: Supply, score: float = 80.0) -> Candidate:
    return Candidate(demand, supply, score, Conclusion.FITS)
