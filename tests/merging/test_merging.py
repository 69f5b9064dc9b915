from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from matchmaking.catalogue.models import Need, SupplyListing
from matchmaking.errors import Conflict, Invalid, UnknownRecord
from matchmaking.firms.models import (
    FirmCertificate,
    FirmContact,
    FirmFile,
    FirmMerge,
    FirmName,
)
from matchmaking.firms.recognising import Known
from matchmaking.merging.service import merge, past_merges, preview_merge, undo_merge
from matchmaking.outbox.queries import after, newest
from matchmaking.people.models import UserAccount
from matchmaking.records import Certificate, Size, Tier
from matchmaking.storage.database import reading, transaction
from tests.firms.conftest import NOW, Register, code, firm

TABLES = (FirmFile, FirmName, FirmContact, FirmCertificate, Need, SupplyListing, UserAccount)
ONE, OTHER = "昆明示例机械有限公司", "云南示例机械制造有限公司"


@pytest.fixture
def register(engine) -> Register:
    return Register(engine)


def listing(model, key, firm_id, number):
    said = {"title": "铝锭"} if model is Need else {"product": "铝锭"}
    return model(
        id=key,
        firm_id=firm_id,
        number=number,
        status="已发布",
        posted_at=NOW,
        updated_at=NOW,
        confirmed_on=date(2026, 3, 2),
        **said,
    )


def user(key, firm_id):
    return UserAccount(
        id=key,
        login=key,
        name="示例某",
        role="中小企业",
        firm_id=firm_id,
        password_hash="",
        created_at=NOW,
    )


def put(register, *rows):
    with transaction(register.engine) as session:
        for row in rows:
            session.add(row)


@pytest.fixture
def two(register) -> tuple[str, str]:
    return entered_twice(register)


def entered_twice(register) -> tuple[str, str]:
    """A firm entered twice: once with its code, once with all the rest."""
    rows = (
        firm(ONE, contact="示例甲", phone="0871-00000001", industry="机械"),
        firm(
            OTHER,
            1,
            contact="示例乙",
            phone="0871-00000002",
            place="昆明市",
            industry="装备",
            tier=Tier.INNOVATIVE,
            size=Size.SMALL,
        ),
    )
    held = {
        rows[0].key: [Certificate("ISO9001")],
        rows[1].key: [Certificate("ISO9001认证"), Certificate("CCC")],
    }
    kept = register.put(rows[0], certificates=held)[0]
    with transaction(register.engine) as session:
        session.add(FirmName(name_key="甲", firm_id=kept, name="甲", why="别名", decided_at=NOW))
    [gone] = register.put(firm("虚构农机厂", 1), certificates={})
    put(register, user("u1", gone))
    with transaction(register.engine) as session:
        row = session.get(FirmFile, gone)
        row.name = row.name_key = OTHER
        row.industry, row.tier, row.size = "装备", Tier.INNOVATIVE, Size.SMALL
        row.region_code, row.region_name = "530100", "云南省昆明市"
        session.add(row)
    register.put(rows[1], certificates=held)
    put(
        register,
        listing(Need, "n1", kept, "1"),
        listing(Need, "n2", gone, "1"),
        listing(Need, "n3", gone, "1-2"),
        listing(SupplyListing, "s1", gone, "1"),
        FirmName(name_key="甲", firm_id=gone, name="甲", why="别名", decided_at=NOW),
        FirmName(name_key="乙", firm_id=gone, name="乙", why="曾用名", decided_at=NOW),
    )
    return kept, gone


def state(register) -> dict[str, list[Any]]:
    """Everything but what counts changes."""
    told = {}
    with reading(register.engine) as session:
        for model in TABLES:
            rows = [
                one.model_dump(exclude={"version", "updated_at"})
                for one in session.exec(select(model))
            ]
            told[model.__name__] = sorted(rows, key=str)
    return told


def do_merge(register, kept, gone) -> str:
    with transaction(register.engine) as session:
        return merge(session, kept, gone, by="boss", now=NOW, new_id=register.ids).id


def undo(register, merge_id):
    with transaction(register.engine) as session:
        undo_merge(session, merge_id, by="chief", now=NOW)


def owned(register, model, firm_id) -> dict[str, Any]:
    with reading(register.engine) as session:
        rows = session.exec(select(model).where(model.firm_id == firm_id)).all()
        return {one.id: getattr(one, "number", None) for one in rows}


def test_a_preview_says_what_differs_what_is_filled_and_what_moves(register, two):
    before = state(register)
    with reading(register.engine) as session:
        told = preview_merge(session, *two)
    assert {(one.field, one.filled) for one in told.differences} == {
        ("name", False),
        ("code", True),
        ("region_name", True),
        ("industry", False),
        ("size", True),
        ("tier", True),
    }
    assert told.renumbered == (("1", "1-3"),)
    assert not told.two_codes
    moves = told.moves
    assert (dict(moves.needs), dict(moves.supplies)) == ({"n2": "1-3", "n3": "1-2"}, {"s1": "1"})
    assert (moves.names, moves.users) == (("乙",), ("u1",))
    assert (len(moves.contacts), len(moves.certificates)) == (1, 1)
    assert state(register) == before


def test_merging_moves_everything_and_fills_what_was_empty(register, two):
    kept, gone = two
    do_merge(register, kept, gone)
    assert owned(register, Need, kept) == {"n1": "1", "n2": "1-3", "n3": "1-2"}
    assert owned(register, SupplyListing, kept) == {"s1": "1"}
    assert list(owned(register, UserAccount, kept)) == ["u1"]
    with reading(register.engine) as session:
        firm_now, firm_then = session.get(FirmFile, kept), session.get(FirmFile, gone)
        names = session.exec(select(FirmName.name).where(FirmName.firm_id == kept)).all()
    assert (firm_now.name, firm_now.code, firm_now.industry) == (ONE, code(1), "机械")
    assert (firm_now.tier, firm_now.size, firm_now.region_code) == (
        "创新型中小企业",
        "小型",
        "530100",
    )
    assert (firm_then.merged_into, firm_then.code) == (kept, None)
    assert sorted(names) == sorted(["甲", "乙", OTHER])
    told = register.recognise([firm(OTHER), firm("丙示例", 1)])
    assert list(told.findings.values()) == [Known(kept), Known(kept)]


def test_what_moved_is_told_both_times(register, two):
    with reading(register.engine) as session:
        start = newest(session)
    undo(register, do_merge(register, *two))
    with reading(register.engine) as session:
        told = [(one.subject, one.subject_id) for one in after(session, start, 100)]
    once = [("firm", two[0]), ("firm", two[1]), ("need", "n2"), ("need", "n3"), ("supply", "s1")]
    assert told == once * 2


def test_undoing_gives_everything_back_on_either_database(any_engine):
    register = Register(any_engine)
    two = entered_twice(register)
    before = state(register)
    undo(register, do_merge(register, *two))
    assert state(register) == before


def test_what_was_written_after_the_merge_stays(register, two):
    kept, gone = two
    done = do_merge(register, kept, gone)
    put(register, listing(Need, "n9", kept, "9"))
    with transaction(register.engine) as session:
        row = session.get(FirmFile, kept)
        row.tier, row.code = Tier.CHAMPION, code(7)
        session.add(row)
    undo(register, done)
    assert owned(register, Need, kept) == {"n1": "1", "n9": "9"}
    with reading(register.engine) as session:
        assert session.get(FirmFile, kept).tier == Tier.CHAMPION
        assert session.get(FirmFile, kept).code == code(7)
        assert session.get(FirmFile, gone).code is None


def test_two_codes_are_pointed_out_and_each_keeps_its_own(register):
    kept, gone = register.put(firm(ONE, 1), firm(OTHER, 2))
    with reading(register.engine) as session:
        assert preview_merge(session, kept, gone).two_codes
    do_merge(register, kept, gone)
    assert list(register.recognise([firm("丙示例", 2)]).known.values()) == [kept]


def test_a_merged_file_is_not_merged_again_nor_one_with_itself(register, two):
    kept, gone = two
    do_merge(register, kept, gone)
    with pytest.raises(Conflict, match="已并入另一家企业，不能再合并"):
        do_merge(register, kept, gone)
    with pytest.raises(Invalid, match="两份不同"):
        do_merge(register, kept, kept)
    with pytest.raises(UnknownRecord):
        do_merge(register, kept, "nobody")


def test_merges_are_undone_once_and_the_later_one_first(register, two):
    [third] = register.put(firm("第三示例厂", 3))
    first = do_merge(register, *two)
    second = do_merge(register, third, two[0])
    with pytest.raises(Conflict, match="先撤销后一次"):
        undo(register, first)
    undo(register, second)
    undo(register, first)
    with pytest.raises(Conflict, match="已经撤销过"):
        undo(register, first)
    with pytest.raises(UnknownRecord):
        undo(register, "nothing")


def test_past_merges_are_listed_with_names(register, two):
    undo(register, do_merge(register, *two))
    with reading(register.engine) as session:
        [past] = past_merges(session)
    assert (past.kept_name, past.gone_name) == (ONE, OTHER)
    assert (past.merge.merged_by, past.merge.undone_by) == ("boss", "chief")


NUMBERS = st.lists(st.sampled_from(["1", "1-2", "1-3", "2"]), unique=True, max_size=4)
FIRMS = st.fixed_dictionaries(
    {
        "code": st.sampled_from([None, 1, 2]),
        "industry": st.sampled_from(["", "机械", "食品"]),
        "tier": st.sampled_from([None, Tier.INNOVATIVE, Tier.CHAMPION]),
        "phone": st.sampled_from(["", "0871-00000001", "0871-00000002"]),
        "held": st.lists(st.sampled_from(["ISO9001", "CCC", "SC"]), unique=True),
        "names": st.lists(st.sampled_from(["甲", "乙", ONE, OTHER]), unique=True),
        "needs": NUMBERS,
        "supplies": NUMBERS,
        "users": st.integers(0, 2),
    }
)


def as_listed(name, said):
    wanted = {key: said[key] for key in ("industry", "tier", "phone")}
    return firm(name, said["code"], **wanted)


def hang_on(register, firm_id, name, said, keys):
    """What lists do not bring along."""
    rows: list[Any] = [
        FirmName(name_key=one, firm_id=firm_id, name=one, why="别名", decided_at=NOW)
        for one in said["names"]
        if one != name
    ]
    rows += [FirmCertificate(id=next(keys), firm_id=firm_id, name=one) for one in said["held"]]
    rows += [listing(Need, next(keys), firm_id, one) for one in said["needs"]]
    rows += [listing(SupplyListing, next(keys), firm_id, one) for one in said["supplies"]]
    rows += [user(next(keys), firm_id) for _ in range(said["users"])]
    put(register, *rows)


def emptied(register):
    with transaction(register.engine) as session:
        for model in (FirmMerge, *reversed(TABLES)):
            for row in session.exec(select(model)):
                session.delete(row)
            session.flush()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FIRMS, FIRMS)
def test_a_merge_undone_is_as_if_it_had_not_been(register, one, other):
    emptied(register)
    if one["code"] == other["code"]:
        one = one | {"code": None}
    kept, gone = register.put(as_listed(ONE, one), as_listed(OTHER, other))
    keys = map("x{:03}".format, count())
    hang_on(register, kept, ONE, one, keys)
    hang_on(register, gone, OTHER, other, keys)
    before = state(register)
    undo(register, do_merge(register, kept, gone))
    assert state(register) == before
