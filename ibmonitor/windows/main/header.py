"""The header, one line: the connection at the left, Find in the middle, the actions used most at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolBar, QToolButton, QWidget

from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.windows.connection.link_panel import LinkPanel
from ibmonitor.windows.main.find_box import FindBox
from ibmonitor.windows.theme.tokens import LARGE, TIGHT

_ICON = 18
_WIDEST_FIND = 640


class Header(QToolBar):
    """As wide as the window, above the details too. Its buttons are those of actions that the menus have as well."""

    def __init__(self, panel: LinkPanel, find_box: FindBox, parent: QWidget | None = None) -> None:
        super().__init__("Header", parent)
        # By this name a saved layout knows it.
        self.setObjectName("main")
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)
        line = QWidget(self)
        self._buttons = QWidget(line)
        self._row = QHBoxLayout(self._buttons)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(TIGHT)
        find_box.setMaximumWidth(_WIDEST_FIND)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(LARGE)
        # The sides are as wide as each other where there is room, so that Find is in the middle.
        layout.addWidget(_side(panel, Qt.AlignmentFlag.AlignLeft), 2)
        layout.addWidget(find_box, 3)
        layout.addWidget(_side(self._buttons, Qt.AlignmentFlag.AlignRight), 2)
        self.addWidget(line)

    def add_buttons(self, actions: Iterable[QAction]) -> None:
        """Add a button for each of these actions."""
        for action in actions:
            self._row.addWidget(self._button(action))

    def add_either(self, one: QAction, other: QAction) -> None:
        """Add a button for each of two actions, of which only the enabled one is shown."""
        for action in (one, other):
            button = self._button(action)
            action.enabledChanged.connect(button.setVisible)
            button.setVisible(action.isEnabled())
            self._row.addWidget(button)

    def set_past(self) -> None:
        """What is shown is no longer happening: the line has the color of the past."""
        self.setProperty("past", True)
        self.style().unpolish(self)
        self.style().polish(self)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self._buttons)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = action.text().replace("&", "").rstrip("…")
        button.setAccessibleName(name)
        keys = action.shortcut().toString()
        if name not in action.toolTip():
            button.setToolTip(plain_tooltip(action.toolTip()))
        else:
            button.setToolTip(plain_tooltip(f"{name} ({keys})" if keys else name))
        return button


def _side(widget: QWidget, alignment: Qt.AlignmentFlag) -> QWidget:
    side = QWidget()
    row = QHBoxLayout(side)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 0, alignment)
    return side
