"""What an edit would break is found by looking at few concepts, and found where linting all of them would."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.thesaurus.applying import with_entries, without_places, worsened
from matchmaking.thesaurus.concepts import Concept, Division, Name, make_thesaurus, name_key
from matchmaking.thesaurus.linting import lint
from matchmaking.thesaurus.models import Doing, ThesaurusEntry
from matchmaking.thesaurus.reading import read_thesaurus
from matchmaking.thesaurus.writing import cells_of, files, lines

NAMES = ("甲料", "乙料", "丙料", "丁料", "戊料", "建材")
links = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
others = st.lists(st.builds(Name, st.sampled_from(NAMES)), max_size=1).map(tuple)


def concepts(name: str) -> st.SearchStrategy[Concept]:
    return st.builds(
        Concept,
        name=st.just(name),
        division=st.just("30"),
        kind_of=links,
        part_of=links,
        other_names=others,
        purposes=st.sampled_from([(), ("砌墙用的",)]),
        made_from=links,
        where=st.just("30-part.csv"),
    )


def entry(concept: Concept, doing: Doing) -> ThesaurusEntry:
    said = {"division": "30", "key": name_key(concept.name), "cells": cells_of(concept)}
    return ThesaurusEntry(id="30-part.csv", doing=doing, **said)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(NAMES[:4]), unique=True).flatmap(
        lambda names: st.tuples(*map(concepts, names))
    ),
    st.sampled_from(NAMES[:4]).flatmap(concepts),
    st.sampled_from([Doing.CORRECT, Doing.DROP]),
)
def test_an_edit_breaks_something_where_linting_everything_finds_new_faults(held, edited, doing):
    before = make_thesaurus([Division("30", "建材")], held)
    after = with_entries(before, [entry(edited, doing)])
    whole = make_thesaurus(after.divisions, after.concepts)
    assert {key: list(rows) for key, rows in whole.rows.items()} == after.rows
    known, found = (set(map(without_places, lint(one))) for one in (before, after))
    new = set(map(without_places, worsened(before, after, edited.name)))
    assert new <= found - known
    assert bool(new) == bool(found - known)  # of a ring, one member is told at least


def test_a_concept_is_written_as_it_was_read(small):
    from_files = files(small)
    assert list(from_files)[:2] == ["divisions.csv", "01-农业.csv"]
    assert from_files["31-黑色金属冶炼.csv"].splitlines()[1] == (
        "低合金板,黑色金属冶炼,,低合金钢板,造桥造船用的钢板,Q345*,,,"
    )
    assert lines([("甲,乙", "丙")]) == '"甲,乙",丙\n'


def test_the_files_read_as_the_same_thesaurus(small, tmp_path):
    for name, text in files(small).items():
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / name).write_text(text, encoding="utf-8")
    again = read_thesaurus(tmp_path / "out")
    assert [cells_of(one) for one in again.concepts] == [cells_of(one) for one in small.concepts]
    assert again.divisions[0].code == small.divisions[0].code
