"""Reduces ICU's data, 32 MB in Qt's Linux wheel, to what Qt Core uses: root collation and names of converters.

Qt has its own numbers, dates, languages, zones (CLDR, tzdata) and line breaks; the rest of ICU's data is for programs
that call ICU themselves. ICU reports removed items as missing, and Qt then behaves as it does without ICU.

The format: source/common/ucmndata.h and udata.h of ICU 73.
"""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

KEPT = frozenset(
    {
        "cnvalias.icu",
        "coll/res_index.res",
        "coll/root.res",
        "coll/ucadata.icu",
        "icustd.res",
        "icuver.res",
        "keyTypeData.res",
        "likelySubtags.res",
        "metaZones.res",
        "numberingSystems.res",
        "pool.res",
        "res_index.res",
        "root.res",
        "supplementalData.res",
        "timezoneTypes.res",
        "windowsZones.res",
        "zoneinfo64.res",
    }
)
"""Items without the name of the package before them, `icudt73l/`."""

_FORMAT = b"CmnD"
_BEFORE_FORMAT = 12
"""Bytes of the header before its format name."""
_ALIGNMENT = 16
"""Bytes; ICU reads items as arrays of wider numbers."""


class IcuDataError(Exception):
    """The file has another format than expected."""


def cut_library(library: Path) -> None:
    """Replace `libicudata.so.N` by one with the items of `KEPT` only. Needs `ld`, of binutils, as PyInstaller does.

    Raises `IcuDataError`, and `OSError` or `CalledProcessError` where the linker cannot be run.
    """
    version = library.suffix.removeprefix(".")
    data, linkable = library.with_name("icu_data.dat"), library.with_name("icu_data.o")
    data.write_bytes(cut(library.read_bytes()))
    symbol = f"icudt{version}_dat=_binary_icu_data_dat_start"
    try:
        # In two steps: from bare data alone ld makes a library without a table of symbols.
        _link(library.parent, "-r", "-b", "binary", "-o", linkable.name, data.name)
        _link(
            library.parent,
            "-shared",
            "-soname",
            library.name,
            "-z",
            "noexecstack",
            "--defsym",
            symbol,
            "-o",
            library.name,
            linkable.name,
        )
    finally:
        data.unlink()
        linkable.unlink(missing_ok=True)


def _link(folder: Path, *arguments: str) -> None:
    subprocess.run(["ld", *arguments], cwd=folder, check=True)  # noqa: S603, S607 - the linker that is in the path


def cut(image: bytes) -> bytes:
    """Extract ICU's data package from a library's bytes, with the items of `KEPT` only."""
    found = image.find(_FORMAT)
    if found < _BEFORE_FORMAT:
        raise IcuDataError("there is no ICU data in it")
    start = found - _BEFORE_FORMAT
    (header_size,) = struct.unpack_from("<H", image, start)
    return image[start : start + header_size] + _packed(_items(image, start + header_size))


def _items(image: bytes, contents: int) -> list[tuple[bytes, bytes]]:
    """The kept items with their full names, ordered by name, since ICU does a binary search."""
    (count,) = struct.unpack_from("<I", image, contents)
    places = list(struct.iter_unpack("<II", image[contents + 4 : contents + 4 + 8 * count]))
    items = []
    for at, (name_at, data_at) in enumerate(places):
        name = image[contents + name_at : image.index(b"\0", contents + name_at)]
        if name.partition(b"/")[2].decode("ascii") in KEPT:
            # The last item has no next one; it is not among those kept.
            end = places[at + 1][1]
            items.append((name, image[contents + data_at : contents + end]))
    if not items:
        raise IcuDataError("it has none of the items to keep")
    return items


def _packed(items: list[tuple[bytes, bytes]]) -> bytes:
    names = b"".join(name + b"\0" for name, _ in items)
    table_size = 4 + 8 * len(items)
    table = [struct.pack("<I", len(items))]
    body = bytearray()
    name_at, first = table_size, _aligned(table_size + len(names))
    for name, data in items:
        table.append(struct.pack("<II", name_at, first + len(body)))
        name_at += len(name) + 1
        body += data.ljust(_aligned(len(data)), b"\0")
    return (b"".join(table) + names).ljust(first, b"\0") + bytes(body)


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
