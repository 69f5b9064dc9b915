"""What do two rows of headings say together? Groups above, headings below, notes told from groups."""

import re

from matchmaking.intake.headers import field_of, is_ignored
from matchmaking.intake.kinds import ListKind

_BRACKETED = re.compile(r"[(（\[【][^)）\]】]*(?:[)）\]】]|$)")  # one never closed goes to the end
_SENTENCE = re.compile(r"[。；;！!？?，,“]|请|[:：]\s*\S")
_LONGEST_GROUP = 20


def groups_of(top: list[str], below: list[str]) -> list[str]:
    """The texts of the upper row that are group headings, "" where there is none. A note is a
    sentence; a title is alone in its row and stands over one column, or over all of them.
    """
    groups = [
        "" if _is_sentence(text) and _at(below, place) else text for place, text in enumerate(top)
    ]
    headed = [place for place, text in enumerate(below) if text]
    covered = [place for place in headed if _at(groups, place)]
    alone = len({text for text in groups if text}) == 1
    whole = covered[:1] == headed[:1] and len(covered) >= len(headed) - 1
    return [""] * len(top) if alone and (len(covered) == 1 or whole) else groups


def _is_sentence(text: str) -> bool:
    bare = _BRACKETED.sub("", text)
    return len(bare) > _LONGEST_GROUP or bool(_SENTENCE.search(bare))


def _at(texts: list[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def are_headings(top: list[str], below: list[str], kind: ListKind) -> bool:
    """Whether a second row is headings: most of what it adds would be one by itself."""
    own = [text for place, text in enumerate(below) if text and text != _at(top, place)]
    known = sum(field_of(text, kind) is not None for text in own)
    return bool(own) and known * 2 >= len(own)


def joined(groups: list[str], below: list[str], kind: ListKind) -> list[str]:
    """Group and heading in one: 产能 over 数量 is 产能数量; where that means nothing, the heading."""
    width = max(len(groups), len(below))
    return [_one_header(_at(groups, place), _at(below, place), kind) for place in range(width)]


def _one_header(group: str, heading: str, kind: ListKind) -> str:
    if not heading or group == heading:
        return group
    # A row's number is one under any group: 资质证书 over 序号 is no certificate.
    if is_ignored(heading):
        return heading
    if field_of(group + heading, kind) or not field_of(heading, kind):
        return group + heading
    return heading
