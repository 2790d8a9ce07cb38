"""The times in the tables: what TWS sent with each, and the zone of its market."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibmonitor.domain.records.records import Fill
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import Column
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.support.make_records import NOON, full_fill, make_fill, make_message, make_order


def column(columns: tuple[Column[Any], ...], key: str) -> Column[Any]:
    return next(column for column in columns if column.key == key)


TIMES = [
    (table, column)
    for table in (ORDER_COLUMNS, FILL_COLUMNS, COMMISSION_COLUMNS, MESSAGE_COLUMNS)
    for column in table
    if column.moment is not None
]


def record_for(table: tuple[Column[Any], ...]) -> Any:
    fill = full_fill()
    if table is ORDER_COLUMNS:
        known = {"completed_time": NOON, "completed_time_raw": "20260701 08:00:00 US/Eastern"}
        return make_order(0, contract=fill.contract, **known)
    return fill if table is FILL_COLUMNS else fill.commission if table is COMMISSION_COLUMNS else make_message(1)


@pytest.mark.parametrize(("table", "column"), TIMES, ids=lambda each: each.key if isinstance(each, Column) else "")
def test_every_time_is_that_of_its_row(table: tuple[Column[Any], ...], column: Column[Any]) -> None:
    """The text and what is compared are of one time."""
    record = record_for(table)
    assert column.moment is not None
    assert column.moment(record).time == column.sort_key(record) == NOON
    assert "computer" not in column.tooltip


def test_all_tables_have_times() -> None:
    assert len(TIMES) == 9


@pytest.mark.parametrize(
    ("choice", "cell", "full", "title"),
    [
        (ZoneChoice.LOCAL, "2026-07-01 14:00:00", "2026-07-01 14:00:00", "Time (Europe/Berlin)"),
        (ZoneChoice.UTC, "2026-07-01 12:00:00", "2026-07-01 12:00:00", "Time (UTC)"),
        (ZoneChoice.EASTERN, "2026-07-01 08:00:00", "2026-07-01 08:00:00", "Time (US/Eastern)"),
        # It happened at ISLAND.
        (ZoneChoice.EXCHANGE, "2026-07-01 08:00:00 EDT", "2026-07-01 08:00:00 EDT", "Time"),
        (ZoneChoice.SENT, "20260701-12:00:00", "20260701-12:00:00", "Time"),
    ],
)
def test_the_time_of_a_fill_in_each_zone(
    shown_zone: ShownZone, choice: ZoneChoice, cell: str, full: str, title: str
) -> None:
    shown_zone.choose(choice)
    time = column(FILL_COLUMNS, "time")
    fill = make_fill(1)
    assert (time.text(fill), time.full_text(fill), time.full_title) == (cell, full, title)


def test_a_cell_of_today_has_no_date_but_is_found_copied_and_printed_with_it(
    shown_zone: ShownZone, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_zone.choose(ZoneChoice.UTC)
    monkeypatch.setattr(shown_zone, "clock", lambda: NOON + timedelta(hours=1))
    time, fill = column(FILL_COLUMNS, "time"), make_fill(1)
    assert time.text(fill) == "12:00:00"
    assert time.full_text(fill) == time.search_text(fill) == "2026-07-01 12:00:00"


def test_a_tooltip_has_tws_text_and_what_the_column_adds() -> None:
    message = make_message(1)
    hints = [column(FILL_COLUMNS, "time").hint, column(MESSAGE_COLUMNS, "time").hint]
    of_fill, of_message = (
        hint(record) if hint else "" for hint, record in zip(hints, (full_fill(), message), strict=True)
    )
    assert "TWS: 20260701-12:00:00" in of_fill
    assert of_message.splitlines()[-1].startswith("The first of 2")


def test_what_tws_sent_is_read_in_the_operators_zone(shown_zone: ShownZone) -> None:
    """Without a zone in the text, at an exchange that is not known."""
    shown_zone.choose(ZoneChoice.EXCHANGE)
    fill = make_fill(1)
    nowhere = Fill(
        1,
        NOON,
        replace(fill.execution, exchange="DARK", time="20260701 21:00:00"),
        replace(fill.contract, exchange="SMART", primary_exchange=""),
        NOON,
        zone=ZoneInfo("Asia/Tokyo"),
    )
    assert column(FILL_COLUMNS, "time").text(nowhere) == "2026-07-01 21:00:00 JST (TWS's zone)"
    assert column(FILL_COLUMNS, "received").text(nowhere) == "2026-07-01 14:00:00 CEST (local)"


def test_the_last_change_has_tws_text_where_it_is_tws_time(shown_zone: ShownZone) -> None:
    shown_zone.choose(ZoneChoice.SENT)
    changed = column(ORDER_COLUMNS, "last_change")
    fill = make_fill(1)
    fill.time = NOON + timedelta(hours=1)
    order = make_order(0, fills=[fill])
    assert changed.text(order) == "20260701-12:00:00"
    order.completed_time, order.completed_time_raw = NOON, "20260701 08:00:00 US/Eastern"
    assert changed.text(order) == "20260701 08:00:00 US/Eastern"
    # What was only received has no text of TWS.
    assert changed.text(make_order(0)) == "07-01 12:00:00 UTC"
