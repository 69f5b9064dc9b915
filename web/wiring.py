"""Which services does the real site run on? The one place where they are put together."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import uuid4

from sqlalchemy import Engine

from matchmaking import clock
from matchmaking.allocation.problem import Limits
from matchmaking.allocation.service import Allocation, allocate_open
from matchmaking.finding.keeping import Kept
from matchmaking.finding.service import Finder
from matchmaking.finding.synonyms import in_force
from matchmaking.finding.wording import Wording, Wordings
from matchmaking.imports.working import work_once as import_once
from matchmaking.indexing.encoding import Encoding
from matchmaking.indexing.generations import Server, Shelf, Synonyms, open_shelf
from matchmaking.indexing.indexer import Indexer
from matchmaking.indexing.keeping import Reader
from matchmaking.indexing.site import Site
from matchmaking.indexing.vector_store import StoredEncoder, VectorStore
from matchmaking.intake.service import read_chain, read_list
from matchmaking.live.market import LiveMarket
from matchmaking.matching.chain import ChainLink
from matchmaking.matching.market import Market
from matchmaking.matching.service import (
    build_market,
    overview,
    recommend_demands,
    recommend_suppliers,
)
from matchmaking.matching.workbook import write_workbook
from matchmaking.noticing.service import Noticing
from matchmaking.outbox.models import Subject
from matchmaking.progress import Progress, silent
from matchmaking.records import Demand, Supply
from matchmaking.runs import Parts, Runs
from matchmaking.settings import Settings
from matchmaking.teams.service import teams_of
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.groups import shipped_group_of
from matchmaking.thesaurus.knowledge import shipped_knowledge
from matchmaking.worker import Worker
from search.vectors import shared_encoder
from seeds.city import write_city
from web.allocations import Allocations
from web.platform import Platform
from web.services import Services


def new_id() -> str:
    """A number nobody else has."""
    return uuid4().hex


def real_services(settings: Settings, engine: Engine) -> Services:
    """Everything real for two lists dropped in: the sentence encoder, the engine, the clock."""
    parts: Parts[Market] = Parts(
        read_list=read_list,
        read_chain=read_chain,
        build_market=build_known_market,
    )
    return Services(
        runs=Runs(engine, settings.data / "runs", parts),
        overview=overview,
        recommend_suppliers=recommend_suppliers,
        recommend_demands=recommend_demands,
        find_teams=teams_of,
        write_workbook=write_workbook,
        write_city=write_city,
        now=clock.now,
        today=clock.today,
        new_id=new_id,
    )


def build_known_market(
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    *,
    chain: Sequence[ChainLink] = (),
    progress: Progress = silent,
) -> Market:
    """The market of two lists, with the thesaurus that comes with the platform."""
    return build_market(
        demands,
        supplies,
        encoder=shared_encoder(),
        chain=chain,
        knowledge=shipped_knowledge(),
        progress=progress,
    )


def real_platform(settings: Settings, engine: Engine) -> Platform:
    """The platform over its database: the live market, and the background work if it is ours."""
    thesaurus = Current(encoder=shared_encoder())
    live = LiveMarket(
        engine, kept_encoder(settings), today=clock.today, knowledge=thesaurus.knowledge
    )
    worker = real_worker(settings, engine, thesaurus)
    allocations = Allocations(partial(computed_allocation, engine, live))
    return Platform(
        engine=engine,
        data=settings.data,
        development=settings.development,
        live=live,
        finder=Finder(real_reader(settings, engine).search, wording=wording_of(engine, thesaurus)),
        now=clock.now,
        today=clock.today,
        new_id=new_id,
        background=(live, allocations, *([worker] if settings.worker else [])),
        thesaurus=thesaurus,
        allocations=allocations,
    )


def computed_allocation(
    engine: Engine, market: LiveMarket, limits: Limits, now: datetime, progress: Progress
) -> Allocation:
    """All open needs of the platform handed out."""
    return allocate_open(engine, market, limits=limits, now=now, progress=progress)


def real_reader(settings: Settings, engine: Engine) -> Reader:
    """Search as the indexer last left it; an operator's synonyms hold at once."""
    return Reader(shelf_of(settings), synonyms=synonyms_of(engine))


def synonyms_of(engine: Engine) -> Kept[Synonyms]:
    """The words of one meaning that hold now, by the operators' groups."""
    return Kept(engine, in_force, subjects=frozenset({Subject.SYNONYM}))


def wording_of(engine: Engine, thesaurus: Current) -> Kept[Wording]:
    """What typed words mean now, by the operators' groups and the thesaurus."""
    wordings = Wordings(thesaurus.knowledge)
    subjects = frozenset({Subject.SYNONYM, Subject.THESAURUS})
    return Kept(engine, wordings.read, subjects=subjects)


def real_site(settings: Settings, engine: Engine) -> Site:
    """What keeping the index stands on; vectors are kept, not only looked up."""
    return Site(
        engine,
        shelf_of(settings),
        now=clock.now,
        holder=new_id(),
        vectors=kept_encoder(settings, keeps=True),
        synonyms=synonyms_of(engine),
        group_of=shipped_group_of,
    )


def kept_encoder(settings: Settings, *, keeps: bool = False) -> StoredEncoder:
    """The sentence encoder, asked only for what nobody has encoded yet."""
    encoder = shared_encoder()
    store = VectorStore(settings.data / "vectors", encoder.dimensions)
    return StoredEncoder(store, encoder, keeps=keeps)


def shelf_of(settings: Settings) -> Shelf:
    """Where the index stands: a folder, or the search server where one is set."""
    if settings.meili_url is None:
        return open_shelf(settings.data)
    key = settings.meili_master_key
    return open_shelf(
        settings.data, Server(settings.meili_url, key.get_secret_value() if key else "")
    )


def real_worker(settings: Settings, engine: Engine, thesaurus: Current | None = None) -> Worker:
    """Everything that is done in the background. `thesaurus`: the process's, where it has one."""
    read_lists = partial(
        import_once,
        engine,
        settings.data,
        now=clock.now,
        today=clock.today,
        new_id=new_id,
        holder=new_id(),
    )
    site = real_site(settings, engine)
    indexer, encoding = Indexer(site), Encoding(site)
    noticing = Noticing(engine, thesaurus or Current(), now=clock.now, holder=new_id())
    return Worker(
        {
            "imports": read_lists,
            "index": indexer.work_once,
            "vectors": encoding.work_once,
            "thesaurus": noticing.work_once,
        },
        closing=indexer.close,
    )
