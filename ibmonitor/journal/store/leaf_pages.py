"""Rows of an SQLite file that is so damaged that SQLite finds no way to them: read from the pages themselves.

As sqlite.org/fileformat2.html has them: a table's rows are in its leaf pages, each with all of its values, and what is
too long for a page goes on in others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

Values = tuple[object, ...]

_LEAF_OF_TABLE: Final = 13
_FIRST_PAGES_HEADER: Final = 100
_INTEGER_LENGTHS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_BYTES: Final = 64 * 1024 * 1024
"""Of one row: far more than any has. What says more is no row."""


def rows_of_leaf_pages(path: Path, page_size: int) -> Iterator[Values]:
    """The values of every row of every table, in no order, as far as they can be made out. Raises `OSError`."""
    pages = path.stat().st_size // page_size
    with path.open("rb") as file:
        for number in range(1, pages + 1):
            page = _page(file, number, page_size)
            start = _FIRST_PAGES_HEADER if number == 1 else 0
            if page[start] == _LEAF_OF_TABLE:
                for at in _cells(page, start):
                    # What is no row raises one of these sooner or later.
                    with suppress(ValueError, IndexError, struct.error):
                        yield _values(_payload(file, page, at, pages))


def _page(file: BinaryIO, number: int, page_size: int) -> bytes:
    file.seek((number - 1) * page_size)
    return file.read(page_size)


def _cells(page: bytes, start: int) -> Iterator[int]:
    """Where the page has its rows."""
    (count,) = struct.unpack_from(">H", page, start + 3)
    for each in range(min(count, (len(page) - start - 8) // 2)):
        yield struct.unpack_from(">H", page, start + 8 + 2 * each)[0]


def _payload(file: BinaryIO, page: bytes, at: int, pages: int) -> bytes:
    """All bytes of a row, also those in other pages."""
    length, at = _varint(page, at)
    _rowid, at = _varint(page, at)
    if not 0 < length <= _MOST_BYTES:
        raise ValueError("no row")
    here = _length_in_page(length, len(page))
    parts = [page[at : at + here]]
    missing = length - here
    if missing:
        (following,) = struct.unpack_from(">I", page, at + here)
        while missing > 0:
            if not 0 < following <= pages:
                raise ValueError("no page")
            other = _page(file, following, len(page))
            (following,) = struct.unpack_from(">I", other)
            parts.append(other[4 : 4 + missing])
            missing -= len(parts[-1])
    whole = b"".join(parts)
    if len(whole) != length:
        raise ValueError("its end is missing")
    return whole


def _length_in_page(length: int, usable: int) -> int:
    """How much of a row is in the page itself, as SQLite computes it."""
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    if length <= most:
        return length
    here = least + (length - least) % (usable - 4)
    return here if here <= most else least


def _values(payload: bytes) -> Values:
    """The values of a row: first the kinds of all, then the values themselves."""
    end, at = _varint(payload, 0)
    if not 0 < end <= len(payload):
        raise ValueError("no row")
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[object] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise ValueError("no row")
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[object, int]:
    """A value, and where the next one begins."""
    if kind in {0, 8, 9}:
        return {0: None, 8: 0, 9: 1}[kind], at
    if kind in _INTEGER_LENGTHS:
        end = at + _INTEGER_LENGTHS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind < 13 or kind % 2 == 0:
        raise ValueError("a history has no such values")
    end = at + (kind - 13) // 2
    return payload[at:end].decode(), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """SQLite's integer of up to nine bytes, and where the next thing begins."""
    value = 0
    for each in range(8):
        byte = data[at + each]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + each + 1
    return value << 8 | data[at + 8], at + 9
