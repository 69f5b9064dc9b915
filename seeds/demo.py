"""How does an empty platform become the demo city? Its lists through the ordinary import, and one member a role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine
from sqlmodel import Session

from matchmaking.catalogue.chain import keep_chain
from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.firms.entering import Entry
from matchmaking.firms.models import FirmKind
from matchmaking.firms.service import ensure_firms
from matchmaking.imports.at_once import import_now
from matchmaking.intake.identity import firm_key
from matchmaking.intake.kinds import ListKind
from matchmaking.intake.service import read_chain
from matchmaking.people.roles import Role
from matchmaking.people.service import NewUser, create_user
from matchmaking.places import find_region
from matchmaking.progress import Progress, silent
from matchmaking.records import Firm
from matchmaking.storage.database import reading, transaction
from seeds import queries
from seeds.city import write_city
from seeds.firms import make_code

PASSWORD = "kunming-demo-city"  # noqa: S105 (public by design; refused outside development)
_FIRST_LENDER = 9_001  # numbers of firms the plan never reaches
_LENDERS = ("示例一号银行昆明分行", "示例二号农商银行", "示例三号融资担保有限公司")


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A log-in everybody may use on their own machine."""

    role: Role
    login: str
    password: str
    name: str
    firm: str


LOGINS: dict[Role, tuple[str, str]] = {
    Role.OPERATOR: ("zhuguan", "示例 主管"),
    Role.OFFICER: ("zhuanyuan", "示例 专员"),
    Role.CHAIN_LEADER: ("lianzhu", "示例 采购"),
    Role.SME: ("qiye", "示例 厂长"),
    Role.LENDER: ("yinhang", "示例 客户经理"),
}


def load_demo(
    engine: Engine,
    data: Path,
    *,
    now: datetime,
    today: date,
    new_id: Callable[[], str],
    progress: Progress = silent,
) -> bool:
    """Fill an empty platform; one that holds anything is left alone, and False."""
    with reading(engine) as session:
        if not queries.is_empty(session):
            return False
    with TemporaryDirectory(prefix="rongtong-demo-") as folder:
        city = write_city(Path(folder), today=today, progress=progress)
        with transaction(engine) as session:
            keep_chain(session, read_chain(city.chain).edges, now=now)
        for path, kind in ((city.demands, ListKind.DEMAND), (city.supplies, ListKind.SUPPLY)):
            import_now(
                path,
                kind,
                engine=engine,
                data=data,
                now=now,
                today=today,
                new_id=new_id,
                progress=progress,
            )
    with transaction(engine) as session:
        _let_in(session, _lender(session, now, new_id), now=now, new_id=new_id)
    return True


def demo_logins(engine: Engine) -> tuple[DemoLogin, ...]:
    """The log-ins there are, in the order of roles; none where the city was never loaded."""
    with reading(engine) as session:
        found = {
            one.login: one for one in queries.accounts(session, [k for k, _ in LOGINS.values()])
        }
        firms = queries.names_of(session, [one.firm_id for one in found.values() if one.firm_id])
    return tuple(
        DemoLogin(role, login, PASSWORD, name, firms.get(found[login].firm_id or "", ""))
        for role, (login, name) in LOGINS.items()
        if login in found
    )


def _lender(session: Session, now: datetime, new_id: Callable[[], str]) -> str:
    """Three invented lenders; the id of the first."""
    region = find_region("云南昆明")
    firms = [
        Firm(firm_key(name, code), name, code, region=region, industry="金融业")
        for number, name in enumerate(_LENDERS)
        for code in [make_code(region.code, _FIRST_LENDER + number)]
    ]
    ids = ensure_firms(session, firms, entry=Entry(FirmKind.LENDER, "", now, new_id))
    return ids[firms[0].key]


def _let_in(session: Session, lender: str, *, now: datetime, new_id: Callable[[], str]) -> None:
    """One member a role."""
    firm_of = {
        Role.CHAIN_LEADER: queries.busiest(session, Need),
        Role.SME: queries.busiest(session, SupplyListing),
        Role.LENDER: lender,
    }
    for role, (login, name) in LOGINS.items():
        wanted = NewUser(login, name, role, PASSWORD, firm_of.get(role), must_change_password=False)
        create_user(session, wanted, now=now, new_id=new_id)
