"""The header: one line, whose buttons are those of actions in the menus."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton

from ibmonitor.windows.theme.theme import THEME
from tests.windows.bench import Bench

pytestmark = pytest.mark.usefixtures("style_sheet")


def buttons(bench: Bench) -> list[str]:
    shown = [button for button in bench.window._header.findChildren(QToolButton) if button.isVisible()]
    return [button.accessibleName() for button in shown if button.accessibleName()]


def test_it_offers_to_connect_or_to_disconnect(bench: Bench) -> None:
    assert buttons(bench) == ["Refresh", "Connect", "Record session", "Switch light and dark"]
    bench.connect()
    assert buttons(bench) == ["Refresh", "Disconnect", "Record session", "Switch light and dark"]


def test_it_is_one_line_as_wide_as_the_window(bench: Bench) -> None:
    header = bench.window._header
    assert header.height() < 2 * bench.window.find_box.sizeHint().height()
    assert header.width() == bench.window.width()
    middle = bench.window.find_box.mapTo(header, bench.window.find_box.rect().center()).x()
    assert abs(middle - header.width() / 2) < 30


def test_its_button_switches_the_theme_and_keeps_it(bench: Bench) -> None:
    was_dark = THEME.tokens.is_dark
    chosen: list[str] = []
    bench.window.settings_accepted.connect(lambda settings: chosen.append(settings.theme))
    bench.window.action("switch_theme").trigger()
    assert chosen == ["light" if was_dark else "dark"]
