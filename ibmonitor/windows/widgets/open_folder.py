"""Opens a folder in the desktop's file manager, or a file in the program that the desktop has for it."""

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
    return path.is_dir() and _open(path)


def open_file(path: Path) -> bool:
    """Open a file that this program has written. Return whether the desktop has a program for it."""
    return path.is_file() and _open(path)


def cannot_open(path: Path) -> str:
    """The message for the user if it could not: where the folder is."""
    return f"The desktop cannot open this folder. It is {path}."


def cannot_open_file(path: Path) -> str:
    """The message for the user if no program could open a file."""
    return f"The desktop cannot open this file. It is {path}."


def _open(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
