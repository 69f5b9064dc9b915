"""Who lives in the city? Chain leaders and small firms under names and codes nobody could mistake for real."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from stdnum.cn import uscc

from matchmaking.intake.identity import firm_key
from matchmaking.places import find_region
from matchmaking.records import Firm, Size, Tier
from seeds.catalogue import Catalogue, Chain, Places
from seeds.luck import chance, weighted

_CORPORATION = "91"  # an enterprise registered with the market authority
_ORGANISATION = "0000{:04d}"  # no real organisation code begins with four zeros
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_MODULUS = 11
# Shares of the small firms, roughly the city's own proportions made a little richer.
_SIZES = ((Size.MEDIUM, 12), (Size.SMALL, 58), (Size.MICRO, 30))
_TIERS = (
    (None, 66),
    (Tier.INNOVATIVE, 19),
    (Tier.SPECIALISED, 11),
    (Tier.LITTLE_GIANT, 3),
    (Tier.CHAMPION, 1),
)
_WITHOUT_CODE = 0.1


@dataclass(frozen=True, slots=True)
class Registry:
    """Hands out names, codes and telephone numbers, none of them twice."""

    catalogue: Catalogue
    rng: Random
    numbers: Iterator[int]
    names: set[str]

    def leader(self, chain: Chain, trade: str) -> Firm:
        """A chain leader."""
        place = self.rng.choice(chain.places)
        name = self._name("云南", trade, "集团股份有限公司")
        return self._firm(name, place, chain=chain, rank=(Size.LARGE, None))

    def small_firm(self, chain: Chain) -> Firm:
        """A small firm of a chain."""
        rng = self.rng
        places = weighted(rng, [(one, one.weight) for one in self.catalogue.places])
        name = self._name(_prefix(rng, places), rng.choice(chain.trades), self._form())
        rank = (weighted(rng, _SIZES), weighted(rng, _TIERS))
        firm = self._firm(name, rng.choice(places.names), chain=chain, rank=rank)
        if chance(rng, _WITHOUT_CODE):
            return replace(firm, code="", key=firm_key(firm.name))
        return firm

    def _form(self) -> str:
        return self.rng.choice(self.catalogue.forms)

    def _name(self, prefix: str, trade: str, form: str) -> str:
        known = self.catalogue
        while True:
            brand = self.rng.choice(known.first) + self.rng.choice(known.second)
            name = f"{prefix}{known.marker}{brand}{trade}"
            if name not in self.names:
                self.names.add(name)
                return name + form

    def _firm(self, name: str, place: str, *, chain: Chain, rank: tuple[Size, Tier | None]) -> Firm:
        region, number = find_region(place), next(self.numbers)
        code = make_code(region.code, number)
        return Firm(
            key=code,
            name=name,
            code=code,
            region=region,
            industry=chain.industry,
            size=rank[0],
            tier=rank[1],
            contact=self.rng.choice(self.catalogue.surnames) + self.rng.choice(("某", "某某")),
            phone=f"0871-0000{number:04d}",
        )


def make_code(region: str, number: int) -> str:
    """A 统一社会信用代码 with right check digits round an organisation code that cannot exist."""
    body = _ORGANISATION.format(number)
    rest = (_MODULUS - sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True))) % _MODULUS
    code = _CORPORATION + region + body + ("X" if rest == _MODULUS - 1 else str(rest))
    return code + str(uscc.calc_check_digit(code))


def _prefix(rng: Random, places: Places) -> str:
    return rng.choice(("昆明", "云南")) if places.prefix == "昆明" else places.prefix
