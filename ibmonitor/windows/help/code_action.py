"""“Explain this code” in the menu of the messages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from ibmonitor.domain.records.records import Message
from ibmonitor.windows.table.record_view import RecordView


def add_code_action(view: RecordView, explain: Callable[[int], object]) -> QAction:
    """Add an action to the menu of a table of messages that explains the code; this program's messages have none."""
    action = QAction("&Explain this code…", view)

    def code() -> int | None:
        row = view.currentIndex().row()
        message: Message | None = view.table.record(row) if row >= 0 else None
        return None if message is None else message.code

    def on_triggered() -> None:
        number = code()
        if number is not None:
            explain(number)

    action.setEnabled(False)
    action.triggered.connect(on_triggered)
    view.selectionModel().currentRowChanged.connect(lambda: action.setEnabled(code() is not None))
    view.row_actions.append(action)
    return action
