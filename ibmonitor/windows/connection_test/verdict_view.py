"""The verdict of a connection test: a headline with a mark and a word, what to do, and other findings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ibmonitor.domain.connection_test.verdict import Line, Mark, Verdict
from ibmonitor.windows.widgets.labels import ToneLabel

TONES = {Mark.OK: "good", Mark.LOOK: "warning", Mark.WRONG: "bad"}
SIGNS = {Mark.OK: "✔", Mark.LOOK: "▲", Mark.WRONG: "✖"}


class _Wrapped(ToneLabel):
    """Keeps the height its text needs at its width: a dialog's layout does not."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(text, parent=parent)
        self.setWordWrap(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # `heightForWidth` never returns less than the current minimum height.
        self.setMinimumHeight(0)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class VerdictView(QWidget):
    """Empty, with no height, until there is a verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Result of the test")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body: QWidget | None = None
        self.setVisible(False)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the result of a test."""
        self.clear()
        self._body = QWidget(self)
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._add_line(grid, Line(verdict.mark, verdict.headline), is_headline=True)
        for step in verdict.to_do:
            self._add(grid, "•", step)
        for line in verdict.lines:
            self._add_line(grid, line)
        self._layout.addWidget(self._body)
        self.setVisible(True)

    def clear(self) -> None:
        """Clear the result."""
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = None
        self.setVisible(False)

    def _add_line(self, grid: QGridLayout, line: Line, *, is_headline: bool = False) -> None:
        mark, text = self._add(grid, f"{SIGNS[line.mark]} {line.mark.value}", line.text)
        mark.set_tone(TONES[line.mark])
        if is_headline:
            font = text.font()
            font.setBold(True)
            mark.setFont(font)
            text.setFont(font)
        elif line.mark is Mark.OK:
            text.set_tone("muted")

    def _add(self, grid: QGridLayout, mark: str, text: str) -> tuple[ToneLabel, ToneLabel]:
        row = grid.rowCount()
        before, label = ToneLabel(mark, parent=self._body), _Wrapped(text, parent=self._body)
        grid.addWidget(before, row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, row, 1)
        return before, label
