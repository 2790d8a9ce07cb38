"""Every column of every table, over a record of which nothing is known and one of which all is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest
from PySide6.QtCore import Qt

from ibmonitor.domain.records.records import ComboRole, Commission, Contract, Execution, Fill, Message, Order, Severity
from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, ORDER_FIELDS, ORDER_STATE_FIELDS, snake_case
from ibmonitor.models.columns import orders as order_columns
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.output.sheet_cells import cell_of
from ibmonitor.models.table.column import Column, field_sort_key
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.roles import DecimalsRole, Tone
from tests.support.make_records import (
    NOON,
    empty_contract,
    empty_execution,
    full_contract,
    full_fill,
    make_commission,
    make_fill,
    make_message,
    make_order,
)

TABLES: dict[str, Sequence[Column[Any]]] = {
    "orders": ORDER_COLUMNS,
    "fills": FILL_COLUMNS,
    "commissions": COMMISSION_COLUMNS,
    "messages": MESSAGE_COLUMNS,
}


def full_order() -> Order:
    """An order with every field set, those of the mappings to texts that tell which they are."""
    order = make_order(0)
    for field in fields(Order):
        if getattr(order, field.name) in (None, ""):
            value: object = field.name
            if "Decimal" in str(field.type):
                value = Decimal("1234.5")
            elif "int" in str(field.type):
                value = 12
            elif "datetime" in str(field.type):
                value = NOON
            setattr(order, field.name, value)
    order.contract = full_contract()
    order.contract_fields = {field.name: f"contract {field.name}" for field in CONTRACT_FIELDS}
    order.order_fields = {field.name: f"order {field.name}" for field in ORDER_FIELDS}
    order.state_fields = {field.name: f"state {field.name}" for field in ORDER_STATE_FIELDS}
    order.fills = [full_fill()]
    order.messages = [make_message(0)]
    return order


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
    "orders": {"is_done", "executed", "fills", "first_seen", "last_update"},
    "fills": {"commission_and_fees", "received"},
    "commissions": {"received", "contract"},
    "messages": {"time", "received", "severity"},
}


def column_of(table: str, key: str) -> Column[Any]:
    return next(column for column in TABLES[table] if column.key == key)


@pytest.mark.parametrize("table", TABLES)
def test_an_unknown_field_is_blank_and_has_no_place_in_an_order(table: str) -> None:
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
        assert column.sort_keys([FULL[table], EMPTY[table]])[0] == column.sort_key(FULL[table])
        assert "\n" not in column.key
        if column.hint:
            assert isinstance(column.hint(FULL[table]), str)
        if column.tone:
            assert column.tone(FULL[table]) in get_args(Tone)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_is(table: str) -> None:
    columns = TABLES[table]
    assert len({column.key for column in columns}) == len(columns)
    assert len({column.title for column in columns}) == len(columns)
    assert all(column.title and column.tooltip and column.key.islower() for column in columns)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_visible_at_first_fits_a_small_screen(table: str) -> None:
    assert 6 <= sum(column.visible for column in TABLES[table]) <= 15
    assert sum(column.width for column in TABLES[table] if column.visible) <= 1264


def keys(table: str) -> set[str]:
    return {column.key for column in TABLES[table]}


def test_every_field_of_an_execution_has_a_column() -> None:
    assert {field.name for field in fields(Execution)} <= keys("fills")
    assert {"commission_and_fees", "realized_pnl", "yield_", "yield_redemption_date"} <= keys("fills")
    assert {"superseded_by", "combo_role", "symbol", "strike", "contract_currency"} <= keys("fills")


def test_every_field_of_a_commission_report_has_a_column() -> None:
    report = {"exec_id", "commission_and_fees", "currency", "realized_pnl", "yield_", "yield_redemption_date"}
    assert report <= keys("commissions")


def test_every_field_of_an_order_has_a_column() -> None:
    status = {
        "order_id",
        "status",
        "filled",
        "remaining",
        "avg_fill_price",
        "perm_id",
        "parent_id",
        "last_fill_price",
        "client_id",
        "why_held",
        "mkt_cap_price",
    }
    assert status <= keys("orders")
    names = {snake_case(field.name) for field in (*ORDER_FIELDS, *ORDER_STATE_FIELDS)}
    assert names - {"status"} <= keys("orders")
    assert "order_state_status" in keys("orders")
    contract = {snake_case(field.name) for field in CONTRACT_FIELDS}
    assert contract - {"exchange", "currency"} <= keys("orders")
    assert {"contract_exchange", "contract_currency"} <= keys("orders")
    values = {field.name for field in fields(Contract)} - {"combo_legs"}
    assert values - {"exchange", "currency"} <= keys("orders") & keys("fills")


def test_a_column_made_from_a_tws_field_reads_that_field() -> None:
    order = full_order()
    assert column_of("orders", "outside_rth").text(order) == "order outsideRth"
    assert column_of("orders", "init_margin_before").text(order) == "state initMarginBefore"
    assert column_of("orders", "order_state_status").text(order) == "state status"
    assert column_of("orders", "sec_id").text(order) == "contract secId"


def test_the_text_filter_looks_in_every_column_of_an_order() -> None:
    order = full_order()
    order.order_fields = {**order.order_fields, "cashQty": Decimal("1234567.5")}
    haystack = order_columns.search_text(order)
    for column in ORDER_COLUMNS:
        assert column.search_text(order) in haystack, column.key
    assert "1234567.5" in haystack


def test_a_combos_commission_is_pending_with_the_whole_until_its_legs_have_theirs() -> None:
    whole, first, second = (make_fill(number) for number in range(3))
    whole.combo_role, first.combo_role, second.combo_role = ComboRole.BAG, ComboRole.LEG, ComboRole.LEG
    whole.legs, first.bag, second.bag = (first, second), whole, whole
    column = column_of("fills", "commission_and_fees")
    shown = [column.text(fill) for fill in (whole, first, second)]
    assert shown == ["pending", "with its combo", "with its combo"]
    first.commission = make_commission()
    assert [column.text(fill) for fill in (whole, first, second)] == ["in its legs", "1.248775", "pending"]
    assert (column.sort_key(whole), cell_of(column, whole)) == (None, "in its legs")


def test_a_commission_that_has_not_come_is_pending_not_zero() -> None:
    fill = make_fill(0)
    column = column_of("fills", "commission_and_fees")
    assert (column.text(fill), column.sort_key(fill)) == ("pending", None)
    assert column.tone
    assert column.tone(fill) == "pending"
    assert column_of("fills", "realized_pnl").text(fill) == ""
    fill.superseded_by = "0000e0d5.01.01.02"
    assert column.text(fill) == ""
    fill.commission = make_commission()
    assert (column.text(fill), column.sort_key(fill)) == ("1.248775", 1.248775)
    fill.commission.commission_and_fees = Decimal(-1)
    assert column.text(fill) == "-1.00"


def test_an_unset_realized_pnl_is_blank_and_zero_is_zero() -> None:
    fill = full_fill()
    assert fill.commission
    column = column_of("fills", "realized_pnl")
    assert column.tone
    assert (column.text(fill), column.tone(fill)) == ("-68.05", "bad")
    fill.commission.realized_pnl = Decimal(0)
    assert (column.text(fill), column.tone(fill), column.sort_key(fill)) == ("0.00", "", 0.0)
    fill.commission.realized_pnl = None
    assert (column.text(fill), column.tone(fill), column.sort_key(fill)) == ("", "", None)


def test_a_report_without_its_execution_says_so() -> None:
    commission = make_commission()
    assert column_of("commissions", "contract").text(commission) == "execution not seen"
    assert column_of("commissions", "side").text(commission) == ""
    commission.fill = make_fill(0)
    assert column_of("commissions", "contract").text(commission) == "AAPL 18DEC26 212.5 C"
    assert column_of("commissions", "side").text(commission) == "BOT"


@pytest.mark.parametrize(("number", "word"), [(0, ""), (1, "added"), (2, "removed"), (3, "routed out"), (9, "9")])
def test_liquidity_is_a_word(number: int, word: str) -> None:
    fill = make_fill(0)
    fill.execution.last_liquidity = number  # type: ignore[misc]  # nobody else has it
    assert column_of("fills", "last_liquidity").text(fill) == word


@pytest.mark.parametrize(("number", "word"), [(None, ""), (0, "no"), (1, "liquidated by IB")])
def test_liquidation_is_a_word(number: int | None, word: str) -> None:
    fill = make_fill(0)
    fill.execution.liquidation = number  # type: ignore[misc]  # nobody else has it
    assert column_of("fills", "liquidation").text(fill) == word


@pytest.mark.parametrize(("role", "word"), [(ComboRole.NONE, ""), (ComboRole.BAG, "combo"), (ComboRole.LEG, "leg")])
def test_a_part_of_a_combo_is_named(role: ComboRole, word: str) -> None:
    fill = make_fill(0)
    fill.combo_role = role
    assert column_of("fills", "combo_role").text(fill) == word


def test_a_time_whose_zone_is_unknown_is_shown_as_tws_wrote_it_and_sorted_last() -> None:
    fill = make_fill(0)
    fill.time = None
    fill.execution.time = "20230224  12:04:56"  # type: ignore[misc]  # nobody else has it
    column = column_of("fills", "time")
    assert column.text(fill) == "20230224  12:04:56 (zone unknown)"
    assert column.sort_key(fill) is None


def test_the_status_says_why_when_asked() -> None:
    order = make_order(0, status="Inactive", why_held="locate", warning_text="Order held", reject_reason="No shares")
    order.messages.append(make_message(0))
    column = column_of("orders", "status")
    assert column.hint
    lines = column.hint(order).splitlines()
    assert lines[0].startswith("The system has received the order")
    assert lines[1:] == ["No shares", "Order held", "Why held: locate", "plain"]


def test_a_status_tws_has_not_documented_is_shown_verbatim() -> None:
    column = column_of("orders", "status")
    order = make_order(0, status="Sleeping <b>")
    assert column.text(order) == "Sleeping <b>"
    assert column.tone
    assert column.tone(order) == ""


def test_severities_are_sorted_by_loudness() -> None:
    column = column_of("messages", "severity")
    messages = [Message(0, NOON, severity, None, None, "", "") for severity in Severity]
    assert [column.text(message) for message in messages] == ["Info", "Warning", "Error"]
    assert sorted(messages, key=column.sort_key) == messages


def test_a_message_without_a_time_of_tws_shows_when_it_came() -> None:
    message = make_message(0)
    later = datetime(2026, 7, 2, tzinfo=UTC)
    message.received = later
    assert column_of("messages", "time").sort_key(message) == NOON
    message.time = None
    assert column_of("messages", "time").sort_key(message) == later


def test_fields_of_any_type_can_be_compared() -> None:
    given: list[object] = ["b", Decimal(10), "9", True, "A", 0, 2.5, ["x"], Decimal("Infinity")]
    ordered = sorted(given, key=lambda field: field_sort_key(field) or (2, ""))
    assert ordered == [0, True, 2.5, "9", Decimal(10), Decimal("Infinity"), "A", "b", ["x"]]
    assert [field_sort_key(unknown) for unknown in (None, "", " ", Decimal("NaN"), "nan")] == [None] * 5


def test_many_keys_at_once_are_the_keys_one_by_one() -> None:
    column = column_of("fills", "price")
    fills = [make_fill(serial, price) for serial, price in enumerate(["1.5", "-2", "NaN", "Infinity", "-Infinity"])]
    assert column.sort_keys(fills) == [column.sort_key(fill) for fill in fills]
    assert column.sort_keys(fills[:2]) == [1.5, -2.0]
    fills[0].execution.price = None  # type: ignore[misc]  # nobody else has it
    assert column.sort_keys(fills) == [None, -2.0, None, float("inf"), float("-inf")]


def test_numbers_among_words_are_aligned_as_numbers() -> None:
    table = RecordTable([column_of("orders", "cash_qty")])
    table.merge(
        [
            make_order(0, order_fields={"cashQty": Decimal("1000.5")}),
            make_order(1, order_fields={"cashQty": "much"}),
            make_order(2),
        ]
    )
    cells = [table.index(row, 0) for row in range(3)]
    right, left = int(Qt.AlignmentFlag.AlignRight), int(Qt.AlignmentFlag.AlignLeft)
    alignments = [cell.data(Qt.ItemDataRole.TextAlignmentRole) for cell in cells]
    assert [bool(alignment & right) for alignment in alignments] == [True, False, False]
    assert [bool(alignment & left) for alignment in alignments] == [False, True, True]
    assert [cell.data(DecimalsRole) for cell in cells] == [0, None, None]


def test_an_order_says_how_it_is_heard_of_while_that_matters() -> None:
    order = make_order(0, status="Submitted")
    (updates,) = (column for column in ORDER_COLUMNS if column.key == "updates")
    assert updates.text(order) == "Live"
    order.by_snapshot = True
    assert updates.text(order) == "Polled"
    order.is_done = True
    assert updates.text(order) == ""


def test_the_prices_of_a_trailing_order_fit_and_its_hint_says_which_is_which() -> None:
    (column,) = (each for each in ORDER_COLUMNS if each.key == "price")
    assert column.hint is not None
    fields = {"trailStopPrice": Decimal("69.7"), "auxPrice": Decimal("0.6")}
    trailing = make_order(0, order_type="TRAIL", order_fields=fields)
    assert column.text(trailing) == "69.70 trail 0.60"
    assert column.hint(trailing) == "stop now 69.70, trail 0.60"
    both = make_order(1, order_type="STP LMT", order_fields={"auxPrice": Decimal(210), "lmtPrice": Decimal("209.5")})
    assert column.text(both) == column.hint(both) == "stop 210.00, limit 209.50"
    limit = make_order(2, order_type="LMT", order_fields={"lmtPrice": Decimal(5)})
    assert (column.text(limit), column.hint(limit)) == ("5.00", "")
    assert (column.text(make_order(3, order_type="MKT")), column.hint(make_order(3, order_type="MKT"))) == ("", "")


def test_an_order_that_tws_no_longer_lists_is_said_to_be_so() -> None:
    order = make_order(0, status="Submitted")
    order.missing_since = order.first_seen
    (status,) = (column for column in ORDER_COLUMNS if column.key == "status")
    assert status.text(order) == "No longer open: looking it up"
    assert order_columns.row_tone(order) == "stale"
    assert status.hint is not None
    assert "finished or unknown" in status.hint(order)
    assert "Submitted" in status.hint(order)
    order.looked_up = order.missing_since
    assert status.text(order) == "No longer open, outcome unknown"
    order.is_done = True
    assert status.text(order) == "Submitted"
    assert order_columns.row_tone(order) == "done"
