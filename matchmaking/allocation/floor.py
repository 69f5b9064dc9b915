"""How does every micro, small and new firm get its floor of exposure? A largest b-matching, best first.

Firms take their best needs first; a firm that finds its needs full moves others along a chain of
exchanges. When no chain exists the floor cannot be kept for more firms (Berge), so what is short is short
for everybody, not by our clumsiness.
"""

from collections import deque

import numpy as np

from matchmaking.allocation.problem import Bools, Problem, shortfall


def reserve(problem: Problem) -> Bools:
    """The pairs reserved for the floor: as many as can be kept together."""
    table = _Table(problem)
    due = shortfall(problem, np.zeros(len(problem), np.bool_))
    rounds = int(due.max(initial=0))
    for turn in range(rounds):  # everybody's first before anybody's second
        for firm in np.flatnonzero(due > turn).tolist():
            table.place(firm)
    return table.named


class _Table:
    """Who sits where; `place` finds one firm one seat more."""

    def __init__(self, problem: Problem) -> None:
        self.named = np.zeros(len(problem), np.bool_)
        self.seats = np.full(problem.needs, problem.limits.per_need)
        self.firm = problem.firm.tolist()
        self.need = problem.need.tolist()
        best_first = np.lexsort((np.arange(len(problem)), -problem.worth, problem.firm))
        self.pairs_of: dict[int, list[int]] = {}
        counts = problem.favoured[problem.firm] & problem.chance
        for pair in best_first[counts[best_first]].tolist():
            self.pairs_of.setdefault(self.firm[pair], []).append(pair)
        self.seated: dict[int, list[int]] = {}
        self.hopeless: set[int] = set()  # needs from which no chain leads to a free seat

    def place(self, firm: int) -> None:
        """One seat more for the firm, by moving others if need be."""
        came: dict[int, tuple[int, int | None]] = {}  # need -> pair that leads here, need before
        waiting: deque[tuple[int, int | None]] = deque([(firm, None)])
        while waiting:
            who, before = waiting.popleft()
            for pair in self.pairs_of.get(who, []):
                need = self.need[pair]
                if self.named[pair] or need in came or need in self.hopeless:
                    continue
                came[need] = (pair, before)
                if self.seats[need] > 0:
                    self._move(need, came)
                    return
                waiting.extend((self.firm[other], need) for other in self.seated[need])
        self.hopeless.update(came)

    def _move(self, need: int, came: dict[int, tuple[int, int | None]]) -> None:
        """Along the chain: each takes the seat it found and leaves its own to the one before."""
        self.seats[need] -= 1
        place: int | None = need
        while place is not None:
            pair, before = came[place]
            self._sit(pair)
            if before is not None:
                self._rise(self.firm[pair], before)
            place = before

    def _sit(self, pair: int) -> None:
        self.named[pair] = True
        self.seated.setdefault(self.need[pair], []).append(pair)

    def _rise(self, firm: int, need: int) -> None:
        pair = next(pair for pair in self.seated[need] if self.firm[pair] == firm)
        self.seated[need].remove(pair)
        self.named[pair] = False
