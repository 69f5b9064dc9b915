"""How is the site put together? Services in, an application out; nothing happens at import."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from matchmaking.migrations.runner import migrate
from matchmaking.settings import Settings
from matchmaking.storage.database import open_database
from web.api import allocation as api_allocation
from web.api import catalogue as api_catalogue
from web.api import chain_studies as api_chain_studies
from web.api import finding as api_finding
from web.api import firms as api_firms
from web.api import imports as api_imports
from web.api import listings as api_listings
from web.api import merges as api_merges
from web.api import neighbourhood as api_neighbourhood
from web.api import people as api_people
from web.api import routes as api
from web.api import thesaurus as api_thesaurus
from web.demo import DemoCity
from web.errors import install_handlers
from web.language import load_tongues
from web.market_maps import MarketMaps
from web.metrics import Metrics
from web.overviews import Overviews
from web.pages import (
    accounts,
    allocation,
    chain_map,
    chain_studies,
    compare,
    connections,
    firm_files,
    firm_forms,
    firms,
    gaps,
    guides,
    health,
    home,
    imports,
    list_forms,
    listing_forms,
    listings,
    merging,
    need_matches,
    opportunities,
    progress,
    results,
    review,
    rows,
    saved,
    search,
    start,
    synonyms,
    thesaurus,
    thesaurus_forms,
    thesaurus_proposals,
    unmet,
    users,
)
from web.platform import Platform
from web.rendering import STATIC, Edge, Renderer
from web.request_log import Reception, configure_logging
from web.services import Services
from web.uploads import BoundedBody
from web.wiring import real_platform, real_services

DESCRIPTION = (
    "两份清单进来，逐条配好的供应商和理由出去。网页与接口调用同一套服务。"
    "出错时按 RFC 9457 返回 application/problem+json；未声明的查询参数会被拒绝。"
)

# Addresses with a word of their own, as /firms/merge, come before /firms/{firm_id}.
PAGES = (
    health,
    accounts,
    users,
    home,
    progress,
    results,
    compare,
    connections,
    firms,
    gaps,
    chain_map,
    chain_studies,
    rows,
    merging,
    firm_forms,
    firm_files,
    imports,
    list_forms,
    listing_forms,
    need_matches,
    opportunities,
    listings,
    review,
    start,
    guides,
    search,
    saved,
    synonyms,
    thesaurus,
    thesaurus_forms,
    thesaurus_proposals,
    unmet,
    allocation,
)
# For programs, in the order of the description of the interface.
APIS = (
    api,
    api_listings,
    api_catalogue,
    api_people,
    api_finding,
    api_thesaurus,
    api_firms,
    api_merges,
    api_imports,
    api_neighbourhood,
    api_chain_studies,
)


def create_app(settings: Settings) -> FastAPI:
    """The site as the owner set it."""
    configure_logging()
    engine = open_database(settings.database_url)
    migrate(engine)
    return build_app(real_services(settings, engine), real_platform(settings, engine))


def build_app(services: Services, platform: Platform) -> FastAPI:
    """The site over any services and platform."""
    edge = Edge(
        services,
        Overviews(services),
        DemoCity(services),
        Renderer(load_tongues()),
        MarketMaps(services.runs),
        platform,
        Metrics(),
    )

    app = FastAPI(
        title="融通 rongtong",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's own page loads its scripts from a foreign host
        redoc_url=None,
        lifespan=partial(_while_open, edge),
    )
    app.state.edge = edge
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    for programs in APIS:
        app.include_router(programs.router)
    app.include_router(api_neighbourhood.picture, include_in_schema=False)
    app.include_router(api_imports.forms)
    app.include_router(api_allocation.router)
    install_handlers(app)
    app.add_middleware(BoundedBody)
    app.add_middleware(Reception, new_id=lambda: uuid4().hex, count=edge.metrics.count)
    return app


@asynccontextmanager
async def _while_open(edge: Edge, app: FastAPI) -> AsyncIterator[None]:
    """Background work from the first request to the last."""
    del app
    edge.services.runs.start_worker()
    for work in edge.platform.background:
        work.start()
    yield
    for work in edge.platform.background:
        work.stop()
    edge.services.runs.stop()
    edge.overviews.close()
    edge.demo.close()
