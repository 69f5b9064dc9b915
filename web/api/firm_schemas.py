"""What do programs send and receive about firms? Their files, forms and contacts."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from matchmaking.firms.contacts import Contact
from matchmaking.firms.dossiers import FirmDossier
from matchmaking.firms.models import FirmFile, FirmKind
from matchmaking.firms.reading_forms import FirmForm, Held
from matchmaking.records import Size, Tier
from web.api.schemas import NoParameters
from web.pages.firm_files import Listed
from web.pages.firm_forms import MOST_LINES
from web.security import WITHOUT_ZERO

Words = Annotated[str, Field(max_length=200, pattern=WITHOUT_ZERO)]
Prose = Annotated[str, Field(max_length=5_000, pattern=WITHOUT_ZERO)]
FORM_EXAMPLE: dict[str, Any] = {
    "name": "示例市虚构甲铝材有限公司",
    "short_name": "示例甲铝",
    "kind": "中小企业",
    "region": "云南省昆明市五华区",
    "industry": "有色金属压延加工",
    "size": "小型",
    "about": "铝型材挤压，年产三千吨。",
    "contacts": [{"name": "示例张三", "phone": "0871-00000001"}],
    "certificates": [{"name": "ISO9001", "expires": "2027-06-30"}],
}


class RegisterParameters(NoParameters):
    """Which firms, in which order, and which part of them."""

    q: Words = Field("", description="名称或简称里的字，或完整的统一社会信用代码")
    kind: FirmKind | None = Field(None, description="只列这类企业")
    tier: Tier | None = Field(None, description="只列这个梯度")
    region: Words = Field("", description="只列这个地区以内的企业，例如：云南省昆明市")
    sort: Literal["name", "region", "tier", "updated"] = Field("name", description="排列的依据")
    start: int = Field(0, ge=0, le=10_000_000, description="从第几家起，0 为第一家")
    limit: int = Field(200, ge=1, le=1000, description="最多返回几家")


class ContactIn(BaseModel):
    """Somebody to call: a telephone number or an address of electronic mail at least."""

    model_config = ConfigDict(extra="forbid")

    name: Words = ""
    phone: Words = ""
    email: Words = ""


class HeldIn(BaseModel):
    """A certificate, and its last day where known."""

    model_config = ConfigDict(extra="forbid")

    name: Words
    expires: date | None = None


class FirmIn(BaseModel):
    """A firm's file as it shall be: what is left out becomes empty."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [FORM_EXAMPLE]})

    name: Words = Field(description="企业全称，与营业执照一致")
    code: Words = Field("", description="统一社会信用代码；只有服务专员和主管部门能改")
    short_name: Words = ""
    kind: FirmKind = Field(FirmKind.SME, description="只有服务专员和主管部门能改")
    region: Words = Field("", description="写到区县，例如：云南省昆明市五华区")
    industry: Words = ""
    size: Size | None = None
    tier: Tier | None = Field(None, description="只有服务专员和主管部门能改")
    about: Prose = ""
    contacts: list[ContactIn] = Field(default_factory=list, max_length=MOST_LINES)
    certificates: list[HeldIn] = Field(default_factory=list, max_length=MOST_LINES)

    def form(self) -> FirmForm:
        """The form as if it had been typed, so that one reader judges both."""
        return FirmForm(
            name=self.name,
            code=self.code,
            short_name=self.short_name,
            kind=self.kind,
            region=self.region,
            industry=self.industry,
            size=self.size or "",
            tier=self.tier or "",
            about=self.about,
            contacts=tuple(Contact(one.name, one.phone, one.email) for one in self.contacts),
            certificates=tuple(
                Held(one.name, one.expires.isoformat() if one.expires else "")
                for one in self.certificates
            ),
        )


class FirmEditIn(FirmIn):
    """The file as it shall be, and the version it was made from."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [FORM_EXAMPLE | {"version": 3}]}
    )

    version: int = Field(ge=1, le=2_000_000_000, description="读到的版本；别人先改过时返回 409")


class ContactOut(BaseModel):
    """Somebody to call."""

    name: str
    phone: str
    email: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        return cls(name=contact.name, phone=contact.phone, email=contact.email)


class HeldOut(BaseModel):
    """A certificate, and its last day where known."""

    name: str
    expires: date | None

    @classmethod
    def of(cls, held: Held) -> Self:
        return cls(
            name=held.name, expires=date.fromisoformat(held.expires) if held.expires else None
        )


class FirmFormOut(BaseModel):
    """The file as its form holds it; sent back changed to `PUT` it writes the change."""

    name: str
    code: str
    short_name: str
    kind: FirmKind
    region: str
    industry: str
    size: Size | None
    tier: Tier | None
    about: str
    contacts: list[ContactOut]
    certificates: list[HeldOut]
    version: int

    @classmethod
    def of(cls, form: FirmForm, version: int) -> Self:
        return cls(
            name=form.name,
            code=form.code,
            short_name=form.short_name,
            kind=FirmKind(form.kind),
            region=form.region,
            industry=form.industry,
            size=Size(form.size) if form.size else None,
            tier=Tier(form.tier) if form.tier else None,
            about=form.about,
            contacts=[ContactOut.of(one) for one in form.contacts],
            certificates=[HeldOut.of(one) for one in form.certificates],
            version=version,
        )


class FirmLineOut(BaseModel):
    """A firm in the register."""

    id: str
    code: str
    name: str
    short_name: str
    kind: FirmKind
    region: str
    industry: str
    size: Size | None
    tier: Tier | None
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: FirmFile) -> Self:
        return cls(
            id=row.id,
            code=row.code or "",
            name=row.name,
            short_name=row.short_name,
            kind=FirmKind(row.kind),
            region=row.region_name,
            industry=row.industry,
            size=Size(row.size) if row.size else None,
            tier=Tier(row.tier) if row.tier else None,
            updated_at=row.updated_at,
            version=row.version,
        )


class FirmsOut(BaseModel):
    """A part of the register."""

    firms: list[FirmLineOut]
    in_all: int


class CertificateOut(BaseModel):
    """A certificate on file."""

    name: str
    expires: date | None
    expired: bool


class ListedOut(BaseModel):
    """A published need or supply, in a line."""

    id: str
    title: str
    specs: str

    @classmethod
    def of(cls, one: Listed) -> Self:
        return cls(id=one.id, title=one.title, specs=one.specs)


class FirmOut(BaseModel):
    """The public part of a firm's file, with what it wants and offers at present."""

    id: str
    code: str
    name: str
    short_name: str
    former_names: list[str]
    other_names: list[str]
    kind: FirmKind
    region: str
    region_code: str
    industry: str
    size: Size | None
    tier: Tier | None
    about: str
    certificates: list[CertificateOut]
    needs: list[ListedOut]
    needs_in_all: int
    supplies: list[ListedOut]
    supplies_in_all: int
    updated_at: datetime
    version: int

    @classmethod
    def of(
        cls,
        file: FirmDossier,
        needs: tuple[Listed, ...],
        supplies: tuple[Listed, ...],
        *,
        most: int,
    ) -> Self:
        return cls(
            id=file.id,
            code=file.code,
            name=file.name,
            short_name=file.short_name,
            former_names=list(file.former_names),
            other_names=list(file.other_names),
            kind=file.kind,
            region=file.region.name,
            region_code=file.region.code,
            industry=file.industry,
            size=file.size,
            tier=file.tier,
            about=file.about,
            certificates=[
                CertificateOut(name=one.name, expires=one.expires, expired=one.expired)
                for one in file.certificates
            ],
            needs=[ListedOut.of(one) for one in needs[:most]],
            needs_in_all=len(needs),
            supplies=[ListedOut.of(one) for one in supplies[:most]],
            supplies_in_all=len(supplies),
            updated_at=file.updated_at,
            version=file.version,
        )


class ContactsOut(BaseModel):
    """Whom to call. The firm can read who has looked."""

    firm_id: str
    contacts: list[ContactOut]
