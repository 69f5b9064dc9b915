"""As what is a listing found? Its row and its firm's, as one document of the index.

Needs and supplies share one index, so that one search answers for both. What is published is in
it; what has expired stays, and is left out by its number `expires` on the day somebody asks.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from matchmaking.clock import CITY
from matchmaking.outbox.models import Subject
from matchmaking.places import region_of
from matchmaking.thesaurus.groups import REST
from search.contract import Document, IndexSettings

KIND, REGION, INDUSTRY, TIER, TYPE, SIZE = "种类", "地区", "行业", "梯度", "类型", "规模"
GROUP = "产品类别"
EXPIRES, DEADLINE, POSTED = "expires", "deadline", "posted"  # days as date.toordinal counts them
SETTINGS = IndexSettings(
    facets=(KIND, REGION, INDUSTRY, TIER, TYPE, SIZE, GROUP), numbers=(EXPIRES, DEADLINE, POSTED)
)
KINDS: Mapping[Subject, str] = {Subject.NEED: "需求", Subject.SUPPLY: "供给"}
NEVER = date.max
GroupOf = Callable[[str], str]  # the group of products a title belongs to; "" where nobody knows

Row = Mapping[str, Any] | RowMapping


def key_of(subject: Subject, listing_id: str) -> str:
    """The listing's id in the index and in the graph."""
    return f"{subject}:{listing_id}"


def document_of(row: Row, firm: Row, group_of: GroupOf) -> Document:
    """A published listing as it is found."""
    subject = Subject.NEED if "title" in row else Subject.SUPPLY
    title = row["title"] if subject is Subject.NEED else row["product"]
    facets = {name: value for name, value in _facets(subject, row, firm) if value}
    if group := _group(title, row.get("category", ""), group_of):
        facets[GROUP] = group
    body = " ".join(text for text in _body(row, firm) if text)
    return Document(key_of(subject, row["id"]), title, body, facets, dict(_numbers(row)))


def _group(title: str, category: str, group_of: GroupOf) -> str:
    """By its title; where that names nothing known, by the category somebody gave it."""
    group = group_of(title)
    return group_of(category) if group == REST and category else group


def _body(row: Row, firm: Row) -> Iterator[str]:
    for name in ("specs", "category", "type", "description"):
        yield row.get(name, "")
    yield from (text for _, text, _ in row.get("wishes", ()))
    yield from (name for name, _, held in row.get("certificates", ()) if held)
    yield from row.get("targets", ())
    yield _industry(row, firm)
    yield firm["name"]
    yield firm["short_name"]
    yield _region(row, firm)[1]


def _facets(subject: Subject, row: Row, firm: Row) -> Iterator[tuple[str, str | None]]:
    yield KIND, KINDS[subject]
    yield REGION, _prefecture(_region(row, firm)[0])
    yield INDUSTRY, _industry(row, firm).partition("/")[0].strip()
    yield TIER, firm["tier"]
    yield TYPE, row.get("type")
    yield SIZE, firm["size"]


def _numbers(row: Row) -> Iterator[tuple[str, float]]:
    # Without a last day it never expires; a document without the number would never be found.
    yield EXPIRES, float((row["expires_on"] or NEVER).toordinal())
    yield POSTED, float(row["posted_at"].astimezone(CITY).toordinal())
    if row.get("needed_by") is not None:
        yield DEADLINE, float(row["needed_by"].toordinal())


def _industry(row: Row, firm: Row) -> str:
    """The listing's trade, else the firm's."""
    return str(row.get("industry") or firm["industry"])


def _region(row: Row, firm: Row) -> tuple[str, str]:
    """Where it is needed; where nothing is said, and for supplies, where the firm is."""
    whose = row if row.get("region_name") else firm
    return whose["region_code"], whose["region_name"]


def _prefecture(code: str) -> str:
    """The prefecture, or the province where no more is known: 云南省昆明市."""
    return region_of(f"{code[:4]}00").name if code else ""
