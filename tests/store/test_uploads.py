import hashlib
from pathlib import Path

import pytest

from matchmaking.storage.uploads import digest, safe_name, save


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("需求 清单(2026).xlsx", "需求 清单(2026).xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\公司\\供给.xls", "供给.xls"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "未命名"),
        ("", "未命名"),
        ("folder/", "未命名"),
        ("bad\ud800.csv", "bad.csv"),
        ("清" * 100 + ".xlsx", "清" * 58 + ".xlsx"),
    ],
)
def test_a_file_name_keeps_what_a_person_reads_and_leads_nowhere(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_saved_file_has_its_content_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "runs" / "r1" / "demand" / "需求.csv"
    save(b"content", path)
    assert path.read_bytes() == b"content"


def test_a_digest_is_the_sha256_of_the_content(tmp_path: Path) -> None:
    save(b"content", tmp_path / "a" / "b")
    assert digest(tmp_path / "a" / "b") == hashlib.sha256(b"content").hexdigest()
