"""The details show the selected row: through filters, views, tabs and all live changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import OrderBound, TwsMessage
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.table.table_page import TablePage
from ibmonitor.windows.table.views import ViewsButton
from ibmonitor.windows.theme.contrast import contrast
from tests.support.blotter_events import AAPL, BAG, commission, execution, open_order, order_status
from tests.windows.bench import Bench, exec_id
from tests.windows.selecting import (
    check,
    click,
    click_below_rows,
    current,
    front,
    highlighted,
    is_at_top,
    is_in_view,
    note,
    press,
    press_show,
    shown,
    turn,
    type_filter,
)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNT = 120
"""Several screens of orders."""


@pytest.fixture
def desk(bench: Bench) -> Bench:
    """Orders 1 to 120: the odd ones of DU1, the even ones of DU2; the last ten are cancelled."""
    bench.connect()
    bench.receive(
        *(
            open_order(n, 7, n, status="Submitted", account="DU1" if n % 2 else "DU2", orderRef=f"ref{n:03}")
            for n in range(1, COUNT + 1)
        ),
        *(order_status(n, 7, n, status="Cancelled") for n in range(COUNT - 9, COUNT + 1)),
    )
    turn()
    return bench


def page_of(bench: Bench, key: str = "orders") -> TablePage:
    page = bench.window.page(key)
    bench.window.tabs.setCurrentWidget(page)
    return page


def view_of(bench: Bench, key: str = "orders") -> RecordView:
    return page_of(bench, key).view


def order(bench: Bench, perm_id: int) -> Order:
    found = bench.blotter.order_by_perm_id(perm_id)
    assert found is not None
    return found


def choose(bench: Bench, perm_id: int) -> Order:
    chosen = order(bench, perm_id)
    click(view_of(bench), chosen)
    assert shown(bench) is chosen
    return chosen


def press_choice(page: TablePage, label: str) -> None:
    (button,) = [each for each in page._choices.buttons() if each.text().split("  ")[0] == label]
    button.click()
    turn()


def assert_hidden(bench: Bench, record: object, words: str) -> None:
    """Assert that the details keep a record whose row is hidden, and say why."""
    check(bench)
    page = bench.window.tabs.current_page
    assert (shown(bench), note(bench)) == (record, words)
    assert not isinstance(page, TablePage) or current(page.view) is None


def assert_chosen(bench: Bench, record: object) -> None:
    """Assert that a record's row is selected, visible, and in the details."""
    check(bench)
    view = front(bench).view
    assert (note(bench), shown(bench), highlighted(view)) == ("", record, [record])
    assert is_in_view(view, record)


# Filters


def test_a_text_filter_that_hides_the_chosen_order_keeps_it_in_the_details(desk: Bench) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    type_filter(page, "ref01")
    assert_hidden(desk, chosen, "Hidden by the text filter “ref01”")
    assert highlighted(page.view) == []
    assert is_at_top(page.view)
    type_filter(page, "")
    assert_chosen(desk, chosen)


def test_show_clears_what_hides_the_order_and_goes_to_it(desk: Bench) -> None:
    chosen, page = choose(desk, 110), page_of(desk)
    press_choice(page, "Working")
    type_filter(page, "ref005")
    page.selection.select_accounts(["DU2"])
    assert_hidden(desk, chosen, "Hidden by the text filter “ref005”")
    press_show(desk)
    assert_chosen(desk, chosen)
    assert QApplication.focusWidget() in (page.view, None)
    # What did not hide it stays.
    assert page.table_state().show == "working"
    assert page.selection.accounts == frozenset({"DU2"})


def test_all_that_hides_the_order_is_named_and_cleared(desk: Bench) -> None:
    chosen, page = choose(desk, 115), page_of(desk)
    type_filter(page, "ref005")
    press_choice(page, "Working")
    page.selection.select_accounts(["DU2"])
    page.narrow("the answer to: sells", lambda _: False)
    words = note(desk)
    for each in ("the text filter “ref005”", "the view “Working”", "the choice of accounts", "“the answer to: sells”"):
        assert each in words
    press_show(desk)
    assert_chosen(desk, chosen)
    assert not page.is_filtered


def test_clearing_the_filters_by_the_menu_selects_the_order_again(desk: Bench) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    type_filter(page, "ref01")
    desk.window.action("clear").trigger()
    assert_chosen(desk, chosen)


def test_a_choice_of_accounts_hides_and_shows_again(desk: Bench) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    page.selection.select_accounts(["DU1"])
    assert_hidden(desk, chosen, "Hidden by the choice of accounts")
    page.selection.select_all()
    assert_chosen(desk, chosen)


def test_clearing_one_of_two_filters_leaves_the_other_named(desk: Bench) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    page.selection.select_accounts(["DU1"])
    type_filter(page, "ref001")
    assert note(desk) == "Hidden by the choice of accounts and the text filter “ref001”"
    type_filter(page, "")
    assert_hidden(desk, chosen, "Hidden by the choice of accounts")


def test_a_filter_that_admits_the_chosen_order_goes_to_it(desk: Bench) -> None:
    chosen, page = choose(desk, 100), page_of(desk)
    page.view.scrollToTop()
    page.selection.select_accounts(["DU2"])
    assert_chosen(desk, chosen)
    page.view.scrollToTop()
    page.selection.select_all()
    assert_chosen(desk, chosen)


def test_nothing_moves_to_the_side(desk: Bench) -> None:
    page = page_of(desk)
    (views,) = page.findChildren(ViewsButton)
    pick(views, "All identifiers")
    desk.window.resize(600, 700)
    turn()
    choose(desk, 100)
    bar = page.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    page.view.scrollToTop()
    page.selection.select_accounts(["DU2"])
    page.selection.select_accounts(["DU1"])
    page.selection.select_all()
    check(desk)
    assert is_in_view(page.view, order(desk, 100))
    assert bar.value() == bar.maximum()


@pytest.mark.parametrize("scrolled_to", [0, 40, COUNT])
def test_without_a_chosen_order_every_result_starts_at_its_top(desk: Bench, scrolled_to: int) -> None:
    page = page_of(desk)
    page.view.clearSelection()
    narrowings: list[Callable[[], object]] = [
        lambda: type_filter(page, "ref"),
        lambda: type_filter(page, "ref0"),
        lambda: type_filter(page, ""),
        lambda: page.selection.select_accounts(["DU1"]),
        page.selection.select_all,
        lambda: press_choice(page, "Working"),
        lambda: press_choice(page, "All"),
    ]
    # Each of them changes which rows are shown; the first one shows the same rows.
    for number, narrow in enumerate(narrowings):
        page.view.verticalScrollBar().setValue(scrolled_to * page.view.rowHeight(0))
        narrow()
        check(desk)
        assert number == 0 or is_at_top(page.view), number
        assert current(page.view) is None


def test_a_hidden_order_is_not_replaced_by_the_first_row_that_gets_the_keyboard(desk: Bench, qtbot: QtBot) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    type_filter(page, "ref01")
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    turn()
    assert_hidden(desk, chosen, "Hidden by the text filter “ref01”")
    press(page.view, Qt.Key.Key_Down)
    assert_chosen(desk, order(desk, 10))


def test_a_saved_view_hides_the_order_and_another_shows_it(desk: Bench) -> None:
    page = page_of(desk)
    (views,) = page.findChildren(ViewsButton)
    press_choice(page, "Cancelled")
    views.save_as("Mine")
    views.reset()
    chosen = choose(desk, 60)
    pick(views, "Mine")
    assert_hidden(desk, chosen, "Hidden by the view “Cancelled”")
    assert is_at_top(page.view)
    pick(views, "Default")
    assert_chosen(desk, chosen)
    page.view.scrollToTop()
    pick(views, "All identifiers")
    assert_chosen(desk, chosen)


def pick(views: ViewsButton, name: str) -> None:
    menu = views.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    actions: dict[str, QAction] = {action.text(): action for action in menu.actions()}
    actions[name].trigger()
    turn()


# Tabs


def test_another_tab_keeps_the_order_in_the_details(desk: Bench) -> None:
    desk.add_fills(1001, 1200)
    chosen = choose(desk, 60)
    view = view_of(desk, "fills")
    assert_hidden(desk, chosen, "In another tab: Orders")
    assert is_at_top(view)
    view_of(desk)
    assert_chosen(desk, chosen)


def test_show_goes_to_the_other_tab_and_clears_what_hides_the_row(desk: Bench) -> None:
    chosen = choose(desk, 60)
    page_of(desk).selection.select_accounts(["DU1"])
    desk.window.tabs.show_page("day")
    assert note(desk) == "In another tab: Orders, hidden by the choice of accounts"
    press_show(desk)
    assert_chosen(desk, chosen)


def test_each_tab_has_its_own_chosen_row(desk: Bench) -> None:
    desk.add_fills(1001, 1200)
    chosen = choose(desk, 60)
    fill = desk.blotter.fills[150]
    click(view_of(desk, "fills"), fill)
    assert_chosen(desk, fill)
    view_of(desk)
    assert_chosen(desk, chosen)
    view_of(desk, "commissions")
    assert_hidden(desk, chosen, "In another tab: Orders")
    view_of(desk, "fills").scrollToTop()
    view_of(desk)
    view_of(desk, "fills")
    assert_chosen(desk, fill)


def test_without_a_chosen_order_another_tab_hides_nothing(desk: Bench) -> None:
    desk.view("orders").clearSelection()
    desk.window.tabs.show_page("fills")
    desk.window.tabs.show_page("day")
    assert (shown(desk), note(desk)) == (None, "")


@pytest.mark.parametrize("key", ["fills", "commissions", "messages"])
def test_other_tables_keep_what_is_chosen_too(bench: Bench, key: str) -> None:
    bench.connect()
    bench.add_fills(1, 200)
    bench.receive(*(commission(exec_id(number), f"{number}") for number in range(1, 201)))
    bench.receive(*(TwsMessage(-1, 2104, f"farm {number:03}.00", None) for number in range(1, 201)))
    page = page_of(bench, key)
    chosen = page.table.record(100)
    click(page.view, chosen)
    type_filter(page, "7.00")
    assert_hidden(bench, chosen, "Hidden by the text filter “7.00”")
    assert is_at_top(page.view)
    press_show(bench)
    assert_chosen(bench, chosen)


# Live changes


def test_a_row_that_moves_stays_chosen(desk: Bench) -> None:
    view = view_of(desk)
    view.header.choose_order(view.table.column_number("status"))
    chosen = choose(desk, 60)
    desk.receive(order_status(60, 7, 60, status="ApiCancelled"))
    check(desk)
    assert (shown(desk), highlighted(view)) == (chosen, [chosen])


def test_an_order_that_the_view_no_longer_admits_stays_in_the_details(desk: Bench) -> None:
    press_choice(page_of(desk), "Working")
    chosen = choose(desk, 60)
    view = view_of(desk)
    first = view.rowAt(0), view.verticalScrollBar().value()
    desk.receive(order_status(60, 7, 60, status="Filled", filled=100, remaining=0))
    assert_hidden(desk, chosen, "Hidden by the view “Working”")
    assert (view.rowAt(0), view.verticalScrollBar().value()) == first
    desk.receive(execution(exec_id(1), perm_id=60, client_id=7, order_id=60))
    assert_hidden(desk, chosen, "Hidden by the view “Working”")
    press_show(desk)
    assert_chosen(desk, chosen)


def test_an_order_that_the_view_admits_again_is_selected_again_where_it_is(desk: Bench) -> None:
    page = page_of(desk)
    type_filter(page, "ref")
    chosen = choose(desk, 60)
    page.view.scrollToTop()
    desk.receive(open_order(60, 7, 60, account="DU2", orderRef="other"))
    assert_hidden(desk, chosen, "Hidden by the text filter “ref”")
    desk.receive(open_order(60, 7, 60, account="DU2", orderRef="ref again"))
    check(desk)
    assert highlighted(page.view) == [chosen]
    # The user has not gone there.
    assert is_at_top(page.view)


def test_thousands_of_new_rows_do_not_change_the_chosen_row(desk: Bench) -> None:
    page = page_of(desk)
    page.view.header.choose_order(page.table.column_number("order_ref"), Qt.SortOrder.DescendingOrder)
    page.selection.select_accounts(["DU1"])
    chosen = choose(desk, 61)
    desk.receive(
        *(open_order(n, 8, n, account=("DU1", "DU2")[n % 2], orderRef=f"ref{n % 150:03}") for n in range(1000, 3000))
    )
    check(desk)
    assert highlighted(page.view) == [chosen]
    page.selection.select_accounts(["DU2"])
    assert_hidden(desk, chosen, "Hidden by the choice of accounts")
    desk.receive(*(open_order(n, 8, n, account="DU2") for n in range(3000, 5000)))
    page.selection.select_all()
    assert_chosen(desk, chosen)


def test_merged_rows_leave_the_remaining_one_chosen(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 30)))
    bench.receive(order_status(None, 0, -3))
    view = view_of(bench)
    gone = bench.blotter.orders[-1]
    click(view, gone)
    bench.receive(OrderBound(5, 0, -3))
    assert gone not in bench.blotter.orders
    stays = order(bench, 5)
    check(bench)
    assert (shown(bench), highlighted(view)) == (stays, [stays])


def test_the_row_that_stays_may_be_hidden(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number) for number in range(1, 30)))
    bench.receive(order_status(None, 0, -3))
    page_of(bench).narrow("orders without Perm ID", lambda each: not each.perm_id)
    click(view_of(bench), bench.blotter.orders[-1])
    bench.receive(OrderBound(5, 0, -3))
    assert_hidden(bench, order(bench, 5), "Hidden by “orders without Perm ID”")
    press_show(bench)
    assert_chosen(bench, order(bench, 5))


def test_a_hidden_row_may_be_merged_into_another(bench: Bench) -> None:
    bench.connect()
    bench.receive(*(open_order(number, 7, number, account="DU1") for number in range(1, 30)))
    bench.receive(order_status(None, 0, -3))
    chosen = bench.blotter.orders[-1]
    click(view_of(bench), chosen)
    page_of(bench).selection.select_accounts(["DU1"])
    assert_hidden(bench, chosen, "Hidden by the choice of accounts")
    bench.receive(OrderBound(5, 0, -3))
    check(bench)
    assert highlighted(view_of(bench)) == [order(bench, 5)]


@pytest.mark.parametrize("is_hidden", [False, True])
@pytest.mark.parametrize("key", ["orders", "fills"])
def test_clearing_the_records_empties_the_details(desk: Bench, key: str, is_hidden: bool) -> None:
    desk.add_fills(1001, 1020)
    page = page_of(desk, key)
    click(page.view, page.table.record(3))
    if is_hidden:
        type_filter(page, "nothing like it")
    desk.feed.clear()
    turn()
    check(desk)
    assert (shown(desk), note(desk)) == (None, "")
    desk.add_fills(1001, 1020)
    desk.window.page("fills").clear_filters()
    check(desk)
    first = page.table.record(0) if key == "fills" else None
    assert shown(desk) is (None if is_hidden else first), "as at the start, the first row is chosen"


# Sorting


def test_sorting_keeps_the_chosen_order_visible_if_it_was(desk: Bench) -> None:
    chosen, view = choose(desk, 60), view_of(desk)
    view.header.choose_order(view.table.column_number("perm_id"), Qt.SortOrder.DescendingOrder)
    assert_chosen(desk, chosen)


def test_sorting_goes_to_the_top_if_the_chosen_order_was_not_visible(desk: Bench) -> None:
    chosen, view = choose(desk, 60), view_of(desk)
    view.scrollToBottom()
    view.header.choose_order(view.table.column_number("perm_id"), Qt.SortOrder.DescendingOrder)
    check(desk)
    assert highlighted(view) == [chosen]
    assert is_at_top(view)


def test_sorting_what_hides_the_chosen_order_starts_at_the_top(desk: Bench) -> None:
    chosen, page = choose(desk, 60), page_of(desk)
    page.selection.select_accounts(["DU1"])
    page.view.scrollToBottom()
    page.view.header.choose_order(page.table.column_number("perm_id"), Qt.SortOrder.DescendingOrder)
    assert_hidden(desk, chosen, "Hidden by the choice of accounts")
    assert is_at_top(page.view)


# Several rows


def test_the_details_show_the_current_one_of_several_rows_and_all_are_copied(desk: Bench) -> None:
    view = view_of(desk)
    orders = [order(desk, number) for number in (3, 5, 6)]
    click(view, orders[0])
    click(view, orders[2], CTRL)
    click(view, orders[1], CTRL)
    check(desk)
    assert (shown(desk), highlighted(view)) == (orders[1], orders)
    view.copy_selection()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 3


def test_shift_extends_and_the_details_follow(desk: Bench) -> None:
    view = view_of(desk)
    click(view, order(desk, 3))
    press(view, Qt.Key.Key_Down, SHIFT)
    press(view, Qt.Key.Key_Down, SHIFT)
    check(desk)
    assert (shown(desk), len(highlighted(view))) == (order(desk, 5), 3)
    press(view, Qt.Key.Key_Up, SHIFT)
    check(desk)
    assert (shown(desk), len(highlighted(view))) == (order(desk, 4), 2)


def test_a_deselected_row_is_not_in_the_details(desk: Bench) -> None:
    view = view_of(desk)
    click(view, order(desk, 3))
    click(view, order(desk, 5), CTRL)
    click(view, order(desk, 5), CTRL)
    check(desk)
    assert (shown(desk), highlighted(view)) == (order(desk, 3), [order(desk, 3)])
    click(view, order(desk, 3), CTRL)
    check(desk)
    assert (shown(desk), highlighted(view)) == (None, [])


@pytest.mark.parametrize(
    ("key", "expected"), [(Qt.Key.Key_End, COUNT), (Qt.Key.Key_Home, 1), (Qt.Key.Key_Down, 61), (Qt.Key.Key_Up, 59)]
)
def test_keys_that_move_without_selecting_elsewhere_select_here(desk: Bench, key: Qt.Key, expected: int) -> None:
    choose(desk, 60)
    view = view_of(desk)
    press(view, key, CTRL)
    assert_chosen(desk, order(desk, expected))


def test_a_click_below_the_rows_deselects(bench: Bench) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1), open_order(2, 7, 2))
    click(view_of(bench), order(bench, 2))
    click_below_rows(view_of(bench))
    check(bench)
    assert shown(bench) is None


def test_selecting_all_makes_one_of_them_the_current_one(desk: Bench) -> None:
    view = view_of(desk)
    view.selectAll()
    turn()
    check(desk)
    assert shown(desk) is not None
    assert len(highlighted(view)) == COUNT


def test_rows_beside_a_hidden_current_one_stay_selected(desk: Bench) -> None:
    view = view_of(desk)
    press_choice(page_of(desk), "Working")
    click(view, order(desk, 3))
    click(view, order(desk, 6), CTRL)
    desk.receive(order_status(6, 7, 6, status="Cancelled"))
    assert_hidden(desk, order(desk, 6), "Hidden by the view “Working”")
    assert highlighted(view) == [order(desk, 3)]
    press_choice(page_of(desk), "All")
    check(desk)
    assert (shown(desk), highlighted(view)) == (order(desk, 6), [order(desk, 3), order(desk, 6)])


# Appearance


@pytest.mark.parametrize(("base", "text"), [("#ffffff", "#000000"), ("#242424", "#f0f0f0")])
def test_the_chosen_row_is_highlighted_without_the_keyboard_and_in_an_inactive_window(
    desk: Bench, base: str, text: str
) -> None:
    view = view_of(desk)
    palette = QPalette(view.palette())
    for role, color in ((QPalette.ColorRole.Base, base), (QPalette.ColorRole.Text, text)):
        palette.setColor(role, QColor(color))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#308cc6"))
    palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight, QColor(base))
    view.setPalette(palette)
    choose(desk, 4)
    page_of(desk).focus_filter()
    desk.window.find_box.setFocus()
    assert not view.hasFocus()
    picture = view.viewport().grab().toImage()
    line = picture.height() // view.viewport().height()
    chosen, other = (line * (view.rowViewportPosition(row) + 3) for row in (3, 5))
    assert contrast(picture.pixelColor(1, chosen), picture.pixelColor(1, other)) >= 3
    assert picture.pixelColor(300, chosen) != picture.pixelColor(300, other)


# Going to a record, combos


def test_going_to_a_hidden_order_shows_it(desk: Bench) -> None:
    choose(desk, 60)
    page = page_of(desk)
    type_filter(page, "ref01")
    desk.window.tabs.show_page("day")
    desk.window.find_box.find_now("perm:111")
    assert_chosen(desk, order(desk, 111))
    assert QApplication.focusWidget() in (page.view, None)


LEG = replace(AAPL, sec_type="OPT", strike=Decimal(590), right="C", last_trade_date_or_contract_month="20261218")


@pytest.fixture
def combo(bench: Bench) -> Bench:
    """A combo of two legs between fills of others."""
    bench.connect()
    bench.add_fills(1, 60)
    bench.receive(
        execution("a.1.01.01", contract=BAG, perm_id=700, price=Decimal("30.5")),
        execution("a.1.02.01.01", contract=LEG, perm_id=700),
        execution("a.1.03.01.01", contract=LEG, perm_id=700),
    )
    bench.add_fills(61, 120)
    turn()
    return bench


def fill(bench: Bench, name: str) -> Fill:
    return next(each for each in bench.blotter.fills if each.execution.exec_id == name)


def test_expanding_and_collapsing_keep_what_is_chosen(combo: Bench) -> None:
    view = view_of(combo, "fills")
    whole, leg, other = fill(combo, "a.1.01.01"), fill(combo, "a.1.03.01.01"), fill(combo, exec_id(61))
    click(view, other)
    for expanded in (True, False):
        view.table.set_expanded(whole, expanded=expanded)
        check(combo)
        assert highlighted(view) == [other]
    view.table.set_expanded(whole, expanded=True)
    click(view, leg)
    view.table.set_expanded(whole, expanded=False)
    assert_hidden(combo, leg, "Hidden by its collapsed combo")
    press_show(combo)
    assert_chosen(combo, leg)
    view.table.set_all_expanded(expanded=False)
    view.table.set_all_expanded(expanded=True)
    check(combo)
    assert highlighted(view) == [leg]


def test_left_on_a_leg_chooses_its_combo(combo: Bench) -> None:
    view = view_of(combo, "fills")
    view.table.set_all_expanded(expanded=True)
    click(view, fill(combo, "a.1.03.01.01"), key="contract")
    press(view, Qt.Key.Key_Left)
    check(combo)
    assert highlighted(view) == [fill(combo, "a.1.01.01")]


def test_a_filtered_leg_names_the_filter(combo: Bench) -> None:
    page = page_of(combo, "fills")
    page.table.set_all_expanded(expanded=True)
    leg = fill(combo, "a.1.03.01.01")
    click(page.view, leg)
    type_filter(page, exec_id(61))
    assert_hidden(combo, leg, f"Hidden by the text filter “{exec_id(61)}”")
    press_show(combo)
    assert_chosen(combo, leg)


def test_enter_opens_the_details_of_the_chosen_row(desk: Bench) -> None:
    chosen = choose(desk, 60)
    desk.window.details.hide()
    press(view_of(desk), Qt.Key.Key_Return)
    assert desk.window.details.isVisible()
    assert shown(desk) is chosen
