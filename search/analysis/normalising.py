"""When are two spellings the same text? Width, case, script and signs brought to one form.

NFKC alone leaves many signs for one meaning (×, x and *; Φ, ø and ⌀; µ and u) and lets ① glue itself
to the next figure. Such signs are settled first, the rest is left to NFKC (℃ becomes °c). Squares and cubes do become plain figures
(mm² → mm2), knowingly, because half of all lists are typed that way; both sides are treated alike.
"""

import re
import unicodedata
from functools import cache

import opencc

# One sign for each meaning: diameters φ, products x, micro u, dashes -, waves ~.
_SIGNS = {
    **dict.fromkeys(map(ord, "ΦϕøØ⌀∅Фф"), "φ"),
    **dict.fromkeys(map(ord, "×✕✖╳⨯⨉хХ"), "x"),
    **dict.fromkeys(map(ord, "µμ"), "u"),
    **dict.fromkeys(map(ord, "‐‑‒–—−－"), "-"),
    **dict.fromkeys(map(ord, "∼～〜"), "~"),
    **dict.fromkeys(
        range(0x2460, 0x249C), " "
    ),  # ① and its kind number a list, they measure nothing
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), None),  # seen by nobody
}
_AFTER_NFKC = (("mm^2", "mm2"), ("m^2", "m2"), ("m^3", "m3"))
# A star is a product sign only between two measures: 10*20, 10mm*20mm.
_STAR = re.compile(r"(?<=[0-9a-z)])( ?)\*( ?)(?=φ?[0-9])")
_HAN_RANGES = (range(0x3400, 0xA000), range(0xF900, 0xFB00))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    # Most texts hold none of these characters, and are spared the conversion.
    han = [chr(code) for block in _HAN_RANGES for code in block]
    simple = _converter().convert("\n".join(han)).split("\n")
    return frozenset(old for old, new in zip(han, simple, strict=True) if old != new)


def normalise(text: str) -> str:
    """NFKC, lower case, traditional → simplified, one sign for each meaning."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS))
        # What NFKC itself made out of compatibility signs (㎛ → μm) is settled here.
        text = text.translate(_SIGNS)
        if not _traditional().isdisjoint(text):
            text = str(_converter().convert(text))
    text = text.lower()
    for written, meant in _AFTER_NFKC:
        if written in text:
            text = text.replace(written, meant)
    return _STAR.sub(r"\1x\2", text) if "*" in text else text


def normalise_with_places(text: str) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters the place in `text` it came from.

    For highlighting the original. Characters are normalised by clusters that NFKC cannot join
    across, so the result equals `normalise(text)` wherever that matters: letters, figures, Han.
    """
    pieces: list[str] = []
    places: list[int] = []
    for place, cluster in _clusters(text):
        piece = unicodedata.normalize("NFKC", cluster.translate(_SIGNS)).translate(_SIGNS)
        pieces.append(piece)
        places.extend([place] * len(piece))
    joined = "".join(pieces)
    simple = normalise(joined)
    if len(simple) == len(joined):
        return simple, places
    # A conversion changed the length (m^2, or a rare phrase): go by single characters instead.
    singles = [normalise(piece) for piece in joined]
    kept = [place for place, piece in zip(places, singles, strict=True) for _ in piece]
    return "".join(singles), kept


def _clusters(text: str) -> list[tuple[int, str]]:
    """A character with the combining marks that follow it, and where it stands."""
    clusters: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if clusters and unicodedata.combining(character):
            start, cluster = clusters[-1]
            clusters[-1] = (start, cluster + character)
        else:
            clusters.append((place, character))
    return clusters
