"""What would a merge do? Where the two files differ, and what would move from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.certificates import canonical_certificate
from matchmaking.errors import Conflict, Invalid
from matchmaking.firms import queries as firm_queries
from matchmaking.firms.dossiers import find_firm
from matchmaking.firms.models import FirmFile
from matchmaking.merging import queries

# What is compared, and filled where the kept file has nothing.
FIELDS = (
    "name",
    "code",
    "short_name",
    "kind",
    "region_code",
    "region_name",
    "industry",
    "size",
    "tier",
    "about",
)


@dataclass(frozen=True, slots=True)
class Moves:
    """What goes over to the kept firm; listings with the number they get there."""

    needs: Mapping[str, str]
    supplies: Mapping[str, str]
    names: tuple[str, ...]  # name keys
    contacts: tuple[str, ...]
    certificates: tuple[str, ...]
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the files differ; an empty one is filled, a full one stays."""

    field: str
    kept: str
    gone: str

    @property
    def filled(self) -> bool:
        return not self.kept


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person should know before merging."""

    kept: FirmFile
    gone: FirmFile
    differences: tuple[Difference, ...]
    moves: Moves
    renumbered: tuple[tuple[str, str], ...]  # number now, number then

    @property
    def two_codes(self) -> bool:
        """Two codes are two firms by law, unless one of them was mistyped or replaced."""
        return bool(self.kept.code and self.gone.code)


def pair(
    session: Session, kept_id: str, gone_id: str, *, locked: bool = False
) -> tuple[FirmFile, FirmFile]:
    """The two files. Raises UnknownRecord, Invalid for one file twice, Conflict for a merged one."""
    if kept_id == gone_id:
        wrong = "请选择两份不同的档案，同一份不能和自己合并。"
        raise Invalid(wrong, {"gone": wrong})
    # Always in one order, so that two people who merge the same two do not wait for each other.
    files = {one: find_firm(session, one, locked=locked) for one in sorted((kept_id, gone_id))}
    for one in files.values():
        if one.merged_into is not None:
            raise Conflict(
                f"“{one.name}”的这份档案已并入另一家企业，不能再合并；请先撤销那次合并，或选择合并后的档案。"
            )
    return files[kept_id], files[gone_id]


def preview_merge(session: Session, kept_id: str, gone_id: str) -> Preview:
    """Writes nothing. Raises as `pair` does."""
    kept, gone = pair(session, kept_id, gone_id)
    moves = moves_of(session, kept, gone)
    now = queries.numbers(session, Need, gone.id) | queries.numbers(session, SupplyListing, gone.id)
    then = {**moves.needs, **moves.supplies}
    differences = (
        Difference(name, getattr(kept, name) or "", getattr(gone, name) or "")
        for name in FIELDS
        if name != "region_code"
    )
    return Preview(
        kept,
        gone,
        tuple(one for one in differences if one.gone not in ("", one.kept)),
        moves,
        tuple((now[key], then[key]) for key in then if now[key] != then[key]),
    )


def moves_of(session: Session, kept: FirmFile, gone: FirmFile) -> Moves:
    """What the kept firm has not got already."""
    return Moves(
        needs=_renumbered(
            queries.numbers(session, Need, gone.id), queries.numbers(session, Need, kept.id)
        ),
        supplies=_renumbered(
            queries.numbers(session, SupplyListing, gone.id),
            queries.numbers(session, SupplyListing, kept.id),
        ),
        names=_names(session, kept, gone),
        contacts=_contacts(session, kept, gone),
        certificates=_certificates(session, kept, gone),
        users=tuple(queries.users(session, gone.id)),
    )


def _renumbered(moving: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    """Id -> number; a number the kept firm uses gets a suffix nobody has."""
    taken = {*there.values(), *moving.values()}
    numbers = {}
    for key, number in moving.items():
        numbers[key] = number
        if number in there.values():
            suffix = 2
            while f"{number}-{suffix}" in taken:
                suffix += 1
            numbers[key] = f"{number}-{suffix}"
            taken.add(numbers[key])
    return numbers


def _names(session: Session, kept: FirmFile, gone: FirmFile) -> tuple[str, ...]:
    known = {row["name_key"] for row in firm_queries.names(session, [kept.id])}
    known |= {kept.name_key, gone.name_key}
    moving = (row["name_key"] for row in firm_queries.names(session, [gone.id]))
    return tuple(one for one in moving if one not in known)


def _contacts(session: Session, kept: FirmFile, gone: FirmFile) -> tuple[str, ...]:
    known = {(row["name"], row["phone"]) for row in firm_queries.contacts(session, [kept.id])}
    moving = firm_queries.contacts(session, [gone.id])
    return tuple(row["id"] for row in moving if (row["name"], row["phone"]) not in known)


def _certificates(session: Session, kept: FirmFile, gone: FirmFile) -> tuple[str, ...]:
    known = {
        canonical_certificate(row["name"]) for row in firm_queries.certificates(session, [kept.id])
    }
    moving = firm_queries.certificates(session, [gone.id])
    return tuple(row["id"] for row in moving if canonical_certificate(row["name"]) not in known)
