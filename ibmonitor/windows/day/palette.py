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
from ibmonitor.windows.day.symbols import Symbol
from ibmonitor.windows.theme.contrast import MIN_GRAPHICS_CONTRAST, readable
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.theme.tokens import CHART_HUES

_WIDTH = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """The look of one group."""

    hue: int | None
    """Its number; `None` for the color of muted text."""
    dashes: tuple[float, ...]
    """Of its line, in widths of the line; none for a solid one."""
    symbol: Symbol
    """Of its marks."""
    pattern: Qt.BrushStyle
    """Of its bars."""


_PATTERN = Qt.BrushStyle
LOOKS: tuple[Look, ...] = (
    Look(0, (), Symbol.CIRCLE, _PATTERN.SolidPattern),
    Look(1, (6, 3), Symbol.SQUARE, _PATTERN.BDiagPattern),
    Look(2, (2, 2), Symbol.TRIANGLE, _PATTERN.Dense4Pattern),
    Look(3, (6, 2, 2, 2), Symbol.DIAMOND, _PATTERN.CrossPattern),
    Look(4, (10, 3), Symbol.PLUS, _PATTERN.FDiagPattern),
    Look(5, (1, 2), Symbol.CROSS, _PATTERN.DiagCrossPattern),
    Look(6, (6, 2, 2, 2, 2, 2), Symbol.STAR, _PATTERN.HorPattern),
    Look(7, (10, 2, 2, 2), Symbol.PENTAGON, _PATTERN.VerPattern),
)
OTHERS = Look(None, (3, 5), Symbol.HEXAGON, _PATTERN.NoBrush)
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
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if look.dashes:
        pen.setDashPattern(list(look.dashes))
    return pen


def outline_pen(palette: QPalette, look: Look, width: float = 1.0) -> QPen:
    """The pen of the outlines of its bars and symbols."""
    return QPen(color_of(palette, look), width)


def bar_brush(palette: QPalette, look: Look) -> QBrush:
    """The brush of its bars."""
    return QBrush(color_of(palette, look), look.pattern)


@lru_cache(maxsize=64)
def _standing_out(hue: str, text: str, *backgrounds: str) -> QColor:
    return readable(QColor(hue), QColor(text), map(QColor, backgrounds), MIN_GRAPHICS_CONTRAST)
