"""The columns made from TWS's tables of the fields of Order, OrderState and Contract."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, ORDER_FIELDS, ORDER_STATE_FIELDS, snake_case
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.column import Column
from tests.models.columns.full_order import full_order


def column_of(key: str) -> Column[Any]:
    return next(column for column in ORDER_COLUMNS if column.key == key)


def test_every_field_of_an_order_has_a_column() -> None:
    keys = {column.key for column in ORDER_COLUMNS}
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
    assert status <= keys
    names = {snake_case(field.name) for field in (*ORDER_FIELDS, *ORDER_STATE_FIELDS)}
    assert names - {"status"} <= keys
    assert "order_state_status" in keys
    contract = {snake_case(field.name) for field in CONTRACT_FIELDS}
    assert contract - {"exchange", "currency"} <= keys
    assert {"contract_exchange", "contract_currency"} <= keys
    values = {field.name for field in fields(Contract)} - {"combo_legs"}
    assert values - {"exchange", "currency"} <= keys & {column.key for column in FILL_COLUMNS}


def test_a_column_made_from_a_tws_field_reads_that_field() -> None:
    order = full_order()
    assert column_of("outside_rth").text(order) == "order outsideRth"
    assert column_of("init_margin_before").text(order) == "state initMarginBefore"
    assert column_of("order_state_status").text(order) == "state status"
    assert column_of("sec_id").text(order) == "contract secId"
