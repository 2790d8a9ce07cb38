"""Every sortable header shows the sort arrow."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QStyleOptionHeader, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from ibmonitor.windows.table.column_room import first_width
from ibmonitor.windows.table.record_header import RecordHeader
from tests.support.blotter_events import execution, open_order
from tests.support.make_contracts import stock
from tests.windows.allocations.test_page import FIRST, MASTER, SECOND, group_order
from tests.windows.bench import Bench, exec_id

pytestmark = pytest.mark.usefixtures("style_sheet")


def headers(window: QWidget) -> list[QHeaderView]:
    """The headers of all tables, trees and lists in all windows."""
    everywhere = [window, *QApplication.topLevelWidgets()]
    found = {id(each): each for place in everywhere for each in place.findChildren(QHeaderView)}
    return [each for each in found.values() if each.orientation() == Qt.Orientation.Horizontal]


def open_everything(bench: Bench) -> None:
    window = bench.window
    bench.connect("DF1", "DU1")
    bench.receive(open_order(1001, 7, 5), execution(exec_id(1), perm_id=1001, client_id=7, order_id=5))
    for page in window.pages:
        window.tabs.show_page(page.kind.key)
    window.records.go_to(bench.blotter.orders[0])
    pane = window.details.pane
    for number in range(pane.tabs.count()):
        pane.tabs.setCurrentIndex(number)
    window.tools.show_groups()
    window.tools.show_scope()
    window.tools.show_guide()
    window.tools.open_settings()
    window.executions.open()
    window.profiles.edit()
    window.action("columns").trigger()


def test_the_arrow_of_every_header_that_sorts_is_shown(bench: Bench) -> None:
    open_everything(bench)
    sorting = [header for header in headers(bench.window) if header.sectionsClickable()]
    # The five tabs, and the three lists of the groups.
    assert len(sorting) >= 8
    assert all(header.isSortIndicatorShown() for header in sorting)
    assert all(not header.isSortIndicatorShown() for header in headers(bench.window) if header not in sorting)


def test_a_second_click_reverses_the_painted_sort_arrow(bench: Bench, qtbot: QtBot) -> None:
    bench.connect(MASTER, FIRST, SECOND)
    bench.receive(*group_order(1, 50, 50), *group_order(2, 10, 10))
    for header in (bench.view("fills").header, bench.window.tabs.allocations.view.columns_header):
        bench.window.tabs.setCurrentWidget(next(p for p in bench.window.pages if p.isAncestorOf(header)))
        qtbot.waitUntil(header.isVisible)
        # Sorted by time at first.
        header.choose_order(-1)
        looks = [picture(header)]
        for _ in range(2):
            click(header)
            looks.append(picture(header))
        assert all(one != other for one, other in pairwise(looks))
        header.choose_order(-1)
        assert picture(header) == looks[0]


def click(header: RecordHeader) -> None:
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, header.height() // 2))


def test_no_title_is_cut_at_first_and_the_sort_arrow_lies_above_it(bench: Bench) -> None:
    for page in bench.window.tabs.table_pages:
        header = page.header
        option = QStyleOptionHeader()
        option.initFrom(header)
        for logical in range(header.count()):
            title = header.model().headerData(logical, Qt.Orientation.Horizontal)
            option.rect = QRect(0, 0, first_width(header, page.table.columns[logical]), header.height())
            label = header.style().subElementRect(QStyle.SubElement.SE_HeaderLabel, option, header)
            assert label.width() >= header.fontMetrics().horizontalAdvance(title), title
            arrow = header.style().subElementRect(QStyle.SubElement.SE_HeaderArrow, option, header)
            assert arrow.center().y() < label.top()


def picture(header: RecordHeader) -> QImage:
    QTest.mouseMove(header.viewport(), QPoint(header.width() - 2, 2))
    return header.grab().toImage()


def test_sorting_leaves_the_widths_of_columns_as_they_are(bench: Bench, qtbot: QtBot) -> None:
    bench.connect(MASTER, FIRST, SECOND)
    bench.receive(*group_order(1, 50, 50), *group_order(2, 10, 10))
    for page in (bench.window.page("orders"), bench.window.tabs.allocations):
        bench.window.tabs.setCurrentWidget(page)
        qtbot.waitUntil(lambda: not bench.window.tabs.allocations.updates.is_waiting)
        widths = [page.header.sectionSize(logical) for logical in range(page.header.count())]
        click(page.header)
        assert [page.header.sectionSize(logical) for logical in range(page.header.count())] == widths


def test_times_with_a_zone_of_their_own_get_room(bench: Bench, shown_zone: ShownZone) -> None:
    """TWS's text is longer than a time of today; columns that are wider stay as they are."""
    view = bench.window.page("fills").view
    time, name = bench.tables.fills.column_number("time"), bench.tables.fills.column_number("contract")
    view.header.resizeSection(time, 60)
    before = view.header.sectionSize(name)
    shown_zone.choose(ZoneChoice.UTC)
    assert view.header.sectionSize(time) == 60
    shown_zone.choose(ZoneChoice.SENT)
    assert view.header.sectionSize(time) > view.fontMetrics().horizontalAdvance("20260701 12:00:00 US/Eastern")
    assert view.header.sectionSize(name) == before
    view.header.resizeSection(time, 60)
    shown_zone.choose(ZoneChoice.LOCAL)
    shown_zone.day_changed.emit()
    assert view.header.sectionSize(time) > view.fontMetrics().horizontalAdvance("2026-07-01 12:00:00")
    view.header.resizeSection(time, 400)
    shown_zone.choose(ZoneChoice.EXCHANGE)
    assert view.header.sectionSize(time) == 400


def test_the_column_of_reasons_takes_the_free_width(bench: Bench) -> None:
    view = bench.view("orders")
    bench.connect()
    bench.receive(open_order(1001, 7, 5))
    bench.window.details.close()
    header, why = view.header, view.table.column_number("why")

    def is_filled() -> bool:
        return header.length() == view.viewport().width()

    bench.window.resize(1600, 800)
    assert is_filled()
    wide, contract = header.sectionSize(why), view.table.column_number("contract")
    header.resizeSection(contract, header.sectionSize(contract) + 110)
    assert is_filled()
    assert header.sectionSize(why) == wide - 110
    bench.window.resize(700, 500)
    assert header.sectionSize(why) == view.table.columns[why].width
    header.set_shown(why, shown=False)
    assert header.stretchLastSection()


def test_a_column_is_widened_for_what_is_seen_in_it_until_the_user_sizes_it(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1, totalQuantity=Decimal(1_250_000)))
    view = bench.view("orders")
    quantity = view.table.column_number("total_quantity")
    first, whole = view.header.sectionSize(quantity), view.header.length()
    view.grab()
    qtbot.waitUntil(lambda: view.header.sectionSize(quantity) > first)
    assert view.header.sectionSize(quantity) >= view.fontMetrics().horizontalAdvance("1,250,000")
    assert view.header.length() == whole
    # The button is down, but not on the header.
    QTest.mousePress(bench.window.tabs.tabBar(), Qt.MouseButton.LeftButton)
    bench.window.resize(bench.window.width() - 100, 800)
    assert view.header.sectionSize(quantity) == first
    QTest.mouseRelease(bench.window.tabs.tabBar(), Qt.MouseButton.LeftButton)
    view.grab()
    qtbot.waitUntil(lambda: view.header.sectionSize(quantity) > first)
    edge = QPoint(view.header.sectionViewportPosition(quantity) + view.header.sectionSize(quantity) - 1, 8)
    QTest.mousePress(view.header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(view.header.viewport(), edge - QPoint(30, 0))
    QTest.mouseRelease(view.header.viewport(), Qt.MouseButton.LeftButton, pos=edge - QPoint(30, 0))
    narrow = view.header.sectionSize(quantity)
    view.grab()
    QApplication.processEvents()
    assert view.header.sectionSize(quantity) == narrow


def test_a_name_is_given_only_what_the_reasons_do_not_need(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1, contract=stock(1, "A name of many letters")))
    view = bench.view("orders")
    contract, why = view.table.column_number("contract"), view.table.column_number("why")
    first = view.header.sectionSize(contract)
    view.grab()
    QApplication.processEvents()
    assert view.header.sectionSize(contract) == first
    bench.window.resize(1480, 800)
    view.grab()
    qtbot.waitUntil(lambda: view.header.sectionSize(contract) > first)
    assert view.header.sectionSize(why) >= 420
