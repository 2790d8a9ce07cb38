"""Makes the icons of Windows and macOS from resources/ibmonitor.svg: `python packaging/icons.py FOLDER`."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "ibmonitor.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
LARGEST_ICO = 256
"""Pixels; the format has one byte for it."""


def make_icons(folder: Path) -> None:
    """Write ibmonitor.ico and ibmonitor.icns into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [Image.open(io.BytesIO(_png(size))) for size in SIZES]
    for_windows = [picture for picture in pictures if picture.width <= LARGEST_ICO]
    for_windows[-1].save(
        folder / "ibmonitor.ico", sizes=[each.size for each in for_windows], append_images=for_windows[:-1]
    )
    pictures[-1].save(folder / "ibmonitor.icns", append_images=pictures[:-1])


def _png(size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # as the documentation has it, and as it works
    return bytes(data.data())


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    make_icons(Path(sys.argv[1]))
