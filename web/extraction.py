"""Which words of the code are meant for people? What `make messages` collects for translation.

Three kinds. Sentences marked with `say`, `mark` or `_`. Sentences the domain writes finished, as
error messages and causes of returned cells: an f-string's places become {0}, {1}, …, and
`web.language` recognises the finished sentence by them. And what describes the interface.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

MARKS = frozenset({"_", "say", "mark"})
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[，。；]|请")  # what a name or a heading does not have
SHORTEST = 6  # characters; 申请中 is no sentence
PATTERN = re.compile(r"\(\?|\\|\]|\|")  # what only a regular expression has
Found = tuple[int, str | None, str, list[str]]


def extract(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Found]:
    """Babel's protocol for an extractor."""
    del keywords, comment_tags, options
    tree = ast.parse(file.read())
    yield from sorted(_messages(tree), key=lambda found: found[0])


def template_of(node: ast.expr) -> str | None:
    """The text of a literal; an f-string's places are numbered."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        places = iter(range(len(node.values)))
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{next(places)}}}"
            for part in node.values
        )
    return None


def _messages(tree: ast.Module) -> Iterator[Found]:
    passed = {id(part) for node in ast.walk(tree) for part in _passed_over(node)}
    for node in ast.walk(tree):
        found = _described(node) if id(node) not in passed else None
        if found is None and id(node) not in passed and isinstance(node, ast.expr):
            found = _finished(node)
        if found:
            yield getattr(node, "lineno", 1), None, found, []


def _passed_over(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the pieces of an f-string."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from node.values


def _finished(node: ast.expr) -> str | None:
    text = template_of(node)
    if text is None or len(text) < SHORTEST or PATTERN.search(text):
        return None
    return text if CHINESE.search(text) and SENTENCE.search(text) else None


def _described(node: ast.AST) -> str | None:
    """A marked sentence, a description, or the docstring of a route."""
    text: str | None = None
    if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in MARKS:
        text = template_of(node.args[0])
    elif isinstance(node, ast.keyword) and node.arg == "description":
        text = template_of(node.value)
    elif isinstance(node, ast.FunctionDef) and "router." in "".join(
        map(ast.unparse, node.decorator_list)
    ):
        text = ast.get_docstring(node)
    return text if text and CHINESE.search(text) else None
