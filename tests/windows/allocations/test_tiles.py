"""The tiles: their words, the choice of one, and the keyboard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.models.allocations.tiles import Tile, TileCounts
from ibmonitor.windows.allocations.tiles import TileRow
from ibmonitor.windows.theme.theme import tokens_of
from tests.windows.allocations.test_page import MASTER, SECOND, PageBench, bench, group_order

pytestmark = pytest.mark.usefixtures("style_sheet")

__all__ = ["bench"]
COUNTS = TileCounts(15, 3, 1, {"USD": Decimal("48.688"), "EUR": Decimal(2)}, 2)


@pytest.fixture
def tiles(qtbot: QtBot) -> TileRow:
    row = TileRow()
    qtbot.addWidget(row)
    return row


def words(tiles: TileRow) -> list[str]:
    return [button.text() for button in tiles.buttons.values()]


def test_the_words_of_the_tiles(tiles: TileRow) -> None:
    assert words(tiles) == ["0 orders", "0 to review", "0 waiting", "0 cost"]
    tiles.show_counts(COUNTS)
    assert words(tiles) == ["15 orders", "3 to review", "1 waiting", "2.00 EUR, 48.69 USD cost, 2 pending"]
    tiles.show_counts(TileCounts(1))
    assert words(tiles)[0] == "1 order"


def test_only_what_needs_review_is_red(tiles: TileRow) -> None:
    tiles.resize(tiles.sizeHint())
    bad = tokens_of(tiles).bad.rgb()

    def red(tile: Tile) -> bool:
        image = tiles.buttons[tile].grab().toImage()
        return any(image.pixel(x, y) == bad for x in range(image.width()) for y in range(image.height()))

    assert not any(map(red, Tile))
    tiles.show_counts(COUNTS)
    tiles.adjustSize()
    assert [tile for tile in Tile if red(tile)] == [Tile.REVIEW]


def test_a_tile_is_a_toggle_for_the_keyboard_and_has_a_name(tiles: TileRow, qtbot: QtBot) -> None:
    tiles.show_counts(COUNTS)
    chosen = QSignalSpy(tiles.chosen_changed)
    button = tiles.buttons[Tile.REVIEW]
    with qtbot.waitExposed(tiles):
        tiles.show()
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert (tiles.chosen, chosen.count(), tiles.words) == (Tile.REVIEW, 1, "Needs review")
    spoken: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(button)
    assert spoken is not None
    assert spoken.text(QAccessible.Text.Name) == "3 to review"
    assert spoken.state().checked
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert (tiles.chosen, chosen.count(), tiles.words) == (Tile.ORDERS, 2, "")
    # The tile of all orders cannot be switched off.
    tiles.buttons[Tile.ORDERS].click()
    assert (tiles.buttons[Tile.ORDERS].isChecked(), chosen.count()) == (True, 2)


def test_the_tab_counts_what_needs_review_while_it_is_not_in_front(bench: PageBench, qtbot: QtBot) -> None:
    page = bench.page
    page.hide()
    changes = QSignalSpy(page.counts_changed)
    bench.receive(*group_order(1, 50, 50), *group_order(2, 80, 20))
    bench.settle(qtbot)
    assert (page.to_review, words(page.tiles)) == (1, ["2 orders", "1 to review", "0 waiting", "4.00 USD cost"])
    assert changes.count() == 2, "the orders, and those to review"
    bench.selection.select_accounts([SECOND])
    bench.settle(qtbot)
    assert words(page.tiles)[3] == "2.00 USD cost"
    assert page.count_words == "1 to review"
    bench.selection.select_accounts([MASTER])
    bench.settle(qtbot)
    assert (page.to_review, words(page.tiles)[0], page.count_words) == (0, "0 orders", "")


def test_without_group_orders_there_are_no_tiles(bench: PageBench, qtbot: QtBot) -> None:
    assert not bench.page.tiles.isVisible()
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    assert bench.page.tiles.isVisible()
