"""Lists plainly invented, and a desk to bring them in at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.firms.models import FirmFile
from matchmaking.imports import service
from matchmaking.imports.at_once import ImportSummary, import_now
from matchmaking.imports.models import ListImport
from matchmaking.imports.service import Order, Uploaded
from matchmaking.imports.working import work_once
from matchmaking.intake.identity import normal_name
from matchmaking.outbox.models import Change
from matchmaking.people.roles import Role, Visitor
from matchmaking.storage.database import reading, transaction
from matchmaking.storage.uploads import Upload

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
HEADINGS = "供给编号,企业名称,主导产品,规格型号\n"
ROWS = (
    "G-1,示例市虚构甲铝业有限公司,铝合金轮毂,18寸\n"
    "G-2,示例市虚构乙花卉有限公司,,\n"
    "G-3,示例市虚构丙电池有限公司,磷酸铁锂,\n"
)
SUPPLIES = HEADINGS + ROWS
DEMANDS = "需求编号,企业名称,需求名称\nX-1,示例市虚构链主集团有限公司,铝合金轮毂\n"

BOSS = Visitor("boss", "示例主管", Role.OPERATOR)
OFFICER = Visitor("officer", "示例专员", Role.OFFICER)
MEMBER = Visitor("member", "示例经办", Role.SME, "own")
STRANGER = Visitor("stranger", "示例路人", Role.SME, "other")
OWN_NAME = "示例市虚构甲铝业有限公司"


@dataclass
class Desk:
    """A platform of which only imports are built."""

    engine: Engine
    data: Path
    moment: datetime = MONDAY
    new_id: Callable[[], str] = field(
        default_factory=lambda: map("id{:04}".format, count(1)).__next__
    )

    def now(self) -> datetime:
        return self.moment

    def later(self, **length: float) -> None:
        self.moment += timedelta(**length)

    def bring(self, content: str, **more: Any) -> ImportSummary:
        """From the command line."""
        path = self.data / more.pop("name", "供给.csv")
        path.write_text(content, encoding="utf-8")
        given = {"now": self.moment, "today": TODAY, "new_id": self.new_id} | more
        kind = given.pop("kind", None)
        return import_now(path, kind, engine=self.engine, data=self.data, **given)

    def upload(self, content: str, visitor: Visitor = BOSS, **order: Any) -> Uploaded:
        """From the page."""
        file = Upload(order.pop("name", "供给.csv"), content.encode())
        return service.upload(
            self.engine,
            self.data,
            file,
            order=Order(visitor, **order),
            now=self.moment,
            new_id=self.new_id,
        )

    def work(self) -> bool:
        return work_once(
            self.engine,
            self.data,
            now=self.now,
            today=lambda: TODAY,
            new_id=self.new_id,
            holder="test",
        )

    def confirm(self, import_id: str, visitor: Visitor = BOSS, **decisions: str) -> None:
        with transaction(self.engine) as session:
            service.confirm(session, import_id, decisions, visitor=visitor, now=self.moment)

    def take_in(self, content: str, visitor: Visitor = BOSS, **order: Any) -> ListImport:
        """Uploaded, read, confirmed, written."""
        brought = self.upload(content, visitor, **order)
        assert self.work()
        self.confirm(brought.import_id, visitor)
        assert self.work()
        return self.job(brought.import_id)

    def undo(self, import_id: str, visitor: Visitor = BOSS) -> tuple[str, ...]:
        with transaction(self.engine) as session:
            return service.undo(session, import_id, visitor=visitor, now=self.moment)

    def abandon(self, import_id: str, visitor: Visitor = BOSS) -> None:
        with transaction(self.engine) as session:
            service.abandon(session, import_id, visitor=visitor, now=self.moment)

    def job(self, import_id: str) -> ListImport:
        with reading(self.engine) as session:
            found = session.get(ListImport, import_id)
        assert found is not None
        return found

    def supplies(self) -> list[SupplyListing]:
        with reading(self.engine) as session:
            return list(session.exec(select(SupplyListing).order_by(col(SupplyListing.number))))

    def needs(self) -> list[Need]:
        with reading(self.engine) as session:
            return list(session.exec(select(Need).order_by(col(Need.number))))

    def firms(self) -> list[FirmFile]:
        with reading(self.engine) as session:
            return list(session.exec(select(FirmFile).order_by(col(FirmFile.name))))

    def told(self) -> list[tuple[str, str]]:
        with reading(self.engine) as session:
            changes = session.exec(select(Change).order_by(col(Change.seq)))
            return [(change.subject, change.subject_id) for change in changes]


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


@pytest.fixture
def with_firm(desk: Desk) -> Desk:
    """The member's own firm is on file."""
    with transaction(desk.engine) as session:
        session.add(
            FirmFile(
                id="own",
                name=OWN_NAME,
                name_key=normal_name(OWN_NAME),
                kind="中小企业",
                created_at=MONDAY,
                updated_at=MONDAY,
            )
        )
    return desk
