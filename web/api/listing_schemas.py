"""What do programs send and receive of needs, supplies, marks, review and changes?"""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.catalogue.models import Status
from matchmaking.intake.forms import MUSTS, WISHES, form_of
from matchmaking.records import Demand
from web.api.schemas import NoParameters
from web.listing_writing import FIRM, NUMBER, VERSION
from web.listings import Shown
from web.security import WITHOUT_ZERO

Text = Annotated[str, Field(max_length=5_000, pattern=WITHOUT_ZERO)]
Line = Annotated[str, Field(max_length=500, pattern=WITHOUT_ZERO)]
Lines = Annotated[list[Line], Field(max_length=100)]
FIRM_TOLD = "哪家企业的：编号、统一社会信用代码或全称。只有服务专员和主管部门要填"
LAST = 9_000_000_000_000_000_000  # more than a database numbers


class OfFirmParameters(NoParameters):
    """Which firm's, and which part of them."""

    firm: Line = Field("", description="企业编号；不填为自己的企业")
    start: int = Field(0, ge=0, le=1_000_000, description="从第几条起，0 为第一条")
    limit: int = Field(50, ge=1, le=200, description="最多返回几条")


class NeedIn(BaseModel):
    """A need, written as in a list: 500吨/月, 2026年6月底."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "number": "甲-001",
                    "title": "6061铝合金圆铸锭",
                    "specs": "φ178mm",
                    "quantity": "500吨/月",
                    "needed_by": "2026-06-30",
                    "needed_by_binds": True,
                    "price": "21500元/吨",
                    "region": "云南省昆明市",
                    "musts": ["持有ISO9001"],
                    "wishes": ["本省优先"],
                }
            ]
        },
    )

    firm: Line = Field("", description=FIRM_TOLD)
    number: Line = Field("", description="企业自己的需求编号，可不填")
    title: Text = Field(description="需求名称")
    type: Line = Field("", description="关键原材料、关键零部件、关键技术或服务")
    category: Line = Field("", description="产品类别")
    description: Text = Field("", description="需求说明")
    specs: Text = Field("", description="规格要求")
    quantity: Line = Field("", description="数量，写明单位和周期：500吨/月")
    needed_by: Line = Field("", description="需要日期：2026-06-30 或 2026年6月底")
    needed_by_binds: bool = Field(default=False, description="日期必须满足")
    price: Line = Field("", description="最高价：21500元/吨")
    price_binds: bool = Field(default=False, description="最高价必须满足")
    region: Line = Field("", description="交货地区")
    musts: Lines = Field(default_factory=list, description="必须满足的条件")
    wishes: Lines = Field(default_factory=list, description="优先考虑的条件")

    def texts(self, version: int = 0) -> dict[str, str]:
        """As the form would send it."""
        return _texts(self, version)


class SupplyIn(BaseModel):
    """A supply, written as in a list: 12000吨/年, 20天."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "number": "乙-001",
                    "product": "6061铝合金圆铸锭",
                    "capacity": "12000吨/年",
                    "lead_days": "20天",
                    "price": "21200元/吨",
                    "certificates": ["ISO9001"],
                }
            ]
        },
    )

    firm: Line = Field("", description=FIRM_TOLD)
    number: Line = Field("", description="企业自己的供给编号，可不填")
    product: Text = Field(description="主导产品")
    industry: Line = Field("", description="所属行业，由大到小用 / 隔开")
    specs: Text = Field("", description="规格")
    capacity: Line = Field("", description="产能规模：12000吨/年")
    spare: Line = Field("", description="剩余产能：500吨/月")
    minimum_order: Line = Field("", description="起订量：5吨")
    lead_days: Line = Field("", description="供货周期：20天，或现货")
    price: Line = Field("", description="价格：21200元/吨")
    revenue_share: Line = Field("", description="收入占比：35%")
    certificates: Lines = Field(default_factory=list, description="资质")
    customers: Lines = Field(default_factory=list, description="现有配套")
    targets: Lines = Field(default_factory=list, description="拟配套对象")

    def texts(self, version: int = 0) -> dict[str, str]:
        """As the form would send it."""
        return _texts(self, version)


class NeedChange(NeedIn):
    """New content of a need."""

    version: int = Field(ge=1, le=LAST, description="读到的版本；别人先改过时返回 409")


class SupplyChange(SupplyIn):
    """New content of a supply."""

    version: int = Field(ge=1, le=LAST, description="读到的版本；别人先改过时返回 409")


class ListingOut(BaseModel):
    """A need or a supply. `fields` are what a change would send back."""

    id: str
    kind: Literal["need", "supply"]
    number: str
    title: str
    firm_id: str
    firm_name: str
    status: Status
    expired: bool
    stale: bool = Field(description="久未确认")
    on_behalf: bool = Field(description="由服务专员代填")
    posted_at: datetime
    updated_at: datetime
    expires_on: date | None
    confirmed_on: date
    review_note: str = Field(description="审核意见，只给企业自己、服务专员和主管部门")
    version: int
    fields: dict[str, str] = Field(description="内容，写法与清单相同")

    @classmethod
    def of(cls, one: Shown, *, own: bool) -> Self:
        record, standing = one.record, one.standing
        firm = record.buyer if isinstance(record, Demand) else record.firm
        return cls(
            id=one.id,
            kind="need" if isinstance(record, Demand) else "supply",
            number=one.number,
            title=one.title,
            firm_id=firm.key,
            firm_name=firm.name,
            status=standing.status,
            expired=standing.expired,
            stale=standing.stale,
            on_behalf=one.on_behalf,
            posted_at=one.posted_at,
            updated_at=one.updated_at,
            expires_on=one.expires_on,
            confirmed_on=one.confirmed_on,
            review_note=one.review_note if own else "",
            version=one.version,
            fields=form_of(record),
        )


class ListingsOut(BaseModel):
    """A part of a firm's needs or supplies."""

    listings: list[ListingOut]
    total: int


def _texts(body: NeedIn | SupplyIn, version: int) -> dict[str, str]:
    """As the form would send it: lines of conditions, lists in one field, ticks."""
    texts: dict[str, str] = {}
    for name, value in body.model_dump(exclude={"firm", "version"}).items():
        if isinstance(value, list):
            texts[name] = ("\n" if name in (MUSTS, WISHES) else "、").join(value)
        elif isinstance(value, bool):
            texts[name] = "1" if value else ""
        else:
            texts[name] = value
    return texts | {FIRM: body.firm, NUMBER: body.number, VERSION: str(version)}
