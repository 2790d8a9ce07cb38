"""Which texts a spreadsheet would take for a formula, and the mark that prevents it."""

from __future__ import annotations

import re
from functools import lru_cache

TEXT_MARK = "'"
"""At the front of a cell, "this is text" to spreadsheets."""

_STARTERS = frozenset("=+-@\t\r\n" + "＝＋－＠")  # noqa: RUF001 - in East Asia the full-width ones start a formula too
_QUOTE = '"'
"""Spreadsheets remove it when they paste, and calculate what follows."""


def guarded(cell: str, group: str = ",", point: str = ".") -> str:
    """Return the cell, with the mark in front if a spreadsheet could calculate it.

    Plain numbers stay numbers, with or without a sign; `group` and `point` are their separators.
    """
    if not cell or (cell[0].isalnum() and cell[0].isascii()):
        return cell
    first = next((char for char in cell if char.isprintable() and not char.isspace() and char != _QUOTE), "")
    if first not in _STARTERS and cell[0] not in _STARTERS:
        return cell
    return cell if _number(group, point).fullmatch(cell) else TEXT_MARK + cell


@lru_cache(maxsize=4)
def _number(group: str, point: str) -> re.Pattern[str]:
    """Digits with a sign, in groups, with decimals; very long numbers have no locale's separators, or an exponent.

    Once copied, groups may be divided by a space.
    """
    between = r"\s" if group.isspace() else re.escape(group)
    local = rf"[+-]?[0-9]+(?:{between}[0-9]{{3}})*(?:{re.escape(point)}[0-9]+)?"
    return re.compile(rf"{local}|[+-]?[0-9]{{32,}}(?:\.[0-9]+)?|[+-]?[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]+")
