"""The allocations tab keeps the chosen row: group orders, accounts and executions, hidden, collapsed and merged."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.groups import FA_GROUPS
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.settings.window_state import WindowState
from ibmonitor.windows.allocations.page import AllocationsPage
from tests.support.blotter_events import completed_order, execution, open_order
from tests.windows.allocations.test_page import FIRST, MASTER, OTHER, SECOND, XML, group_order
from tests.windows.bench import Bench, exec_id
from tests.windows.selecting import note, press_show, shown, turn

COUNT = 60


class Desk(Bench):
    """Sixty group orders, the newest on top; in order 7 the second account has received too much."""

    page: AllocationsPage

    def fill(self, qtbot: QtBot) -> None:
        self.connect(MASTER, FIRST, SECOND, OTHER)
        self.receive(ManagedAccounts((MASTER, FIRST, SECOND, OTHER)), ReceiveFA(FA_GROUPS, XML))
        self.page = self.window.tabs.allocations
        self.window.tabs.setCurrentWidget(self.page)
        numbers = range(1, COUNT + 1)
        self.receive(*chain(*(group_order(n, *((80, 20) if n == 7 else (50, 50))) for n in numbers)))
        self.settle(qtbot)

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not self.page.updates.is_waiting, timeout=30_000)
        turn()

    def row(self, perm_id: int, *below: int) -> QModelIndex:
        tree = self.page.tree
        order = self.blotter.order_by_perm_id(perm_id)
        assert order is not None
        index = tree.index_of_record(order).siblingAtColumn(0)
        for place in below:
            index = tree.index(place, 0, index)
        return index

    def click(self, index: QModelIndex) -> None:
        view = self.page.view
        view.scrollTo(index)
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        turn()

    def filter(self, text: str, qtbot: QtBot) -> None:
        self.page.bar.edit.setText(text)
        self.settle(qtbot)

    def highlighted(self) -> list[QModelIndex]:
        return [index.siblingAtColumn(0) for index in self.page.view.selectionModel().selectedRows()]

    def assert_chosen(self, index: QModelIndex) -> None:
        view = self.page.view
        assert self.highlighted() == [index]
        assert view.currentIndex().siblingAtColumn(0) == index
        assert view.viewport().rect().contains(view.visualRect(index).center())
        assert (shown(self), note(self)) == (self.page.tree.record(index), "")

    def assert_hidden(self, record: object, words: str) -> None:
        assert (shown(self), note(self), self.highlighted()) == (record, words, [])
        assert not self.page.view.currentIndex().isValid()


def test_accounts_that_were_chosen_before_the_tab_was_made_are_the_ones_it_shows(qtbot: QtBot) -> None:
    desk = Desk(state=WindowState(accounts=(FIRST,)))
    qtbot.addWidget(desk.window)
    desk.fill(qtbot)
    desk.window.show()
    desk.page.updates.update_if_outdated()
    desk.settle(qtbot)
    tree = desk.page.tree
    below = {tree.rowCount(tree.index(row, 0)) for row in range(tree.rowCount())}
    assert (tree.rowCount(), below) == (COUNT, {1})


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk.window)
    desk.window.show()
    desk.fill(qtbot)
    return desk


@pytest.mark.parametrize("below", [(), (1,), (1, 0)])
def test_a_text_filter_hides_a_row_and_it_is_chosen_again(desk: Desk, qtbot: QtBot, below: tuple[int, ...]) -> None:
    desk.page.view.expand(desk.row(30))
    desk.page.view.expand(desk.row(30, 1))
    desk.click(desk.row(30, *below))
    record = shown(desk)
    assert record is not None
    desk.filter("nothing like it", qtbot)
    desk.assert_hidden(record, "Hidden by the text filter “nothing like it”")
    desk.filter("", qtbot)
    desk.assert_chosen(desk.row(30, *below))
    assert shown(desk) is record


def test_all_that_hides_a_row_is_named_and_cleared(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.row(30))
    desk.page.tiles.buttons[Tile.REVIEW].click()
    desk.window.tabs.accounts.select_accounts([FIRST])
    desk.filter(" no ", qtbot)
    desk.assert_hidden(shown(desk), "Hidden by the text filter “no” and the view “Needs review”")
    press_show(desk)
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(30))
    assert desk.window.tabs.accounts.accounts == frozenset({FIRST})


def test_a_choice_of_accounts_hides_an_account_and_not_its_order(desk: Desk, qtbot: QtBot) -> None:
    desk.page.view.expand(desk.row(30))
    desk.click(desk.row(30, 1))
    desk.window.tabs.accounts.select_accounts([FIRST])
    desk.settle(qtbot)
    desk.assert_hidden(desk.blotter.order_by_perm_id(30), "Hidden by the choice of accounts")
    press_show(desk)
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(30, 1))


def test_a_filters_result_starts_at_its_top(desk: Desk, qtbot: QtBot) -> None:
    bar = desk.page.view.verticalScrollBar()
    for text in ("aapl", "", "50"):
        bar.setValue(bar.maximum())
        desk.filter(text, qtbot)
        assert bar.value() == 0
        assert desk.highlighted() == [desk.page.tree.index(0, 0)], "nobody has chosen a row: the first one is"


def test_a_filters_result_starts_at_the_chosen_row(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.row(5))
    desk.page.view.scrollToTop()
    desk.filter("aapl", qtbot)
    desk.assert_chosen(desk.row(5))


def test_a_collapsed_row_is_named_and_shown_again(desk: Desk, qtbot: QtBot) -> None:
    view = desk.page.view
    view.expand(desk.row(30))
    desk.click(desk.row(30, 1))
    view.collapse(desk.row(30))
    turn()
    assert note(desk) == "Hidden by a collapsed row"
    press_show(desk)
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(30, 1))
    desk.page.bar.collapse_requested.emit()
    turn()
    assert note(desk) == "Hidden by a collapsed row"
    desk.page.bar.expand_requested.emit()
    turn()
    assert note(desk) == ""


def test_another_tab_keeps_the_chosen_row(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.row(30))
    record = shown(desk)
    desk.window.tabs.show_page("orders")
    assert (shown(desk), note(desk)) == (record, "In another tab: Allocations")
    desk.page.tiles.buttons[Tile.REVIEW].click()
    press_show(desk)
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(30))


def test_live_orders_leave_the_choice_alone(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.row(30))
    for number in range(COUNT + 1, COUNT + 20):
        desk.receive(*group_order(number, 10, 10))
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(30))


def test_sorting_keeps_the_chosen_row_visible_only_if_it_was(desk: Desk) -> None:
    view = desk.page.view
    desk.click(desk.row(30))
    view.columns_header.choose_order(2)
    desk.assert_chosen(desk.row(30))
    view.scrollToBottom()
    desk.page.view.columns_header.choose_order(2, Qt.SortOrder.DescendingOrder)
    assert view.verticalScrollBar().value() == 0
    assert desk.highlighted() == [desk.row(30)]


def test_merged_orders_stay_chosen(desk: Desk, qtbot: QtBot) -> None:
    desk.receive(
        completed_order(900, faGroup="Half", account=MASTER),
        open_order(None, 1, 77, account=MASTER, faGroup="Half", faMethod="Equal"),
    )
    desk.settle(qtbot)
    gone = desk.blotter.orders[-1]
    desk.click(desk.page.tree.index_of_record(gone))
    assert shown(desk) is gone
    desk.receive(open_order(900, 1, 77, account=MASTER, faGroup="Half", faMethod="Equal"))
    desk.settle(qtbot)
    assert gone not in desk.blotter.orders
    desk.assert_chosen(desk.row(900))


def test_a_view_starts_at_its_top_or_at_the_chosen_row(desk: Desk) -> None:
    view = desk.page.view
    state = desk.page.table_state()
    view.scrollToBottom()
    desk.page.restore(state)
    assert view.verticalScrollBar().value() == 0
    desk.click(desk.row(5))
    view.scrollToTop()
    desk.page.restore(state)
    desk.assert_chosen(desk.row(5))


def test_the_details_show_the_order_as_soon_as_it_is_known(desk: Desk, qtbot: QtBot) -> None:
    whole, part = exec_id(9001), exec_id(9002)
    desk.receive(
        execution(whole, perm_id=901, acct_number=MASTER, shares=Decimal(10)),
        execution(part, perm_id=901, acct_number=FIRST, shares=Decimal(10)),
    )
    desk.settle(qtbot)
    fill = next(each for each in desk.blotter.fills if each.execution.exec_id == whole)
    desk.click(desk.page.tree.index_of_record(fill))
    assert shown(desk) is fill
    desk.receive(open_order(901, 1, 901, account=MASTER, faGroup="Half", faMethod="Equal"))
    desk.settle(qtbot)
    desk.assert_chosen(desk.row(901))
    assert shown(desk) is desk.blotter.order_by_perm_id(901)


def test_an_execution_that_finds_its_order_stays_chosen_where_it_goes(desk: Desk, qtbot: QtBot) -> None:
    part = exec_id(9003)
    desk.receive(execution(part, perm_id=902, acct_number=FIRST, shares=Decimal(10)))
    desk.settle(qtbot)
    fill = desk.blotter.fills[-1]
    where = desk.page.tree.index_of_record(fill)
    for above in (where.parent().parent(), where.parent()):
        desk.page.view.expand(above)
    desk.click(where)
    assert shown(desk) is fill
    desk.receive(open_order(902, 1, 902, account=MASTER, faGroup="Half", faMethod="Equal"))
    desk.settle(qtbot)
    assert desk.page.tree.path(desk.page.tree.index_of_record(fill))[1:] == (FIRST, fill)
    assert desk.highlighted() == [desk.page.tree.index_of_record(fill)]
    assert (shown(desk), note(desk)) == (fill, "")


def test_clearing_the_records_empties_the_details(desk: Desk) -> None:
    desk.click(desk.row(30))
    desk.feed.clear()
    turn()
    assert (shown(desk), note(desk), desk.highlighted()) == (None, "", [])


def test_focus_does_not_make_a_row_current_while_the_chosen_one_is_hidden(desk: Desk, qtbot: QtBot) -> None:
    desk.click(desk.row(30))
    record = shown(desk)
    desk.page.tiles.buttons[Tile.REVIEW].click()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    desk.page.view.setFocus(Qt.FocusReason.TabFocusReason)
    desk.assert_hidden(record, "Hidden by the view “Needs review”")


def test_the_details_say_what_needs_review_in_the_allocation_of_their_order(desk: Desk, qtbot: QtBot) -> None:
    why = desk.window.details.pane.why
    desk.click(desk.row(7))
    assert f"The allocation needs review: {FIRST}: 30 " in why.accessibleDescription()
    desk.window.details.copy_ticket()
    assert f"\nThe allocation needs review: {FIRST}: 30 " in QGuiApplication.clipboard().text()
    desk.click(desk.row(8))
    assert "The allocation" not in why.accessibleDescription()
    # The order is shown while a part more arrives.
    desk.receive(execution(exec_id(8_000), perm_id=8, acct_number=SECOND, shares=Decimal(25)))
    desk.settle(qtbot)
    assert "The allocation is not complete: waiting for " in why.accessibleDescription()


def test_after_the_parts_of_an_order_one_without_parts_is_shown_by_its_timeline(desk: Desk) -> None:
    pane = desk.window.details.pane
    desk.click(desk.row(7))
    pane.open_panel(pane.allocations)
    assert pane.tabs.currentWidget() is pane.allocations
    desk.receive(open_order(900, 7, 900))
    other = desk.blotter.order_by_perm_id(900)
    assert other is not None
    desk.window.records.go_to(other)
    assert pane.order is other
    assert pane.tabs.currentIndex() == 0
