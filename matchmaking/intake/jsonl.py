"""What does a line of JSON ask for? Demands as one object a line, with a buyer's fields alone."""

import json
from collections.abc import Iterator
from typing import Any

from matchmaking.errors import UnreadableFile
from matchmaking.intake.bounds import MAX_ROWS, too_many_rows
from matchmaking.intake.cells import text_of
from matchmaking.intake.headers import Column, Field

# The only keys read; any other is ignored.
_FIELDS = {
    "id": Field.ID,
    "type": Field.TYPE,
    "title": Field.TITLE,
    "description": Field.DESCRIPTION,
    "category": Field.CATEGORY,
    "quantity": Field.QUANTITY,
    "unit": Field.UNIT,
    "period": Field.PERIOD,
    "region": Field.REGION,
    "buyer": Field.FIRM,
}
COLUMNS = tuple(Column(place, key, found) for place, (key, found) in enumerate(_FIELDS.items()))
REQUIREMENTS = "requirements"
_NOT_AN_OBJECT = (
    '这一行不是一个完整的 JSON 对象（形如 {"title": …}），没有读入；请检查引号、括号和逗号'
)
_NOT_PLAIN = "“{key}”的值应是文字或数字，没有读入；请改正这一项"

# Number, texts in the order of COLUMNS, requirements, and what is wrong ("" when nothing is).
JsonRow = tuple[int, list[str], tuple[str, ...], str]


def looks_like_json(text: str) -> bool:
    """Whether the first line that says anything opens an object or an array."""
    return text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def read_json_lines(text: str) -> Iterator[JsonRow]:
    if text.lstrip("\ufeff \r\n\t").startswith("["):
        raise UnreadableFile("这是一个 JSON 数组。请改为每行一个 JSON 对象（.jsonl）后再上传。")
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        count += 1
        if count > MAX_ROWS:
            raise too_many_rows()
        yield _row(number, line.strip())


def _row(number: int, line: str) -> JsonRow:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return number, [line], (), _NOT_AN_OBJECT
    if not isinstance(value, dict):
        return number, [line], (), _NOT_AN_OBJECT
    texts, wrong = [], ""
    for key in _FIELDS:
        text = _plain(value.get(key))
        wrong = wrong or ("" if text is not None else _NOT_PLAIN.format(key=key))
        texts.append(text or "")
    return number, texts, _items(value.get(REQUIREMENTS)), wrong


def _plain(value: Any) -> str | None:
    return text_of(value) if value is None or isinstance(value, str | int | float) else None


def _items(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(text for item in items if (text := _plain(item)))
