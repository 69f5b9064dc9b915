"""Which rows may a firm's own list hold? Those of the firm itself; others go back to their sender."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from matchmaking.errors import UnknownRecord
from matchmaking.firms.queries import firm as firm_file
from matchmaking.firms.recognising import Doubt, Finding, Known
from matchmaking.firms.service import recognise
from matchmaking.intake.identity import normal_name
from matchmaking.records import Demand, Firm, Problem, Reading, ReturnedRow, Supply

OTHERS = "这一行写的企业是“{name}”，而这份清单是“{own}”的，没有读入。请改成本企业，或留空"
NOBODYS = "没有写是哪家企业，没有读入。请在“企业名称”一列补上后重新上传"


@dataclass(frozen=True, slots=True)
class Own:
    """The one firm a list is of."""

    firm_id: str
    name: str
    code: str

    def is_said(self, firm: Firm) -> bool:
        """Whether a row names it by its very code or name."""
        if firm.code and self.code:
            return firm.code == self.code
        return normal_name(firm.name) == normal_name(self.name)


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
    """The reading with the rows of nobody, and in a firm's own list those of others, returned."""
    causes = _nobodys(session, reading) if own is None else _others(session, reading, own)
    if not causes:
        return reading
    demands = tuple(
        one for one in reading.records if isinstance(one, Demand) and one.buyer.key not in causes
    )
    supplies = tuple(
        one for one in reading.records if isinstance(one, Supply) and one.firm.key not in causes
    )
    gone = [one for one in reading.records if firm_of_record(one).key in causes]
    returned = sorted(
        (*reading.returned, *(_returned(one, causes[firm_of_record(one).key]) for one in gone)),
        key=lambda row: (row.origin.sheet, row.origin.row),
    )
    return replace(reading, records=demands or supplies, returned=tuple(returned))


def _nobodys(session: Session, reading: Reading) -> dict[str, str]:
    """Key -> cause of firms that bear no name, and no code that is on file."""
    nameless = [firm for record in reading.records if not (firm := firm_of_record(record)).name]
    findings = recognise(session, nameless).findings if nameless else {}
    return {key: NOBODYS for key, finding in findings.items() if not isinstance(finding, Known)}


def _others(session: Session, reading: Reading, own: Own) -> dict[str, str]:
    """Key -> cause of firms that are not the sender."""
    firms = [firm for record in reading.records if not own.is_said(firm := firm_of_record(record))]
    findings = recognise(session, firms).findings if firms else {}
    return {
        firm.key: OTHERS.format(name=firm.name, own=own.name)
        for firm in firms
        if not _may_be(findings[firm.key], own)
    }


def _may_be(finding: Finding, own: Own) -> bool:
    """Where several firms may be meant and one is the sender's own, it is theirs."""
    if isinstance(finding, Known):
        return finding.firm_id == own.firm_id
    return isinstance(finding, Doubt) and any(
        one.firm.firm_id == own.firm_id for one in finding.candidates
    )


def _returned(record: Demand | Supply, cause: str) -> ReturnedRow:
    """The record is all that is left of the row; the file itself has its cells."""
    name = firm_of_record(record).name
    title = record.title if isinstance(record, Demand) else record.product
    problem = Problem("", "企业名称", name, cause)
    return ReturnedRow(record.origin, (record.id, name, title), (problem,))
