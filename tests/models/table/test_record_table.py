"""The table model: what the user must not lose by a change, and how little a change may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.models.table import record_table
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import DecimalsRole, RecordRole, RowToneRole, ToneRole
from tests.models.table.things import NAME, SIZE, WEIGHT, Thing, make_thing_table

ASCENDING = Qt.SortOrder.AscendingOrder
DESCENDING = Qt.SortOrder.DescendingOrder
ROWS_CHANGE = ("rowsInserted", "rowsRemoved", "rowsMoved", "layoutChanged", "modelReset", "dataChanged")


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RecordTable[Thing]]:  # noqa: ARG001 - Qt must be up
    table = make_thing_table()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield table
    assert tester.model() is table


class Signals:
    """Counts the signals a model sends."""

    def __init__(self, model: QAbstractItemModel) -> None:
        self._spies = {name: QSignalSpy(getattr(model, name)) for name in ROWS_CHANGE}

    def counts(self) -> dict[str, int]:
        return {name: spy.count() for name, spy in self._spies.items() if spy.count()}

    def arguments(self, name: str) -> list[object]:
        return list(self._spies[name].at(0))


def serials(table: RecordTable[Thing]) -> list[int]:
    return [thing.serial for thing in table.visible_records()]


def things(*sizes: int | None) -> list[Thing]:
    return [Thing(serial, size, f"name {serial}") for serial, size in enumerate(sizes)]


def many(count: int) -> list[Thing]:
    """Things whose order by size is all mixed up."""
    return things(*(number * 7919 % 1009 for number in range(count)))


# Order


def test_new_records_come_in_order_of_arrival(table: RecordTable[Thing]) -> None:
    first, second, third = things(3, 1, 2)
    table.merge([first])
    table.merge([third, second])
    assert serials(table) == [0, 1, 2]
    assert table.index(1, SIZE).data() == "1"


@pytest.mark.parametrize(("order", "expected"), [(ASCENDING, [1, 3, 0, 4, 2, 5]), (DESCENDING, [0, 4, 1, 3, 2, 5])])
def test_unknown_is_last_and_equal_keys_stay_in_order_of_arrival(
    table: RecordTable[Thing], order: Qt.SortOrder, expected: list[int]
) -> None:
    table.merge(things(30, 4, None, 4, 30, None))
    table.sort(SIZE, order)
    assert serials(table) == expected
    table.sort(-1, order)
    assert serials(table) == [0, 1, 2, 3, 4, 5]


def test_numbers_are_sorted_as_numbers(table: RecordTable[Thing]) -> None:
    table.merge(things(100, 20, 3))
    table.sort(SIZE)
    assert [table.index(row, SIZE).data() for row in range(3)] == ["3", "20", "100"]


def test_a_column_that_is_not_there_means_order_of_arrival(table: RecordTable[Thing]) -> None:
    table.merge(things(2, 1))
    table.sort(SIZE)
    table.sort(99)
    assert serials(table) == [0, 1]
    assert table.sort_state == (-1, ASCENDING)


def test_a_record_that_comes_late_takes_its_place_in_the_order_of_arrival(table: RecordTable[Thing]) -> None:
    first, second, third = things(1, 1, 1)
    table.merge([first, third])
    table.merge([second])
    assert serials(table) == [0, 1, 2]
    table.sort(SIZE)
    assert [table.row_of(thing) for thing in (first, second, third)] == [0, 1, 2]


# What a change costs


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
    assert DecimalsRole not in roles  # type: ignore[operator]


def test_a_changed_record_that_stays_is_one_repaint(table: RecordTable[Thing]) -> None:
    known = things(10, 20, 30, 40)
    table.merge(known)
    table.sort(SIZE)
    signals = Signals(table)
    known[1].size = 25
    known[1].name = "other"
    table.merge([known[1], known[1]])
    assert signals.counts() == {"dataChanged": 1}


def test_neighbours_are_repainted_together_and_many_at_one_stroke(table: RecordTable[Thing]) -> None:
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


# What the user holds on to


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


# Removal


def test_a_removed_record_is_gone_and_may_come_back(table: RecordTable[Thing]) -> None:
    known = things(3, 1, 2)
    table.merge(known)
    table.sort(SIZE)
    table.merge([], [known[2], known[2]])
    assert (serials(table), table.total_count, table.row_of(known[2])) == ([1, 0], 2, -1)
    assert table.all_records() == known[:2]
    table.merge([], [known[2], Thing(77)])
    known[2].size = 9
    table.merge([known[2]])
    assert serials(table) == [1, 0, 2]


def test_clear_keeps_order_and_filters(table: RecordTable[Thing]) -> None:
    table.merge(things(3, 1, 2))
    table.sort(SIZE, DESCENDING)
    table.set_predicate("big", lambda thing: (thing.size or 0) > 1)
    table.set_text_filter("name")
    table.clear()
    assert (table.rowCount(), table.total_count) == (0, 0)
    table.merge([Thing(3, 5, "name"), Thing(4, 6, "name"), Thing(5, 1, "name"), Thing(6, 7, "other")])
    assert serials(table) == [4, 3]


# Filters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anna", [0, 1]),
        ("ANNA", [0, 1]),
        ("'", [2]),
        ("[x]", [3]),
        ("[", [3]),
        (".*", []),
        ("\\", [4]),
        ("smith anna", [1]),
        ("  anna   smith ", [1]),
        ("straße", [5]),
        ("1234", [6]),
        ("1,234", [6]),
        ("1,23", [6]),
        ("1,234.5", [6]),
        ("a,b", [7]),
        ("é", [8]),
        ("", list(range(9))),
    ],
)
def test_the_text_filter_takes_every_character_as_it_is(table: RecordTable[Thing], text: str, found: list[int]) -> None:
    names = ["Anna", "Anna Smith", "O'Neill", "[x]", "\\", "Straße", "", "a,b", "É"]
    known = [Thing(serial, None, name) for serial, name in enumerate(names)]
    known[6].weight = Decimal("1234.5")
    table.merge(known)
    table.set_text_filter(text)
    assert serials(table) == found


def test_a_word_is_not_found_across_two_columns(table: RecordTable[Thing]) -> None:
    table.merge([Thing(0, 12, "name")])
    table.set_text_filter("name12")
    assert serials(table) == []
    table.set_text_filter("name 12")
    assert serials(table) == [0]


def test_the_filter_follows_changes(table: RecordTable[Thing]) -> None:
    known = things(1, 2, 3)
    table.merge(known)
    table.set_text_filter("found")
    known[1].name = "found"
    table.merge([known[1], Thing(3, 4, "FOUND"), Thing(4, 4, "lost")])
    assert serials(table) == [1, 3]
    known[1].name = "lost"
    table.merge([known[1]])
    assert serials(table) == [3]
    assert table.total_count == 5


def test_filters_add_up(table: RecordTable[Thing]) -> None:
    table.merge(things(1, 2, 3, 4, 5, 6))
    table.set_predicate("even", lambda thing: (thing.size or 0) % 2 == 0)
    table.set_predicate("big", lambda thing: (thing.size or 0) > 2)
    assert serials(table) == [3, 5]
    table.set_predicate("big", lambda thing: (thing.size or 0) > 4)
    assert serials(table) == [5]
    table.set_predicate("big", None)
    table.set_text_filter("name")
    assert serials(table) == [1, 3, 5]


def test_texts_are_made_only_for_who_searches_and_in_slices(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    known = many(400)
    known[333].name = "needle"
    table.merge(known)
    assert not table.is_searching
    states = QSignalSpy(table.searching_changed)
    table.set_text_filter("need")
    assert states.count() == 1
    assert table.rowCount() == 400, "the rows change when all texts are there"
    table.set_text_filter("needl")
    late = [Thing(400 + number, number, "needle too") for number in range(50)]
    table.merge(late)
    known[0].name = "needle as well"
    table.merge([known[0]])
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.visible_records() == [known[0], known[333], *late]
    assert [states.at(number)[0] for number in range(states.count())] == [True, False]
    table.set_text_filter("needle too")
    assert not table.is_searching, "the texts are kept"
    assert table.visible_records() == late


def test_taking_the_filter_off_ends_the_search(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    known = many(200)
    table.merge(known)
    table.set_text_filter("name 1")
    table.set_text_filter("")
    assert not table.is_searching
    assert table.rowCount() == 200
    table.set_text_filter("name 199")
    qtbot.waitUntil(lambda: not table.is_searching)
    assert [thing.name for thing in table.visible_records() if thing.name.endswith("199")] == ["name 199"]
    assert all("199" in f"{thing.name} {thing.size}" for thing in table.visible_records())


def test_a_burst_that_is_searched_in_slices_comes_in_by_and_by(
    qtbot: QtBot, table: RecordTable[Thing], monkeypatch: pytest.MonkeyPatch
) -> None:
    table.merge(many(10))
    table.sort(SIZE)
    table.set_text_filter("name")
    monkeypatch.setattr(record_table, "_SLICE", 0.0)
    monkeypatch.setattr(record_table, "_SHOW_AFTER", 0.0)
    table.merge([Thing(10 + number, number, "name") for number in range(60)])
    assert table.is_searching
    assert table.rowCount() < 70
    qtbot.waitUntil(lambda: not table.is_searching)
    assert table.rowCount() == 70


def test_the_counts_tell_when_they_change(table: RecordTable[Thing]) -> None:
    spy = QSignalSpy(table.counts_changed)
    known = things(1, 2, 3)
    table.merge(known)
    assert (table.rowCount(), table.total_count, spy.count()) == (3, 3, 1)
    table.merge(known)
    assert spy.count() == 1
    table.set_text_filter("name 2")
    assert (table.rowCount(), table.total_count, spy.count()) == (2, 3, 2)
    table.clear()
    assert spy.count() == 3


def test_once_settled_every_record_is_where_it_belongs(table: RecordTable[Thing]) -> None:
    known = many(100)
    seen: list[bool] = []

    def look() -> None:
        shown = table.visible_records()
        rows = {thing: row for row, thing in enumerate(shown)}
        seen.append(all(table.row_of(thing) == rows.get(thing, -1) for thing in known))

    table.settled.connect(look)
    table.sort(SIZE)
    changes: tuple[Callable[[], object], ...] = (
        lambda: table.merge(known[:50]),
        lambda: table.merge(known[40:], known[:5]),
        lambda: table.set_predicate("odd", lambda thing: thing.serial % 2 == 1),
        lambda: table.set_text_filter("name 7"),
        lambda: table.set_text_filter(""),
        lambda: table.set_predicate("odd", None),
        table.clear,
    )
    for change in changes:
        before = len(seen)
        change()
        assert len(seen) > before
    assert all(seen)


def test_only_a_filter_that_changes_what_is_shown_has_filtered(table: RecordTable[Thing]) -> None:
    table.merge(things(1, 2, 3))
    spy = QSignalSpy(table.filtered)
    table.set_predicate("all", lambda _: True)
    table.merge([Thing(7, 4, "name 7")])
    assert spy.count() == 0
    table.set_predicate("some", lambda thing: thing.serial > 1)
    assert spy.count() == 1
    table.set_text_filter("name")
    assert spy.count() == 1
    table.set_text_filter("name 9")
    assert spy.count() == 2
    table.set_text_filter("")
    assert spy.count() == 3


def test_the_filters_that_hide_a_record_are_named(table: RecordTable[Thing]) -> None:
    first, second, stranger = things(5, 6, 7)
    table.merge([first, second])
    table.set_predicate("large", lambda thing: (thing.size or 0) > 5)
    table.set_predicate("small", lambda thing: (thing.size or 0) < 9)
    table.set_text_filter("name 1")
    assert table.hidden_by(first) == ["large", "text"]
    assert table.hidden_by(second) == []
    assert table.hidden_by(stranger) == []
    table.merge([], [first])
    assert table.hidden_by(first) == []


# What a cell says


def test_the_roles_of_a_cell(table: RecordTable[Thing]) -> None:
    thing = Thing(0, 12, "<b>", weight=Decimal("1.5"))
    table.merge([thing])
    name, size = table.index(0, NAME), table.index(0, SIZE)
    assert name.data(RecordRole) is thing
    assert (name.data(ToneRole), size.data(ToneRole)) == ("done", "good")
    assert (name.data(RowToneRole), size.data(RowToneRole)) == ("done", "done")
    assert name.data(Qt.ItemDataRole.ToolTipRole) == "<qt>a &lt;b&gt;<br>hint</qt>"
    assert size.data(Qt.ItemDataRole.ToolTipRole) is None
    assert Qt.AlignmentFlag(size.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    assert Qt.AlignmentFlag(name.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignLeft
    assert name.data(Qt.ItemDataRole.BackgroundRole) is None
    assert name.data(Qt.ItemDataRole.ForegroundRole) is None


def test_the_header(table: RecordTable[Thing]) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert [table.headerData(section, horizontal) for section in range(4)] == ["Name", "Size", "Weight", None]
    assert table.headerData(SIZE, horizontal, Qt.ItemDataRole.ToolTipRole) == "<qt>The size</qt>"
    assert table.headerData(SIZE, horizontal, Qt.ItemDataRole.TextAlignmentRole) == int(table.columns[SIZE].alignment)
    assert table.headerData(0, horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert table.headerData(0, Qt.Orientation.Vertical) is None
    assert (table.column_number("weight"), table.column_number("height")) == (WEIGHT, -1)


def test_decimals_are_aligned_at_the_longest_fraction_that_was_shown(qtbot: QtBot, table: RecordTable[Thing]) -> None:
    weights = ["1.5", "2.12345", None, "0.0000000001"]
    table.merge([Thing(serial, weight=Decimal(weight) if weight else None) for serial, weight in enumerate(weights)])
    short, long, unknown, longest = (table.index(row, WEIGHT) for row in range(4))
    assert short.data(DecimalsRole) == 2
    assert short.data() == "1.50"
    assert short.data(DecimalsRole) == 2
    with qtbot.waitSignal(table.dataChanged) as changed:
        assert long.data() == "2.12345"
    assert changed.args is not None
    assert changed.args[2] == [DecimalsRole]
    assert (short.data(DecimalsRole), unknown.data(DecimalsRole)) == (5, None)
    with qtbot.waitSignal(table.dataChanged):
        longest.data()
    assert short.data(DecimalsRole) == 8
    assert table.index(0, SIZE).data(DecimalsRole) is None
