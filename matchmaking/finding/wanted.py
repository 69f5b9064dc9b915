"""What is looked for? Words, a kind, facets, an order; put to the engine, kept as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from search.contract import Query, Range

KIND = "种类"
FACETS = ("产品类别", "地区", "行业", "梯度", "类型", "规模")
EXPIRES, DEADLINE, POSTED = "expires", "deadline", "posted"  # the index's numbers: days as ordinals
LONGEST_TEXT = 200
MOST_VALUES = 20  # of one facet
PAGE = 20
DEEPEST = 10_000  # hits that can be paged through


class Kind(StrEnum):
    """In which of the two lists."""

    ALL = "全部"
    NEED = "需求"
    SUPPLY = "供给"


class Sort(StrEnum):
    """In which order."""

    FIT = "相关"
    DEADLINE = "截止日"
    NEWEST = "最新"


_SORTS = {Sort.FIT: "", Sort.DEADLINE: DEADLINE, Sort.NEWEST: f"-{POSTED}"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search, as somebody asked for it."""

    text: str = ""
    kind: Kind = Kind.ALL
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # any of the values
    sort: Sort = Sort.FIT
    expired: bool = False  # show those whose days are over, too
    start: int = 0
    limit: int = PAGE

    @classmethod
    def of(cls, text: str = "", facets: Mapping[str, Any] | None = None, **more: Any) -> Self:
        """Cut to what can be asked: known facets only, no longer than anybody types."""
        known = {
            name: tuple(dict.fromkeys(value for value in facets[name] if value))[:MOST_VALUES]
            for name in FACETS
            if facets and facets.get(name)
        }
        chosen = {name: values for name, values in known.items() if values}
        return cls(text=text.strip()[:LONGEST_TEXT], facets=chosen, **more)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words narrows it."""
        return bool(self.facets) or self.kind is not Kind.ALL

    def without(self, facet: str) -> Self:
        """The same with this facet, or the kind, left open."""
        if facet == KIND:
            return replace(self, kind=Kind.ALL)
        rest = {name: values for name, values in self.facets.items() if name != facet}
        return replace(self, facets=rest)

    def query(self, today: date, *, count: tuple[str, ...] = ()) -> Query:
        """As the engine is asked."""
        facets: dict[str, tuple[str, ...]] = dict(self.facets)
        if self.kind is not Kind.ALL:
            facets[KIND] = (self.kind,)
        numbers = {} if self.expired else {EXPIRES: Range(low=today.toordinal())}
        # Without words everything is equally relevant; then the newest is what people look for.
        order = Sort.NEWEST if self.sort is Sort.FIT and not self.text else self.sort
        return Query(
            self.text,
            facets=facets,
            numbers=numbers,
            count_facets=count,
            sort=_SORTS[order],
            limit=self.limit,
            offset=self.start,
        )


def as_json(wanted: Wanted) -> dict[str, Any]:
    """To be kept; which page of it was looked at is not."""
    return {
        "text": wanted.text,
        "kind": wanted.kind.value,
        "facets": {name: list(values) for name, values in wanted.facets.items()},
        "sort": wanted.sort.value,
        "expired": wanted.expired,
    }


def from_json(kept: Mapping[str, Any]) -> Wanted:
    """What `as_json` kept."""
    return Wanted.of(
        kept["text"],
        kept["facets"],
        kind=Kind(kept["kind"]),
        sort=Sort(kept["sort"]),
        expired=kept["expired"],
    )
