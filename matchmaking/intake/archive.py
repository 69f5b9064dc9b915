"""Is this workbook's zip safe to open? Looked into before any reader sees it."""

import io
import zipfile
import zlib

from matchmaking.errors import UnreadableFile
from matchmaking.intake.bounds import BROKEN, MAX_INFLATED, swells

_CHUNK = 1 << 20
_MOST_ENTRIES = 5_000
_ENCRYPTED = 0x1
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_workbook(data: bytes) -> None:
    """Raise UnreadableFile unless `data` is a plain .xlsx of bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names({info.filename for info in archive.infolist()})
            _check_sizes(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        raise UnreadableFile(BROKEN) from error


def _check_names(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(
            "文件带有宏（.xlsm），为安全起见不打开。请在 Excel 中另存为“Excel 工作簿（.xlsx）”后再上传。"
        )
    if "xl/workbook.xml" in names:
        return
    if any(name.startswith("word/") for name in names):
        raise UnreadableFile("这是 Word 文档。请把其中的表格复制到 Excel，另存为 .xlsx 后再上传。")
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFile("这是演示文稿。请把其中的表格复制到 Excel，另存为 .xlsx 后再上传。")
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise UnreadableFile(
            "这种表格格式（.xlsb 或 .ods）不能直接读取。请打开后另存为 .xlsx 再上传。"
        )
    raise UnreadableFile(
        "这是一个压缩包，不是清单。请先解压，把里面的 .xlsx 或 .csv 文件单独上传。"
    )


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Both what the directory declares and what really comes out; a bomb lies about the first."""
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise swells()
    inflated = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile("文件加了密码，打不开。请先取消密码保护，另存后再上传。")
        if entry.compress_type not in _KNOWN:
            raise UnreadableFile(BROKEN)
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                inflated += len(chunk)
                if inflated > MAX_INFLATED:
                    raise swells()
