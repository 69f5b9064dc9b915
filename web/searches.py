"""How is a search written in an address, and what happens when it finds nothing? For pages and programs alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session
from starlette.datastructures import ImmutableMultiDict, QueryParams

from matchmaking.errors import SearchDown
from matchmaking.finding import saved, unmet
from matchmaking.finding.saved import Kept
from matchmaking.finding.service import Finder, Found
from matchmaking.finding.synonyms import Hand
from matchmaking.finding.wanted import DEEPEST, Kind, Sort, Wanted
from matchmaking.people.roles import Visitor
from matchmaking.storage.database import transaction
from web.platform import Platform

PARAMETERS: Mapping[str, str] = {
    "产品类别": "group",
    "地区": "region",
    "行业": "industry",
    "梯度": "tier",
    "类型": "type",
    "规模": "size",
}
ROBOTS = ("bot", "spider", "crawl")
Choice = TypeVar("Choice", Kind, Sort)


def wanted_from(given: ImmutableMultiDict[str, str]) -> Wanted:
    """What an address or a form asks for. Whatever it cannot mean is left out: links grow old."""
    start = given.get("start", "")
    return Wanted.of(
        given.get("q", ""),
        {name: given.getlist(parameter) for name, parameter in PARAMETERS.items()},
        kind=_one_of(Kind, given.get("kind"), Kind.ALL),
        sort=_one_of(Sort, given.get("sort"), Sort.FIT),
        expired=given.get("expired") == "1",
        start=min(int(start), DEEPEST) if start.isdecimal() and len(start) < len("1000000") else 0,
    )


def wanted_of_query(query: str) -> Wanted:
    """The same from the part of an address behind its question mark."""
    return wanted_from(QueryParams(query))


def query_of(wanted: Wanted, **changes: Any) -> str:
    """The part of an address behind its question mark that asks for this."""
    wish = replace(wanted, **changes)
    pairs = [("q", wish.text)] if wish.text else []
    if wish.kind is not Kind.ALL:
        pairs.append(("kind", wish.kind))
    for name, values in wish.facets.items():
        pairs += [(PARAMETERS[name], value) for value in values]
    if wish.sort is not Sort.FIT:
        pairs.append(("sort", wish.sort))
    if wish.expired:
        pairs.append(("expired", "1"))
    if wish.start:
        pairs.append(("start", str(wish.start)))
    return urlencode(pairs)


def without(wanted: Wanted, name: str) -> str:
    """The same search with a facet or the kind left open, as an address."""
    return query_of(wanted.without(name), start=0)


def is_unmet(finder: Finder, found: Found, today: date) -> bool:
    """Whether nothing in the list they were looked for in has all the words, however narrowed."""
    wanted = found.wanted
    if (found.total and not found.partial) or not wanted.text or wanted.start:
        return False
    return not (wanted.facets and finder.in_full(replace(wanted, facets={}), today=today))


def note_unmet(platform: Platform, request: Request, visitor: Visitor, found: Found) -> None:
    """Count a search that found nothing: once a visitor and hour, and not for robots."""
    agent = request.headers.get("user-agent", "").lower()
    if any(word in agent for word in ROBOTS):
        return
    if not is_unmet(platform.finder, found, platform.today()):
        return
    who = visitor.user_id or (request.client.host if request.client else "")
    key, now = unmet.id_of(found.wanted.text, found.wanted.kind), platform.now()
    if platform.finder.seen.first(who, key, now):
        with transaction(platform.engine) as session:
            unmet.note(session, found.wanted, visitor.role, now=now)


def saved_with_news(
    platform: Platform, view: Session, visitor: Visitor
) -> tuple[tuple[Kept, ...], bool]:
    """One's saved searches, and whether their news cannot be counted because search is down."""
    user_id, today = visitor.user_id, platform.today()
    try:
        return saved.list_saved(view, user_id, platform.finder, today=today), False
    except SearchDown:
        return saved.list_saved(view, user_id, None, today=today), True


def hand_of(platform: Platform, visitor: Visitor) -> Hand:
    """Who changes synonyms, and when."""
    return Hand(visitor.user_id, platform.now())


def _one_of(kind: type[Choice], given: str | None, otherwise: Choice) -> Choice:
    return kind(given) if given in set(kind) else otherwise
