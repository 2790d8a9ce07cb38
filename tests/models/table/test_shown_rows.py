"""What the user must not lose by a change of the rows, and how few signals a change may cost."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt

from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import ToneRole
from ibmonitor.models.table.row_order import POSITION
from ibmonitor.models.table.shown_rows import _rows_of
from tests.models.table.things import (
    ASCENDING,
    DESCENDING,
    SIZE,
    Signals,
    Thing,
    many,
    serials,
    things,
)


def test_a_changed_record_that_moves_is_one_move_and_one_repaint(table: RecordTable[Thing]) -> None:
    known = things(10, 20, 30, 40)
    table.merge(known)
    table.sort(SIZE)
    signals = Signals(table)
    known[0].size = 35
    table.merge([known[0]])
    assert serials(table) == [1, 2, 0, 3]
    assert signals.counts() == {"rowsMoved": 1, "dataChanged": 1}
    first, last, roles = signals.arguments("dataChanged")
    assert (first.row(), first.column(), last.row(), last.column()) == (2, 0, 2, 2)  # type: ignore[attr-defined]
    assert Qt.ItemDataRole.DisplayRole in roles  # type: ignore[operator]
    assert ToneRole in roles  # type: ignore[operator]


def test_a_changed_record_that_stays_is_one_repaint(table: RecordTable[Thing]) -> None:
    known = things(10, 20, 30, 40)
    table.merge(known)
    table.sort(SIZE)
    signals = Signals(table)
    known[1].size = 25
    known[1].name = "other"
    table.merge([known[1], known[1]])
    assert signals.counts() == {"dataChanged": 1}


def test_neighbors_are_repainted_together_and_many_at_once(table: RecordTable[Thing]) -> None:
    known = many(600)
    table.merge(known)
    signals = Signals(table)
    table.merge(known[10:20])
    assert signals.counts() == {"dataChanged": 1}
    table.merge(known[::20])
    table.merge(known)
    assert signals.counts() == {"dataChanged": 3}


@pytest.mark.parametrize("column", [-1, SIZE])
def test_a_burst_of_new_records_is_one_insertion(table: RecordTable[Thing], column: int) -> None:
    known = many(900)
    table.merge(known[:400])
    table.sort(column)
    signals = Signals(table)
    table.merge(known[400:])
    assert signals.counts()["rowsInserted"] == 1
    assert signals.counts().get("layoutChanged", 0) == (column >= 0)


def test_new_records_of_one_place_are_one_insertion(table: RecordTable[Thing]) -> None:
    table.merge(things(*range(50)))
    table.sort(SIZE)
    signals = Signals(table)
    table.merge([Thing(50 + number, 1000 + number) for number in range(100)])
    assert signals.counts() == {"rowsInserted": 1}


def test_many_moves_are_one_layout(table: RecordTable[Thing]) -> None:
    known = many(500)
    table.merge(known)
    table.sort(SIZE)
    signals = Signals(table)
    for thing in known[::5]:
        thing.size = 2000 - (thing.size or 0)
    table.merge(known)
    assert signals.counts() == {"layoutChanged": 1, "dataChanged": 1}
    assert [thing.size for thing in table.visible_records()] == sorted(thing.size or 0 for thing in known)


def test_nothing_changed_is_no_signal(table: RecordTable[Thing]) -> None:
    table.merge(things(1, 2))
    signals = Signals(table)
    table.merge([])
    table.set_text_filter("")
    table.set_text_filter("  ")
    table.set_predicate("never set", None)
    assert signals.counts() == {}


def test_what_is_hidden_and_changes_is_no_signal(table: RecordTable[Thing]) -> None:
    known = things(1, 2)
    table.merge(known)
    table.set_predicate("big", lambda thing: (thing.size or 0) > 1)
    signals = Signals(table)
    known[0].name = "other"
    table.merge([known[0]])
    assert signals.counts() == {}


@pytest.mark.parametrize("count", [12, 700])
def test_selection_and_current_cell_stay_with_their_records(table: RecordTable[Thing], count: int) -> None:
    known = many(count + 600)
    table.merge(known[:count])
    selection = QItemSelectionModel(table)
    chosen = known[3:9]
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for thing in chosen:
        selection.select(table.index(table.row_of(thing), 0), rows)
    selection.setCurrentIndex(table.index(table.row_of(chosen[2]), SIZE), QItemSelectionModel.SelectionFlag.NoUpdate)

    def check() -> None:
        assert {table.record(index.row()) for index in selection.selectedRows()} == set(chosen)
        assert table.record(selection.currentIndex().row()) is chosen[2]
        assert selection.currentIndex().column() == SIZE

    table.sort(SIZE, DESCENDING)
    check()
    table.merge(known[count : count + 1])
    check()
    table.merge(known[count + 1 :])
    check()
    for thing in known[::3]:
        thing.size = (thing.size or 0) * 31 % 997
    table.merge(known)
    check()
    known[4].size = 5000
    table.merge([known[4]])
    check()
    names = {thing.name for thing in chosen}
    table.set_predicate("chosen", lambda thing: thing.name in names or thing.serial % 2 == 0)
    check()
    table.set_predicate("chosen", None)
    check()
    table.merge([], [thing for thing in known if thing.serial % 7 == 0 and thing not in chosen])
    check()
    table.sort(-1)
    check()


def test_an_index_to_a_removed_record_is_no_longer_valid(table: RecordTable[Thing]) -> None:
    known = things(1, 2, 3)
    table.merge(known)
    gone, next_to_it = (QPersistentModelIndex(table.index(row, 0)) for row in (1, 2))
    table.merge([], [known[1]])
    assert not gone.isValid()
    assert next_to_it.row() == 1


def test_a_listener_finds_rows_while_they_change(table: RecordTable[Thing]) -> None:
    known = many(300)
    table.merge(known[:100])
    table.sort(SIZE)
    found: list[bool] = []

    def look() -> None:
        found.append(all(table.record(table.row_of(thing)) is thing for thing in table.visible_records()))

    table.rowsInserted.connect(look)
    table.rowsRemoved.connect(look)
    table.layoutChanged.connect(look)
    table.merge(known[100:])
    table.set_predicate("few", lambda thing: thing.serial % 3 == 0)
    table.merge([], known[:90])
    assert len(found) >= 4
    assert all(found)


@pytest.mark.parametrize("is_filtered", [False, True])
@pytest.mark.parametrize("order", [ASCENDING, DESCENDING])
def test_new_rows_all_over_the_table_come_with_few_signals_and_take_nothing_along(
    table: RecordTable[Thing], order: Qt.SortOrder, *, is_filtered: bool
) -> None:
    """After it, each row is where a sort from nothing would have it."""
    known = many(300)
    table.sort(SIZE, order)
    if is_filtered:
        table.set_predicate("odd", lambda thing: thing.serial % 2 == 1)
    table.merge(known[:200])
    held = {thing.serial: QPersistentModelIndex(table.index(table.row_of(thing), 0)) for thing in known[1:200:38]}
    signals = Signals(table)
    table.merge(known[200:])
    assert signals.counts() == {"rowsInserted": 1, "layoutChanged": 1}
    shown = [thing for thing in known if not is_filtered or thing.serial % 2 == 1]
    shown.sort(key=lambda thing: thing.size or 0, reverse=order == DESCENDING)
    assert table.visible_records() == shown
    for serial, index in held.items():
        assert table.record(index.row()).serial == serial


def test_held_rows_are_found_whatever_their_numbers_are_made_of() -> None:
    """Positions whose bytes also occur across two others: 0x01000000 after 0x00000001, and so on."""
    positions = array(POSITION, [1 << 24, 1, 0, 256, 65536, 1 << 16 | 1, 0x01010101, 257])
    for held in ({256}, {1, 0}, set(positions)):
        assert _rows_of(held, positions) == {position: positions.index(position) for position in held}
