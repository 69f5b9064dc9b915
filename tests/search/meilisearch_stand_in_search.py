"""How does Meilisearch narrow, rank and answer? The documented rules, as far as our engine leans on them.

Followed pages: reference/api/search, reference/api/multi_search,
learn/filtering_and_sorting/filter_expression_reference, learn/relevancy/ranking_rules.
Left out: how the rules weigh in the score.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tests.search.meilisearch_stand_in_checks import Body, Refused, check_search
from tests.search.meilisearch_stand_in_terms import StoredIndex, matches, read_q

_CONDITION = re.compile(r'(?P<name>\w+) (?:(?P<op>=|!=|>=|<=|>|<) (?P<value>"[^"]*"|\S+)|EXISTS)')


def passes(index: StoredIndex, document: Body, condition: Any) -> bool:
    """learn/filtering_and_sorting/filter_expression_reference; lists in the list are alternatives."""
    if isinstance(condition, list):
        return all(
            any(passes(index, document, part) for part in entry)
            if isinstance(entry, list)
            else passes(index, document, entry)
            for entry in condition
        )
    found = _CONDITION.fullmatch(condition)
    if not found or found["name"] not in index.settings["filterableAttributes"]:
        raise Refused(400, "invalid_search_filter", f"Cannot filter by `{condition}`.")
    held = document.get(found["name"])
    if found["op"] is None or held is None:
        return held is not None
    if found["op"] in ("=", "!="):
        same = str(held).lower() == found["value"].strip('"').lower()
        return same == (found["op"] == "=")
    limit = float(found["value"])
    compared = {">=": held >= limit, "<=": held <= limit, ">": held > limit, "<": held < limit}
    return compared[found["op"]]


def find(index: StoredIndex, body: Body) -> list[tuple[Body, float]]:
    """All documents found, in order, with their scores."""
    prefixes = index.settings["prefixSearch"] != "disabled"
    wanted, unwanted = read_q(body.get("q") or "", prefixes=prefixes)
    found = []
    for key, document in index.documents.items():
        if body.get("filter") and not passes(index, document, body["filter"]):
            continue
        if any(matches(index, key, term) for term in unwanted):
            continue
        held = [matches(index, key, term) for term in wanted]
        strategy = body.get("matchingStrategy", "last")
        if None in held and (strategy == "all" or not held or held[0] is None):
            continue
        kept = held[: held.index(None)] if None in held else held
        found.append((_rank(index, document, kept, body), document, _score(kept, len(wanted))))
    if body.get("filter"):
        passes(index, {}, body["filter"])  # a wrong filter is refused even on an empty index
    found.sort(key=lambda one: one[0])
    return [(document, score) for _, document, score in found]


def _rank(index: StoredIndex, document: Body, held: list[Any], body: Body) -> list[Any]:
    """learn/relevancy/ranking_rules: rule after rule; proximity and exactness make no difference."""
    ranks: list[Any] = [-len(held)]
    for rule in index.settings["rankingRules"]:
        if rule == "typo":
            ranks.append(sum(slips for slips, _ in held))
        elif rule == "attribute":
            ranks.append(sum(place for _, place in held))
        elif rule == "sort":
            ranks += [_sorted(document, sort) for sort in body.get("sort") or ()]
        elif ":" in rule:
            ranks.append(_sorted(document, rule))
    # With `sort` before `words`, the order asked for comes first.
    rules = index.settings["rankingRules"]
    if rules and rules[0] == "sort":
        count = len(body.get("sort") or ())
        ranks = [*ranks[1 : 1 + count], ranks[0], *ranks[1 + count :]]
    return ranks


def _sorted(document: Body, rule: str) -> tuple[bool, Any]:
    name, _, direction = rule.rpartition(":")
    value = document.get(name)
    if value is None:
        return True, 0
    if direction == "desc":
        return False, -value if isinstance(value, int | float) else [-ord(sign) for sign in value]
    return False, value


def _score(held: list[Any], size: int) -> float:
    if not size:
        return 1.0
    slips = sum(slips for slips, _ in held)
    places = sum(place for _, place in held)
    return max(0.01, len(held) / size - 0.05 * slips / size - 0.01 * places / size)


def _shown(index: StoredIndex, document: Body, score: float, body: Body) -> Body:
    displayed = index.settings["displayedAttributes"]
    names = body.get("attributesToRetrieve") or ["*"]
    shown = {
        name: value
        for name, value in document.items()
        if (displayed == ["*"] or name in displayed) and (names == ["*"] or name in names)
    }
    return {**shown, "_rankingScore": score} if body.get("showRankingScore") else shown


def _facets(index: StoredIndex, found: list[Any], names: Iterable[str]) -> dict[str, Any]:
    most = index.settings["faceting"].get("maxValuesPerFacet", 100)
    return {
        name: dict(
            Counter(document[name] for document, _ in found if name in document).most_common(most)
        )
        for name in names
    }


def single_search(index: StoredIndex, body: Any, more: Iterable[str] = ()) -> Body:
    """reference/api/search#response: pages give exact totals, limit and offset estimated ones."""
    check_search(index.settings, body, more)
    found = find(index, body)[: index.settings["pagination"].get("maxTotalHits", 1000)]
    answer: Body = {"query": body.get("q", ""), "processingTimeMs": 1}
    if "page" in body or "hitsPerPage" in body:
        size, page = body.get("hitsPerPage", 20), body.get("page", 1)
        shown = found[(page - 1) * size : page * size] if page else []
        pages = -(-len(found) // size) if size else 0
        answer |= {"hitsPerPage": size, "page": page, "totalPages": pages, "totalHits": len(found)}
    else:
        offset, limit = body.get("offset", 0), body.get("limit", 20)
        shown = found[offset : offset + limit]
        answer |= {"limit": limit, "offset": offset, "estimatedTotalHits": len(found)}
    answer["hits"] = [_shown(index, *one, body) for one in shown]
    if body.get("facets") is not None:
        answer["facetDistribution"] = _facets(index, found, body["facets"])
        answer["facetStats"] = {}
    return answer


def multi_search(index: Callable[[str], StoredIndex], queries: list[Body]) -> list[Body]:
    """reference/api/multi_search: one answer for each query."""
    answers = []
    for query in queries:
        if "federationOptions" in query:
            raise Refused(400, "invalid_multi_search_query_federated", "There is no federation.")
        answer = single_search(index(query["indexUid"]), query, more=("indexUid",))
        answers.append({"indexUid": query["indexUid"], **answer})
    return answers


def federated_search(
    index: Callable[[str], StoredIndex], queries: list[Body], federation: Body
) -> Body:
    """reference/api/multi_search#federation: one list, each document once, by weighted score."""
    if strange := set(federation) - {"limit", "offset", "facetsByIndex", "mergeFacets"}:
        raise Refused(400, "bad_request", f"Unknown field `{strange}` inside `.federation`.")
    best: dict[tuple[str, str], tuple[float, list[Any], Body]] = {}
    for position, query in enumerate(queries):
        if query.keys() & {"limit", "offset", "page", "hitsPerPage"}:
            raise Refused(400, "invalid_multi_search_query_pagination", "Page the federation.")
        if "facets" in query:
            raise Refused(400, "invalid_multi_search_query_facets", "Use facetsByIndex.")
        weight = query.get("federationOptions", {}).get("weight", 1.0)
        stored = index(query["indexUid"])
        check_search(stored.settings, query, ("indexUid", "federationOptions"))
        for document, score in find(stored, query):
            key = (query["indexUid"], document[stored.primary_key])
            shown = _shown(stored, document, score, query)
            shown["_federation"] = {
                "indexUid": query["indexUid"],
                "queriesPosition": position,
                "weightedRankingScore": score * weight,
            }
            if key not in best or best[key][0] < score * weight:
                order = [_sorted(document, rule) for rule in query.get("sort") or ()]
                best[key] = (score * weight, order, shown)
    # The order asked for is the first ranking rule, and rules are compared before scores are.
    ordered = sorted(best.items(), key=lambda one: (one[1][1], -one[1][0]))
    offset, limit = federation.get("offset", 0), federation.get("limit", 20)
    return {
        "hits": [shown for _, (_, _, shown) in ordered[offset : offset + limit]],
        "processingTimeMs": 1,
        "limit": limit,
        "offset": offset,
        "estimatedTotalHits": len(ordered),
        "facetsByIndex": _facets_by_index(index, best, federation),
    }


def _facets_by_index(
    index: Callable[[str], StoredIndex], best: dict[tuple[str, str], Any], federation: Body
) -> Body:
    counted = {}
    for uid, names in (federation.get("facetsByIndex") or {}).items():
        stored = index(uid)
        if strange := set(names or ()) - set(stored.settings["filterableAttributes"]):
            raise Refused(400, "invalid_multi_search_facets", f"`{strange}` is not filterable.")
        found = [(stored.documents[key], 0.0) for at, key in best if at == uid]
        distribution = _facets(stored, found, names or ())
        counted[uid] = {"distribution": distribution, "stats": {}}
    return counted
