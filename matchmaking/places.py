"""Where is it? Place names to GB/T 2260 codes, and how near two codes are.

The table of counties, prefectures and provinces comes with python-stdnum (`stdnum/cn/loc.dat`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

import ahocorasick
import numpy as np
import numpy.typing as npt

from matchmaking.records import Region

# 红河哈尼族彝族自治州 is called 红河 or 红河州, 石林彝族自治县 石林 or 石林县.
_PEOPLES = (
    "壮族|满族|回族|苗族|维吾尔|土家族|彝族|蒙古族|(?<!内)蒙古|藏族|布依族|侗族|瑶族|朝鲜族|白族|哈尼族|哈萨克|黎族|"
    "傣族|畲族|傈僳族|仡佬族|东乡族|拉祜族|水族|佤族|纳西族|羌族|土族|仫佬族|锡伯族|柯尔克孜|达斡尔族|景颇族|"
    "毛南族|撒拉族|塔吉克|阿昌族|普米族|怒族|独龙族|鄂温克族|鄂伦春|裕固族|保安族|布朗族|各族"
)
_LONG_FORM = re.compile(rf"(?:{_PEOPLES})*(?:族)?(自治)?(省|市|新区|区|县|州|旗|盟|地区)$")
_ENTRY = re.compile(r"(?:\[(\d*)-(\d*)\])?([^\[\],\"]+)")
_SHORTEST = 2  # one character names no place: 蒙, 赫

# Nearness by the smallest unit two places share: county, prefecture, province, 大区, none.
_SAME_COUNTY, _SAME_PREFECTURE, _SAME_PROVINCE, _SAME_AREA, _ELSEWHERE = 1.0, 0.9, 0.65, 0.3, 0.1


def find_region(text: str) -> Region:
    """The most exact place `text` names, as far as it is certain; `Region()` when there is none.

    A name that several places bear (朝阳区) counts only beside its city or province.
    """
    return _find_region(text.strip())


@lru_cache(maxsize=50_000)
def _find_region(text: str) -> Region:
    if not text:
        return Region()
    codes_of, name_of = _gazetteer()
    best = ""
    for candidates in _names_in(text, codes_of):
        best = _refine(best, candidates)
    return Region(best, name_of(best)) if best else Region()


def region_of(code: str) -> Region:
    """The place with this GB/T 2260 code."""
    return Region(code, _gazetteer()[1](code))


def _names_in(text: str, automaton: ahocorasick.Automaton) -> Iterator[tuple[str, ...]]:
    """Codes borne by each place name in `text`, left to right; of overlapping names the longest."""
    found = [(end - len(name) + 1, end, codes) for end, (name, codes) in automaton.iter(text)]
    found.sort(key=lambda span: (span[0], -span[1]))
    covered = -1
    for start, end, codes in found:
        if start > covered:
            covered = end
            yield codes


def _refine(best: str, candidates: tuple[str, ...]) -> str:
    """Narrow `best` by a further name: 云南 + 石林 is the county in Yunnan."""
    inside = [code for code in candidates if best and code.startswith(best.rstrip("0")[:4])]
    if not inside and best:
        inside = [code for code in candidates if code[:2] == best[:2]]
    if inside:
        return min(inside, key=_prominence)
    if best:
        return best
    return min(candidates, key=_prominence) if _is_plain(candidates) else ""


def _is_plain(candidates: tuple[str, ...]) -> bool:
    """Whether one candidate is clearly the best known: 安宁 is the city, not a district elsewhere."""
    ranks = sorted(_prominence(code)[0] for code in candidates)
    return len(ranks) == 1 or ranks[0] < ranks[1]


def _prominence(code: str) -> tuple[int, str]:
    """Provinces, then prefectures, county-level cities (81–99), counties (21–80), districts."""
    if code.endswith("0000"):
        return 0, code
    if code.endswith("00"):
        return 1, code
    last = int(code[4:])
    first_city, first_county = 81, 21
    return (2 if last >= first_city else 3 if last >= first_county else 4), code


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[ahocorasick.Automaton, "_Names"]:
    names = _Names()
    codes_by_name: dict[str, set[str]] = defaultdict(set)
    for code, name, current in _places():
        if current or code not in names.own:
            names.own[code] = name
        codes_by_name[name].add(code)
        short = _LONG_FORM.sub("", name)
        if current and len(short) >= _SHORTEST:
            codes_by_name[short].add(code)
            if name.endswith(("自治州", "自治县")):
                codes_by_name[short + name[-1]].add(code)
    automaton = ahocorasick.Automaton()
    for name, codes in codes_by_name.items():
        automaton.add_word(name, (name, tuple(sorted(codes))))
    automaton.make_automaton()
    return automaton, names


class _Names:
    """Code to the full name a person reads: today's, else the last the place bore."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}

    def __call__(self, code: str) -> str:
        parts = (code[:2] + "0000", code[:4] + "00", code)
        return "".join(dict.fromkeys(self.own.get(part, "") for part in parts))


def _places() -> Iterator[tuple[str, str, bool]]:
    """(code, name, still in use) for every place of GB/T 2260 and every name it once had."""
    table = (resources.files("stdnum.cn") / "loc.dat").read_text(encoding="utf-8")
    province = ""
    for line in table.splitlines():
        head, _, value = line.partition('="')
        if line.startswith("#") or not value:
            continue
        digits = head.split()[0]
        if not line.startswith(" "):
            province = digits
            continue
        for _, until, name in _ENTRY.findall(value.rstrip('"')):
            if name not in ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"):
                yield province + digits, name, not until


def nearness(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """How near places are, in [0, 1], by the smallest unit they share; 0 where one is unknown (0).

    one, other: GB/T 2260 codes as integers, broadcast against each other.
    """
    county = (one == other) & (one % 100 != 0)
    steps = [
        (one == 0) | (other == 0),
        county,
        (one // 100 == other // 100) & (one // 100 % 100 != 0),
        one // 10_000 == other // 10_000,
        one // 100_000 == other // 100_000,  # 华北, 东北, 华东, 中南, 西南, 西北
    ]
    values = [0.0, _SAME_COUNTY, _SAME_PREFECTURE, _SAME_PROVINCE, _SAME_AREA]
    return np.select(steps, values, _ELSEWHERE).astype(np.float32)


def contains(outer: npt.NDArray[np.int32], inner: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether the place `inner` lies in `outer`: Kunming contains 五华区, not the other way round."""
    unit = np.where(outer % 10_000 == 0, 10_000, np.where(outer % 100 == 0, 100, 1))
    return np.asarray((outer != 0) & (outer // unit == inner // unit))
