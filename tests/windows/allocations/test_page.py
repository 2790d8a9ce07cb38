"""The allocations tab: updates, contents, filters, and state that is kept."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from ibmonitor.cli.report import as_json
from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import GroupAllocation
from ibmonitor.domain.records.events import AccountAsked, Event, ExecDetails, LinkChanged, ManagedAccounts, ReceiveFA
from ibmonitor.domain.records.groups import FA_GROUPS
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.models.allocations.cell_filter import cell_filter
from ibmonitor.models.allocations.sheets import tree_printout
from ibmonitor.models.allocations.tiles import Tile
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.settings.window_state import ColumnState, TableState
from ibmonitor.windows.allocations.page import AllocationsPage
from ibmonitor.windows.allocations.words import NOT_AN_ADVISOR
from ibmonitor.windows.export.choice import ExportDialog
from tests.support.blotter_events import commission, execution, new_blotter, open_order
from tests.support.label_texts import label_texts, shown_text
from tests.support.stepwise import result_of
from tests.support.tree_columns import column_number
from tests.windows.bench import exec_id

MASTER, FIRST, SECOND, OTHER = "DF1", "DU1", "DU2", "DU3"
XML = (
    "<ListOfGroups><Group><name>Half</name><defaultMethod>Ratio</defaultMethod><ListOfAccts>"
    f"<Account><acct>{FIRST}</acct><amount>1</amount></Account>"
    f"<Account><acct>{SECOND}</acct><amount>1</amount></Account>"
    "</ListOfAccts></Group></ListOfGroups>"
)


class PageBench:
    """The page alone, with a real feed, blotter and book."""

    def __init__(self) -> None:
        self.blotter = new_blotter()
        self.feed = Feed(self.blotter, make_tables())
        self.selection = AccountSelection()
        self.page = AllocationsPage(AllocationBook(self.blotter), self.feed, self.selection)
        self.page.resize(1100, 400)

    def receive(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def connect(self, *accounts: str) -> None:
        self.receive(
            ManagedAccounts(accounts or (MASTER, FIRST, SECOND, OTHER)),
            LinkChanged(LinkState.UP, "127.0.0.1", 7497, 7, "", 225),
        )

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the tree is up to date."""
        qtbot.waitUntil(lambda: not self.page.updates.is_waiting)

    @property
    def orders(self) -> list[GroupAllocation]:
        tree = self.page.tree
        items = [tree.item(tree.index(row, 0)) for row in range(tree.rowCount())]
        return [item for item in items if isinstance(item, GroupAllocation)]

    def row(self, *places: int) -> QModelIndex:
        """The first cell of a row: the numbers of the order, of the account in it, of the fill."""
        index = QModelIndex()
        for place in places:
            index = self.page.tree.index(place, 0, index)
        return index

    def button(self, text: str) -> QAbstractButton:
        return next(button for button in self.page.findChildren(QAbstractButton) if button.text() == text)


def group_order(number: int, *parts: int) -> list[Event]:
    """An order for the group, and the quantities of its accounts, in order; a commission of 1.0003 for each."""
    whole = sum(parts)
    events: list[Event] = [
        open_order(
            number, 1, number, account=MASTER, faGroup="Half", faMethod="Ratio", totalQuantity=Decimal(whole or 100)
        )
    ]
    for at, (account, shares) in enumerate(zip((MASTER, FIRST, SECOND, OTHER), (whole, *parts), strict=False)):
        if shares:
            name = exec_id(10 * number + at)
            traded = Decimal(shares)
            events += [
                execution(name, perm_id=number, acct_number=account, shares=traded, cum_qty=traded),
                commission(name),
            ]
    return events


@pytest.fixture
def bench(qtbot: QtBot) -> PageBench:
    bench = PageBench()
    qtbot.addWidget(bench.page)
    bench.connect()
    bench.receive(ReceiveFA(FA_GROUPS, XML))
    with qtbot.waitExposed(bench.page):
        bench.page.show()
    return bench


def test_expanded_rows_selection_and_position_stay(bench: PageBench, qtbot: QtBot) -> None:
    for number in range(1, 31):
        bench.receive(*group_order(number, 50, 50))
    bench.settle(qtbot)
    view = bench.page.view
    assert not view.isExpanded(bench.row(0))
    view.expand(bench.row(10))
    view.setCurrentIndex(bench.row(10, 1))
    view.scrollTo(bench.row(10), view.ScrollHint.PositionAtTop)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 5)
    before = view.visualRect(bench.row(10)).y()
    bench.receive(*group_order(31, 1, 1))
    bench.settle(qtbot)
    # The newest is on top.
    assert len(bench.orders) == 31
    assert view.isExpanded(bench.row(11))
    assert not view.isExpanded(bench.row(10))
    assert view.currentIndex() == bench.row(11, 1)
    assert view.visualRect(bench.row(11)).y() == before


def test_rows_are_expanded_and_collapsed_by_buttons(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    view = bench.page.view
    bench.button("Expand all").click()
    assert view.isExpanded(bench.row(0))
    assert view.isExpanded(bench.row(0, 1))
    bench.button("Collapse all").click()
    assert not view.isExpanded(bench.row(0))


def test_missing_parts_are_not_an_error_yet(bench: PageBench, qtbot: QtBot) -> None:
    whole, *_ = (event for event in group_order(1, 50, 50) if isinstance(event, ExecDetails))
    bench.receive(group_order(1, 50, 50)[0], whole)
    bench.settle(qtbot)
    tree = bench.page.tree
    assert "  ".join(label_texts(bench.page.footer)).startswith("1 group order   ·   1 waiting")
    printout = result_of(tree_printout(tree, [column_number(tree, "note")]))
    assert [row.cells[0] for row in printout.rows] == [
        "waiting for the accounts' parts: 100 of 100",
        "waiting for its part; Ratio 1 of 2 → 50",
        "waiting for its part; Ratio 1 of 2 → 50",
    ]
    said = json.loads(b"".join(as_json(bench.blotter, "")))["allocations"][0]
    assert (said["state"], said["waiting_for"]) == ("waiting", "100")
    assert [(each["state"], each["is_flagged"], each["reason"]) for each in said["accounts"]] == [
        ("waiting", False, "waiting for its part")
    ] * 2
    bench.receive(*group_order(1, 50, 50)[3:])
    bench.settle(qtbot)
    assert "  ".join(label_texts(bench.page.footer)).startswith("1 group order  ")
    said = json.loads(b"".join(as_json(bench.blotter, "")))["allocations"][0]
    assert (said["state"], said["waiting_for"]) == ("ok", None)
    assert [(each["state"], each["possible_reasons"]) for each in said["accounts"]] == [("ok", [])] * 2


def test_clicks_choose_rows_and_double_clicks_open_them(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    chosen: list[object] = []
    opened: list[object] = []
    bench.page.chosen.changed.connect(lambda: chosen.append(bench.page.chosen_record))
    bench.page.view.record_activated.connect(opened.append)
    details = QSignalSpy(bench.page.details_requested)
    view = bench.page.view
    view.expandAll()
    order = next(iter(bench.blotter.orders))
    fill = next(each for each in bench.blotter.fills if each.execution.acct_number == FIRST)
    view.setCurrentIndex(bench.row(0))
    view.setCurrentIndex(bench.row(0, 0, 0))
    assert chosen[0] is order
    assert chosen[-1] is fill
    assert bench.page.chosen_record is fill
    QTest.keyClick(view, Qt.Key.Key_Return)
    place = view.visualRect(bench.row(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [fill, order]
    assert details.count() == 2
    assert all(isinstance(each, Order | Fill) for each in chosen)


def test_the_filters_narrow_down_and_are_cleared(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50), *group_order(2, 80, 20))
    bench.settle(qtbot)
    page = bench.page
    page.view.expand(bench.row(0))
    page.view.expand(bench.row(0, 1))
    tiles = bench.page.tiles.buttons
    tiles[Tile.REVIEW].click()
    assert [order.flagged != () for order in bench.orders] == [True]
    assert page.view.isExpanded(bench.row(0))
    assert [page.view.isExpanded(bench.row(0, place)) for place in (0, 1)] == [False, True]
    assert page.is_filtered
    assert "  ".join(label_texts(page.footer)).startswith("1 of 2 group orders   ·   1 to review")
    tiles[Tile.REVIEW].click()
    assert [tile for tile in Tile if tiles[tile].isChecked()] == [Tile.ORDERS]
    assert len(bench.orders) == 2
    page.focus_filter()
    QTest.keyClicks(page.focusWidget(), "no such text")
    bench.settle(qtbot)
    assert (bench.orders, page.empty.label.text()) == ([], "No group order matches the filters.")
    assert page.table_state().text == "no such text"
    page.empty.button.click()
    bench.settle(qtbot)
    assert len(bench.orders) == 2
    bench.selection.select_accounts([OTHER])
    assert not bench.orders
    page.empty.button.click()
    assert (bench.selection.accounts, len(bench.orders), page.is_filtered) == (None, 2, False)


def test_values_of_cells_filter_until_their_chips_are_closed(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50), *group_order(2, 80, 20))
    bench.settle(qtbot)
    page = bench.page
    name, note = (next(each for each in page.tree.columns if each.key == key) for key in ("name", "note"))
    order, account = page.tree.item(bench.row(0)), page.tree.item(bench.row(0, 0))
    assert order is not None
    assert account is not None
    page.view.setCurrentIndex(bench.row(0))
    page.view.filter_requested.emit(cell_filter(note, order, is_excluded=True))
    assert (len(bench.orders), page.is_filtered) == (1, True)
    words = f"Not Reason: {note.text(order)}"[:46]
    assert page.filters()[0].startswith(f"only: {words}")
    assert page.hiding_words().startswith(f"“{words}")
    page.view.filter_requested.emit(cell_filter(name, account))
    assert page.tree.rowCount(bench.row(0)) == 1
    assert len(page.narrowings.descriptions) == 2
    page.narrowings.chip(next(iter(page.narrowings.descriptions))).click()
    assert [page.tree.rowCount(bench.row(place)) for place in range(len(bench.orders))] == [1, 1]
    page.clear_filters()
    assert (page.narrowings.descriptions, page.is_filtered) == ({}, False)
    assert page.tree.rowCount(bench.row(0)) == 2


def test_the_fills_of_a_row_are_shown_under_its_name(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    shown = QSignalSpy(bench.page.fills_chosen)
    bench.page.view.fills_requested.emit(bench.page.tree.item(bench.row(0)))
    words, fills = shown.at(0)
    assert words.startswith("Fills of Half BUY 100 ")
    assert fills == list(bench.blotter.fills)


@pytest.mark.parametrize(
    ("accounts", "state", "said"),
    [
        ((FIRST,), LinkState.UP, NOT_AN_ADVISOR),
        ((MASTER, FIRST), LinkState.UP, "why not"),
        ((FIRST,), LinkState.DOWN, "why not"),
    ],
)
def test_an_empty_tab_says_why(qtbot: QtBot, accounts: tuple[str, ...], state: LinkState, said: str) -> None:
    bench = PageBench()
    qtbot.addWidget(bench.page)
    bench.page.show()
    bench.receive(ManagedAccounts(accounts), LinkChanged(state, "127.0.0.1", 7497, 7, "", 225))
    bench.page.set_reason("why not", "Connect")
    assert bench.page.empty.label.text() == said
    button = bench.page.empty.button
    assert button.isHidden() == (said == NOT_AN_ADVISOR)
    with qtbot.waitSignal(bench.page.action_requested):
        button.click()


def test_it_says_for_which_accounts_tws_did_not_answer(bench: PageBench) -> None:
    assert not bench.page.answers.text()
    bench.receive(AccountAsked(FIRST, RequestProgress.NO_ANSWER))
    bench.page.set_reason("nothing")
    assert bench.page.answers.text() == ("TWS did not answer for DU1. Executions of this account may be missing here.")
    ACCOUNT_NAMES.set_aliases({FIRST: "Anna"})
    ACCOUNT_NAMES.set_showing(True)
    assert "Anna (DU1)" in bench.page.answers.text()
    bench.receive(AccountAsked(FIRST, RequestProgress.COMPLETE))
    assert not bench.page.answers.text()


def test_the_footer_sums_the_parts_and_never_the_whole(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50), *group_order(2, 30, 30))
    bench.settle(qtbot)
    assert "  ".join(label_texts(bench.page.footer)) == "2 group orders  Commission 4.00 USD"


def test_the_state_is_restored(bench: PageBench, qtbot: QtBot) -> None:
    page = bench.page
    page.view.columns_header.set_shown(2, shown=False)
    page.view.columns_header.choose_order(1, Qt.SortOrder.DescendingOrder)
    bench.page.tiles.buttons[Tile.WAITING].click()
    bench.button("Charts").setChecked(True)
    page.focus_filter()
    QTest.keyClicks(page.focusWidget(), "aapl")
    again = PageBench()
    qtbot.addWidget(again.page)
    again.page.restore(page.table_state())
    assert again.page.table_state() == page.table_state()
    assert again.page.view.isColumnHidden(2)


def test_a_layout_that_was_the_former_default_gives_way_to_the_new_one(bench: PageBench) -> None:
    page = bench.page
    header, columns = page.header, page.tree.columns
    former = page.kind.former_columns
    states = [ColumnState(column.key, 50, column.key in former) for column in columns if column.key != "order"]
    in_order = sorted(states, key=lambda state: former.index(state.key) if state.visible else len(former))
    saved = TableState(columns=(*in_order, ColumnState("charts", 300, visible=True)))
    page.header.choose_order(0)
    page.restore(saved)
    shown = [columns[number].key for number in header.visible_columns()]
    assert shown[:4] == ["last_change", "name", "fa_method", "order"]
    assert header.sortIndicatorSection() == -1, "what needs review is on top"
    assert not page.notice.isHidden(), "it says so"
    # A layout of the user's own is kept, in its own order.
    page.restore(replace(saved, columns=tuple(in_order[1:4])))
    assert [columns[number].key for number in header.visible_columns()][:3] == list(former[1:4])


def test_the_charts_are_created_when_they_are_first_shown(bench: PageBench, qtbot: QtBot) -> None:
    bench.receive(*group_order(1, 50, 50))
    bench.settle(qtbot)
    page = bench.page
    before = page.splitter.charts
    assert before is None
    bench.button("Charts").setChecked(True)
    charts = page.splitter.charts
    assert charts is not None
    assert charts.isVisible()
    assert shown_text(charts)
    page.view.setCurrentIndex(bench.row(0))
    assert not shown_text(charts)
    bench.button("Charts").setChecked(False)
    assert not charts.isVisible()


def test_the_visible_rows_are_exported(
    bench: PageBench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The offscreen plugin cannot raise windows.
    monkeypatch.setattr(QDialog, "open", lambda _dialog: None)
    monkeypatch.setattr(QFileDialog, "open", lambda _dialog: None)
    bench.connect()
    bench.receive(*group_order(1, 5, 5), *group_order(2, 7, 8))
    bench.page.show()
    bench.settle(qtbot)
    bench.selection.select_accounts([FIRST])
    bench.button("Export allocations…").click()
    (asked,) = bench.page.findChildren(ExportDialog)
    asked.accept()
    (dialog,) = bench.page.findChildren(QFileDialog)
    path = tmp_path / "allocations.csv"
    with qtbot.waitSignal(bench.page.exporter.done):
        dialog.fileSelected.emit(str(path))
    dialog.setParent(None)
    dialog.deleteLater()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Account"], row["Role"], row["Counted"]) for row in rows] == [(FIRST, "part", "yes")] * 2
    assert SECOND not in path.read_text(encoding="utf-8-sig")
    assert (tmp_path / "allocations-executions.csv").exists()
    assert str(path) in shown_text(bench.page.notice)
