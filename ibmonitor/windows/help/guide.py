"""The window of the user guide: contents at the left, a search field, the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextDocument, QTextFrameFormat, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.windows.help.guide_text import guide_markdown
from ibmonitor.windows.theme.theme import tokens_of
from ibmonitor.windows.theme.tokens import SMALL
from ibmonitor.windows.widgets.labels import ToneLabel

_FIRST_SIZE = (980, 720)
_MARGIN = 18.0
_BESIDE_CONTENTS = 28
"""Pixels of the frame and a scroll bar next to the headings."""
_DEEPEST = 3
"""Headings below this level are not listed in the contents."""


class GuideWindow(QDialog):
    """Not modal. Show with `show()`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide — IB Monitor")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("User guide")
        # It has no external links, and must not load any.
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(_MARGIN)
        self.text.setMarkdown(guide_markdown())
        self._draw_tables()
        self.contents = QListWidget(self)
        self.contents.setAccessibleName("Contents")
        # The style sheet decides how wide the headings are.
        self.contents.ensurePolished()
        self._fill_contents()
        self.contents.currentItemChanged.connect(self._on_heading_chosen)
        self.contents.itemClicked.connect(self._on_heading_chosen)
        self.find_field = QLineEdit(self)
        self.find_field.setPlaceholderText("Find in the guide")
        self.find_field.setAccessibleName("Find in the guide")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.textEdited.connect(self._on_words_changed)
        self.find_field.returnPressed.connect(self.find_next)
        self.outcome = ToneLabel(tone="warning", parent=self)
        self.outcome.hide()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.find_field.setFocus)
        QShortcut(QKeySequence(QKeySequence.StandardKey.FindNext), self, self.find_next)
        above = QHBoxLayout()
        above.addWidget(self.find_field, 1)
        above.addWidget(self.outcome)
        parts = QSplitter(self)
        parts.addWidget(self.contents)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        contents_width = self.contents.sizeHintForColumn(0) + _BESIDE_CONTENTS
        parts.setSizes([contents_width, _FIRST_SIZE[0] - contents_width])
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(parts, 1)
        self.resize(*_FIRST_SIZE)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt may send a palette change during construction.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._draw_tables()

    def find_next(self) -> bool:
        """Show the next match, after the last the first again; return whether there is one."""
        words = self.find_field.text().strip()
        found = not words or self.text.find(words) or self._find_from_top(words)
        self.outcome.setText("" if found else "Not found")
        self.outcome.setVisible(not found)
        return found

    def _find_from_top(self, words: str) -> bool:
        before = self.text.textCursor()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        found = self.text.find(words, QTextDocument.FindFlag(0))
        if not found:
            self.text.setTextCursor(before)
        return found

    def _on_words_changed(self) -> None:
        # From the start of the match, so that each further letter refines it.
        cursor = self.text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.text.setTextCursor(cursor)
        self.find_next()

    def _draw_tables(self) -> None:
        """Give the tables hairlines: Qt's own lines are dark in one theme and glaring in the other."""
        border = tokens_of(self).border
        for frame in self.text.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.frameFormat().toTableFormat()
                form.setBorderCollapse(True)
                form.setBorder(1)
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderBrush(border)
                form.setCellPadding(SMALL)
                frame.setFrameFormat(form)

    def _fill_contents(self) -> None:
        block = self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if 1 < level <= _DEEPEST:
                item = QListWidgetItem("    " * (level - 2) + block.text(), self.contents)
                item.setData(Qt.ItemDataRole.UserRole, block.position())
            block = block.next()

    def _on_heading_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        cursor = self.text.textCursor()
        cursor.setPosition(item.data(Qt.ItemDataRole.UserRole))
        # From the end, so that the heading scrolls to the top.
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
