"""Which tokens does a text consist of? Words, bigrams, units, grades and measures; pinyin on request.

Everything works on the normalised text and is the same for documents and queries, so what is typed
as 鋼管 or ＴＣ４ meets what was listed as 钢管 or tc4.
"""

import re
from functools import cache

import pypinyin
import rjieba

from search.analysis.normalising import normalise

_HAN = "㐀-䶿一-鿿々〇\U00020000-\U0003134f"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# Units that may stand apart from their figure: 220 kV is 220kV.
_UNITS = (
    "mm2|mm3|cm2|cm3|m2|m3|mm|cm|dm|km|um|nm|m|kg|mg|ug|g|t|ml|ul|l|kva|mva|va|kvar|kv|mv|v|kwh|mwh"
    "|gwh|wh|kw|mw|gw|w|mah|ah|ma|ka|a|ghz|mhz|khz|hz|gpa|mpa|kpa|pa|bar|kn|n|nm3|rpm|db|dpi|gb|tb"
    "|mb|kb|ppm|r/min|°c|ω|kω|mω|%|‰"
)
_SIDE = rf"(?:φ ?|[a-z]{{0,4}}){_NUMBER}[a-z]{{0,2}}\d?"
_STANDARD = r"(?:gb|jb|yb|hg|sh|sy|dl|nb|yd|yy|qb|jt|tb|cj|jg|ys|db\d\d|gjb|iso|iec|en|din|astm|jis|asme|api|sae|q)"
# Tried in this order at each place: standards, products of measures, measures, any other name.
_LATIN = (
    rf"(?<![a-z0-9]){_STANDARD}(?: ?/ ?(?:t|z))? ?-?(?:[a-z] ?)?\d{{2,}}(?:\.\d+)?(?:-\d{{1,4}})*(?![a-z0-9])"
    rf"|(?<![a-z0-9φ]){_SIDE}(?: ?x ?{_SIDE})+(?![a-z0-9])"
    rf"|(?<![a-z0-9])±?{_NUMBER} ?(?:{_UNITS})(?:/(?:{_UNITS}|min|h|s|d))?(?![a-z0-9])"
    r"|(?<![\d./])\d{1,2}/\d{1,2}(?![\d./])"
    r"|(?<![a-z0-9])[a-z]/[a-z](?![a-z0-9])"
    rf"|φ ?{_NUMBER}(?:{_UNITS})?(?![a-z0-9])"
    rf"|±?{_NUMBER}#?(?![a-z0-9.\-])"
    r"|[a-z0-9φω]+(?:[.\-_+&'][a-z0-9φω]+)*(?:#|%|\+\+)?"
)
_MEASURE = re.compile(rf"[±φ]?{_NUMBER}(?:{_UNITS})(?:/[a-z]+\d?)?")
# Other scripts (kana, Hangul, Cyrillic) are cut at blanks only.
RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<latin>{_LATIN})|[^\W\d_{_HAN}a-z]+")
_INNER = re.compile(r"[a-zφω0-9.±%°‰#]+")
_YEAR = re.compile(r"-(?:19|20)\d\d$")
_STANDARD_HEAD = re.compile(rf"{_STANDARD}(?:/[tz])?-?\d")
# A bare figure is a grade from three digits on (304, 6205), unless it looks like a year.
_SPEC = re.compile(r"(?!\d{1,2}$|(?:19|20)\d\d$|0+$).*\d")
# Single characters that say nothing by themselves; any other (铜, 锌, 包) is kept as a word.
NOISE = frozenset(
    "的了和与及或等在为有之于以而且并被把将对从到由向是不也都就又还很更最这那其该各每某此所者"
    "个位名第上下中内外前后里间时年月日号您你我他她它们们吗呢吧啊呀哦嗯把让给跟同比按经需要可能会"
)


@cache
def jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def words(text: str) -> list[str]:
    """Words as jieba's search mode finds them, in order; names, grades and measures whole."""
    cut = jieba().cut_for_search
    found: list[str] = []
    for run in RUN.finditer(normalise(text)):
        token = run[0]
        if run.lastgroup == "han":
            # No guessing of unlisted words: a guess depends on its neighbours, and then the same
            # word would be cut one way in the demand and another way in the supply.
            found += [word for word in cut(token, hmm=False) if word not in NOISE]
        elif len(token) > 1:
            found += with_parts(squeeze(token))
    return found


def grams(text: str) -> list[str]:
    """Pairs of neighbouring Han characters; a lone one by itself; names, grades, measures whole."""
    found: list[str] = []
    for run in RUN.finditer(normalise(text)):
        token = run[0]
        if run.lastgroup != "han":
            if len(token) > 1:
                found.append(squeeze(token))
        elif len(token) == 1:
            found.append(token)
        else:
            found += [token[at : at + 2] for at in range(len(token) - 1)]
    return found


def specs(text: str) -> list[str]:
    """Grades, dimensions and standards, each once, in order: q345b, m8x20, 220kv, gb/t5310."""
    found: dict[str, None] = {}
    for run in RUN.finditer(normalise(text)):
        token = run[0]
        if run.lastgroup == "latin" and len(token) > 1 and _SPEC.match(token):
            whole = squeeze(token)
            found[whole] = None
            if _STANDARD_HEAD.match(whole):
                found[_YEAR.sub("", whole)] = None
    return list(found)


def pinyin(text: str) -> list[str]:
    """How the Han words sound: each in full and by initials. Opt-in, never mixed with words."""
    found: dict[str, None] = {}
    for word in words(text):
        if len(word) > 1 and is_han(word):
            sounds = pypinyin.lazy_pinyin(word)
            found["".join(sounds)] = None
            found["".join(sound[0] for sound in sounds)] = None
    return list(found)


def initials(text: str) -> str:
    """The first letter of each Han character's most usual sound, all else as it is: 水泥 → sn."""
    return "".join(map(_initial, normalise(text)))


@cache
def _initial(character: str) -> str:
    return pypinyin.lazy_pinyin(character)[0][:1] if is_han(character) else character


def is_han(token: str) -> bool:
    """Whether this is Han writing."""
    return "\u3400" <= token[0] <= "\u9fff" or token[0] >= "\U00020000" or token[0] in "々〇"


def is_measure(token: str) -> bool:
    """Whether this is a figure with its unit: 0.5mm2, 220kv."""
    return _MEASURE.fullmatch(token) is not None


def squeeze(token: str) -> str:
    """A name without the blanks and commas people put into it."""
    return token.replace(" ", "").replace(",", "")


def with_parts(token: str) -> list[str]:
    """A compound name and what it is made of: m8x20 → m8x20, m8; 6312-2z → 6312-2z, 6312, 2z."""
    if token.isalpha() or token.isdigit():
        return [token]
    parts = [token]
    if _STANDARD_HEAD.match(token):
        # GB/T 5310-2017 is asked for as GB/T 5310 and as GB5310.
        dateless = _YEAR.sub("", token)
        return list(dict.fromkeys((token, dateless, dateless.replace("/t", "").replace("/z", ""))))
    pieces = token.split("x") if "x" in token and any(map(str.isdigit, token)) else [token]
    for piece in pieces:
        parts += _INNER.findall(piece)
    return [part for part in dict.fromkeys(parts) if len(part) > 1]
