"""The program's own way to the clipboard: what it copies may be pasted into a spreadsheet, and not be calculated there.

Text that is selected in a label or a field is copied by Qt itself, as it is shown, without the mark against formulas.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.widgets.formula_guard import guarded_lines


def copy_text(text: str) -> None:
    """Put a text on the clipboard, tabs between its cells; what could become a formula is marked as text.

    Accounts are hidden in it while they are hidden on the screen.
    """
    QGuiApplication.clipboard().setText(guarded_lines(ACCOUNT_MASK.text(text)))
