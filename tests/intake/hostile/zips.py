"""Zip archives written by hand, since no honest library writes what is wrong with these."""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable

MEGABYTE = 1 << 20
_LOCAL = "<4sHHHHHIIIHH"
_CENTRAL = "<4sHHHHHHIIIHHHHHII"


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An ordinary archive; the same name may come twice."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # that a name comes twice is what is wanted
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def inflating(megabytes: int, block: bytes = b" " * MEGABYTE) -> bytes:
    """Deflated bytes that become so many blocks: one compressed block, said again and again."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = press.compress(block) + press.flush(zlib.Z_FULL_FLUSH)
    return once * megabytes + press.flush()


def raw_zip(
    entries: Iterable[tuple[str, bytes, int]], *, listed: int = 1, flags: int = 0, method: int = 8
) -> bytes:
    """Entries (name, compressed bytes, the size they claim), each `listed` times in the directory."""
    body, directory, count = b"", b"", 0
    for name, packed, claimed in entries:
        sizes = (0, len(packed), claimed, len(name))
        start = len(body)
        body += struct.pack(_LOCAL, b"PK\x03\x04", 20, flags, method, 0, 0, *sizes, 0)
        body += name.encode() + packed
        line = struct.pack(
            _CENTRAL, b"PK\x01\x02", 20, 20, flags, method, 0, 0, *sizes, 0, 0, 0, 0, 0, start
        )
        directory += (line + name.encode()) * listed
        count += listed
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end
