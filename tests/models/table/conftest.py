"""A table of things, checked by Qt's own tester while a test runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ibmonitor.models.table.record_table import RecordTable
from tests.models.table.things import Thing, make_thing_table


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RecordTable[Thing]]:  # noqa: ARG001 - Qt must be up
    table = make_thing_table()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield table
    assert tester.model() is table
