"""What does every answer and every form owe the visitor's safety?

Forms are guarded by where they come from, not by a token in each. Two locks, either of which would do:

- The session's cookie is SameSite=Lax: a browser sends it with no form, script or picture of another
  site, only when somebody follows a link here; and following a link (GET) changes nothing.
- Every browser of the last years says where a request comes from: `Sec-Fetch-Site`, or at least
  `Origin` with every POST. A page cannot set or remove either. A request that changes something and
  names another origin is refused, signed in or not, so nobody can be signed in as somebody else
  either. One that carries a session's cookie and names no origin at all is refused too: that is a
  browser too old to be protected by the first lock, or a program that borrowed a browser's cookie.

A request with neither header and without the cookie comes from a program (curl, an integrator). It
has only the key it was given, which no browser adds by itself, so there is nothing to forge.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import cookie_parser

API = "/api/"
SESSION_COOKIE = "rongtong"
# No database takes a zero byte in a text, and nobody types one.
WITHOUT_ZERO = r"^[^\x00]*$"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Everything is served from here: no script, style, font or picture of another host, nothing inline.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def is_foreign(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request that changes something comes from another origin, or hides where from."""
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc != headers.get("host", "")
    return SESSION_COOKIE in cookie_parser(headers.get("cookie", ""))


def has_zero(path: str, query: bytes) -> bool:
    """Whether an address carries a zero byte."""
    return "\x00" in path or b"%00" in query or b"\x00" in query


def way_back(wanted: str) -> str:
    """Where to go after signing in: the page of ours that was asked for, never another site's."""
    plain = wanted.isprintable() and "\\" not in wanted
    ours = wanted.startswith("/") and not wanted.startswith(("//", API, "/login", "/logout"))
    return wanted if plain and ours else "/"
