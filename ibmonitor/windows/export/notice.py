"""The line below a table that shows the progress and the result of its export, and can cancel it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ibmonitor.windows.export.run import ExportRun
from ibmonitor.windows.widgets.labels import ToneLabel

SHOWN_MS = 20_000
"""How long a success is shown; a failure stays until it is dismissed."""


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
        layout.addWidget(self._dismiss)
        self.hide()

    def show_run(self, run: ExportRun) -> None:
        """Show this export instead of the previous one."""
        if self._run is not None:
            self._run.disconnect(self)
        self._run = run
        run.progressed.connect(self._on_progressed)
        run.done.connect(self._on_done)
        run.failed.connect(self._on_failed)
        run.cancelled.connect(self._on_cancelled)
        self.hide()

    def _on_progressed(self, sentence: str) -> None:
        self._show_sentence(sentence, "", is_over=False)

    def _on_done(self, sentence: str) -> None:
        self._show_sentence(sentence, "", is_over=True)
        self._over.start(SHOWN_MS)

    def _on_failed(self, sentence: str) -> None:
        self._show_sentence(sentence, "bad", is_over=True)

    def _on_cancelled(self) -> None:
        self._show_sentence("The export was cancelled.", "", is_over=True)
        self._over.start(SHOWN_MS)

    def _on_read(self) -> None:
        if self.underMouse():
            self._over.start(SHOWN_MS)
        else:
            self.hide()

    def _show_sentence(self, sentence: str, tone: str, *, is_over: bool) -> None:
        self._over.stop()
        if is_over:
            self._run = None
        self.label.set_tone(tone)
        self.label.setText(sentence)
        self._cancel.setVisible(not is_over)
        self._dismiss.setVisible(is_over)
        self.show()

    def _on_cancel_clicked(self) -> None:
        if self._run is not None:
            self._run.cancel()
