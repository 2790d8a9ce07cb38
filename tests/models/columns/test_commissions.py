"""The columns of the commissions table; the commission of a corrected execution looks corrected."""

from __future__ import annotations

from typing import Any

import pytest

from ibmonitor.domain.records.records import Commission
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS, row_tone
from ibmonitor.models.table.column import Column
from tests.support.blotter_events import commission, execution, new_blotter
from tests.support.make_records import (
    make_commission,
    make_fill,
)

CORRECTED, CORRECTION = "0000e0d5.6a2b4c8d.01.01", "0000e0d5.6a2b4c8d.01.02"
MAIN_CELLS = ("received", "contract", "side", "shares", "price", "commission_and_fees", "realized_pnl", "exec_id")


def hints(commission: Commission) -> dict[str, str]:
    return {column.key: column.hint(commission) for column in COMMISSION_COLUMNS if column.hint}


@pytest.fixture
def commissions() -> dict[str, Commission]:
    blotter = new_blotter()
    for event in (execution(CORRECTED), commission(CORRECTED), execution(CORRECTION), commission(CORRECTION)):
        blotter.apply(event)
    return {each.exec_id: each for each in blotter.commissions}


@pytest.mark.parametrize("key", MAIN_CELLS)
def test_what_is_corrected_points_to_its_correction(commissions: dict[str, Commission], key: str) -> None:
    assert f"Corrected by {CORRECTION}" in hints(commissions[CORRECTED])[key]


def test_only_what_is_corrected_is_struck_through(commissions: dict[str, Commission]) -> None:
    assert row_tone(commissions[CORRECTED]) == "superseded"
    assert row_tone(commissions[CORRECTION]) == ""


def test_a_report_without_its_execution_has_no_hint_of_a_correction() -> None:
    blotter = new_blotter()
    blotter.apply(commission(CORRECTED))
    (alone,) = blotter.commissions
    assert row_tone(alone) == ""
    assert {key: hint for key, hint in hints(alone).items() if hint}.keys() == {"received", "contract"}
    assert "orrect" not in hints(alone)["received"]


def column_of(key: str) -> Column[Any]:
    return next(column for column in COMMISSION_COLUMNS if column.key == key)


def test_every_field_of_a_commission_report_has_a_column() -> None:
    report = {"exec_id", "commission_and_fees", "currency", "realized_pnl", "yield_", "yield_redemption_date"}
    assert report <= {column.key for column in COMMISSION_COLUMNS}


def test_a_report_without_its_execution_is_marked() -> None:
    commission = make_commission()
    assert column_of("contract").text(commission) == "execution not seen"
    assert column_of("side").text(commission) == ""
    commission.fill = make_fill(0)
    assert column_of("contract").text(commission) == "AAPL 18DEC26 212.5 C"
    assert column_of("side").text(commission) == "BOT"
