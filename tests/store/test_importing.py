from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import IntegrityError

from matchmaking.errors import UnreadableFile
from matchmaking.intake.kinds import ListKind
from matchmaking.storage.database import reading
from matchmaking.storage.importing import ImportSummary, import_list
from matchmaking.storage.models import ImportBatch, SupplyRow
from matchmaking.storage.store import load_supplies
from tests.store.factories import MONDAY

SUPPLIES = (
    "供给编号,企业名称,主导产品\n"
    "G-1,虚构甲示例有限公司,铝合金轮毂\n"
    "G-2,虚构乙示例有限公司,\n"
    "G-3,虚构丙示例有限公司,磷酸铁锂\n"
)


@pytest.fixture
def supplies(tmp_path: Path) -> Path:
    path = tmp_path / "供给.csv"
    path.write_text(SUPPLIES)
    return path


def batches(engine: Engine) -> int:
    with reading(engine) as session:
        return session.execute(select(func.count()).select_from(ImportBatch)).scalar_one()


def test_an_imported_list_is_stored_and_summed_up(engine: Engine, supplies: Path) -> None:
    summary = import_list(supplies, ListKind.SUPPLY, engine=engine, now=MONDAY, batch_id="b1")
    assert summary == ImportSummary("b1", ListKind.SUPPLY, 3, 2, 1, repeated=False)
    with reading(engine) as session:
        stored = load_supplies(session, "b1")
    assert [(supply.id, supply.product) for supply in stored] == [
        ("G-1", "铝合金轮毂"),
        ("G-3", "磷酸铁锂"),
    ]


def test_the_kind_is_told_by_the_headings(engine: Engine, supplies: Path) -> None:
    summary = import_list(supplies, engine=engine, now=MONDAY, batch_id="b1")
    assert summary.kind is ListKind.SUPPLY


def test_demands_are_told_by_their_headings_too(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("需求编号,企业名称,需求名称\nX-1,虚构链主有限公司,铝合金轮毂\n")
    summary = import_list(path, engine=engine, now=MONDAY, batch_id="b1")
    assert summary == ImportSummary("b1", ListKind.DEMAND, 1, 1, 0, repeated=False)


def test_the_same_file_again_changes_nothing(engine: Engine, supplies: Path) -> None:
    import_list(supplies, engine=engine, now=MONDAY, batch_id="b1")
    again = import_list(supplies, engine=engine, now=MONDAY, batch_id="b2")
    assert again == ImportSummary("b1", ListKind.SUPPLY, 3, 2, 1, repeated=True)
    assert batches(engine) == 1


def test_two_imports_of_a_file_at_once_store_it_once(engine: Engine, supplies: Path) -> None:
    others: list[ImportSummary] = []

    def somebody_else_is_quicker(_step: str, _done: int, _total: int | None = None) -> None:
        if not others:
            others.append(import_list(supplies, engine=engine, now=MONDAY, batch_id="quick"))

    summary = import_list(
        supplies, engine=engine, now=MONDAY, batch_id="slow", progress=somebody_else_is_quicker
    )
    assert (summary.batch_id, summary.repeated) == ("quick", True)
    assert batches(engine) == 1


def test_a_batch_id_used_before_is_an_error_not_a_repetition(
    engine: Engine, supplies: Path, tmp_path: Path
) -> None:
    import_list(supplies, engine=engine, now=MONDAY, batch_id="b1")
    other = tmp_path / "其他.csv"
    other.write_text(SUPPLIES.replace("G-1", "G-9"))
    with pytest.raises(IntegrityError):
        import_list(other, engine=engine, now=MONDAY, batch_id="b1")


def test_a_list_without_a_good_row_and_of_unknown_kind_is_refused(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "供给.csv"
    path.write_text("供给编号,企业名称,主导产品\nG-2,虚构乙示例有限公司,\n")
    with pytest.raises(UnreadableFile, match="清单里没有一行可用"):
        import_list(path, engine=engine, now=MONDAY, batch_id="b1")
    told = import_list(path, ListKind.SUPPLY, engine=engine, now=MONDAY, batch_id="b1")
    assert told == ImportSummary("b1", ListKind.SUPPLY, 1, 0, 1, repeated=False)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(
    engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile, match="请检查路径和权限"):
        import_list(tmp_path / "nix.csv", engine=engine, now=MONDAY, batch_id="b1")


def test_an_import_that_is_broken_off_can_be_done_again(engine: Engine, supplies: Path) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    event.listen(engine, "commit", break_off)
    with pytest.raises(KeyboardInterrupt):
        import_list(supplies, engine=engine, now=MONDAY, batch_id="b1")
    event.remove(engine, "commit", break_off)
    engine.dispose()
    assert batches(engine) == 0
    import_list(supplies, engine=engine, now=MONDAY, batch_id="b1")
    with reading(engine) as session:
        assert session.execute(select(func.count()).select_from(SupplyRow)).scalar_one() == 2
