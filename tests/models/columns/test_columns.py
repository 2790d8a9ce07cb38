"""Every column of every table, for a record of which nothing is known and one of which everything is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import pytest

from ibmonitor.domain.records.records import Commission, Fill, Message, Severity
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import Column
from ibmonitor.models.table.roles import Tone
from tests.models.columns.full_order import full_order
from tests.support.make_records import (
    NOON,
    empty_contract,
    empty_execution,
    full_fill,
    make_message,
    make_order,
)

TABLES: dict[str, Sequence[Column[Any]]] = {
    "orders": ORDER_COLUMNS,
    "fills": FILL_COLUMNS,
    "commissions": COMMISSION_COLUMNS,
    "messages": MESSAGE_COLUMNS,
}


def empty_fill() -> Fill:
    return Fill(0, NOON, empty_execution(), empty_contract(), None)


EMPTY: dict[str, object] = {
    "orders": make_order(0),
    "fills": empty_fill(),
    "commissions": Commission(0, NOON, "", None, "", None, None, None),
    "messages": Message(0, NOON, Severity.INFO, None, None, "", ""),
}
FULL: dict[str, object] = {
    "orders": full_order(),
    "fills": full_fill(),
    "commissions": full_fill().commission,
    "messages": make_message(0),
}
ALWAYS_KNOWN = {
    "orders": {"is_done", "executed", "fills", "first_seen", "last_change", "last_update"},
    "fills": {"commission_and_fees", "received"},
    "commissions": {"received", "contract"},
    "messages": {"time", "received", "severity"},
}


def column_of(table: str, key: str) -> Column[Any]:
    return next(column for column in TABLES[table] if column.key == key)


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_field_is_blank_and_has_no_sort_key(table: str) -> None:
    for column in TABLES[table]:
        if column.key not in ALWAYS_KNOWN[table]:
            assert column.text(EMPTY[table]) == "", column.key
            assert column.sort_key(EMPTY[table]) is None, column.key
        if column.hint:
            assert isinstance(column.hint(EMPTY[table]), str)
        if column.tone:
            assert column.tone(EMPTY[table]) in get_args(Tone)


@pytest.mark.parametrize("table", TABLES)
def test_a_known_field_is_shown_and_compared(table: str) -> None:
    for column in TABLES[table]:
        assert column.text(FULL[table]), column.key
        assert column.sort_key(FULL[table]) is not None, column.key
        assert column.sort_keys([FULL[table], EMPTY[table]]) == list(map(column.sort_key, [FULL[table], EMPTY[table]]))
        assert "\n" not in column.key
        if column.hint:
            assert isinstance(column.hint(FULL[table]), str)
        if column.tone:
            assert column.tone(FULL[table]) in get_args(Tone)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_its_own_title_and_a_tooltip(table: str) -> None:
    columns = TABLES[table]
    assert len({column.key for column in columns}) == len(columns)
    assert len({column.title for column in columns}) == len(columns)
    assert all(column.title and column.tooltip and column.key.islower() for column in columns)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_visible_initially_fits_a_small_screen(table: str) -> None:
    assert 6 <= sum(column.visible for column in TABLES[table]) <= 15
    assert sum(column.width for column in TABLES[table] if column.visible) <= 1264


def keys(table: str) -> set[str]:
    return {column.key for column in TABLES[table]}
