"""How large may a list be? The bounds every file is held to, and the sentences that say so."""

from matchmaking.errors import UnreadableFile

MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_SHEETS = 50
# Of a whole file. Each costs some sixty bytes here, and two bytes in a crafted file.
MAX_CELLS = 12_000_000
MAX_MERGES = 100_000
# Inflated: 200,000 rows × 12 columns of XML come to about 150 MB.
MAX_INFLATED = 600 * MEGABYTE
# Texts handed over by the reading process; a shared string may be told a million times.
MAX_TEXT = 400 * MEGABYTE


def too_large(size: int) -> UnreadableFile:
    megabytes = size / MEGABYTE
    return UnreadableFile(
        f"文件有{megabytes:.0f} MB，超过{MAX_BYTES // MEGABYTE} MB的上限。请删去图片和多余的工作表，或拆成几个文件分别上传。"
    )


def too_many_rows() -> UnreadableFile:
    return UnreadableFile(f"文件超过{MAX_ROWS:,}行的上限。请拆成几个文件分别上传。")


def too_many_columns(where: str) -> UnreadableFile:
    return UnreadableFile(f"{where}超过{MAX_COLUMNS}列的上限。请只保留清单的列后再上传。")


def too_many_cells() -> UnreadableFile:
    return UnreadableFile(
        f"文件里有内容的格子超过{MAX_CELLS // 10_000:,}万个的上限。请只保留清单的列，或拆成几个文件分别上传。"
    )


def too_many_sheets(count: int) -> UnreadableFile:
    return UnreadableFile(
        f"文件有{count}个工作表，超过{MAX_SHEETS}个的上限。请只保留清单所在的工作表后再上传。"
    )


def swells() -> UnreadableFile:
    return UnreadableFile(
        "文件解压后大得不像一份清单，为安全起见没有打开。请把清单复制到一个新的工作簿，另存为 .xlsx 后再上传。"
    )


BROKEN = "文件已损坏或不完整，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传一次。"
