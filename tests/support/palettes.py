"""A light and a dark palette, as systems set them."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

ROLE = QPalette.ColorRole


def dark_palette() -> QPalette:
    palette = QPalette(QColor("#2b2d30"))
    palette.setColor(ROLE.Base, QColor("#1e1f22"))
    palette.setColor(ROLE.AlternateBase, QColor("#26282b"))
    return palette


def light_palette() -> QPalette:
    palette = QPalette(QColor("#efefef"))
    palette.setColor(ROLE.Base, QColor("#ffffff"))
    palette.setColor(ROLE.AlternateBase, QColor("#f5f5f5"))
    return palette
