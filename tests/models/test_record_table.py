"""The table model: every mutation under Qt's own model tester, and what the user must not lose by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ibmonitor.models.record_table import RecordTable
from tests.models.things import SIZE, Thing, make_thing_table

ASCENDING = Qt.SortOrder.AscendingOrder
DESCENDING = Qt.SortOrder.DescendingOrder


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RecordTable[Thing]]:  # noqa: ARG001 - Qt must be up
    table = make_thing_table()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield table
    assert tester.model() is table


def serials(table: RecordTable[Thing]) -> list[int]:
    return [thing.serial for thing in table.visible_records()]


def things(*sizes: int | None) -> list[Thing]:
    return [Thing(serial, size, f"name {serial}") for serial, size in enumerate(sizes)]


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
