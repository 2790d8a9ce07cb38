"""The symbols of the marks of a line, which tell lines apart without color."""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

_RADIUS = 4.0
_ARM = 1.4
"""Half of the thickness of an arm of the plus and the cross."""


class Symbol(Enum):
    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    PLUS = "plus"
    CROSS = "cross"
    STAR = "star"
    PENTAGON = "pentagon"
    HEXAGON = "hexagon"


def _corners(number: int, first: float = 90.0, inner: float = 1.0, radius: float = 1.15 * _RADIUS) -> QPolygonF:
    """Corners around the center; `first` is the angle of the first, and every other one is closer to the center."""
    angles = [math.radians(first + 360 * each / number) for each in range(number)]
    lengths = [radius * (inner if each % 2 else 1.0) for each in range(number)]
    return QPolygonF(
        [QPointF(length * math.cos(a), -length * math.sin(a)) for a, length in zip(angles, lengths, strict=True)]
    )


def _plus() -> QPolygonF:
    far, near = 1.2 * _RADIUS, _ARM
    quarter = [(near, -far), (near, -near), (far, -near)]
    return QPolygonF([QTransform().rotate(90 * turn).map(QPointF(*each)) for turn in range(4) for each in quarter])


_POLYGONS = {
    Symbol.SQUARE: _corners(4, 45),
    Symbol.TRIANGLE: _corners(3, 270),
    Symbol.DIAMOND: _corners(4),
    Symbol.PLUS: _plus(),
    Symbol.CROSS: QTransform().rotate(45).map(_plus()),
    Symbol.STAR: _corners(10, inner=0.45, radius=1.4 * _RADIUS),
    Symbol.PENTAGON: _corners(5),
    Symbol.HEXAGON: _corners(6),
}


def _path(symbol: Symbol) -> QPainterPath:
    path = QPainterPath()
    if symbol in _POLYGONS:
        path.addPolygon(_POLYGONS[symbol])
        path.closeSubpath()
    else:
        path.addEllipse(QRectF(-_RADIUS, -_RADIUS, 2 * _RADIUS, 2 * _RADIUS))
    return path


PATHS = {symbol: _path(symbol) for symbol in Symbol}
"""By symbol, around (0, 0)."""
