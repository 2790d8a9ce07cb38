"""Copied cells that a spreadsheet would calculate are marked as text: a reference from TWS must never become a formula.

Plain numbers in the reader's locale stay numbers, whatever their sign.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ibmonitor.models.formats import separators

TEXT_MARK = "'"
"""What spreadsheets take at the front of a cell for "this is text"."""

_STARTERS = frozenset("=+-@\t\r\n" + "＝＋－＠")  # noqa: RUF001 - in East Asia the wide ones start a formula too
_QUOTE = '"'
"""Spreadsheets take it off when they paste, and calculate what is behind it."""


def guarded(cell: str) -> str:
    """Return the cell, or the cell behind a mark where a spreadsheet could calculate it."""
    if not cell or (cell[0].isalnum() and cell[0].isascii()):
        return cell
    first = next((char for char in cell if char.isprintable() and not char.isspace() and char != _QUOTE), "")
    if first not in _STARTERS and cell[0] not in _STARTERS:
        return cell
    group, point = separators()
    return cell if _number(group, point).fullmatch(cell) else TEXT_MARK + cell


def guarded_lines(text: str) -> str:
    """Guard a text of several lines: each line, and each part of one between tabs, is a cell when it is pasted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(map(guarded, line.split("\t"))) for line in lines)


@lru_cache(maxsize=4)
def _number(group: str, point: str) -> re.Pattern[str]:
    """Digits with a sign, in groups, with decimals; very long ones are written with an exponent, in no locale's way.

    A group may be divided by a blank once it is copied.
    """
    between = r"\s" if group.isspace() else re.escape(group)
    local = rf"[+-]?[0-9]+(?:{between}[0-9]{{3}})*(?:{re.escape(point)}[0-9]+)?"
    return re.compile(rf"{local}|[+-]?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]+")
