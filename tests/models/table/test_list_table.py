"""The table of a short list: a whole new list changes only the rows that differ."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.models.table import list_table
from ibmonitor.models.table.column import id_column, text_column
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.roles import RecordRole

CHANGES = ("rowsInserted", "rowsRemoved", "rowsMoved", "layoutChanged", "modelReset", "dataChanged")


class Line(NamedTuple):
    name: str
    size: int = 0


COLUMNS = (
    text_column("name", "Name", "The name", attrgetter("name")),
    id_column("size", "Size", "The size", attrgetter("size")),
)


def new_table() -> ListTable[Line]:
    return ListTable(COLUMNS, key=attrgetter("name"))


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[ListTable[Line]]:  # noqa: ARG001 - Qt must be up
    table = new_table()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield table
    assert tester.model() is table


def lines(names: str) -> list[Line]:
    return [Line(name) for name in names]


def shown(table: ListTable[Line]) -> str:
    return "".join(table.index(row, 0).data() for row in range(table.rowCount()))


@pytest.mark.parametrize(
    ("before", "after", "signals"),
    [
        ("", "", {}),
        ("", "abc", {"rowsInserted": 1}),
        ("abc", "", {"rowsRemoved": 1}),
        ("abc", "abc", {}),
        ("abc", "abcde", {"rowsInserted": 1}),
        ("abc", "xabc", {"rowsInserted": 1}),
        ("abc", "axxbc", {"rowsInserted": 1}),
        ("abcd", "ad", {"rowsRemoved": 1}),
        ("abcd", "axd", {"rowsRemoved": 1, "rowsInserted": 1}),
        ("abcdef", "xabdefy", {"rowsInserted": 2, "rowsRemoved": 1}),
        ("aab", "aaab", {"rowsInserted": 1}),
        ("abc", "xyz", {"rowsInserted": 1, "rowsRemoved": 1}),
    ],
)
def test_a_new_list_changes_only_the_rows_that_differ(
    table: ListTable[Line], before: str, after: str, signals: dict[str, int]
) -> None:
    table.show(lines(before))
    spies = {name: QSignalSpy(getattr(table, name)) for name in CHANGES}
    table.show(lines(after))
    assert shown(table) == after
    assert {name: spy.count() for name, spy in spies.items() if spy.count()} == signals


def test_changed_records_are_painted_again_and_neighbors_together(table: ListTable[Line]) -> None:
    table.show(lines("abcde"))
    changed = QSignalSpy(table.dataChanged)
    table.show([Line("a", 1), Line("b", 1), Line("c"), Line("d", 1), Line("e"), Line("f", 1)])
    spans = [(changed.at(number)[0].row(), changed.at(number)[1].row()) for number in range(changed.count())]
    assert spans == [(0, 1), (3, 3)]
    assert [table.index(row, 1).data() for row in range(6)] == ["1", "1", "0", "1", "0", "1"]


def test_a_row_keeps_its_index_while_its_record_stays(table: ListTable[Line]) -> None:
    table.show(lines("abcde"))
    kept, lost = (QPersistentModelIndex(table.index(row, 0)) for row in (3, 1))
    table.show([*lines("xa"), Line("d", 7), *lines("y")])
    assert kept.row() == 2
    assert kept.data(RecordRole) == Line("d", 7)
    assert not lost.isValid()


def test_a_record_is_found_by_its_key(table: ListTable[Line]) -> None:
    table.show(lines("abc"))
    assert table.row_of(Line("b", 99)) == 1
    assert table.row_of(Line("z")) == -1
    assert [table.row_with(table.key(row)) for row in range(3)] == [0, 1, 2]


def test_a_cleared_list_starts_over(table: ListTable[Line]) -> None:
    table.show(lines("abc"))
    reset, settled = QSignalSpy(table.modelReset), QSignalSpy(table.settled)
    table.clear()
    assert (table.records(), reset.count()) == ([], 1)
    table.show(lines("ab"))
    assert settled.count() == 1


def test_without_a_key_the_record_is_its_own(qtbot: QtBot) -> None:  # noqa: ARG001 - Qt must be up
    table = ListTable(COLUMNS)
    table.show([Line("a", 1), Line("b", 1)])
    kept, lost = (QPersistentModelIndex(table.index(row, 0)) for row in (0, 1))
    table.show([Line("a", 1), Line("b", 2)])
    assert kept.isValid()
    assert not lost.isValid()


def test_very_many_new_rows_come_at_one_stroke(table: ListTable[Line], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_table, "_MANY", 3)
    table.show(lines("abcdefgh"))
    spy = QSignalSpy(table.rowsInserted)
    table.show(lines("a1c2e3gh"))
    assert shown(table) == "a1c2e3gh"
    assert spy.count() == 1


@given(st.lists(st.lists(st.builds(Line, st.sampled_from("abcd"), st.integers(0, 2)), max_size=8), max_size=6))
def test_after_any_lists_the_last_is_shown_and_views_stay_consistent(lists: list[list[Line]]) -> None:
    table = new_table()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    for records in lists:
        table.show(records)
        assert table.records() == records
    assert tester.model() is table
