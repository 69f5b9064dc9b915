"""Entries are proposed, decided and taken back; the thesaurus in force is the shipped one with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine

from matchmaking.errors import Conflict, Invalid, NotReady, UnknownRecord
from matchmaking.outbox import queries as outbox
from matchmaking.storage.database import reading, transaction
from matchmaking.thesaurus import editing, queries
from matchmaking.thesaurus.concepts import Thesaurus
from matchmaking.thesaurus.current import Current
from matchmaking.thesaurus.editing import Hand, Said, Unsound
from matchmaking.thesaurus.knowledge import Knowledge, know
from matchmaking.thesaurus.models import Doing, Origin, State, ThesaurusEntry
from matchmaking.thesaurus.writing import cells_of

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HAND = Hand("operator", NOW)


def said(name: str, doing: Doing = Doing.ADD, **cells: str) -> Said:
    usual = {"kind_of": "非金属矿物制品", "purposes": "砌墙用的"} | cells
    order = "kind_of part_of others purposes marks made_from goes_into unlike"
    return Said(doing, "30", (name, *(usual.get(cell, "") for cell in order.split())))


def corrected(thesaurus: Thesaurus, name: str, **cells: str) -> Said:
    """What is there, with other cells."""
    known = thesaurus.concepts[thesaurus.find(name)]
    order = ("name", "kind_of", "part_of", "others", "purposes", "marks", "made_from", "goes_into")
    held = dict(zip((*order, "unlike"), cells_of(known), strict=True)) | cells
    return Said(Doing.CORRECT, known.division, tuple(held.values()))


class Desk:
    """An operator over a small thesaurus; time goes on with every decision."""

    def __init__(self, engine: Engine, shipped: Thesaurus) -> None:
        self.engine, self.shipped = engine, shipped
        self.ids = map("e{}".format, count(1)).__next__
        self.moments = (NOW + timedelta(minutes=passed) for passed in count())

    @property
    def hand(self) -> Hand:
        return Hand("operator", next(self.moments))

    def propose(self, what: Said) -> str:
        with transaction(self.engine) as session:
            key = self.ids()
            return editing.propose(
                session, what, shipped=self.shipped, new_id=key, hand=self.hand
            ).id

    def approve(self, key: str) -> None:
        with transaction(self.engine) as session:
            editing.approve(session, key, shipped=self.shipped, hand=self.hand)

    def withdraw(self, key: str) -> None:
        with transaction(self.engine) as session:
            editing.withdraw(session, key, shipped=self.shipped, hand=self.hand)

    def do(self, what: Said) -> str:
        key = self.propose(what)
        self.approve(key)
        return key

    def asked(self, name: str) -> str:
        """What use proposes: a name, and nothing else yet."""
        key = self.ids()
        said = {"doing": Doing.ADD, "key": name, "cells": [name, *[""] * 8], "at": NOW}
        with transaction(self.engine) as session:
            session.add(ThesaurusEntry(id=key, state=State.PROPOSED, origin=Origin.UNMET, **said))
        return key

    def entry(self, key: str) -> ThesaurusEntry:
        with reading(self.engine) as session:
            return editing.find(session, key)

    @property
    def held(self) -> Thesaurus:
        with reading(self.engine) as session:
            return editing.in_force(session, self.shipped)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.held.concepts]

    def told(self) -> list[tuple[str, str]]:
        with reading(self.engine) as session:
            return [(one.subject, one.subject_id) for one in outbox.after(session, 0, 99)]


@pytest.fixture
def desk(any_engine, small) -> Desk:
    return Desk(any_engine, small)


def test_without_entries_the_shipped_thesaurus_itself_is_in_force(desk):
    assert desk.held is desk.shipped


def test_a_concept_holds_from_its_approval_on_and_every_step_is_told(desk):
    key = desk.propose(said("红砖", others="砖头；黏土砖"))
    assert "红砖" not in desk.names
    desk.approve(key)
    assert desk.names[-1] == "红砖"
    assert desk.held.find("黏土砖") == len(desk.names) - 1
    assert desk.held.concepts[-1].where == "平台上的修改"
    assert desk.told() == [("thesaurus", key)] * 2
    done = desk.entry(key)
    assert (done.state, done.decided_by) == ("已采用", "operator")


def test_a_correction_takes_the_place_of_the_whole_concept(desk):
    desk.do(corrected(desk.held, "水泥", others="洋灰", marks=""))
    assert desk.names == [one.name for one in desk.shipped.concepts]
    cement = desk.held.concepts[desk.held.find("水泥")]
    assert [name.text for name in cement.names] == ["水泥", "洋灰"]
    assert cement.marks == ()
    assert cement.made_from == ("石灰石",)


def test_the_last_correction_counts(desk):
    desk.do(corrected(desk.held, "水泥", others="洋灰"))
    desk.do(corrected(desk.held, "水泥", others="洋灰；水门汀"))
    names = desk.held.concepts[desk.held.find("水泥")].names
    assert [name.text for name in names] == ["水泥", "洋灰", "水门汀"]


def test_a_dropped_concept_is_gone_and_comes_back_when_that_is_taken_back(desk):
    key = desk.do(said("低合金板", Doing.DROP))
    assert "低合金板" not in desk.names
    desk.withdraw(key)
    assert desk.held is desk.shipped
    assert desk.entry(key).state == "已撤回"


def test_an_added_concept_may_be_corrected_and_dropped(desk):
    desk.do(said("红砖"))
    desk.do(corrected(desk.held, "红砖", others="砖头"))
    assert desk.held.find("砖头") is not None
    desk.do(said("红砖", Doing.DROP))
    assert "红砖" not in desk.names


def test_what_was_dropped_may_be_added_again(desk):
    desk.do(said("低合金板", Doing.DROP))
    desk.do(said("低合金板", others="合金板"))
    assert desk.names.count("低合金板") == 1
    assert desk.held.find("合金板") is not None


def test_an_addition_that_the_files_have_by_now_does_nothing(desk, written):
    desk.do(said("红砖", others="砖头"))
    newer = written(d30="红砖,非金属矿物制品,,火砖,砌墙用的,,,,\n")
    with reading(desk.engine) as session:
        held = editing.in_force(session, newer)
    assert held.find("砖头") is None
    assert held.find("火砖") == held.find("红砖")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (said("红砖", kind_of="砖瓦"), "「红砖」提到的「砖瓦」找不到"),
        (said("红砖", purposes=""), "「红砖」没有写用途"),
        (said("红砖", others="洋灰"), "「红砖」的名称「洋灰」也是「水泥」"),
        (said("水泥", Doing.DROP), "「混凝土」提到的「水泥」找不到"),
        (said("手拉葫芦", Doing.DROP), "「葫芦瓜」提到的「手拉葫芦」找不到"),
    ],
)
def test_what_would_break_the_thesaurus_is_refused_with_the_faults(desk, what, says):
    with pytest.raises(Unsound, match="这样会让词库出错") as refused:
        desk.propose(what)
    assert any(fault.startswith(says) for fault in refused.value.fields.values())
    assert desk.told() == []


def test_a_ring_is_refused(desk):
    with pytest.raises(Unsound) as refused:
        desk.propose(corrected(desk.held, "起重设备", kind_of="手拉葫芦"))
    assert list(refused.value.fields.values()) == [
        "「起重设备」沿“属于”又回到自己；请断开这个圈。",
        "「手拉葫芦」沿“属于”又回到自己；请断开这个圈。",
    ]


def test_a_fault_of_before_does_not_stand_in_the_way(any_engine, written):
    desk = Desk(any_engine, written(d30="红砖,非金属矿物制品,,,,,,,\n"))
    desk.do(corrected(desk.held, "红砖", others="砖头；火砖"))
    assert desk.held.find("火砖") == 0


@pytest.mark.parametrize(
    ("what", "field", "says"),
    [
        (said("水泥"), "name", "「水泥」已经是词库里的概念"),
        (said("洋砖", Doing.CORRECT), "name", "词库里没有「洋砖」这个概念"),
        (said(" "), "name", "请写这个概念的标准名称"),
        (said("红砖；青砖"), "name", "标准名称只能写一个"),
        (Said(Doing.ADD, "99", said("红砖").cells), "division", "请选择门类"),
        (said("红砖", others="长" * 2001), "其他名称", "“其他名称”最多 2000 个字，现在有 2001 个"),
        (said("红砖", marks="=1+1"), "标志", "“标志”不能以 = 开头"),
        (said("红砖", marks="-1|a!b"), "标志", "“标志”不能以 - 开头"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_at_its_field(desk, what, field, says):
    with pytest.raises(Invalid, match=says) as refused:
        desk.propose(what)
    assert list(refused.value.fields) == [field]


def test_nine_cells_are_needed(desk):
    with pytest.raises(Invalid, match="一个概念有 9 格"):
        desk.propose(Said(Doing.ADD, "30", ("红砖",)))


def test_items_may_be_typed_on_lines_and_with_any_semicolon(desk):
    key = desk.propose(said("红砖", others=" 砖头;火砖\r\n黏土砖；", marks="-40×4砖"))
    assert desk.entry(key).cells[3] == "砖头；火砖；黏土砖"


def test_a_second_proposal_about_the_same_name_waits_for_the_first(desk):
    desk.propose(said("红砖"))
    with pytest.raises(Invalid, match="「红砖」已有一条待审核的修改"):
        desk.propose(said("红砖", others="砖头"))


def test_a_proposal_may_be_changed_until_it_is_decided(desk):
    key = desk.propose(said("红砖"))
    with transaction(desk.engine) as session:
        better = said("红砖", others="砖头")
        editing.change(session, key, better, shipped=desk.shipped, hand=HAND)
    desk.approve(key)
    assert desk.held.find("砖头") is not None
    with transaction(desk.engine) as session, pytest.raises(Conflict, match="已经处理过了"):
        editing.change(session, key, said("红砖"), shipped=desk.shipped, hand=HAND)


def test_a_change_that_is_refused_leaves_the_entry_as_it_was(desk):
    key = desk.propose(said("红砖"))
    wrong = said("红砖", kind_of="砖瓦")
    with transaction(desk.engine) as session, pytest.raises(Unsound):
        editing.change(session, key, wrong, shipped=desk.shipped, hand=HAND)
    assert desk.entry(key).cells[1] == "非金属矿物制品"


def test_two_proposals_that_exclude_each_other_are_not_both_approved(desk):
    first, second = (desk.propose(said(name, others="砖头")) for name in ("红砖", "青砖"))
    desk.approve(first)
    with pytest.raises(Unsound):
        desk.approve(second)
    assert desk.entry(second).state == "待审核"


def test_nor_when_both_are_approved_at_the_same_time(desk):
    keys = [desk.propose(said(name, others="砖头")) for name in ("红砖", "青砖")]
    start = Barrier(2)

    def approve(key: str) -> bool:
        start.wait()
        try:
            with transaction(desk.engine) as session:
                editing.approve(session, key, shipped=desk.shipped, hand=HAND)
        except Unsound:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, keys)) == [False, True]
    assert len({"红砖", "青砖"} & set(desk.names)) == 1


def test_what_is_rejected_stays_so(desk):
    key = desk.propose(said("红砖"))
    with transaction(desk.engine) as session:
        editing.reject(session, key, note=" 太宽 ", hand=HAND)
    entry = desk.entry(key)
    assert (entry.state, entry.decision_note) == ("未采用", "太宽")
    with pytest.raises(Conflict):
        desk.approve(key)
    with pytest.raises(Conflict, match="现在是“未采用”，不能撤回"):
        desk.withdraw(key)


def test_what_others_lead_to_is_not_taken_back(desk):
    key = desk.do(said("红砖"))
    desk.do(said("砖墙", made_from="红砖"))
    with pytest.raises(Unsound):
        desk.withdraw(key)
    assert "红砖" in desk.names


def test_a_proposal_may_be_taken_back_too(desk):
    key = desk.propose(said("红砖"))
    desk.withdraw(key)
    assert desk.entry(key).state == "已撤回"
    assert desk.propose(said("红砖")) != key


def test_what_use_asks_may_be_another_name_of_a_concept(desk):
    key = desk.asked("士敏土")
    with transaction(desk.engine) as session:
        editing.name_too(session, key, "水泥", shipped=desk.shipped, hand=HAND)
    assert desk.held.find("士敏土") == desk.held.find("水泥")
    assert desk.entry(key).doing == "更正"
    assert desk.entry(key).origin == "未满足的检索"


def test_another_name_needs_a_concept_that_is_there_and_does_not_break_it(desk):
    key = desk.asked("洋灰")
    with transaction(desk.engine) as session:
        with pytest.raises(Invalid, match="词库里没有「土」这个概念"):
            editing.name_too(session, key, "土", shipped=desk.shipped, hand=HAND)
        with pytest.raises(Unsound):
            editing.name_too(session, key, "石灰石", shipped=desk.shipped, hand=HAND)
    assert desk.entry(key).cells[0] == "洋灰"


def test_what_use_asks_is_not_approved_before_it_is_complete(desk):
    key = desk.asked("红砖")
    with pytest.raises(Invalid, match="请选择门类"):
        desk.approve(key)


def test_what_is_not_there_cannot_be_decided(desk):
    with pytest.raises(UnknownRecord, match="词库里没有这条修改"):
        desk.approve("nothing")


def test_entries_are_listed_by_their_state(desk):
    desk.propose(said("红砖"))
    desk.do(said("青砖"))
    with reading(desk.engine) as session:
        rows, total = queries.page(session, State.PROPOSED, start=0, limit=10)
        assert ([row.name for row in rows], total) == (["红砖"], 1)
        assert queries.counts(session) == {"待审核": 1, "已采用": 1}


def test_a_process_makes_the_thesaurus_ready_once_and_again_after_a_decision(desk):
    current = Current(lambda: desk.shipped)
    with reading(desk.engine) as session:
        first = current.knowledge(session)
        assert current.knowledge(session) is first
        assert first.thesaurus is desk.shipped
    key = desk.do(said("红砖"))
    with reading(desk.engine) as session:
        again = current.knowledge(session)
        assert again.thesaurus is current.thesaurus(session)
        assert [again.thesaurus.concepts[one.row].name for one in again.toucher.touch("红砖")] == [
            "红砖"
        ]
    desk.withdraw(key)
    with reading(desk.engine) as session:
        assert current.thesaurus(session) is desk.shipped


def test_whoever_waits_is_told_while_it_is_made_ready(desk):
    go_on = Event()

    def prepare(thesaurus: Thesaurus) -> Knowledge:
        assert go_on.wait(10)
        return know(thesaurus)

    current = Current(lambda: desk.shipped, prepare=prepare, patience=0)
    with reading(desk.engine) as session:
        with pytest.raises(NotReady, match="词库刚改过，正在重新整理"):
            current.soon(session)
        go_on.set()
        made = current.knowledge(session)
        assert current.soon(session) is made
        assert current.touching(session) is made
