"""Helpers to check a window; each raises `CheckError` if something is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from sqlalchemy import select

from ibmonitor.assets import asset
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.schema import META
from ibmonitor.journal.store.upsert import upsert
from ibmonitor.self_test.steps import CheckError

RESOURCES = (
    "ibmonitor.svg",
    "example-scenario.toml",
    "guide.md",
    "icons/connect.svg",
    "window.qss",
    "pictures/check-light.svg",
)

SETTLE = 0.2
"""Seconds for a window to open and be painted."""

Records = Mapping[str, AbstractSet[str]]
"""The IDs of the records, by their kind."""


def check_resources() -> None:
    """The files that are not Python are found and are not empty."""
    for name in RESOURCES:
        try:
            content = asset(name).read_bytes()
        except OSError as error:
            raise CheckError(f"{name} cannot be read ({error.strerror})") from error
        if not content:
            raise CheckError(f"{name} is empty")


def check_history(path: Path) -> None:
    """A history can be made, for which a bundle needs the files of its migrations, and be written and read."""
    store = open_store(path)
    try:
        with store.writing() as connection:
            upsert(connection, META, [{"name": "self test", "value": "kept"}])
        with store.reading() as connection:
            if connection.execute(select(META.c.value)).scalar() != "kept":
                raise CheckError("the history has lost what was written")
    finally:
        store.close()


def check_same(before: Records, snapshot: Records, after: Records) -> None:
    """A snapshot has all that the window had before it, and nothing that the window does not have after it."""
    for kind, seen in snapshot.items():
        if not seen:
            raise CheckError(f"the snapshot has no {kind}")
        if lacking := before[kind] - seen:
            raise CheckError(f"{len(lacking)} {kind} of the window are not in the snapshot")
        if lacking := seen - after[kind]:
            raise CheckError(f"{len(lacking)} {kind} of the snapshot are not in the window")


def menu_actions(actions: Sequence[QAction]) -> Iterator[QAction]:
    """All entries of these menus and their submenus."""
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from menu_actions(menu.actions())
        elif not action.isSeparator():
            yield action


class DialogCloser:
    """Chooses from the menus, then checks and closes each window that opens, modal ones included."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.closed = 0
        self.problems: list[str] = []

    async def choose(self, action: QAction) -> None:
        """Choose one, and close all that it opens."""
        name = action.text().replace("&", "")
        # By a timer, which also fires while a modal dialog is open.
        QTimer.singleShot(round(SETTLE * 1000), self._window, lambda: self._close_all(name))
        action.trigger()
        await asyncio.sleep(SETTLE * 1.25)

    def _close_all(self, name: str) -> None:
        for widget in QApplication.topLevelWidgets():
            if not widget.isVisible() or not (
                isinstance(widget, QDialog) or widget.windowType() == Qt.WindowType.Popup
            ):
                continue
            try:
                check_picture(widget, f"what “{name}” opens")
            except CheckError as error:
                self.problems.append(str(error))
            self.closed += 1
            if not widget.close():
                self.problems.append(f"what “{name}” opens cannot be closed")
                if isinstance(widget, QDialog):
                    widget.reject()


class Painted(QObject):
    """Notices the first paint of a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.is_painted = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.is_painted = True
        return super().eventFilter(watched, event)


async def until(holds: Callable[[], bool], otherwise: str, patience: float = 20.0) -> None:
    """Wait until `holds` is true. Raises `CheckError` after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            while not holds():  # noqa: ASYNC110 - it has no event to wait for
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise CheckError(otherwise) from None


def check_picture(widget: QWidget, name: str) -> None:
    """Grab a widget. Raises `CheckError` if the picture is empty."""
    image = widget.grab().toImage()
    step = max(1, image.width() // 200)
    colors = {image.pixel(x, y) for y in range(0, image.height(), 7) for x in range(0, image.width(), step)}
    if len(colors) < 3:
        raise CheckError(f"{name} shows nothing")
