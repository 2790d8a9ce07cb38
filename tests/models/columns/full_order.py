"""An order of which every field is known."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.records.tws_fields import CONTRACT_FIELDS, ORDER_FIELDS, ORDER_STATE_FIELDS
from tests.support.make_records import (
    NOON,
    full_contract,
    full_fill,
    make_commission,
    make_fill,
    make_message,
    make_order,
)


def full_order() -> Order:
    """An order with every field set, those in the mappings to texts with their names."""
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
    order.fills = [full_fill(), _counted_fill()]
    order.messages = [make_message(0)]
    return order


def _counted_fill() -> Fill:
    fill = make_fill(1)
    fill.commission = make_commission(fill.execution.exec_id)
    return fill
