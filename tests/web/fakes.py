"""A small invented market with everything a page must show, and services that answer from it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine

from matchmaking.errors import MatchmakingError, NotReady, UnknownRecord
from matchmaking.finding.service import Finder
from matchmaking.matching.evidence import (
    Conclusion,
    Contribution,
    Finding,
    Match,
    Opportunities,
    Recommendation,
    Unmet,
    Verdict,
)
from matchmaking.records import (
    Certificate,
    Demand,
    Firm,
    Origin,
    Period,
    Price,
    Problem,
    Quantity,
    Reading,
    Region,
    ReturnedRow,
    Supply,
    Tier,
    Wish,
    WishKind,
)
from matchmaking.runs import RunResult, RunState, RunStatus, Upload
from matchmaking.sentences import say
from matchmaking.storage.database import open_database
from search.contract import Results
from web.platform import Platform
from web.services import Services

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
KUNMING = Region("530100", "示例省示例市")
BUYER = Firm("91-A", "示例市虚构链主铝业集团有限公司", region=KUNMING)
DEMAND_FILE = "示例需求.xlsx"
SUPPLY_FILE = "示例供给.xlsx"


def demand(number: int, title: str, **more: object) -> Demand:
    origin = Origin(DEMAND_FILE, "需求", number + 3)
    made = Demand(f"D{number:03}", title, BUYER, type="关键原材料", origin=origin)
    return replace(made, **more)


def supply(number: int, product: str, name: str, **more: object) -> Supply:
    firm = Firm(f"91-{number}", f"示例市虚构{name}有限公司", region=KUNMING, tier=Tier.SPECIALISED)
    origin = Origin(SUPPLY_FILE, "供给", number + 3)
    return replace(Supply(f"S{number:03}", product, firm, origin=origin), **more)


ALUMINIUM = demand(
    1,
    "6061铝合金圆铸锭",
    specs="φ178mm，6061",
    description="用于挤压型材，要求均匀化退火，表面无夹渣。",
    quantity=Quantity(500, "吨", Period.MONTH, approximate=True),
    needed_by=date(2026, 6, 30),
    price=Price(Decimal(21500), "吨"),
    wishes=(
        Wish(WishKind.CERTIFICATE, "ISO9001", must=True),
        Wish(WishKind.REGION, "本省优先", must=False),
    ),
)
BOTTLE = demand(2, "磷酸铁锂正极材料", quantity=Quantity(80, "吨", Period.MONTH))
SPINDLE = demand(3, "五轴加工中心电主轴", type="关键零部件")

MAKERS = (
    supply(
        1,
        "6061、6063铝合金圆铸锭",
        "甲铝材",
        specs="φ120–φ254mm",
        capacity=Quantity(12000, "吨", Period.YEAR),
        spare=Quantity(6500, "吨", Period.YEAR),
        lead_days=20,
        price=Price(Decimal(21200), "吨"),
        certificates=(Certificate("ISO9001"), Certificate("IATF16949")),
    ),
    supply(2, "铝合金铸棒", "乙金属", capacity=Quantity(9000, "吨", Period.YEAR), lead_days=0),
    supply(3, "再生铝合金锭", "丙再生资源", minimum_order=Quantity(30, "吨")),
    supply(4, "挤压铝型材", "丁型材"),
    supply(5, "铝合金圆棒", "戊铝业", certificates=(Certificate("ISO9001", held=False),)),
    supply(6, "磷酸铁", "己磷化工"),
    supply(7, "高速轴承", "庚轴承"),
    supply(8, "电主轴维修服务", "辛机电"),
)


def contributions(total: float) -> tuple[Contribution, ...]:
    return (
        Contribution(
            "词语",
            total * 0.5,
            0.92,
            say(
                "主导产品「{product}」写有所需的“{words}”",
                product="铝合金圆铸锭",
                words="铝合金、圆铸锭",
            ),
        ),
        Contribution(
            "含义",
            total * 0.4,
            0.81,
            say(
                "「{product}」与「{title}」含义相近",
                product="铝合金圆铸锭",
                title="6061铝合金圆铸锭",
            ),
        ),
        Contribution(
            "距离",
            total * 0.15,
            1.0,
            say("企业在{place}，离需求地{home}近", place="示例市", home="示例市"),
        ),
        Contribution("产业链", 0.0, 0.0),
        Contribution(
            "价格",
            -total * 0.05,
            -1.0,
            say("报价 {offered}，高于 {asked}", offered="22,000元/吨", asked="21,500元/吨"),
        ),
    )


CAPACITY = Finding(
    "产能",
    Verdict.MET,
    must=False,
    sentence=say("可供 {offered}，够 {asked}", offered="6,500吨/年", asked="约500吨/月"),
    asked="约500吨/月",
    offered="6,500吨/年",
)
CERTIFIED = Finding(
    "资质",
    Verdict.MET,
    must=True,
    sentence=say("持有{asked}", asked="ISO9001"),
    asked="ISO9001",
    offered="ISO9001、IATF16949",
)
UNCERTAIN = Finding(
    "资质",
    Verdict.UNKNOWN,
    must=True,
    sentence=say("清单没有写明{missing}", missing="ISO9001"),
    asked="ISO9001",
    question=say("是否持有{missing}？有效期到何时？", missing="ISO9001"),
)
DENIED = Finding(
    "资质",
    Verdict.NOT_MET,
    must=True,
    sentence=say("写明没有{missing}", missing="ISO9001"),
    asked="ISO9001",
    offered="无",
    change=say("取得{missing}", missing="ISO9001"),
)
LATE = Finding(
    "交期",
    Verdict.UNKNOWN,
    must=False,
    sentence=say("清单没有写明供货周期，需求要在 {asked} 前到货", asked="2026-06-30"),
    asked="2026-06-30",
    question=say("能否在 {asked} 前交货？", asked="2026-06-30"),
)


def match(asked: Demand, offered: Supply, rank: int, score: float, *findings: Finding) -> Match:
    musts = [finding for finding in findings if finding.must]
    fails = any(finding.verdict is Verdict.NOT_MET for finding in musts)
    unknown = any(finding.verdict is Verdict.UNKNOWN for finding in musts)
    conclusion = (
        Conclusion.FAILS if fails else Conclusion.TO_CONFIRM if unknown else Conclusion.FITS
    )
    return Match(
        asked,
        offered,
        rank,
        score,
        conclusion,
        contributions(score),
        findings,
        ("词语", "含义"),
        other_listings=("S009",) if rank == 1 else (),
    )


ANSWERS = (
    Recommendation(
        ALUMINIUM,
        (
            match(ALUMINIUM, MAKERS[0], 1, 86.4, CERTIFIED, CAPACITY),
            match(ALUMINIUM, MAKERS[1], 2, 71.2, UNCERTAIN, LATE, CAPACITY),
            match(ALUMINIUM, MAKERS[2], 3, 55.05, UNCERTAIN, CAPACITY),
            match(ALUMINIUM, MAKERS[3], 4, 31.0, UNCERTAIN),
            match(ALUMINIUM, MAKERS[7], 5, 22.0, UNCERTAIN),
            match(ALUMINIUM, MAKERS[4], 6, 64.0, DENIED, CAPACITY),
        ),
        considered=812,
    ),
    Recommendation(BOTTLE, (match(BOTTLE, MAKERS[5], 1, 44.7, UNCERTAIN),), considered=77),
    Recommendation(
        SPINDLE,
        (),
        considered=3,
        unmet=Unmet(
            SPINDLE,
            say("供给清单里没有「{title}」一类产品，已列为未匹配需求", title=SPINDLE.title),
            nearest=(match(SPINDLE, MAKERS[7], 1, 25.0, DENIED),),
            upstream=(MAKERS[6],),
        ),
    ),
)

RETURNED = ReturnedRow(
    Origin(DEMAND_FILE, "需求", 9),
    ("D009", "", "三台"),
    (Problem("B9", "需求名称", "", "需求名称没有填写，请填上要采购的产品、零部件、技术或服务。"),),
)
REMARK = Problem("供给!F7", "产能", "若干", "“若干”不是数量，按没有填写处理。")
DEMANDS = Reading(DEMAND_FILE, tuple(answer.demand for answer in ANSWERS), (RETURNED,))
SUPPLIES = Reading(SUPPLY_FILE, MAKERS, remarks=(REMARK,))


@dataclass
class FakeRuns:
    """Runs that are done at once, unless told otherwise."""

    state: RunState = RunState.DONE
    error: str = ""
    started: dict[str, tuple[Upload, Upload, Upload | None]] = field(default_factory=dict)
    working: bool = False

    def start(self, run_id, *, demands, supplies, chain=None, now):
        assert now == NOW
        self.started[run_id] = (demands, supplies, chain)
        return self.status(run_id)

    def status(self, run_id):
        if run_id not in self.started:
            raise UnknownRecord("没有这次匹配，可能链接不完整。请回到首页重新上传两份清单。")
        demands, supplies, _ = self.started[run_id]
        return RunStatus(
            run_id, self.state, "整理清单", 120, 300, self.error, demands.name, supplies.name, NOW
        )

    def result(self, run_id):
        status = self.status(run_id)
        if self.state is RunState.FAILED:
            raise MatchmakingError(self.error)
        if self.state is not RunState.DONE:
            raise NotReady("还在处理（整理清单），请稍候再看。")
        return RunResult(status, DEMANDS, SUPPLIES, "market")

    def start_worker(self):
        self.working = True

    def stop(self):
        self.working = False


def overview(market, *, top, today, progress):
    assert (market, top, today) == ("market", 20, TODAY)
    progress("逐条匹配", len(ANSWERS), len(ANSWERS))
    return ANSWERS


def recommend_suppliers(market, demand_id, *, top, today):
    assert (market, today) == ("market", TODAY)
    for answer in ANSWERS:
        if answer.demand.id == demand_id:
            return replace(answer, matches=answer.matches[:top])
    raise UnknownRecord(f"没有编号为 {demand_id} 的需求；请从列表里重新选择。")


def recommend_demands(market, firm_key, *, top, today):
    assert (market, today) == ("market", TODAY)
    firms = {maker.firm.key: maker.firm for maker in MAKERS}
    if firm_key not in firms:
        raise UnknownRecord(f"没有编号为 {firm_key} 的企业；请从列表里重新选择。")
    matches = [m for a in ANSWERS for m in a.matches if m.supply.firm.key == firm_key][:top]
    return Opportunities(firms[firm_key], tuple(matches), considered=9)


def find_teams(market, answers, *, today):
    assert (market, answers, today) == ("market", ANSWERS, TODAY)
    return ()


def write_workbook(path, recommendations, *, demands, supplies, teams):
    assert (recommendations, demands, supplies) == (ANSWERS, DEMANDS, SUPPLIES)
    assert teams == ()
    path.write_bytes(b"PK workbook")


@dataclass(frozen=True)
class FakeCity:
    demands: Path
    supplies: Path
    chain: Path


def write_city(folder: Path, *, today: date) -> FakeCity:
    assert today == TODAY
    city = FakeCity(folder / "示例需求.xlsx", folder / "示例供给.xlsx", folder / "示例产业链.csv")
    for path in (city.demands, city.supplies, city.chain):
        path.write_bytes(path.name.encode())
    return city


def fake_services(runs: FakeRuns | None = None, **more: object) -> Services:
    ids = iter(f"run{number}" for number in range(1, 99))
    services = Services(
        runs=runs or FakeRuns(),
        overview=overview,
        recommend_suppliers=recommend_suppliers,
        recommend_demands=recommend_demands,
        find_teams=find_teams,
        write_workbook=write_workbook,
        write_city=write_city,
        now=lambda: NOW,
        today=lambda: TODAY,
        new_id=lambda: next(ids),
    )
    return replace(services, **more)


class NoMatches:
    """A live market that is never ready."""

    seq = None

    def suppliers(self, need_id, *, top=20):
        del need_id, top
        raise NotReady("正在整理已发布的需求和供给，请稍候，页面会自动更新。")

    def team(self, answer):
        del answer
        raise NotReady("正在整理已发布的需求和供给，请稍候，页面会自动更新。")

    def opportunities(self, firm_id, *, top=20):
        del firm_id, top
        raise NotReady("正在整理已发布的需求和供给，请稍候，页面会自动更新。")


def fake_platform(engine: Engine | None = None, **more: object) -> Platform:
    """A platform on an empty database that nobody asks, unless a test brings one."""
    ids = iter(f"id{number:03}" for number in range(1, 999))
    platform = Platform(
        engine=engine or open_database("sqlite://"),
        data=Path("data"),
        development=True,
        live=NoMatches(),
        finder=Finder(lambda _: Results((), 0)),
        now=lambda: NOW,
        today=lambda: TODAY,
        new_id=lambda: next(ids),
    )
    return replace(platform, **more)
