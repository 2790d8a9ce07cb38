"""A tab with a table: its filters, what each hides, and a record that is shown whatever hides it."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.table.pages import COMMISSIONS, FILLS, MESSAGES, ORDERS
from ibmonitor.windows.table.table_page import TablePage
from tests.support.blotter_events import BAG, completed_order, execution, new_blotter, open_order
from tests.support.label_texts import label_texts
from tests.support.make_records import make_fill, make_order
from tests.windows.bench import exec_id
from tests.windows.table.test_account_popup import ANNA, BEN, CLEO, FAMILY


class Pages:
    """The tabs of orders and fills, with a real feed and blotter."""

    def __init__(self, qtbot: QtBot) -> None:
        self.blotter = new_blotter()
        tables = make_tables()
        self.feed = Feed(self.blotter, tables)
        self.orders = TablePage(ORDERS, tables.orders)
        self.fills = TablePage(FILLS, tables.fills)
        for page in (self.orders, self.fills):
            qtbot.addWidget(page)
            page.resize(800, 300)

    def receive(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def add_fills(self, count: int) -> None:
        self.receive(*(execution(exec_id(number), perm_id=number) for number in range(1, count + 1)))


@pytest.fixture
def pages(qtbot: QtBot) -> Pages:
    return Pages(qtbot)


def selected(page: TablePage) -> list[object]:
    return [page.table.record(index.row()) for index in page.view.selectionModel().selectedRows()]


def test_a_record_is_selected_and_scrolled_to(pages: Pages) -> None:
    pages.add_fills(500)
    page = pages.fills
    page.show()
    wanted = pages.blotter.fills[400]
    assert page.go_to(wanted)
    assert selected(page) == [wanted]
    assert page.view.viewport().rect().intersects(page.view.visualRect(page.view.currentIndex()))


def test_going_to_a_record_clears_the_filters_that_hide_it(pages: Pages) -> None:
    pages.receive(open_order(7, 1, 5, account="DU1"), completed_order(8, account="DU2"))
    page = pages.orders
    page._text.setText("nothing like it")
    page.selection.select_accounts(["DU1"])
    page._choices.button(1).setChecked(True)
    page.narrow("an answer", lambda _: False)
    assert page.table.rowCount() == 0
    assert page.go_to(pages.blotter.orders[1])
    assert selected(page) == [pages.blotter.orders[1]]
    assert not page.is_filtered


def test_a_record_that_is_in_no_table_is_not_selected(pages: Pages) -> None:
    pages.receive(open_order(7, 1, 5))
    page = pages.orders
    gone = pages.blotter.orders[0]
    pages.feed.clear()
    assert not page.go_to(gone)


def test_a_button_names_and_clears_a_filter_from_outside(pages: Pages) -> None:
    pages.add_fills(3)
    page = pages.fills
    page.show()
    widened = QSignalSpy(page.widened)
    page.narrow("the answer to: AAPL, sells", lambda fill: fill.execution.exec_id == exec_id(2))
    assert page.table.visible_records() == [pages.blotter.fills[1]]
    assert page.is_filtered
    (button,) = [each for each in page.findChildren(QToolButton) if "AAPL" in each.text()]
    assert button.isVisible()
    button.click()
    assert page.table.rowCount() == 3
    assert not button.isVisible()
    assert widened.count() == 1


def test_going_to_a_leg_expands_its_combo(pages: Pages) -> None:
    pages.receive(
        execution("0000e1a7.00000001.01.01", perm_id=7, contract=BAG),
        execution("0000e1a7.00000001.02.01.01", perm_id=7),
    )
    page = pages.fills
    page.show()
    assert "  ".join(label_texts(page.footer)).startswith("2 fills")
    leg = pages.blotter.fills[1]
    assert page.table.row_of(leg) < 0
    assert page.go_to(leg)
    assert selected(page) == [leg]


def fill_of(serial: int, account: str) -> Fill:
    fill = make_fill(serial)
    fill.execution = dataclasses.replace(fill.execution, acct_number=account)
    return fill


def test_all_tables_follow_one_choice_and_messages_do_not(qtbot: QtBot) -> None:
    tables, selection = make_tables(), AccountSelection()
    selection.set_groups([FAMILY])
    kinds = (ORDERS, FILLS, COMMISSIONS, MESSAGES)
    pages = {kind.key: TablePage(kind, getattr(tables, kind.key), selection=selection) for kind in kinds}
    for page in pages.values():
        qtbot.addWidget(page)
    fills = [fill_of(number, account) for number, account in enumerate((ANNA, BEN))]
    tables.fills.merge(fills)
    tables.orders.merge([make_order(0, account="DF1", fa_group=FAMILY.name), make_order(1, account=BEN)])
    selection.select_accounts([CLEO])
    assert tables.fills.rowCount() == 0
    assert [order.account for order in tables.orders.visible_records()] == ["DF1"]
    assert [page.is_filtered for page in pages.values()] == [True, True, True, False]
    assert "for all tabs" in pages["fills"].empty.label.text()
    pages["messages"].clear_filters()
    assert selection.accounts == frozenset({CLEO})
    pages["fills"].clear_filters()
    assert not pages["fills"].is_filtered
    assert (tables.fills.rowCount(), tables.orders.rowCount()) == (2, 2)


def test_a_table_that_is_filtered_empty_offers_to_clear_the_filters(pages: Pages) -> None:
    pages.add_fills(3)
    page = pages.fills
    page.show()
    assert not page.empty.isVisibleTo(page)
    page._text.setText("it's [not] there")
    assert page.empty.label.text() == "No fill matches the filters."
    assert "  ".join(label_texts(page.footer)).startswith("0 of 3 fills")
    page.empty.button.click()
    assert page.table.rowCount() == 3
    assert page.view.isVisibleTo(page)
    assert not page.is_filtered


def test_a_saved_state_restores_the_filters(pages: Pages, qtbot: QtBot) -> None:
    page = pages.orders
    assert page.filters() == ()
    page._text.setText(" aapl ")
    page._choices.button(4).setChecked(True)
    state = page.table_state()
    assert (state.text, state.show) == (" aapl ", "cancelled")
    again = Pages(qtbot).orders
    again.restore(state)
    assert again.table_state() == state
    assert again.is_filtered
    again.restore(dataclasses.replace(state, text="", show="done"))
    assert again.table_state().show == "all", "a choice of an earlier version hides nothing"


def test_all_that_hides_the_chosen_record_is_named(pages: Pages) -> None:
    pages.receive(open_order(7, 1, 5, account="DU1"), open_order(8, 1, 6, account="DU2"))
    page = pages.orders
    page.go_to(pages.blotter.orders[1])
    assert page.hiding_words() == ""
    page.selection.select_accounts(["DU1"])
    page._choices.button(4).setChecked(True)
    page.narrow("the answer", lambda _: False)
    assert page.hiding_words() == "the choice of accounts and the view “Cancelled” and “the answer”"
    page.show_chosen()
    assert (page.hiding_words(), page.is_filtered) == ("", False)


def test_several_filters_narrow_a_table_at_once(pages: Pages) -> None:
    pages.add_fills(4)
    page = pages.fills
    page.narrow("not 1", lambda fill: fill.execution.exec_id != exec_id(1), key="a")
    page.narrow("not 2 & 3", lambda fill: fill.execution.exec_id not in {exec_id(2), exec_id(3)}, key="b")
    assert [fill.execution.exec_id for fill in page.table.visible_records()] == [exec_id(4)]
    assert page.filters() == ("only: not 1, not 2 & 3",)
    assert page.narrowings.chip("b").text() == "not 2 && 3  ✕"
    page.narrowings.chip("b").click()
    assert [fill.execution.exec_id for fill in page.table.visible_records()] == [exec_id(n) for n in (2, 3, 4)]
    page.narrow("not 2", lambda fill: fill.execution.exec_id != exec_id(2), key="a")
    assert page.narrowings.descriptions == {"a": "not 2"}, "a filter with the same key is replaced"
    page.clear_filters()
    assert (page.table.rowCount(), page.is_filtered, page.narrowings.isHidden()) == (4, False, True)
