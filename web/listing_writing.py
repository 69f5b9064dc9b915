"""How does what somebody wrote become a need or a supply? The same for pages and programs.

Texts are named by `web.listing_fields`, and by the three names below.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from matchmaking.catalogue import service
from matchmaking.catalogue.rows import Record
from matchmaking.catalogue.service import Hand
from matchmaking.catalogue.taking_in import Source
from matchmaking.errors import Invalid, UnknownRecord
from matchmaking.firms.dossiers import find_firm
from matchmaking.intake.forms import read_form
from matchmaking.intake.headers import Field
from matchmaking.people.roles import Action, Visitor, require_firm
from matchmaking.people.service import firm_for
from matchmaking.records import Demand
from web.listing_fields import names_of
from web.listings import Kind, to_write
from web.platform import Platform

FIRM, NUMBER, VERSION = "firm_id", "number", "version"
LONGEST_TEXT, LONGEST_NUMBER, VERSION_DIGITS = 5_000, 100, 19


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and the clock and ids they write by."""

    visitor: Visitor
    platform: Platform

    @property
    def hand(self) -> Hand:
        """Who does it, now."""
        return Hand(self.visitor.user_id, self.platform.now(), self.platform.today())


def add_listing(session: Session, kind: Kind, *, texts: Mapping[str, str], author: Author) -> str:
    """A new one; its id. Raises Invalid, Conflict, NotAllowed, UnknownRecord."""
    visitor, platform = author.visitor, author.platform
    firm_id = _firm_of(session, texts, visitor)
    require_firm(visitor, kind.write, firm_id)
    source = Source(
        platform.now(),
        platform.today(),
        platform.new_id,
        entered_by=visitor.user_id,
        on_behalf=visitor.firm_id != firm_id,
    )
    record = _read(kind, texts, find_firm(session, firm_id).name, author=author)
    return service.add(session, record, firm_id, source=source)


def change_listing(
    session: Session, kind: Kind, listing_id: str, *, texts: Mapping[str, str], author: Author
) -> None:
    """New content over an old one's, if it is the version that was read. Raises Conflict, …"""
    listing = to_write(session, kind, listing_id, author.visitor)
    record = _read(kind, texts, find_firm(session, listing.firm_id).name, author=author)
    version = texts.get(VERSION, "")
    known = int(version) if version.isdecimal() and len(version) < VERSION_DIGITS else 0
    service.change(session, listing, record, version=known, hand=author.hand)


def _firm_of(session: Session, texts: Mapping[str, str], visitor: Visitor) -> str:
    """Whose it is to be: the one named by those who may act for firms, else one's own."""
    acting = visitor.may(Action.ACT_FOR_FIRMS)
    named = firm_for(session, texts.get(FIRM, "")) if acting else None
    if named or visitor.firm_id:
        return named or str(visitor.firm_id)
    if acting:
        wrong = "请写明是哪家企业的：统一社会信用代码、全称或编号。"
        raise Invalid(wrong, {FIRM: wrong})
    raise UnknownRecord("您的账号还没有所属企业，请联系主管部门为您指定。")


def _read(kind: Kind, texts: Mapping[str, str], firm_name: str, *, author: Author) -> Record:
    """The record that was written. Raises Invalid with what is wrong with each field."""
    names = names_of(kind.list_kind)
    said = {name: text for name, text in texts.items() if name in names}
    _refuse_too_long(said | {NUMBER: texts.get(NUMBER, "")})
    number, today = texts.get(NUMBER, "").strip(), author.platform.today()
    record, wrong = read_form(kind.list_kind, said, number=number, firm=firm_name, today=today)
    region = said.get(Field.REGION, "").strip()
    if region and isinstance(record, Demand) and not record.region.code:
        wrong = wrong | {Field.REGION.value: "没有认出这个地区，请写到省、市或区县的全称。"}
    if wrong or record is None:
        raise Invalid("有几处没有读懂，还没有保存。请改好标出的地方再提交。", wrong)
    return record


def _refuse_too_long(texts: Mapping[str, str]) -> None:
    """Nobody reads more, and every text is cut into words and compared."""
    wrong = {
        name: f"太长了，最多 {most} 个字，请只写要点。"
        for name, text in texts.items()
        if len(text) > (most := LONGEST_NUMBER if name == NUMBER else LONGEST_TEXT)
    }
    if wrong:
        raise Invalid("有的内容太长，还没有保存。请缩短标出的地方再提交。", wrong)
