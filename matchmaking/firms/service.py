"""Which file is each firm of a list, and what if there is none? Recognised, asked about, opened.

One look-up for the whole list, never a query a row: ten thousand names are an ordinary list.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from matchmaking.errors import UnknownRecord
from matchmaking.firms import queries
from matchmaking.firms.entering import Entry, Written, enter, written
from matchmaking.firms.likeness import brand_sound
from matchmaking.firms.models import NameDecision
from matchmaking.firms.recognising import (
    Doubt,
    Files,
    Finding,
    Known,
    New,
    OnFile,
    Recognition,
    compare,
    contested,
    judge,
    siblings,
)
from matchmaking.intake.identity import normal_name
from matchmaking.records import Certificate, Firm


def recognise(session: Session, firms: Sequence[Firm]) -> Recognition:
    """For each `Firm.key`: known, new, or a question for a person. Writes nothing."""
    # The first row that names a firm says how it is written.
    distinct: dict[str, Firm] = {}
    for firm in firms:
        distinct.setdefault(firm.key, firm)
    files = _files(session, distinct.values())
    certain = {key: judge(firm, files) for key, firm in distinct.items()}
    findings = contested(distinct, certain, files)
    open_ones = [distinct[key] for key, finding in findings.items() if finding is None]
    alike = _alike(session, open_ones)
    told: dict[str, Finding] = {
        key: finding or compare(distinct[key], alike.get(brand_sound(distinct[key].name), ()))
        for key, finding in findings.items()
    }
    return Recognition(told)


def decide(session: Session, name_key: str, firm_id: str | None, *, by: str, now: datetime) -> None:
    """Remember a person's answer: this firm, or (None) one of its own. Never asked again."""
    if firm_id is not None and queries.firm(session, firm_id) is None:
        raise UnknownRecord("选中的企业已不在库里，请刷新页面后重新选择。")
    found = queries.decision(session, name_key) or NameDecision(
        name_key=name_key, firm_id=firm_id, decided_by=by, decided_at=now
    )
    found.firm_id, found.decided_by, found.decided_at = firm_id, by, now
    session.add(found)
    session.flush()


def ensure_firms(
    session: Session,
    firms: Sequence[Firm],
    *,
    entry: Entry,
    certificates: Mapping[str, Sequence[Certificate]] | None = None,
) -> dict[str, str]:
    """`Firm.key` -> firm id, for every one: files are opened for new firms and for undecided ones,
    since two files can be merged later and one file cannot be told apart. `certificates`: by key.
    """
    found = recognise(session, firms)
    ids = _ids(firms, found, new_id=entry.new_id)
    by_firm: dict[str, Written] = {}
    for firm in firms:
        held = (certificates or {}).get(firm.key, ())
        by_firm[ids[firm.key]] = written(by_firm.get(ids[firm.key]), firm, held)
    enter(session, by_firm, known=set(found.known.values()), entry=entry)
    return ids


def _ids(firms: Sequence[Firm], found: Recognition, *, new_id: Callable[[], str]) -> dict[str, str]:
    """Known firms keep their ids; a new one gets one id however many ways the list writes it."""
    ids = dict(found.known)
    for key, sibling in siblings(firms).items():
        if key not in ids:
            if sibling not in ids:
                ids[sibling] = new_id()
            ids[key] = ids[sibling]
    return ids


def _files(session: Session, firms: Iterable[Firm]) -> Files:
    """What is on file under the codes and names of these firms."""
    firms = tuple(firms)
    codes = sorted({firm.code for firm in firms} - {""})
    name_keys = sorted({normal_name(firm.name) for firm in firms})
    by_name: dict[str, list[OnFile]] = defaultdict(list)
    for name_key, one in queries.on_file_by_name(session, name_keys):
        by_name[name_key].append(one)
    return Files(
        queries.on_file_by_code(session, codes), by_name, queries.decisions(session, name_keys)
    )


def _alike(session: Session, firms: Sequence[Firm]) -> dict[str, list[OnFile]]:
    """The firms on file whose 字号 sounds like one of these firms'."""
    sounds = sorted({brand_sound(firm.name) for firm in firms} - {""})
    alike: dict[str, list[OnFile]] = defaultdict(list)
    for sound, one in queries.on_file_by_sound(session, sounds):
        alike[sound].append(one)
    return alike


__all__ = ["Doubt", "Entry", "Known", "New", "decide", "ensure_firms", "recognise"]
