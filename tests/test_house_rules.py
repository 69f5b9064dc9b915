"""Rules of the house that no linter knows. Exceptions stand in one place each, with the reason."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
JUDGED = ROOT.parent / "shared" / "eval" / "demands_dev.jsonl"
PACKAGES = ("matchmaking", "search", "graph", "web", "seeds")
LONGEST_FUNCTION, LONGEST_MODULE = 40, 300

MAY_COMMIT = {
    "matchmaking/storage/database.py": "the one transaction",
    "search/engines/tantivy_index.py": "an index's own commit, no database's",
}
MAY_WRITE_SQL = {
    "queries.py": "where queries live",
    "models.py": "tables and their constraints",
    "database.py": "connections and their settings",
    "env.py": "Alembic's own script, which takes a lock",
}
MAY_CATCH_ALL = {
    "matchmaking/runs/service.py": "the worker's edge",
    "matchmaking/worker.py": "the worker's edge",
    "web/overviews.py": "a thread's edge",
    "web/request_log.py": "the request's edge",
}
SQL = frozenset(("select", "insert", "update", "delete", "text", "func"))
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".po",
    ".tsv",
    ".csv",
    ".yml",
    ".json",
    ".txt",
    ".in",
    "",
}
# Written in two parts, so that this file keeps its own rules.
MACHINE_PATHS = re.compile("/" + r"work/|/" + r"home/\w|/" + r"Users/\w")
REGISTRY_HOSTS = re.compile(r"(?:pypi|pythonhosted|npmjs|npmmirror|tsinghua|aliyun)" + r"\.(?:org|com|edu)")  # fmt: skip
JUDGEMENT = re.compile(r"\bD\d{3}\s+0\s+S\d{5}\s+[0-3]\b")
SHORTEST_TITLE = 6  # a shorter one may be anybody's word


def modules() -> Iterator[tuple[str, ast.Module, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.parent.name == "versions":  # migrations, written by Alembic
                continue
            source = path.read_text(encoding="utf-8")
            yield path.relative_to(ROOT).as_posix(), ast.parse(source), source


def texts() -> Iterator[tuple[str, str]]:
    """All that is written in the project: code, tests, pages, notes, settings."""
    folders = (*PACKAGES, "tests", "docs", "requirements", ".ci")
    below = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    for path in sorted({*below, *ROOT.glob("[!.]*")}):
        skipped = {"vendor", "__pycache__"} & set(path.parts)
        if path.is_file() and path.suffix in TEXTS and not skipped:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_functions_are_short():
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree, _ in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_modules_are_short_and_say_what_they_answer():
    assert [n for n, _, text in modules() if text.count("\n") > LONGEST_MODULE] == []
    assert [name for name, tree, _ in modules() if not ast.get_docstring(tree)] == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [name for name, _, _ in modules() if Path(name).stem in drawers] == []


def test_one_place_commits():
    commits = {name for name, _, text in modules() if ".commit(" in text}
    assert commits - MAY_COMMIT.keys() == set()


def test_sql_is_written_where_queries_live():
    found = {
        name
        for name, tree, _ in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in ("sqlalchemy", "sqlmodel")
        and SQL & {alias.name for alias in node.names}
    }
    assert {name for name in found if Path(name).name not in MAY_WRITE_SQL} == set()


def test_exceptions_are_caught_by_name_and_at_an_edge_logged_with_their_trace():
    broad = [
        (name, node)
        for name, tree, _ in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert {name for name, _ in broad} - MAY_CATCH_ALL.keys() == set()
    assert [name for name, node in broad if "log.exception(" not in ast.unparse(node)] == []


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRY_HOSTS, JUDGEMENT])
def test_nothing_of_one_machine_or_of_the_judgements_is_written_down(pattern):
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_no_judged_demand_is_copied_into_the_project():
    if not JUDGED.exists():
        pytest.skip("the judged demands do not lie beside the project")
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    titles = {json.loads(line)["title"] for line in lines}
    telling = [title for title in titles if len(title) >= SHORTEST_TITLE]
    assert len(telling) > 40
    copied = [(name, title) for name, text in texts() for title in telling if title in text]
    assert copied == []
