"""A window with all that this connection can see. It stays open next to the tables and is kept up to date."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.link import Link
from ibmonitor.domain.scope.facts import Level, Line
from ibmonitor.domain.scope.report import ScopeReport, report_text, scope_report
from ibmonitor.models.text.formats import time_text
from ibmonitor.settings.table import Settings
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.labels import ToneLabel

_FIRST_SIZE = (920, 700)
_TONES = {
    Level.PLAIN: "",
    Level.GOOD: "good",
    Level.LIMITED: "warning",
    Level.MISSING: "bad",
}


class ScopePanel(QDialog):
    """Not modal. Show with `show()`; call `show_scope` whenever the connection may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("What this connection can see")
        self._report: ScopeReport | None = None
        self._note = _label(self, tone="warning")
        self._lines: list[tuple[ToneLabel, ToneLabel, ToneLabel]] = []
        self._titles: list[ToneLabel] = []
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("What this connection can see")
        self.copy_button = QPushButton("Copy as &text", self)
        self.copy_button.setToolTip("Copy all of it, without account numbers, to put it into a support ticket")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._on_copy)
        self._copied = ToneLabel(tone="muted", parent=self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.copy_button)
        below.addWidget(self._copied, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(self._note)
        layout.addWidget(self._area, 1)
        layout.addLayout(below)
        self.resize(*_FIRST_SIZE)

    def show_scope(self, link: Link, settings: Settings) -> None:
        """Show the current facts. If they have not changed, selection and scroll position stay."""
        report = scope_report(link, settings, time_text)
        if report == self._report:
            return
        if self._report is None or _shape(report) != _shape(self._report):
            self._lay_out(report)
        self._report = report
        self._copied.setText("")
        _set_text(self._note, report.note)
        self._note.setVisible(bool(report.note))
        for label, section in zip(self._titles, report.sections, strict=True):
            _set_text(label, section.title)
        for labels, line in zip(self._lines, _all_lines(report), strict=True):
            for label, text in zip(labels, (line.name, line.word, line.sentence), strict=True):
                _set_text(label, text)
            labels[1].set_tone(_TONES[line.level])

    def text(self) -> str:
        """All texts, as they are copied; empty before the first `show_scope`."""
        return report_text(self._report) if self._report is not None else ""

    def _on_copy(self) -> None:
        copy_text(self.text())
        self._copied.setText("Copied.")

    def _lay_out(self, report: ScopeReport) -> None:
        """Create the labels for the sections and their lines, all in one grid so that the columns align."""
        scrolled = self._area.verticalScrollBar().value()
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        for column, share in enumerate((26, 20, 54)):
            grid.setColumnStretch(column, share)
        self._titles, self._lines = [], []
        row = 0
        for section in report.sections:
            title = _label(body, bold=True)
            title.setContentsMargins(0, 12 if row else 0, 0, 2)
            grid.addWidget(title, row, 0, 1, 3)
            self._titles.append(title)
            for _ in section.lines:
                row += 1
                labels = (_label(body, tone="muted"), _label(body), _label(body))
                for column, label in enumerate(labels):
                    grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
                self._lines.append(labels)
            row += 1
        grid.setRowStretch(row, 1)
        self._area.setWidget(body)
        self._area.verticalScrollBar().setValue(scrolled)


def _all_lines(report: ScopeReport) -> list[Line]:
    return [line for section in report.sections for line in section.lines]


def _shape(report: ScopeReport) -> list[int]:
    return [len(section.lines) for section in report.sections]


def _label(parent: QWidget, *, tone: str = "", bold: bool = False) -> ToneLabel:
    label = ToneLabel(tone=tone, parent=parent)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label


def _set_text(label: ToneLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
