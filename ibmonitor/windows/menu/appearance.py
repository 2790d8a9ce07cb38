"""The menu of the window's look: theme, density and accent, each a choice of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ibmonitor.windows.theme.swatch import swatch
from ibmonitor.windows.theme.theme import THEME, THEMES
from ibmonitor.windows.theme.tokens import ACCENTS, DENSITIES, tokens

_KEYS = {"system": "&System", "light": "&Light", "dark": "&Dark", "comfortable": "&Comfortable", "compact": "Com&pact"}


class AppearanceMenu(QMenu):
    """Shows the choices that are in force; a new one is only emitted."""

    chosen = Signal(str, str)
    """The setting's key, and its new value."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("A&ppearance", parent)
        self._groups = {"theme": self._add(self, "theme", THEMES)}
        self.addSeparator()
        self._groups["density"] = self._add(self, "density", DENSITIES)
        self.addSeparator()
        self._accents = self.addMenu("&Accent")
        self._groups["accent"] = self._add(self._accents, "accent", ACCENTS)
        self._accents.aboutToShow.connect(self._draw_accents)

    def show_choices(self, choices: Mapping[str, str]) -> None:
        """Mark these values, by the keys of their settings."""
        for key, actions in self._groups.items():
            actions[choices[key]].setChecked(True)

    def _add(self, menu: QMenu, key: str, names: Iterable[str]) -> dict[str, QAction]:
        group = QActionGroup(menu)
        actions = {}
        for name in names:
            # Not made by the group: PySide6 6.8 deletes those with their Python objects.
            action = actions[name] = QAction(_KEYS.get(name, f"&{name.capitalize()}"), menu)
            group.addAction(action)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, name=name: self.chosen.emit(key, name))
        menu.addActions(group.actions())
        return actions

    def _draw_accents(self) -> None:
        for name, action in self._groups["accent"].items():
            action.setIcon(swatch(tokens(is_dark=THEME.tokens.is_dark, accent=name).accent, is_round=True))
