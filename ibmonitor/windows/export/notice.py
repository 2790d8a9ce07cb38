"""The line below a table that shows the progress and the result of its export: it cancels it, and opens the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ibmonitor.windows.export.run import EXPORT_WORDS, ExportRun
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.open_folder import cannot_open, cannot_open_file, open_file, open_folder

SHOWN_MS = 20_000
"""How long a success is seen; a failure stays until it is dismissed."""


class ExportNotice(QWidget):
    """Hidden while there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: ExportRun | None = None
        self.label = ToneLabel(parent=self)
        self.label.setWordWrap(True)
        self.label.setAccessibleName("Result of the export")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cancel = QPushButton("Cancel export", self)
        self._cancel.setToolTip("Stop the export; an incomplete file is not kept")
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._open_file = QPushButton("Open file", self)
        self._open_file.setToolTip("Open the file in the program that the desktop has for it")
        self._open_folder = QPushButton("Open folder", self)
        self._open_folder.setToolTip("Show the file's folder in the file manager")
        self._open_file.clicked.connect(lambda: self._open(open_file, cannot_open_file, self._file))
        self._open_folder.clicked.connect(
            lambda: self._open(open_folder, cannot_open, self._file and self._file.parent)
        )
        self._file: Path | None = None
        """What was written last; `None` after anything else."""
        self._dismiss = QToolButton(self)
        self._dismiss.setText("✕")
        self._dismiss.setToolTip("Dismiss")
        self._dismiss.setAccessibleName("Dismiss the result of the export")
        self._dismiss.setAutoRaise(True)
        self._dismiss.setMinimumSize(QSize(24, 24))
        self._dismiss.clicked.connect(self.hide)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self._on_read)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 6, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self._cancel)
        layout.addWidget(self._open_file)
        layout.addWidget(self._open_folder)
        layout.addWidget(self._dismiss)
        self.hide()

    def show_run(self, run: ExportRun) -> None:
        """Show this export instead of the previous one."""
        if self._run is not None:
            self._run.disconnect(self)
        self._run = run
        self._cancel.setText(f"Cancel {run.words.noun}")
        run.progressed.connect(self._on_progressed)
        run.done.connect(self._on_done)
        run.failed.connect(self._on_failed)
        run.cancelled.connect(self._on_cancelled)
        self.hide()

    def show_note(self, sentence: str) -> None:
        """Show a sentence for a while, unless an export is running, whose progress stays."""
        if self._run is None:
            self._show_sentence(sentence, "", is_over=True)
            self._over.start(SHOWN_MS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._over.isActive():
            # Its tab has come to the front: nobody has seen it before.
            self._over.start(SHOWN_MS)

    def _on_progressed(self, sentence: str) -> None:
        self._show_sentence(sentence, "", is_over=False)

    def _on_done(self, sentence: str) -> None:
        file = self._run.file if self._run is not None else None
        self._show_sentence(sentence, "", is_over=True)
        self._offer(file)
        self._over.start(SHOWN_MS)

    def _on_failed(self, sentence: str) -> None:
        self._show_sentence(sentence, "bad", is_over=True)

    def _on_cancelled(self) -> None:
        noun = self._run.words.noun if self._run is not None else EXPORT_WORDS.noun
        self._show_sentence(f"The {noun} was cancelled.", "", is_over=True)
        self._over.start(SHOWN_MS)

    def _on_read(self) -> None:
        if self.underMouse() or not self.isVisible():
            self._over.start(SHOWN_MS)
        else:
            self.hide()

    def _show_sentence(self, sentence: str, tone: str, *, is_over: bool) -> None:
        self._over.stop()
        if is_over:
            self._run = None
        self._offer(None)
        self.label.set_tone(tone)
        self.label.setText(sentence)
        self._cancel.setVisible(not is_over)
        self._dismiss.setVisible(is_over)
        self.show()

    def _offer(self, file: Path | None) -> None:
        """Offer to open what was written."""
        self._file = file
        for button in (self._open_file, self._open_folder):
            button.setVisible(file is not None)

    def _open(self, do: Callable[[Path], bool], failed: Callable[[Path], str], path: Path | None) -> None:
        if path is not None and not do(path):
            self._show_sentence(failed(path), "warning", is_over=True)

    def _on_cancel_clicked(self) -> None:
        if self._run is not None:
            self._run.cancel()
