"""Views of tables: built-in, saved, and reset."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.models.table.column import Column
from ibmonitor.settings.window_state import ColumnState, TableState, WindowState
from ibmonitor.windows.table.built_in_views import BUILT_IN
from ibmonitor.windows.table.page import NEW_COLUMNS
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.table.views import ViewsButton, ViewsStore
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench
from tests.windows.main.test_accessible import COLUMNS


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    """A shown window in its first state."""
    bench = Bench(state=WindowState())
    qtbot.addWidget(bench.window)
    bench.window.show()
    return bench


@pytest.fixture
def orders(bench: Bench) -> TablePage:
    bench.connect()
    return bench.window.page("orders")


def views_of(page: TablePage) -> ViewsButton:
    (button,) = page.findChildren(ViewsButton)
    return button


def menu_of(page: TablePage) -> dict[str, QAction]:
    menu = views_of(page).menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return {action.text().replace("&", ""): action for action in menu.actions() if not action.isSeparator()}


def shown(page: TablePage) -> list[str]:
    return [page.table.columns[logical].key for logical in page.view.header.visible_columns()]


def look(page: TablePage) -> object:
    state = page.table_state()
    return shown(page), state.sort_key, state.text, state.show


@pytest.mark.parametrize("table", BUILT_IN)
def test_built_in_views_name_existing_columns(table: str) -> None:
    columns: dict[str, Column[object]] = {column.key: column for column in COLUMNS[table]}
    for view in BUILT_IN[table]:
        assert set(view.columns) <= set(columns), view.name
        assert len(set(view.columns)) == len(view.columns), view.name
        assert view.sort_key is None or view.sort_key in columns


@pytest.mark.parametrize("table", ["orders", "fills", "commissions"])
def test_each_built_in_view_can_be_chosen_and_left(bench: Bench, table: str) -> None:
    page = bench.window.page(table)
    before = look(page)
    for view in BUILT_IN[table]:
        menu_of(page)[view.name].trigger()
        assert shown(page) == list(view.columns)
        assert page.table_state().sort_key == view.sort_key
        assert menu_of(page)[view.name].isChecked()
    menu_of(page)["Default"].trigger()
    assert look(page) == before
    assert menu_of(page)["Default"].isChecked()


def test_a_saved_view_restores_everything(orders: TablePage) -> None:
    before = look(orders)
    menu_of(orders)["Reasons"].trigger()
    orders.restore(TableState(orders.table_state().columns, "account", True, "AAPL", show="done"))
    as_saved = look(orders)
    dialog = views_of(orders).ask_name()
    dialog.edit.set_value("Mine & yours")
    dialog.accept()
    views_of(orders).reset()
    assert look(orders) == before
    action = menu_of(orders)["Mine  yours"]
    assert action.text() == "Mine && yours"
    action.trigger()
    assert look(orders) == as_saved
    assert menu_of(orders)["Mine  yours"].isChecked()


def test_a_view_that_was_changed_says_so_and_is_updated_renamed_and_deleted(orders: TablePage) -> None:
    views = views_of(orders)
    views.save_as("Mine")
    orders.restore(TableState(orders.table_state().columns, "account"))
    assert "Mine  (changed)" in menu_of(orders)
    menu_of(orders)["Update “Mine”"].trigger()
    assert menu_of(orders)["Mine"].isChecked()
    dialog = views.ask_new_name()
    assert dialog.edit.value() == "Mine"
    dialog.edit.set_value("Other")
    dialog.accept()
    assert menu_of(orders)["Other"].isChecked()
    menu_of(orders)["Delete “Other”"].trigger()
    assert "Other" not in menu_of(orders)


def test_an_existing_name_is_replaced_only_after_a_warning(orders: TablePage) -> None:
    views = views_of(orders)
    views.save_as("Mine")
    dialog = views.ask_name()
    dialog.edit.set_value("MINE")
    assert dialog.note.text() == "It replaces the existing one with this name."
    assert "Replace" in dialog.buttons.buttons()[0].text()
    dialog.edit.set_value("")
    dialog.accept()
    assert dialog.isVisible(), "nothing is saved without a name"
    dialog.reject()


def test_views_are_saved_and_failures_are_reported(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "views.json"
    store = ViewsStore(path)
    store.change(store.views.saved("orders", "Mine", TableState(text="AAPL")))
    again = ViewsStore(path)
    assert again.views.view("orders", "Mine") == TableState(text="AAPL")
    path.unlink()
    path.mkdir()
    with qtbot.waitSignal(again.failed):
        again.change(again.views.without("orders", "Mine"))


def test_the_layout_is_reset_and_saved_views_stay(bench: Bench) -> None:
    window = bench.window
    page = window.page("orders")
    before, size = look(page), window.size()
    views_of(page).save_as("Mine")
    menu_of(page)["All identifiers"].trigger()
    window.details.setFloating(True)
    window.resize(700, 500)
    window.action("reset_layout").trigger()
    assert look(page) == before
    assert not window.details.isFloating()
    assert window.details_place.is_wanted
    assert window.size() == size
    assert "Mine" in menu_of(page)


def test_floating_details_are_restored(bench: Bench, qtbot: QtBot) -> None:
    window = bench.window
    window.details.setFloating(True)
    window.details.resize(640, 420)
    state = window.body.state()
    other = Bench(state=state)
    qtbot.addWidget(other.window)
    other.window.show()
    assert other.window.details.isFloating()
    assert other.window.details.width() == 640


def test_a_layout_that_nobody_chose_gives_way_to_the_present_one(orders: TablePage) -> None:
    before = look(orders)
    former = tuple(ColumnState(key, 80, visible=True) for key in orders.kind.former_columns)
    orders.restore(TableState((*former, ColumnState("tif", 80, visible=False))))
    assert look(orders) == before
    assert shown_text(orders.notice) == NEW_COLUMNS
    orders.notice.hide()
    orders.restore(TableState((*former, ColumnState("tif", 80, visible=True))))
    assert orders.notice.isHidden()
    assert shown(orders)[: len(former) + 1] == [*orders.kind.former_columns, "tif"]
