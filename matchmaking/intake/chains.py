"""What is made from what? A chain file (产品, 相关产品, 关系) to plain edges."""

from dataclasses import dataclass
from pathlib import Path

from matchmaking.errors import UnreadableFile
from matchmaking.intake.cells import is_nothing, text_of
from matchmaking.intake.files import read_sheets
from matchmaking.intake.headers import plain_header
from matchmaking.intake.sheets import Sheet
from matchmaking.progress import Progress, silent

_HEADINGS = (
    frozenset(("产品", "产品名称", "product", "主体产品", "源产品")),
    frozenset(("相关产品", "关联产品", "相关产品名称", "related", "目标产品", "关联产品名称")),
    frozenset(("关系", "关系类型", "关联关系", "relation", "类型")),
)
_RELATIONS = {
    "上游材料": "上游材料", "上游": "上游材料", "原材料": "上游材料", "原料": "上游材料", "上游产品": "上游材料",
    "投入": "上游材料", "产品小类": "产品小类", "小类": "产品小类", "子类": "产品小类", "细分产品": "产品小类",
    "下游产品": "下游产品", "下游": "下游产品", "用于": "下游产品", "产出": "下游产品",
}  # fmt: skip
_ROWS_SEARCHED = 30


@dataclass(frozen=True, slots=True)
class Chain:
    """The edges of a chain file, in its order, and how many of its rows were no edge."""

    edges: tuple[tuple[str, str, str], ...]  # 产品, 相关产品, 关系
    skipped: int = 0  # a name missing, a product of itself, a relation nobody knows
    repeated: int = 0  # said before


def read_chain(path: Path, *, progress: Progress = silent) -> Chain:
    """Read a chain file, csv or workbook. Raises UnreadableFile and nothing else."""
    edges: dict[tuple[str, str, str], None] = {}
    skipped = repeated = found = 0
    for sheet in read_sheets(path, progress):
        header = _header(sheet)
        if header is None:
            continue
        found += 1
        place, columns = header
        for _, cells in sheet.rows[place + 1 :]:
            edge = _edge(
                [text_of(cells[column]) if column < len(cells) else "" for column in columns]
            )
            skipped += edge is None
            if edge:
                repeated += edge in edges
                edges[edge] = None
    if not found:
        raise UnreadableFile("没有找到产业链文件的表头。请写上“产品”“相关产品”“关系”三列后再上传。")
    return Chain(tuple(edges), skipped, repeated)


def _header(sheet: Sheet) -> tuple[int, list[int]] | None:
    """Which row is the header, and where it has each of the three columns."""
    for place, (_, cells) in enumerate(sheet.rows[:_ROWS_SEARCHED]):
        heads = [plain_header(text_of(cell))[0] for cell in cells]
        columns = [
            next((i for i, head in enumerate(heads) if head in words), -1) for words in _HEADINGS
        ]
        if min(columns) >= 0:
            return place, columns
    return None


def _edge(texts: list[str]) -> tuple[str, str, str] | None:
    product, related, said = texts
    relation = _RELATIONS.get(said)
    if relation is None or is_nothing(product) or is_nothing(related) or product == related:
        return None
    return product, related, relation
