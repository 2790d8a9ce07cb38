"""Copied cells that a spreadsheet would calculate are marked as text: a reference from TWS must never become a formula.

Plain numbers in the reader's locale stay numbers, whatever their sign.
"""

from __future__ import annotations

from ibmonitor.exporting import formulas
from ibmonitor.exporting.formulas import TEXT_MARK
from ibmonitor.models.text.formats import separators

__all__ = ["TEXT_MARK", "guarded", "guarded_lines"]


def guarded(cell: str) -> str:
    """Return the cell, or the cell behind a mark where a spreadsheet could calculate it."""
    return formulas.guarded(cell, *separators())


def guarded_lines(text: str) -> str:
    """Guard a text of several lines: each line, and each part of one between tabs, is a cell when it is pasted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(map(guarded, line.split("\t"))) for line in lines)
