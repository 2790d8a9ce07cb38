"""The tree of the allocations tab: copying, opening and expanding its rows, and the alignment of its numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.windows.allocations.view import AllocationView
from ibmonitor.windows.theme.theme import tokens_of, tone_color
from ibmonitor.windows.widgets.cell_delegate import MARGIN
from tests.models.allocations.trees import FIRST, SECOND, with_fills
from tests.support.make_allocation import group_allocation, share
from tests.support.make_records import make_order
from tests.support.tree_columns import column_number
from tests.windows.ink import end_of_text

OF_AN_ORDER = replace(with_fills(FIRST, "a", "b"), order=make_order(1))


@pytest.fixture
def view(qtbot: QtBot) -> AllocationView:
    """Two group orders; the first needs review, of the second no order is known."""
    tree = AllocationTree()
    tree.show([OF_AN_ORDER, SECOND], [])
    view = AllocationView(tree)
    view.resize(900, 400)
    qtbot.addWidget(view)
    view.show()
    return view


def row(view: AllocationView, *places: int) -> QModelIndex:
    index = QModelIndex()
    for place in places:
        index = view.tree.index(place, 0, index)
    return index


def expanded(view: AllocationView) -> list[tuple[int, ...]]:
    return [places for places in ((0,), (0, 1), (1,)) if view.isExpanded(row(view, *places))]


def test_rows_and_cells_are_copied_as_they_are_seen(view: AllocationView) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("mine")
    view.clearSelection()
    view.copy_selection()
    assert clipboard.text() == "mine", "nothing is selected"
    view.expandAll()
    view.setCurrentIndex(row(view, 1, 1))
    view.selectionModel().select(
        row(view, 0, 1), view.selectionModel().SelectionFlag.Select | view.selectionModel().SelectionFlag.Rows
    )
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    titles, *rows = [line.split("\t") for line in clipboard.text().splitlines()]
    shown = view.columns_header.visible_columns()
    assert titles == [view.tree.columns[number].full_title for number in shown]
    assert [cells[1] for cells in rows] == ["U1", "U4"], "from the top"


def test_enter_opens_a_record_and_expands_a_row_without_one(view: AllocationView) -> None:
    opened = QSignalSpy(view.record_activated)
    for places in ((0,), (1,)):
        view.setCurrentIndex(row(view, *places))
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert [opened.at(number)[0] for number in range(opened.count())] == [OF_AN_ORDER.order]
    assert expanded(view) == [(1,)]
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert expanded(view) == []


def test_keys_expand_and_collapse(view: AllocationView) -> None:
    view.setCurrentIndex(row(view, 1))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert expanded(view) == [(1,)]
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert expanded(view) == []


def test_folding_keeps_what_was_expanded(view: AllocationView) -> None:
    view.expand(row(view, 0))
    view.expand(row(view, 0, 1))
    with view.folded():
        assert expanded(view) == []
        view.tree.show([OF_AN_ORDER], [])
    assert [view.isExpanded(row(view, *places)) for places in ((0,), (0, 1), (0, 0))] == [True, True, False]


def menu_of(view: AllocationView, places: tuple[int, ...], key: str = "name") -> dict[str, QAction]:
    view.setCurrentIndex(row(view, *places))
    menu = view.menu_for(column_number(view.tree, key))
    return {action.text().replace("&", ""): action for action in menu.actions()}


@pytest.mark.parametrize(
    ("places", "text", "is_enabled"),
    [
        ((0,), "Show order in Orders", True),
        ((0, 0), "Show order in Orders", True),
        ((0, 1, 0), "Show fill in Fills", True),
        # Its order is not known, and it has no executions.
        ((1,), "Show order in Orders", False),
        ((1,), "Show fills", False),
        ((1,), "Copy for ticket", False),
        ((0, 0), "Copy for ticket", True),
        ((0,), "Show fills", True),
        ((0, 0), "Show fills", False),
        ((0, 0), "Copy rows", True),
    ],
)
def test_the_menu_goes_on_to_what_a_row_is_about(
    view: AllocationView, places: tuple[int, ...], text: str, *, is_enabled: bool
) -> None:
    view.expandAll()
    signals = (view.open_requested, view.fills_requested, view.ticket_requested)
    spies = [QSignalSpy(signal) for signal in signals]
    action = menu_of(view, places)[text]
    assert action.isEnabled() is is_enabled
    action.trigger()
    assert sum(spy.count() for spy in spies) == (is_enabled and text != "Copy rows")


def test_the_menu_copies_the_cell_under_the_pointer_and_filters_by_it(view: AllocationView) -> None:
    view.expandAll()
    chosen = QSignalSpy(view.filter_requested)
    menu = menu_of(view, (0, 0), "difference")
    menu["Copy cell"].trigger()
    assert QGuiApplication.clipboard().text() == "-13"
    menu["Filter by this value"].trigger()
    menu["Exclude this value"].trigger()
    assert [chosen.at(number)[0].words for number in range(2)] == ["Difference: -13", "Not Difference: -13"]
    assert not menu_of(view, (0, 0), "fa_method")["Copy cell"].isEnabled()


def test_numbers_are_aligned_with_those_in_view(view: AllocationView) -> None:
    view.tree.show([group_allocation(share("U1", "5", "5"), share("U2", "5", "4.875"))], [])
    whole = view.tree.index(1, column_number(view.tree, "allocated"), row(view, 0))
    view.expandAll()
    fraction = view.fontMetrics().horizontalAdvance(".875")
    assert end_of_text(view, whole) == pytest.approx(view.visualRect(whole).width() - MARGIN - fraction, abs=2)
    view.tree.show([group_allocation(share("U1", "5", "5"), share("U2", "5", "4"))], [])
    assert end_of_text(view, whole) == pytest.approx(view.visualRect(whole).width() - MARGIN, abs=2)


def test_the_branches_are_at_the_names_and_without_these_at_the_first_column(view: AllocationView) -> None:
    name = column_number(view.tree, "name")
    assert view.treePosition() == name
    view.columns_header.set_shown(name, shown=False)
    assert view.treePosition() == -1
    view.columns_header.set_shown(name, shown=True)
    assert view.treePosition() == name


def colors_of(view: AllocationView, index: QModelIndex) -> set[int]:
    """The colors in a cell."""
    image = view.viewport().grab(view.visualRect(index)).toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_rows_that_need_review_have_a_mark_at_their_start(view: AllocationView) -> None:
    bad = tone_color(view.palette(), "bad").rgb()
    view.expandAll()
    rows = [(0,), (0, 0), (0, 1), (1,), (1, 0)]
    assert [places for places in rows if bad in colors_of(view, row(view, *places))] == [(0,), (0, 0)]


def test_the_bar_of_an_account_is_painted_next_to_its_number(view: AllocationView) -> None:
    colors = tokens_of(view)
    view.expandAll()
    expected = column_number(view.tree, "expected")
    flagged, fine, unknown, order = (
        colors_of(view, row(view, *places).siblingAtColumn(expected)) for places in ((0, 0), (0, 1), (0, 2), (0,))
    )
    assert colors.bad.rgb() in flagged
    assert colors.bar.rgb() in fine
    assert not {colors.bar_track.rgb(), colors.bar.rgb()} & (unknown | order)
