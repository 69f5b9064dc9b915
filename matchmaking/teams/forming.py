"""Who plays which part, and what is still missing? From the chosen firms to one offer in words."""

from collections.abc import Mapping, Sequence

from matchmaking.matching.evidence import Match, Part, Team, Verdict
from matchmaking.records import Quantity
from matchmaking.sentences import Sentence, say
from matchmaking.teams.cover import Candidate, smallest_cover
from matchmaking.teams.wanted import Offer, Wanted, texts

_ENOUGH = 1.0 - 1e-6
_COARSE = 100  # from here on an amount is split in whole units
_TOGETHER = say("资质由各家分别持有，请先确认是否认可联合供货时分别持证")


def form_team(
    wanted: Wanted, offers: Mapping[str, Offer], answers: Sequence[Sequence[Match]]
) -> Team | None:
    """The smallest set that covers the most; None where one firm would do as well, or none helps."""
    firms = sorted(offers.values(), key=lambda offer: (-_score(offer), offer.firm_key))
    chosen = [firms[row] for row in smallest_cover(_candidates(wanted, firms), wanted.parts)]
    if len(chosen) < 2:  # noqa: PLR2004 (one firm is no team)
        return None
    makers = _makers(wanted, chosen)
    amounts = _amounts(wanted.volume, [offer.share for offer in chosen])
    parts = tuple(
        _part(wanted, offer, items=makers[offer.firm_key], amount=amount)
        for offer, amount in zip(chosen, amounts, strict=True)
    )
    scattered = wanted.certificates and any(
        len(offer.held) < len(wanted.certificates) for offer in chosen
    )
    uncovered = (*_items_left(wanted, chosen, answers), *_others_left(wanted, chosen))
    return Team(wanted.demand, parts, uncovered, (_TOGETHER,) if scattered else ())


def _candidates(wanted: Wanted, firms: Sequence[Offer]) -> list[Candidate]:
    first = len(wanted.items)
    return [
        Candidate(
            _name(offer),
            round(_score(offer) * 10),
            offer.share,
            frozenset({first + place for place in offer.held})
            | (frozenset(offer.matches) if wanted.items else frozenset()),
        )
        for offer in firms
    ]


def _name(offer: Offer) -> str:
    return f"{_best(offer).supply.firm.name} {offer.firm_key}"


def _best(offer: Offer) -> Match:
    return max(offer.matches.values(), key=lambda match: match.score)


def _score(offer: Offer) -> float:
    return _best(offer).score


def _makers(wanted: Wanted, chosen: Sequence[Offer]) -> dict[str, set[int]]:
    """Each item with the best of those chosen; who would be left without keeps all it can make."""
    makers: dict[str, set[int]] = {offer.firm_key: set() for offer in chosen}
    for item in range(len(wanted.items)):
        able = [offer for offer in chosen if item in offer.matches]
        if able:
            best = max(able, key=lambda offer: offer.matches[item].score)
            makers[best.firm_key].add(item)
    return {
        offer.firm_key: makers[offer.firm_key] or (set(offer.matches) if wanted.items else set())
        for offer in chosen
    }


def _amounts(
    volume: Quantity | None, shares: Sequence[float]
) -> list[tuple[float, Quantity | None]]:
    """Everybody carries the same share of what he can spare; together no more than is needed."""
    total = sum(shares)
    if volume is None or total <= 0:
        return [(0.0, None) for _ in shares]
    filled = min(1.0, total)
    digits = 0 if volume.amount >= _COARSE else 2
    parts = [share / total * filled for share in shares]
    amounts = [round(part * volume.amount, digits) for part in parts]
    return [
        (part, Quantity(amount, volume.unit, volume.period) if part else None)
        for part, amount in zip(parts, amounts, strict=True)
    ]


def _part(
    wanted: Wanted, offer: Offer, *, items: set[int], amount: tuple[float, Quantity | None]
) -> Part:
    matches = [offer.matches[item] for item in sorted(items)] or [_best(offer)]
    supplies = {match.supply.id: match.supply for match in matches}
    share, quantity = amount
    return Part(
        firm=_best(offer).supply.firm,
        supplies=tuple(supplies.values()),
        score=_score(offer),
        share=share,
        amount=quantity,
        items=texts(wanted.items, items),
        certificates=texts(wanted.certificates, offer.held),
    )


def _items_left(
    wanted: Wanted, chosen: Sequence[Offer], answers: Sequence[Sequence[Match]]
) -> list[Sentence]:
    covered = {item for offer in chosen for item in offer.matches}
    left = []
    for place, item in enumerate(wanted.items):
        if place in covered:
            continue
        near = [match for match in answers[place] if match.findings[0].verdict is Verdict.UNKNOWN]
        if near:
            supply = near[0].supply
            left.append(
                say(
                    "“{item}”还没有企业写明能供，可先问{firm}（{product}）",
                    item=item, firm=supply.firm.name, product=supply.product,
                )
            )  # fmt: skip
        else:
            left.append(say("“{item}”还没有企业能供", item=item))
    return left


def _others_left(wanted: Wanted, chosen: Sequence[Offer]) -> list[Sentence]:
    held = {place for offer in chosen for place in offer.held}
    left = [
        say("各家都没有写明持有{certificate}", certificate=text)
        for place, text in enumerate(wanted.certificates)
        if place not in held
    ]
    filled, volume = sum(offer.share for offer in chosen), wanted.volume
    if volume is not None and filled < _ENOUGH:
        lack = Quantity(round(volume.amount * (1 - filled), 2), volume.unit, volume.period)
        left.append(
            say(
                "写明的余量合起来还差 {lack}，占 {share}%",
                lack=lack,
                share=round((1 - filled) * 100),
            )
        )
    return left
