"""Which addresses tell programs of firms, and write their files? The same services as the pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.clock import CITY
from matchmaking.errors import Invalid
from matchmaking.firms.contacts import Moment, see_contacts
from matchmaking.firms.dossiers import find_firm, firm_file, list_firms, surviving
from matchmaking.firms.editing import Hand, edit_firm, form_of, open_file
from matchmaking.firms.queries import FirmFilter
from matchmaking.people.roles import Action, Visitor, require_firm
from matchmaking.places import find_region
from web.api.firm_schemas import (
    ContactOut,
    ContactsOut,
    FirmEditIn,
    FirmFormOut,
    FirmIn,
    FirmLineOut,
    FirmOut,
    FirmsOut,
    RegisterParameters,
)
from web.api.problems import ANY, LOOK_UP, WHO_MAY, WRITE
from web.api.schemas import NoParameters
from web.ground import Ground, ground_of
from web.idempotency import OnceDep, Written
from web.pages.firm_files import introduced, open_listings
from web.transactions import Tx, View
from web.visitors import VisitorDep, allow

router = APIRouter(prefix="/api/v1", responses={**ANY, **WHO_MAY})
GroundDep = Annotated[Ground, Depends(ground_of)]
Nothing = Annotated[NoParameters, Query()]
MOST_LISTINGS = 200  # of a firm's needs or supplies told with its file
UNKNOWN_PLACE = "没有认出这个地区，请写到省、市或区县，例如：云南省昆明市"


@router.get("/firms", dependencies=[allow(Action.ACT_FOR_FIRMS)])
def list_register(view: View, asked: Annotated[RegisterParameters, Query()]) -> FirmsOut:
    """企业名录，按名称、地区、梯度（高的在前）或最近更新排列。"""
    wanted = FirmFilter(
        asked.q.strip(), asked.kind or "", asked.tier or "", _place(asked.region), asked.sort
    )
    found, total = list_firms(view, wanted, start=asked.start, limit=asked.limit)
    return FirmsOut(firms=[FirmLineOut.of(row) for row in found], in_all=total)


@router.post(
    "/firms",
    status_code=201,
    response_model=FirmFormOut,
    dependencies=[allow(Action.ACT_FOR_FIRMS)],
    responses=WRITE,
)
def open_firm(
    once: OnceDep, tx: Tx, ground: GroundDep, visitor: VisitorDep, body: FirmIn, nothing: Nothing
) -> Response:
    """新建企业档案。地址在 Location 里。"""
    del nothing

    def work() -> Written:
        row = open_file(tx, body.form(), hand=_hand(visitor, ground))
        answer = FirmFormOut.of(form_of(tx, row), row.version)
        return Written(201, answer, {"Location": f"/api/v1/firms/{row.id}"})

    return once.run(work)


@router.get("/firms/{firm_id}", dependencies=[allow(Action.SEARCH)], responses=LOOK_UP)
def show_firm(view: View, ground: GroundDep, firm_id: str, nothing: Nothing) -> FirmOut:
    """一户一档的公开部分，和这家企业现在的需求、供给。已并入另一家时返回合并后的档案。"""
    del nothing
    row = surviving(view, firm_id)
    today = ground.now().astimezone(CITY).date()
    return FirmOut.of(
        firm_file(view, row.id, today=today),
        open_listings(view, Need, row.id, today=today),
        open_listings(view, SupplyListing, row.id, today=today),
        most=MOST_LISTINGS,
    )


@router.get("/firms/{firm_id}/form", dependencies=[allow(Action.EDIT_FIRM)], responses=LOOK_UP)
def show_firm_form(view: View, visitor: VisitorDep, firm_id: str, nothing: Nothing) -> FirmFormOut:
    """整份档案，含联系方式，供修改后用 PUT 写回。只给企业自己、服务专员和主管部门。"""
    del nothing
    row = find_firm(view, firm_id)
    require_firm(visitor, Action.EDIT_FIRM, row.id)
    return FirmFormOut.of(form_of(view, row), row.version)


@router.put(
    "/firms/{firm_id}",
    response_model=FirmFormOut,
    dependencies=[allow(Action.EDIT_FIRM)],
    responses={**LOOK_UP, **WRITE},
)
def write_firm(
    once: OnceDep,
    tx: Tx,
    ground: GroundDep,
    visitor: VisitorDep,
    firm_id: str,
    body: FirmEditIn,
    nothing: Nothing,
) -> Response:
    """改写档案。version 是读到的版本，别人先改过时返回 409。代码、类型和梯度由服务专员和主管部门改。"""
    del nothing
    require_firm(visitor, Action.EDIT_FIRM, find_firm(tx, firm_id).id)

    def work() -> Written:
        hand = _hand(visitor, ground)
        row = edit_firm(tx, firm_id, body.form(), version=body.version, hand=hand)
        return Written(200, FirmFormOut.of(form_of(tx, row), row.version))

    return once.run(work)


@router.post(
    "/firms/{firm_id}/contacts", dependencies=[allow(Action.SEE_MATCHES)], responses=LOOK_UP
)
def look_at_contacts(
    tx: Tx, ground: GroundDep, visitor: VisitorDep, firm_id: str, nothing: Nothing
) -> ContactsOut:
    """查看联系方式：企业自己、服务专员、主管部门，或双方已入围。查看会被记录，企业看得到。"""
    del nothing
    row = surviving(tx, firm_id)
    met = introduced(tx, visitor, row.id)
    moment = Moment(ground.now(), ground.new_id)
    contacts = see_contacts(tx, visitor, row.id, introduced=met, moment=moment)
    return ContactsOut(firm_id=row.id, contacts=[ContactOut.of(one) for one in contacts])


def _hand(visitor: Visitor, ground: Ground) -> Hand:
    official = visitor.may(Action.ACT_FOR_FIRMS)
    return Hand(visitor.user_id, ground.now(), ground.new_id, official)


def _place(text: str) -> str:
    """The code of a place. Raises Invalid for one we do not know: it would filter nothing."""
    code = find_region(text).code
    if text.strip() and not code:
        raise Invalid(UNKNOWN_PLACE, {"region": UNKNOWN_PLACE})
    return code
