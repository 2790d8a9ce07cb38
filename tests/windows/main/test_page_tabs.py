"""The tabs: what needs the user in their titles, the View menu for the tab in front, and fills shown for the charts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.table.account_filter import AccountFilterButton
from ibmonitor.windows.table.views import ViewsButton
from tests.support.blotter_events import completed_order, open_order
from tests.windows.bench import Bench
from tests.windows.selecting import highlighted, shown

COMMANDS = ("filter", "clear", "columns", "export")


def titles(bench: Bench) -> list[str]:
    return [bench.window.tabs.tabText(number) for number in range(bench.window.tabs.count())]


def test_a_title_says_what_needs_the_user_and_not_how_many_rows_there_are(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 30)
    assert titles(bench) == ["Orders", "Fills", "Commissions", "Allocations", "Day", "Messages"]


def test_new_warnings_and_errors_are_counted_until_their_tab_is_opened(bench: Bench) -> None:
    bench.connect()
    bench.receive(TwsMessage(-1, 2104, "A farm is connected", None), TwsMessage(-1, 399, "A warning", None))
    assert titles(bench)[-1] == "Messages (1 new)"
    bench.receive(TwsMessage(-1, 399, "A warning", None), TwsMessage(-1, 201, "Too big", None))
    assert titles(bench)[-1] == "Messages (2 new)", "a repeated message counts once"
    bench.window.tabs.show_page("messages")
    bench.receive(TwsMessage(-1, 399, "Another warning", None))
    assert titles(bench)[-1] == "Messages"
    bench.window.tabs.show_page("orders")
    bench.receive(TwsMessage(-1, 399, "Yet another", None))
    assert titles(bench)[-1] == "Messages (1 new)"


@pytest.mark.parametrize("key", ["orders", "fills", "commissions", "allocations", "day", "messages"])
def test_the_view_menu_offers_what_the_tab_in_front_can_do(bench: Bench, key: str) -> None:
    bench.window.tabs.show_page(key)
    assert {bench.window.action(each).isEnabled() for each in COMMANDS} == {key != "day"}
    bench.link(LinkState.WAITING)
    assert {bench.window.action(each).isEnabled() for each in COMMANDS} == {key != "day"}


def test_clear_filters_applies_to_the_tab_in_front(bench: Bench) -> None:
    bench.connect()
    fills, orders = bench.window.page("fills"), bench.window.page("orders")
    for page in (fills, orders):
        page.bar.edit.setText("AAPL")
    bench.window.tabs.show_page("fills")
    bench.window.action("clear").trigger()
    assert (fills.bar.edit.text(), orders.bar.edit.text()) == ("", "AAPL")


def test_the_day_charts_show_their_fills_alone(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    chosen = bench.blotter.fills[1]
    bench.window.tabs.day.fills_chosen.emit("10:00 to 11:00", [chosen])
    page = bench.window.page("fills")
    assert bench.window.tabs.current_page is page
    assert list(page.table.visible_records()) == [chosen]
    assert highlighted(page.view) == [chosen]
    assert shown(bench) is chosen
    page.widen()
    assert page.table.rowCount() == 3


def chips(bench: Bench) -> list[str]:
    return [button.text() for button in bench.window.page("orders")._choices.buttons()]


def test_each_chip_of_the_orders_counts_what_it_would_show_with_the_other_filters(bench: Bench) -> None:
    bench.connect()
    bench.receive(
        open_order(11, 1, 1, status="Submitted", account="DU1"),
        completed_order(12, status="Filled", account="DU1"),
        completed_order(13, status="Cancelled", account="DU2"),
    )
    assert chips(bench) == ["All  3", "Working  1", "Filled  1", "Rejected  0", "Cancelled  1"]
    bench.window.tabs.accounts.select_accounts(["DU1"])
    assert chips(bench) == ["All  2", "Working  1", "Filled  1", "Rejected  0", "Cancelled  0"]
    bench.receive(open_order(14, 1, 2, status="Submitted", account="DU2"))
    assert chips(bench)[:2] == ["All  2", "Working  1"]
    page = bench.window.page("orders")
    page._choices.buttons()[1].click()
    page.bar.edit.setText("DU1")
    assert chips(bench)[:2] == ["All  2", "Working  1"], "the chosen chip is no other filter"
    page.bar.edit.setText("Filled")
    assert chips(bench) == ["All  1", "Working  0", "Filled  1", "Rejected  0", "Cancelled  0"]
    page.bar.edit.clear()
    page.narrow("none", lambda _: False)
    assert chips(bench)[:2] == ["All  0", "Working  0"]
    page.clear_filters()
    assert chips(bench)[:2] == ["All  4", "Working  2"]
    bench.feed.clear()
    assert chips(bench)[:2] == ["All  0", "Working  0"]


def test_accounts_are_chosen_between_the_filter_and_the_views_of_each_tab_that_they_filter(bench: Bench) -> None:
    for page in bench.window.pages:
        assert len(page.findChildren(AccountFilterButton)) == (page.kind.key != "messages")
    part: QWidget | None = bench.window.page("orders").bar.edit
    while part is not None and not isinstance(part, AccountFilterButton | ViewsButton):
        part = part.nextInFocusChain()
    assert isinstance(part, AccountFilterButton)
