"""English is complete: every word the site or the engine shows has its translation, and none is stale."""

import io
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from matchmaking.intake.kinds import ListKind
from matchmaking.matching.evidence import Conclusion
from matchmaking.matching.supply import SUPPLY
from matchmaking.records import Size, Tier
from web.extraction import extract
from web.language import FOLDER, PLACE
from web.names import NAMES

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def collected() -> set[str]:
    """What `make messages` collects, by the same configuration."""
    config = ConfigParser()
    config.read(FOLDER / "babel.cfg", encoding="utf-8")
    methods = [tuple(reversed(section.split(": "))) for section in config if ": " in section]
    kinds = {"sentences": extract, "jinja2": "jinja2", "ignore": "ignore"}
    found: set[str] = set()
    for folder in ("web", "matchmaking"):
        mapping = [(pattern.removeprefix(f"{folder}/"), kinds[kind]) for pattern, kind in methods]
        rows = extract_from_dir(ROOT / folder, method_map=mapping, keywords={"_": None})
        found |= {message for _, _, message, _, _ in rows}
    return found


@pytest.fixture(scope="module")
def messages() -> set[str]:
    return collected()


@pytest.fixture(scope="module")
def catalogue():
    return read_po(io.BytesIO((FOLDER / "en" / "LC_MESSAGES" / "messages.po").read_bytes()))


def test_nothing_is_missing(messages, catalogue):
    translated = {message.id for message in catalogue if message.string}
    assert messages - translated == set()


def test_nothing_is_fuzzy(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_nothing_is_stale(messages, catalogue):
    assert {message.id for message in catalogue if message.id} - messages == set()


def test_a_translation_names_the_places_of_its_sentence_and_no_others(catalogue):
    for message in catalogue:
        if message.id:
            asked, given = set(PLACE.findall(message.id)), set(PLACE.findall(message.string))
            assert given == asked or (given < asked and all(map(str.isdigit, asked))), message.id


def test_every_name_of_the_recipe_and_the_records_is_marked():
    shown = {part.name for part in (*SUPPLY.signals, *SUPPLY.criteria)}
    shown |= {*Conclusion, *Size, *Tier, *ListKind}
    assert {str(name) for name in shown} - NAMES == set()


def test_every_step_of_a_run_is_marked():
    """Steps are the texts given to `progress`, `tell` or News, or constants named …STEP."""
    pattern = re.compile(r'(?:progress\(|tell\(|News\(|STEP = )\s*"([^"]+)"')
    paths = [
        path
        for path in (ROOT / "matchmaking").rglob("*.py")
        if not {"benching", "keeping", "drill"} & {*path.parts}
    ]
    sources = [path.read_text(encoding="utf-8") for path in paths]
    steps = {step for source in sources for step in pattern.findall(source) if CHINESE.search(step)}
    assert steps - NAMES == set()


def found_in(source: str) -> list[str]:
    return [message for _, _, message, _ in extract(io.BytesIO(source.encode()), {}, [], {})]


def test_marked_names_and_sentences_are_collected():
    assert found_in('mark("产能")\nsay("持有{asked}")\n_("好")') == ["产能", "持有{asked}", "好"]


def test_places_of_a_finished_sentence_are_numbered():
    assert found_in('raise Wrong(f"没有{month}月，请核对{day!r}日期")') == [
        "没有{0}月，请核对{1}日期"
    ]


def test_descriptions_and_routes_of_the_interface_are_collected():
    source = '@router.get("/")\ndef show():\n    """列出需求"""\nField(description="需求编号")'
    assert found_in(source) == ["列出需求", "需求编号"]


def test_docstrings_words_and_patterns_are_left_alone():
    source = (
        '"""说明：给程序员看，不给人看。"""\n'
        'A = "产能"\nB = "申请中"\nC = r"[，。]|请\\s"\nD = "plain, English. text;"\n'
        'def f():\n    """也是说明，不翻译。"""\n'
    )
    assert found_in(source) == []
