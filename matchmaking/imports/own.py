"""Which rows may a firm's own list hold? Those of the firm itself; others go back to their sender."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from matchmaking.errors import UnknownRecord
from matchmaking.firms.queries import firm as firm_file
from matchmaking.firms.recognising import Doubt, Finding, Known
from matchmaking.firms.service import recognise
from matchmaking.records import Demand, Firm, Problem, Reading, ReturnedRow, Supply

OTHERS = "这一行写的企业是“{name}”，而这份清单是“{own}”的，没有读入。请改成本企业，或留空"


@dataclass(frozen=True, slots=True)
class Own:
    """The one firm a list is of."""

    firm_id: str
    name: str
    code: str


def own_of(session: Session, firm_id: str | None) -> Own | None:
    """The firm as it is called today. Raises UnknownRecord."""
    if firm_id is None:
        return None
    found = firm_file(session, firm_id)
    if found is None or found.merged_into:
        raise UnknownRecord("选中的企业已不在库里，或已并入另一家。请重新选择企业后再上传。")
    return Own(found.id, found.name, found.code or "")


def firm_of_record(record: Demand | Supply) -> Firm:
    """Who wants, or who offers."""
    return record.buyer if isinstance(record, Demand) else record.firm


def keep_to(session: Session, reading: Reading, own: Own | None) -> Reading:
    """The reading with every row of another firm returned."""
    if own is None:
        return reading
    findings = recognise(session, [firm_of_record(record) for record in reading.records]).findings
    strangers = {key for key, finding in findings.items() if not _may_be(finding, own)}
    demands = tuple(
        one for one in reading.records if isinstance(one, Demand) and one.buyer.key not in strangers
    )
    supplies = tuple(
        one for one in reading.records if isinstance(one, Supply) and one.firm.key not in strangers
    )
    gone = [one for one in reading.records if firm_of_record(one).key in strangers]
    returned = sorted(
        (*reading.returned, *_returned(gone, own)),
        key=lambda row: (row.origin.sheet, row.origin.row),
    )
    return replace(reading, records=demands or supplies, returned=tuple(returned))


def _may_be(finding: Finding, own: Own) -> bool:
    """Where several firms may be meant and one is the sender's own, it is theirs."""
    if isinstance(finding, Known):
        return finding.firm_id == own.firm_id
    return isinstance(finding, Doubt) and any(
        one.firm.firm_id == own.firm_id for one in finding.candidates
    )


def _returned(records: Sequence[Demand | Supply], own: Own) -> list[ReturnedRow]:
    """The record is all that is left of the row; the file itself has its cells."""
    rows = []
    for record in records:
        name = firm_of_record(record).name
        title = record.title if isinstance(record, Demand) else record.product
        problem = Problem("", "企业名称", name, OTHERS.format(name=name, own=own.name))
        rows.append(ReturnedRow(record.origin, (record.id, name, title), (problem,)))
    return rows
