"""The look of the lines and bars of the day's charts: colors safe for the color-blind (Okabe and Ito), and patterns.

Colors are moved toward that of text until they have the contrast that WCAG requires; no two groups differ by color
alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPalette, QPen

from ibmonitor.domain.sums.day_sums import Group
from ibmonitor.windows.theme.contrast import MIN_GRAPHICS_CONTRAST, readable
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.theme.tokens import CHART_HUES

_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one group: the number of its hue, `None` for that of muted text; the dashes of its line.

    And its marks by pyqtgraph's names, and the pattern that fills its bars.
    """

    hue: int | None
    dashes: tuple[float, ...]
    symbol: str
    pattern: Qt.BrushStyle


_PATTERN = Qt.BrushStyle
LOOKS: tuple[Look, ...] = (
    Look(0, (), "o", _PATTERN.SolidPattern),
    Look(1, (6, 3), "s", _PATTERN.BDiagPattern),
    Look(2, (2, 2), "t", _PATTERN.Dense4Pattern),
    Look(3, (6, 2, 2, 2), "d", _PATTERN.CrossPattern),
    Look(4, (10, 3), "+", _PATTERN.FDiagPattern),
    Look(5, (1, 2), "x", _PATTERN.DiagCrossPattern),
    Look(6, (6, 2, 2, 2, 2, 2), "star", _PATTERN.HorPattern),
    Look(7, (10, 2, 2, 2), "p", _PATTERN.VerPattern),
)
OTHERS = Look(None, (3, 5), "h", _PATTERN.NoBrush)
"""All groups other than the biggest ones; in the color of muted text."""


def look_of(group: Group, place: int) -> Look:
    """The look of the group with this number."""
    return OTHERS if group is None else LOOKS[place % len(LOOKS)]


def color_of(palette: QPalette, look: Look) -> QColor:
    """The color with enough contrast to this palette's background."""
    if look.hue is None:
        return tone_color(palette, "muted")
    role = QPalette.ColorRole
    backgrounds = tuple(palette.color(each).name() for each in (role.Base, role.Window))
    return _standing_out(CHART_HUES[look.hue].name(), palette.color(role.Text).name(), *backgrounds)


def line_pen(palette: QPalette, look: Look) -> QPen:
    """The pen of its line."""
    pen = QPen(color_of(palette, look), _WIDTH)
    pen.setCosmetic(True)
    if look.dashes:
        pen.setDashPattern(list(look.dashes))
    return pen


def outline_pen(palette: QPalette, look: Look) -> QPen:
    """The pen of the outlines of its bars and marks."""
    pen = QPen(color_of(palette, look), 1.4)
    pen.setCosmetic(True)
    return pen


def bar_brush(palette: QPalette, look: Look) -> QBrush:
    """The brush of its bars."""
    return QBrush(color_of(palette, look), look.pattern)


@lru_cache(maxsize=64)
def _standing_out(hue: str, text: str, *backgrounds: str) -> QColor:
    return readable(QColor(hue), QColor(text), map(QColor, backgrounds), MIN_GRAPHICS_CONTRAST)
