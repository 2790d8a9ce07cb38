"""The columns of the fills table."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.records import ComboRole
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.output.sheet_cells import cell_of
from ibmonitor.models.table.column import Column
from tests.support.make_records import (
    full_fill,
    make_commission,
    make_fill,
)


def column_of(key: str) -> Column[Any]:
    return next(column for column in FILL_COLUMNS if column.key == key)


def test_every_field_of_an_execution_has_a_column() -> None:
    keys = {column.key for column in FILL_COLUMNS}
    assert {field.name for field in fields(Execution)} <= keys
    assert {"commission_and_fees", "realized_pnl", "yield_", "yield_redemption_date"} <= {
        column.key for column in FILL_COLUMNS
    }
    assert {"superseded_by", "combo_role", "symbol", "strike", "contract_currency"} <= {
        column.key for column in FILL_COLUMNS
    }


def test_a_combos_commission_is_pending_with_the_whole_until_its_legs_have_theirs() -> None:
    whole, first, second = (make_fill(number) for number in range(3))
    whole.combo_role, first.combo_role, second.combo_role = ComboRole.BAG, ComboRole.LEG, ComboRole.LEG
    whole.legs, first.bag, second.bag = (first, second), whole, whole
    column = column_of("commission_and_fees")
    shown = [column.text(fill) for fill in (whole, first, second)]
    assert shown == ["pending", "with its combo", "with its combo"]
    first.commission = make_commission()
    assert [column.text(fill) for fill in (whole, first, second)] == ["in its legs", "1.248775", "pending"]
    # A column of numbers holds no words in a sheet: these are in its column Commission state.
    assert (column.sort_key(whole), cell_of(column, whole)) == (None, None)


def test_a_commission_that_is_not_reported_is_pending_not_zero() -> None:
    fill = make_fill(0)
    column = column_of("commission_and_fees")
    assert (column.text(fill), column.sort_key(fill)) == ("pending", None)
    assert column.tone
    assert column.tone(fill) == "pending"
    assert column_of("realized_pnl").text(fill) == ""
    fill.superseded_by = "0000e0d5.01.01.02"
    assert column.text(fill) == ""
    fill.commission = make_commission()
    assert (column.text(fill), column.sort_key(fill)) == ("1.248775", 1.248775)
    fill.commission.amount_sent = Decimal(-1)
    assert column.text(fill) == "-1.00"


def test_an_unset_realized_pnl_is_blank_and_zero_is_zero() -> None:
    fill = full_fill()
    assert fill.commission
    column = column_of("realized_pnl")
    assert column.tone
    assert (column.text(fill), column.tone(fill)) == ("-68.05", "bad")
    fill.commission.pnl_sent = Decimal(0)
    assert (column.text(fill), column.tone(fill), column.sort_key(fill)) == ("0.00", "", 0.0)
    fill.commission.pnl_sent = None
    assert (column.text(fill), column.tone(fill), column.sort_key(fill)) == ("", "", None)


@pytest.mark.parametrize(("number", "word"), [(0, ""), (1, "added"), (2, "removed"), (3, "routed out"), (9, "9")])
def test_liquidity_is_a_word(number: int, word: str) -> None:
    fill = make_fill(0)
    fill.execution.last_liquidity = number  # type: ignore[misc]  # nobody else has it
    assert column_of("last_liquidity").text(fill) == word


@pytest.mark.parametrize(("number", "word"), [(None, ""), (0, "no"), (1, "liquidated by IB")])
def test_liquidation_is_a_word(number: int | None, word: str) -> None:
    fill = make_fill(0)
    fill.execution.liquidation = number  # type: ignore[misc]  # nobody else has it
    assert column_of("liquidation").text(fill) == word


@pytest.mark.parametrize(("role", "word"), [(ComboRole.NONE, ""), (ComboRole.BAG, "combo"), (ComboRole.LEG, "leg")])
def test_a_part_of_a_combo_is_named(role: ComboRole, word: str) -> None:
    fill = make_fill(0)
    fill.combo_role = role
    assert column_of("combo_role").text(fill) == word


def test_a_time_whose_zone_is_unknown_is_shown_as_tws_wrote_it_and_sorted_last() -> None:
    fill = make_fill(0)
    fill.time = None
    fill.execution.time = "20230224  12:04:56"  # type: ignore[misc]  # nobody else has it
    column = column_of("time")
    assert column.text(fill) == "20230224  12:04:56 (zone unknown)"
    assert column.sort_key(fill) is None
