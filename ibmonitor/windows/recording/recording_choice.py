"""Which recording to open: chosen in a dialog, or dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = ".ibmrec"


class RecordingChoice(QObject):
    """`folder` is where recordings are kept; it need not exist."""

    chosen = Signal(object)
    """The path of a file, which need not be a recording."""

    def __init__(self, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def choose(self) -> QFileDialog:
        """Ask for a file."""
        dialog = QFileDialog(self._window, "Open recording")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"Recordings (*{SUFFIX})", "All files (*)"])
        if self._folder.is_dir():
            dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda file: self.chosen.emit(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if _files(event):
                event.acceptProposedAction()
                return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            for file in _files(event):
                self.chosen.emit(file)
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
