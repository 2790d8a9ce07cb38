"""Which texts a spreadsheet would calculate, and the mark that keeps it from that."""

from __future__ import annotations

import re
from functools import lru_cache

TEXT_MARK = "'"
"""What spreadsheets take at the front of a cell for "this is text"."""

_STARTERS = frozenset("=+-@\t\r\n" + "＝＋－＠")  # noqa: RUF001 - in East Asia the wide ones start a formula too
_QUOTE = '"'
"""Spreadsheets take it off when they paste, and calculate what is behind it."""


def guarded(cell: str, group: str = ",", point: str = ".") -> str:
    """Return the cell, or the cell behind a mark where a spreadsheet could calculate it.

    Plain numbers stay numbers, whatever their sign; `group` and `point` are how they are written.
    """
    if not cell or (cell[0].isalnum() and cell[0].isascii()):
        return cell
    first = next((char for char in cell if char.isprintable() and not char.isspace() and char != _QUOTE), "")
    if first not in _STARTERS and cell[0] not in _STARTERS:
        return cell
    return cell if _number(group, point).fullmatch(cell) else TEXT_MARK + cell


@lru_cache(maxsize=4)
def _number(group: str, point: str) -> re.Pattern[str]:
    """Digits with a sign, in groups, with decimals; very long ones are written in no locale's way, or with an exponent.

    A group may be divided by a blank once it is copied.
    """
    between = r"\s" if group.isspace() else re.escape(group)
    local = rf"[+-]?[0-9]+(?:{between}[0-9]{{3}})*(?:{re.escape(point)}[0-9]+)?"
    return re.compile(rf"{local}|[+-]?[0-9]{{32,}}(?:\.[0-9]+)?|[+-]?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]+")
