"""Which addresses tell programs of needs and supplies, and write them? The same services as the pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.responses import Response

from matchmaking.catalogue import queries, service
from matchmaking.errors import UnknownRecord
from matchmaking.firms.dossiers import find_firm
from matchmaking.people.roles import Action
from web.api.listing_schemas import (
    ListingOut,
    ListingsOut,
    NeedChange,
    NeedIn,
    OfFirmParameters,
    SupplyChange,
    SupplyIn,
)
from web.api.problems import ANY, LOOK_UP, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.idempotency import OnceDep, Written
from web.listing_writing import Author, add_listing, change_listing
from web.listings import (
    NEEDS,
    SUPPLIES,
    Kind,
    firm_meant,
    kind_of,
    may_write,
    shown,
    to_read,
    to_write,
)
from web.rendering import Edge, edge_of
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(prefix="/api/v1", responses={**ANY, **WHO_MAY, **LOOK_UP})
EdgeDep = Annotated[Edge, Depends(edge_of)]
KindDep = Annotated[Kind, Depends(kind_of)]
Nothing = Annotated[NoParameters, Query()]


def author_of(edge: EdgeDep, visitor: VisitorDep) -> Author:
    """Who writes."""
    return Author(visitor, edge.platform)


AuthorDep = Annotated[Author, Depends(author_of)]
NEED = [allow(Action.EDIT_NEEDS)]
SUPPLY = [allow(Action.EDIT_SUPPLIES)]


@router.get("/needs", dependencies=NEED)
@router.get("/supplies", dependencies=SUPPLY)
def list_own(
    view: View, kind: KindDep, author: AuthorDep, asked: Annotated[OfFirmParameters, Query()]
) -> ListingsOut:
    """一家企业的全部需求或供给，不论状态，新的在前。公开的用检索接口找。"""
    firm, today = firm_meant(view, author.visitor, asked.firm), author.platform.today()
    if firm is None:
        raise UnknownRecord("请用 firm 指明是哪家企业的。")
    rows, total = queries.page_of_firm(
        view, kind.model, firm.id, start=asked.start, limit=asked.limit
    )
    found = [ListingOut.of(shown(row, firm, today), own=True) for row in rows]
    return ListingsOut(listings=found, total=total)


@router.get("/needs/{listing_id}", dependencies=[allow(Action.SEARCH)])
@router.get("/supplies/{listing_id}", dependencies=[allow(Action.SEARCH)])
def show(
    view: View, kind: KindDep, author: AuthorDep, listing_id: str, nothing: Nothing
) -> ListingOut:
    """一条需求或供给：公开的谁都能看，其余只给企业自己、服务专员和主管部门。"""
    del nothing
    visitor, today = author.visitor, author.platform.today()
    one = to_read(view, kind, listing_id, visitor=visitor, today=today)
    return ListingOut.of(one, own=may_write(visitor, kind, one.firm_id))


@router.post(
    "/needs", status_code=201, response_model=ListingOut, dependencies=NEED, responses=WRITE
)
def add_need(once: OnceDep, tx: Tx, author: AuthorDep, body: NeedIn, nothing: Nothing) -> Response:
    """发布一条需求，审核通过后公开并参加匹配。"""
    del nothing
    return once.run(lambda: _added(tx, NEEDS, body, author=author))


@router.post(
    "/supplies", status_code=201, response_model=ListingOut, dependencies=SUPPLY, responses=WRITE
)
def add_supply(
    once: OnceDep, tx: Tx, author: AuthorDep, body: SupplyIn, nothing: Nothing
) -> Response:
    """发布一条供给，审核通过后公开并参加匹配。"""
    del nothing
    return once.run(lambda: _added(tx, SUPPLIES, body, author=author))


@router.put("/needs/{listing_id}", dependencies=NEED, responses=WRITE)
def change_need(
    tx: Tx, author: AuthorDep, listing_id: str, body: NeedChange, nothing: Nothing
) -> ListingOut:
    """改写一条需求。没有写的栏目会清空。"""
    del nothing
    texts = body.texts(body.version)
    change_listing(tx, NEEDS, listing_id, texts=texts, author=author)
    return _told(tx, NEEDS, listing_id, author)


@router.put("/supplies/{listing_id}", dependencies=SUPPLY, responses=WRITE)
def change_supply(
    tx: Tx, author: AuthorDep, listing_id: str, body: SupplyChange, nothing: Nothing
) -> ListingOut:
    """改写一条供给。没有写的栏目会清空。"""
    del nothing
    texts = body.texts(body.version)
    change_listing(tx, SUPPLIES, listing_id, texts=texts, author=author)
    return _told(tx, SUPPLIES, listing_id, author)


@router.post("/needs/{listing_id}/close", dependencies=NEED, responses=WRITE)
@router.post("/supplies/{listing_id}/close", dependencies=SUPPLY, responses=WRITE)
def close(
    tx: Tx, kind: KindDep, author: AuthorDep, listing_id: str, nothing: Nothing
) -> ListingOut:
    """结束：不再公开，也不再参加匹配。"""
    del nothing
    service.close(tx, to_write(tx, kind, listing_id, author.visitor), hand=author.hand)
    return _told(tx, kind, listing_id, author)


@router.post("/needs/{listing_id}/renew", dependencies=NEED, responses=WRITE)
@router.post("/supplies/{listing_id}/renew", dependencies=SUPPLY, responses=WRITE)
def renew(
    tx: Tx, kind: KindDep, author: AuthorDep, listing_id: str, nothing: Nothing
) -> ListingOut:
    """确认仍然有效；已结束的会重新提交审核。"""
    del nothing
    service.renew(tx, to_write(tx, kind, listing_id, author.visitor), hand=author.hand)
    return _told(tx, kind, listing_id, author)


def _added(session: Session, kind: Kind, body: NeedIn | SupplyIn, *, author: Author) -> Written:
    listing_id = add_listing(session, kind, texts=body.texts(), author=author)
    where = {"Location": f"/api/v1/{kind.folder}/{listing_id}"}
    return Written(201, _told(session, kind, listing_id, author), where)


def _told(session: Session, kind: Kind, listing_id: str, author: Author) -> ListingOut:
    listing = service.find(session, kind.model, listing_id)
    firm = find_firm(session, listing.firm_id)
    return ListingOut.of(shown(listing, firm, author.platform.today()), own=True)
