"""Copies text to the clipboard. Cells that a spreadsheet would calculate when they are pasted are marked as text.

Numbers in the reader's locale stay numbers. Qt itself copies selected text in a label or a field, without the marks.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QGuiApplication

from ibmonitor.exporting import formulas
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import separators

_MINUS = re.compile("\N{MINUS SIGN}(?=[0-9])")


def copy_text(text: str) -> None:
    """Copy a text with tabs between its cells. Accounts are hidden in it while they are hidden on the screen."""
    QGuiApplication.clipboard().setText(guarded_lines(ACCOUNT_MASK.text(text)))


def guarded_lines(text: str) -> str:
    """Guard a text of several lines: pasting makes a cell of each line, and of each part of a line between tabs.

    A minus sign as printed becomes the one of the keyboard: no spreadsheet takes the other for a number's.
    """
    text = _MINUS.sub("-", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(map(guarded, line.split("\t"))) for line in lines)


def guarded(cell: str) -> str:
    """The cell, with a mark before it where a spreadsheet could calculate it."""
    return formulas.guarded(cell, *separators())
