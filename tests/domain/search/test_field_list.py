"""Every field of an order: what is set, what is a default, and what was never sent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from ibapi.const import UNSET_DECIMAL, UNSET_DOUBLE, UNSET_INTEGER

from ibmonitor.domain.search.field_list import DEFAULTS, FieldRow, FieldState, fields_of
from ibmonitor.tws.decode.ibapi_values import CONTRACT_DEFAULTS, ORDER_DEFAULTS, ORDER_STATE_DEFAULTS
from tests.support.make_records import make_order

ORDER = {"lmtPrice": Decimal("1.5"), "transmit": False, "newField": "x"}


def rows_by_name(**known: object) -> dict[str, FieldRow]:
    return {row.name: row for row in fields_of(make_order(0, **known)) if row.group == "Order"}


def test_what_is_set_comes_first_and_nothing_is_left_out() -> None:
    rows = fields_of(make_order(0, order_fields=ORDER, state_fields={"status": "Filled"}))
    assert [row.name for row in rows if row.state is FieldState.SET] == [row.name for row in rows[:4]]
    assert {row.name for row in rows[:4]} == {"lmtPrice", "transmit", "newField", "status"}
    assert {row.name for row in rows} >= set(ORDER_DEFAULTS) | set(CONTRACT_DEFAULTS) | set(ORDER_STATE_DEFAULTS)
    assert len({row.key for row in rows}) == len(rows)


def test_a_field_is_set_or_a_default_or_not_set_or_not_received() -> None:
    rows = rows_by_name(order_fields=ORDER)
    assert (rows["transmit"].state, rows["transmit"].value) == (FieldState.SET, False)
    assert (rows["hidden"].state, rows["hidden"].value) == (FieldState.DEFAULT, False)
    assert (rows["exemptCode"].state, rows["exemptCode"].value) == (FieldState.DEFAULT, -1)
    assert (rows["auxPrice"].state, rows["auxPrice"].value) == (FieldState.UNSET, None)
    assert {row.state for row in rows_by_name().values()} == {FieldState.NOT_RECEIVED}


def test_a_field_without_description_is_shown() -> None:
    assert rows_by_name(order_fields=ORDER)["newField"].value == "x"


def test_the_defaults_are_ibapis() -> None:
    sent: Mapping[str, object] = {**CONTRACT_DEFAULTS, **ORDER_DEFAULTS, **ORDER_STATE_DEFAULTS}
    values = {
        name: default
        for name, default in sent.items()
        if isinstance(default, int | float | Decimal)
        and not isinstance(default, Enum)
        and default not in (UNSET_DOUBLE, UNSET_DECIMAL, UNSET_INTEGER)
    }
    assert values == DEFAULTS
