"""The saved views of all tables, written to their file at every change."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ibmonitor.settings.views import Views, load_views, save_views


class ViewsStore(QObject):
    """`problems` are sentences about the file, for the user."""

    failed = Signal(str)
    """Sentences that say why they could not be kept."""
    kept = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Without a path they are kept for this run only."""
        super().__init__(parent)
        self._path = path
        self.views, self.problems = (Views(), []) if path is None else load_views(path)

    def change(self, views: Views) -> None:
        """Take over these, and keep them."""
        self.views = views
        if self._path is not None:
            problems = save_views(self._path, views)
            if problems:
                self.failed.emit(" ".join(problems))
            else:
                self.kept.emit()
