"""How does a context become a page? One Jinja environment, one template a context, nothing implicit.

Every page hands its template exactly one frozen context (`page`) and the shell around it (`shell`).
A misspelt name fails (StrictUndefined); every value is escaped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Protocol, cast
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from matchmaking.clock import CITY
from matchmaking.people.roles import Visitor
from matchmaking.sentences import Sentence
from web.demo import DemoCity
from web.language import COOKIE, Language, Tongue, Tongues
from web.market_maps import MarketMaps
from web.metrics import Metrics
from web.navigation import Link, links_for
from web.overviews import Overviews
from web.platform import Platform
from web.services import Services
from web.visitors import visitor_if_known

HERE = Path(__file__).parent
STATIC = HERE / "static"
YEAR = 365 * 24 * 3600


class Context(Protocol):
    """What a template is given; its class names the template."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Something did not work out: what, and where to go from here."""

    template: ClassVar[str] = "pages/error.html"
    status: int
    title: Sentence
    detail: str
    number: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page."""

    tongue: Tongue
    here: str  # path and query without the language, to switch it and stay
    version: str  # changes when a static file does, so that browsers may keep them
    visitor: Visitor

    @property
    def links(self) -> tuple[Link, ...]:
        """Where this visitor can go."""
        return links_for(self.visitor)

    @property
    def path(self) -> str:
        """The page, without what was asked of it."""
        return self.here.partition("?")[0]

    @property
    def sign_in(self) -> str:
        """The door, and back here."""
        return f"/login?{urlencode({'next': self.here})}"

    @property
    def other(self) -> Language:
        """The language the switch leads to."""
        english = self.tongue.language is Language.ENGLISH
        return Language.CHINESE if english else Language.ENGLISH

    @property
    def switch(self) -> str:
        """This page in the other language."""
        return f"{self.here}{'&' if '?' in self.here else '?'}lang={self.other}"


class Renderer:
    """Renders contexts in the visitor's language."""

    def __init__(self, tongues: Tongues, static: Path = STATIC) -> None:
        self.tongues = tongues
        self.version = _digest(static)
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {
            "points": points,
            "tell_word": lambda name, word: word(name),
            "whole": lambda number: f"{number:,}",
            "city_day": city_day,
        }

    def tongue(self, request: Request) -> Tongue:
        """The language asked for in the address, else remembered; a program says it in a header."""
        asked = request.query_params.get("lang"), request.cookies.get(COOKIE)
        if request.url.path.startswith("/api/"):
            return self.tongues.choose(request.headers.get("accept-language"))
        return self.tongues.choose(*asked)

    def page(
        self,
        request: Request,
        context: Context,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> HTMLResponse:
        """The answer; a language chosen in the address is remembered for a year."""
        tongue = self.tongue(request)
        query = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
        here = request.url.path + (f"?{urlencode(query)}" if query else "")
        html = self.environment.get_template(context.template).render(
            page=context,
            shell=Shell(tongue, here, self.version, visitor_if_known(request)),
            _=tongue.say,
            tell=tongue.tell,
            word=tongue.word,
            retell=tongue.retell,
        )
        response = HTMLResponse(html, status, headers)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
        if "lang" in request.query_params:
            response.set_cookie(
                COOKIE, tongue.language, max_age=YEAR, httponly=True, samesite="lax"
            )
        return response


@dataclass(frozen=True, slots=True)
class Edge:
    """What a route needs: the domain, the boards, the renderer, the maps, the platform, counts."""

    services: Services
    overviews: Overviews
    demo: DemoCity
    renderer: Renderer
    maps: MarketMaps
    platform: Platform
    metrics: Metrics

    @staticmethod
    def request_id(request: Request) -> str:
        """The number under which this request is logged."""
        return str(getattr(request.state, "request_id", ""))


def edge_of(request: Request) -> Edge:
    """The application's one Edge."""
    return cast("Edge", request.app.state.edge)


def points(number: float) -> str:
    """A part of a score: one decimal, a real minus sign, never minus zero."""
    text = f"{number:.1f}"
    return "0.0" if text == "-0.0" else text.replace("-", "−")


def city_day(moment: datetime) -> str:
    """The day a moment fell on here, whatever day it was in Greenwich."""
    return moment.astimezone(CITY).date().isoformat()


def _digest(folder: Path) -> str:
    """A short digest of all static files."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
