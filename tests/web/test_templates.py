"""Templates keep their contract: they use what their context has, and nothing runs inline."""

import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import web
from web.rendering import HERE

TEMPLATES = HERE / "templates"


def contexts() -> list[type]:
    """Every class of the site that names a template."""
    found = set()
    for module in pkgutil.walk_packages(web.__path__, "web."):
        members = vars(importlib.import_module(module.name)).values()
        classes = {one for one in members if isinstance(one, type)}
        found |= {one for one in classes if str(getattr(one, "template", "")).endswith(".html")}
    return sorted(found, key=lambda context: context.__name__)


CONTEXTS = contexts()
ALL = sorted(TEMPLATES.rglob("*.html"))


def with_includes(path: Path) -> str:
    """A template's source and that of the fragments it includes."""
    source = path.read_text(encoding="utf-8")
    for included in re.findall(r'{% include "([^"]+)"', source):
        source += with_includes(TEMPLATES / included)
    return source


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_template_uses_only_what_its_context_has(context):
    used = set(re.findall(r"\bpage\.(\w+)", with_includes(TEMPLATES / context.template)))
    fields = {field.name for field in dataclasses.fields(context)}
    methods = {name for name in dir(context) if not name.startswith("_")}  # properties too
    assert used - fields - methods == set()


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_is_frozen(context):
    assert context.__dataclass_params__.frozen


def test_every_page_and_whole_fragment_has_a_context():
    pages = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "pages").iterdir()}
    assert pages == {c.template for c in CONTEXTS if c.template.startswith("pages/")}


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_runs_inline_and_nothing_comes_from_afar(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?! src=)|https?://|\|\s*safe\b", source)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chinese_stands_only_inside_words_to_translate(path):
    source = path.read_text(encoding="utf-8")
    left = re.sub(r'_\("[^"]*"|_\(\'[^\']*\'|{#.*?#}', "", source, flags=re.DOTALL)
    left = left.replace('{"符合": "fits", "待确认": "ask", "不符合": "fails"}', "").replace(
        "中文", ""
    )
    assert re.findall(r"[\u4e00-\u9fff]+", left) == []
