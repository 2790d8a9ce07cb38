"""Opens a folder in the desktop's file manager."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(path: Path) -> bool:
    """Show a folder, made if it is missing and private to the user. Returns whether the desktop could."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    return path.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def cannot_open(path: Path) -> str:
    """What to tell the user then: where to look without the desktop's help."""
    return f"The desktop cannot open this folder. It is {path}."
