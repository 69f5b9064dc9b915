"""What does every answer and every form owe the visitor's safety?

Forms are guarded by where they come from, not by a token. Every browser of the last years says so
itself: `Sec-Fetch-Site`, or at least `Origin`, which a page of another site cannot set. A request
that changes something and names another origin is refused. A request with neither header comes
from a program (curl, an integrator), which holds no visitor's cookies and needs no such guard.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

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
    """Whether a request that changes something was sent by a page of another origin."""
    if method in SAFE_METHODS:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
