"""Where something is drawn in an image, and in a cell of a view."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView


def ink(image: QImage) -> list[int]:
    """The columns of pixels that have something drawn on them."""
    ground = image.pixel(0, 0)
    return [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]


def end_of_text(view: QAbstractItemView, index: QModelIndex) -> int:
    """Where the text of a cell ends, in pixels from the cell's left edge."""
    return max(ink(view.viewport().grab(view.visualRect(index)).toImage()))
