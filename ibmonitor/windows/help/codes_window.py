"""The window of TWS's message codes: all that IB documents, searchable, with meanings and advice."""

from __future__ import annotations

from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.messages.codes import CODES, Code
from ibmonitor.models.columns.codes import CODE_COLUMNS, found, number_in
from ibmonitor.models.columns.messages import severity_tone
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.sorted_list import SortedList
from ibmonitor.windows.widgets.empty_state import EmptyState
from ibmonitor.windows.widgets.labels import ToneLabel

SOURCE = (
    "Codes and meanings are those of IB's TWS API documentation, in short; the sentences are IB Monitor's own. "
    "The text that TWS sends with a message takes precedence."
)
_FIRST_SIZE = (1060, 640)
_LINES = 4
"""Lines reserved for the text about a code: as many as the longest has at the first window size."""


class CodesWindow(QDialog):
    """Not modal. Show with `show()`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Message codes — IB Monitor")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Filter: a code, or words of its meaning")
        self.search.setAccessibleName("Filter message codes")
        self.search.setClearButtonEnabled(True)
        self.count = ToneLabel(tone="muted", parent=self)
        self.codes: SortedList[Code] = SortedList(
            ListTable(CODE_COLUMNS, self, key=attrgetter("number")), "Message codes", wide="meaning", parent=self
        )
        self.empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.codes)
        self._stack.addWidget(self.empty)
        self.title = ToneLabel(parent=self)
        self.about = ToneLabel(parent=self)
        self._lay_out()
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self.codes.setFocus)
        self.codes.selectionModel().currentRowChanged.connect(self._show_about)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._focus_search)
        self._show()

    def show_code(self, number: int) -> None:
        """Show all codes with this one selected, or a sentence that IB does not document it."""
        code = next((code for code in CODES if code.number == number), None)
        self.search.setText(str(number) if code is None else "")
        if code is not None:
            self._select(code)
            self.codes.setFocus()

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.about.setWordWrap(True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # The table must not move when the text changes.
        self.about.setMinimumHeight(_LINES * self.about.fontMetrics().lineSpacing())
        for label in (self.title, self.about):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        source = ToneLabel(SOURCE, "muted", self)
        source.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        # Otherwise Enter in the filter would press it.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(source)
        layout.addWidget(buttons)
        self.resize(*_FIRST_SIZE)

    def _show(self, *_: object) -> None:
        searched = self.search.text()
        codes, number = found(CODES, searched), number_in(searched)
        missing = ""
        if number is not None and all(code.number != number for code in CODES):
            missing = f"IB does not document code {number}."
        self.codes.show_records(codes)
        self.empty.set_text(
            f"{missing} The text of TWS's message is all there is." if missing else "No code matches the filter."
        )
        self._stack.setCurrentWidget(self.codes if codes else self.empty)
        count = f"{len(codes):,} codes" if len(codes) == len(CODES) else f"{len(codes):,} of {len(CODES):,}"
        self.count.setText(f"{missing} Codes that begin with it: {count}" if missing and codes else count)
        if codes and not self.codes.currentIndex().isValid():
            self.codes.selectRow(0)
        # Otherwise the view does not know the new rows yet.
        self.codes.doItemsLayout()
        self.codes.scrollTo(self.codes.currentIndex())
        self._show_about()

    def _select(self, code: Code) -> None:
        row = self.codes.table.row_of(code)
        self.codes.selectRow(row)
        self.codes.scrollTo(self.codes.table.index(row, 0), self.codes.ScrollHint.PositionAtCenter)

    def _show_about(self, *_: object) -> None:
        row = self.codes.currentIndex().row()
        code: Code | None = self.codes.table.record(row) if 0 <= row < self.codes.table.rowCount() else None
        self.title.setText("" if code is None else f"{code.number} · {code.kind.value} · {code.severity.value}")
        self.title.set_tone("" if code is None else severity_tone(code.severity))
        self.about.setText("" if code is None else _about(code))

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


def _about(code: Code) -> str:
    return "\n".join(filter(None, (code.sentence, code.advice, code.note)))
