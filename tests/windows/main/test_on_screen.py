"""Windows stay on a screen, even after a screen has been removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow
from pytestqt.qtbot import QtBot

from ibmonitor.windows.main.on_screen import OnScreen, fitted

FIRST, RIGHT, ABOVE = QRect(0, 0, 1280, 800), QRect(1280, 0, 1920, 1080), QRect(0, -1080, 1920, 1080)
INSIDE = QRect(8, 32, 1264, 760)
"""What a frame leaves of the first screen."""
HERE = QRect(100, 100, 800, 600)


@pytest.mark.parametrize(
    ("window", "screens", "there"),
    [
        (HERE, [FIRST], HERE),
        (QRect(1400, 50, 800, 600), [FIRST, RIGHT], QRect(1400, 50, 800, 600)),
        # The right screen has been removed.
        (QRect(1400, 50, 800, 600), [FIRST], QRect(472, 50, 800, 600)),
        # So has the one above: the title cannot be reached although most of the window is visible.
        (QRect(100, -300, 800, 600), [FIRST], QRect(100, 32, 800, 600)),
        (QRect(100, -300, 800, 600), [FIRST, ABOVE], QRect(100, -300, 800, 600)),
        # Across two screens, and hardly visible.
        (QRect(1000, 100, 800, 600), [FIRST, RIGHT], QRect(1000, 100, 800, 600)),
        (QRect(1250, 100, 800, 600), [FIRST], QRect(472, 100, 800, 600)),
        (QRect(100, 790, 800, 600), [FIRST], QRect(100, 192, 800, 600)),
        # Larger than what is left.
        (QRect(1400, 50, 1900, 1000), [FIRST], INSIDE),
        (QRect(0, 0, 3840, 2160), [FIRST], INSIDE),
        # As large as the screen: its frame would not be on it.
        (FIRST, [FIRST], INSIDE),
        (HERE, [], HERE),
    ],
)  # fmt: skip
def test_windows_are_moved_onto_a_screen(window: QRect, screens: list[QRect], there: QRect) -> None:
    assert fitted(window, screens) == there
    assert fitted(there, screens) == there


def test_a_window_and_its_torn_off_docks_are_brought_back(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget("Details", window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.show()
    dock.setFloating(True)
    dock.show()
    keeper = OnScreen(window)
    window.setGeometry(5000, 5000, 400, 300)
    dock.setGeometry(-4000, 20, 300, 200)
    keeper.bring_back()
    free = QGuiApplication.primaryScreen().availableGeometry()
    assert free.contains(window.geometry())
    assert free.contains(dock.geometry())
