"""Which services does the real site run on? The one place where they are put together."""

from functools import partial
from uuid import uuid4

from matchmaking import clock
from matchmaking.intake.service import read_chain, read_list
from matchmaking.matching.market import Market
from matchmaking.matching.service import (
    build_market,
    overview,
    recommend_demands,
    recommend_suppliers,
)
from matchmaking.matching.workbook import write_workbook
from matchmaking.runs import Parts, Runs
from matchmaking.settings import Settings
from matchmaking.storage.database import open_database
from search.vectors import shared_encoder
from seeds.city import write_city
from web.services import Services


def real_services(settings: Settings) -> Services:
    """Everything real: the database, the sentence encoder, the engine, the clock."""
    parts: Parts[Market] = Parts(
        read_list=read_list,
        read_chain=read_chain,
        build_market=partial(build_market, encoder=shared_encoder()),
    )
    return Services(
        runs=Runs(open_database(settings.database_url), settings.data / "runs", parts),
        overview=overview,
        recommend_suppliers=recommend_suppliers,
        recommend_demands=recommend_demands,
        write_workbook=write_workbook,
        write_city=write_city,
        now=clock.now,
        today=clock.today,
        new_id=lambda: uuid4().hex,
    )
