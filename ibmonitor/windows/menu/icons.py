"""The icons of actions and buttons: outlines in `resources/icons/`, drawn in the color of the palette's text."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from ibmonitor.assets import asset
from ibmonitor.windows.theme.contrast import blend

_SIZES = (16, 18)
"""Pixels at 100 %: the icons of menus and of the toolbar. Each is drawn as large as the screen shows it."""
_DISABLED = 0.45
_LIKE_QT = 0.01
"""Qt rounds a half up: 18 pixels are 23 at 125 %."""
_REDRAWN = (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange)

Holder = QAction | QAbstractButton


def icon(name: str, palette: QPalette, ratio: float) -> QIcon:
    """The icon in `resources/icons/NAME.svg`, in this palette's colors, for screens with this ratio of pixels.

    Raises `FileNotFoundError`.
    """
    text, window = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return _icon(name, text.name(), blend(window, text, _DISABLED).name(), ratio)


class Icons(QObject):
    """Sets the icons of actions and buttons, and redraws them when the palette or the screen's resolution changes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._holders: list[tuple[Holder, str]] = []
        window.installEventFilter(self)

    def set_icon(self, holder: Holder, name: str) -> None:
        """Set the icon with this name; `holder` must live as long as the window."""
        self._holders.append((holder, name))
        self._draw(holder, name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _REDRAWN and watched is self._window:
            for holder, name in self._holders:
                self._draw(holder, name)
        return super().eventFilter(watched, event)

    def _draw(self, holder: Holder, name: str) -> None:
        holder.setIcon(icon(name, self._window.palette(), self._window.devicePixelRatioF()))


@lru_cache(maxsize=256)
def _icon(name: str, color: str, disabled: str, ratio: float) -> QIcon:
    drawn = asset(f"icons/{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(drawn.replace("currentColor", QColor(ink).name()).encode()))
        for size in _SIZES:
            made.addPixmap(_pixmap(renderer, round(size * ratio + _LIKE_QT)), mode)
    return made


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
