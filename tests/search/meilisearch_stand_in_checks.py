"""What would a Meilisearch server refuse? Unknown fields, wrong kinds, with the documented codes.

Followed pages: reference/errors/error_codes, reference/api/settings, reference/api/search.
"""

import re
from collections.abc import Iterable
from typing import Any

Body = dict[str, Any]


class Refused(Exception):
    """An error object, reference/errors/overview."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code

    def body(self) -> dict[str, str]:
        kind = "internal" if self.status >= 500 else "invalid_request"
        kind = "auth" if self.status in (401, 403) else kind
        link = f"https://docs.meilisearch.com/errors#{self.code}"
        return {"message": str(self), "code": self.code, "type": kind, "link": link}


SETTINGS: dict[str, Any] = {
    "displayedAttributes": ["*"],
    "searchableAttributes": ["*"],
    "filterableAttributes": [],
    "sortableAttributes": [],
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
    "stopWords": [],
    "nonSeparatorTokens": [],
    "separatorTokens": [],
    "dictionary": [],
    "synonyms": {},
    "distinctAttribute": None,
    "proximityPrecision": "byWord",
    "typoTolerance": {},
    "faceting": {},
    "pagination": {},
    "embedders": {},
    "searchCutoffMs": None,
    "localizedAttributes": None,
    "facetSearch": True,
    "prefixSearch": "indexingTime",
}
TYPOS = {
    "enabled": True,
    "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
    "disableOnWords": [],
    "disableOnAttributes": [],
    "disableOnNumbers": False,
}
_INNER_FIELDS: dict[str, tuple[str, ...]] = {
    "typoTolerance": tuple(TYPOS),
    "pagination": ("maxTotalHits",),
    "faceting": ("maxValuesPerFacet", "sortFacetValuesBy"),
}
_RULES = re.compile(r"words|typo|proximity|attribute|sort|exactness|[^:]+:(asc|desc)")
_SEARCH_TYPES: dict[str, tuple[type, ...]] = {
    "q": (str,),
    "offset": (int,),
    "limit": (int,),
    "page": (int,),
    "hitsPerPage": (int,),
    "filter": (str, list),
    "facets": (list,),
    "sort": (list,),
    "attributesToRetrieve": (list,),
    "matchingStrategy": (str,),
    "showRankingScore": (bool,),
    "locales": (list,),
}


def known_fields(body: Any, known: Iterable[str], *, code: str = "bad_request") -> None:
    """Fields nobody asked for are refused."""
    if not isinstance(body, dict):
        raise Refused(400, code, "Expected an object.")
    for name in body.keys() - set(known):
        raise Refused(400, code, f"Unknown field `{name}`: expected one of {sorted(known)}")


def check_settings(body: Any) -> None:
    """reference/api/settings: every setting by its name and kind, nothing else."""
    known_fields(body, SETTINGS)
    for name, value in body.items():
        standard = SETTINGS[name]
        if value is not None and standard is not None and not isinstance(value, type(standard)):
            raise Refused(400, _settings_code(name), f"Invalid value type at `.{name}`.")
        if name in _INNER_FIELDS:
            known_fields(value or {}, _INNER_FIELDS[name], code=_settings_code(name))
    for rule in body.get("rankingRules") or ():
        if not _RULES.fullmatch(rule):
            raise Refused(400, "invalid_settings_ranking_rules", f"`{rule}` is invalid.")
    for rule in body.get("localizedAttributes") or ():
        known_fields(
            rule, ("attributePatterns", "locales"), code="invalid_settings_localized_attributes"
        )
    if body.get("prefixSearch") not in (None, "indexingTime", "disabled"):
        raise Refused(400, "invalid_settings_prefix_search", "Unknown value.")


def check_search(settings: Body, body: Any, more: Iterable[str] = ()) -> None:
    """reference/api/search#search-parameters."""
    known_fields(body, {*_SEARCH_TYPES, *more})
    for name, value in body.items():
        if name in _SEARCH_TYPES and value is not None:
            _check_value(name, value)
    if body.get("matchingStrategy", "last") not in ("last", "all", "frequency"):
        raise Refused(400, "invalid_search_matching_strategy", "Unknown strategy.")
    for name in set(body.get("facets") or ()) - set(settings["filterableAttributes"]):
        raise Refused(400, "invalid_search_facets", f"`{name}` is not filterable.")
    for rule in body.get("sort") or ():
        name, _, direction = rule.rpartition(":")
        known = name in settings["sortableAttributes"] and direction in ("asc", "desc")
        if not known or "sort" not in settings["rankingRules"]:
            raise Refused(400, "invalid_search_sort", f"Cannot sort by `{rule}`.")


def _check_value(name: str, value: Any) -> None:
    kinds = _SEARCH_TYPES[name]
    code = "invalid_search_" + _snake(name)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise Refused(400, code, f"Invalid value type at `.{name}`.")
    if kinds == (int,) and value < 0:
        raise Refused(400, code, f"`.{name}` must not be negative.")


def _settings_code(name: str) -> str:
    return "invalid_settings_" + _snake(name)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()
