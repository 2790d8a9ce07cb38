"""Opens a folder in the desktop's file manager."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(path: Path) -> bool:
    """Show a folder; create it, private to the user, if it is missing. Return whether the desktop could show it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    return path.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def cannot_open(path: Path) -> str:
    """The message for the user if it could not: where the folder is."""
    return f"The desktop cannot open this folder. It is {path}."
