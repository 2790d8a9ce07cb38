"""Icons of actions: present, in the palette's colors, readable, and redrawn when it changes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.assets import asset
from ibmonitor.windows.menu.actions import ENTRIES
from ibmonitor.windows.menu.icons import Icons, icon
from ibmonitor.windows.theme.contrast import contrast
from tests.windows.bench import Bench

LIGHT, DARK = QPalette(QColor("#efefef")), QPalette(QColor(45, 46, 48))
GRAPHICS = 3.0
"""WCAG 2.1, 1.4.11, for non-text content."""
DRAWN = sorted(asset("icons/connect.svg").parent.glob("*.svg"))


def inks(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> Iterator[QColor]:
    """The colors of the pixels that are fully covered."""
    image = drawn.pixmap(48, 48, mode).toImage()
    for x, y in product(range(image.width()), range(image.height())):
        color = image.pixelColor(x, y)
        if color.alpha() == 255:
            yield color


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.usefixtures("qapp")
def test_each_icon_can_be_seen_on_its_palette(path: Path, palette: QPalette) -> None:
    name = path.stem
    seen = list(inks(icon(name, palette, 3)))
    assert len(seen) > 40
    window = palette.color(QPalette.ColorRole.Window)
    assert all(contrast(color, window) >= GRAPHICS for color in seen)


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_the_files_have_no_colors_of_their_own_and_no_more_than_shapes(path: Path) -> None:
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "path", "circle", "rect"}
    colors = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    assert colors <= {None, "none", "currentColor"}


def test_every_action_that_is_no_switch_has_an_icon_that_exists() -> None:
    names = {path.stem for path in DRAWN}
    for entry in ENTRIES:
        assert entry.is_switch or entry.icon in names, entry.key
    assert all(entry.in_header or not entry.icon for entry in ENTRIES if entry.is_switch)


def test_icons_of_menus_are_there_when_these_open(bench: Bench) -> None:
    for menu_action in bench.window.menuBar().actions():
        menu = menu_action.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
    assert all(not bench.window.action(entry.key).icon().isNull() for entry in ENTRIES if entry.icon)


def test_icons_follow_the_palette(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setPalette(LIGHT)
    action = QAction("Connect", window)
    Icons(window).set_icon(action, "connect")
    assert next(inks(action.icon())).lightness() < 128
    window.setPalette(DARK)
    assert next(inks(action.icon())).lightness() > 128
    assert next(inks(action.icon(), QIcon.Mode.Disabled)).lightness() < next(inks(action.icon())).lightness()


@pytest.mark.parametrize("ratio", [1, 1.25, 1.5, 2, 3])
@pytest.mark.parametrize("size", [16, 18], ids=["menu", "toolbar"])
@pytest.mark.usefixtures("qapp")
def test_an_icon_is_drawn_for_each_scale_of_the_screen(size: int, ratio: float) -> None:
    """It is not stretched from another size: each pixel is as if it were drawn for this one."""
    drawn = asset("icons/find.svg").read_bytes().replace(b"currentColor", LIGHT.windowText().color().name().encode())
    pixels = round(size * ratio + 0.01)
    wanted = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    wanted.fill(0)
    painter = QPainter(wanted)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(drawn).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    shown = icon("find", LIGHT, ratio).pixmap(QSize(size, size), ratio).toImage()
    assert shown.size() == QSize(pixels, pixels)
    shown.setDevicePixelRatio(1)
    assert shown.convertToFormat(wanted.format()) == wanted


@pytest.mark.usefixtures("qapp")
def test_a_missing_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icon("no-such-icon", LIGHT, 1)
