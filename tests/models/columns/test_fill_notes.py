"""What is unusual about a fill is shown in a column that is visible initially."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from ibapi.execution import OptionExerciseType

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.fill_notes import exercise_text, notes_hint, notes_text, notes_tone
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.table.column import Column
from tests.support.make_records import empty_execution, make_fill


def fill_with(exec_id: str = "0000e0d5.6489f0a9.01.01", **known: Any) -> Fill:
    fill = make_fill(0)
    fill.execution = replace(empty_execution(), exec_id=exec_id, **known)
    return fill


def column(key: str) -> Column[Fill]:
    return next(each for each in FILL_COLUMNS if each.key == key)


@pytest.mark.parametrize(
    ("known", "notes", "tone"),
    [
        ({}, "", ""),
        ({"liquidation": 0, "pending_price_revision": False, "opt_exercise_or_lapse_type": "None"}, "", ""),
        ({"liquidation": 1}, "liquidated by IB", "warning"),
        ({"liquidation": 7}, "liquidated by IB", "warning"),
        ({"pending_price_revision": True}, "price may change", "warning"),
        ({"opt_exercise_or_lapse_type": "Assigned"}, "assigned", ""),
        ({"opt_exercise_or_lapse_type": "Something new"}, "Something new", ""),
        ({"exec_id": "0000e0d5.6489f0a9.01.02"}, "correction", ""),
        ({"exec_id": "0000e0d5.6489f0a9.02.01.02"}, "correction", ""),
        ({"exec_id": "F-7.2"}, "", ""),
        ({"exec_id": "odd"}, "", ""),
        (
            {"exec_id": "0000e0d5.6489f0a9.01.02", "liquidation": 1, "pending_price_revision": True},
            "correction, liquidated by IB, price may change",
            "warning",
        ),
    ],
)
def test_notes(known: dict[str, Any], notes: str, tone: str) -> None:
    fill = fill_with(**known)
    assert (notes_text(fill), notes_tone(fill)) == (notes, tone)
    assert bool(notes_hint(fill)) == bool(notes)


def test_a_corrected_execution_names_its_correction() -> None:
    fill = fill_with("0000e0d5.6489f0a9.01.02")
    fill.superseded_by = "0000e0d5.6489f0a9.01.03"
    assert notes_text(fill) == "corrected"
    assert "0000e0d5.6489f0a9.01.03" in notes_hint(fill)
    assert column("superseded_by").text(fill) == "0000e0d5.6489f0a9.01.03"


def test_parts_of_a_combo() -> None:
    bag, leg = fill_with("a.1.01.01"), fill_with("a.1.02.01.01")
    bag.combo_role, leg.combo_role = ComboRole.BAG, ComboRole.LEG
    assert notes_text(bag) == ""
    assert notes_text(leg) == "combo leg"
    assert "not known" in notes_hint(leg)
    bag.legs, leg.bag = (leg,), bag
    assert notes_text(bag) == "1 leg fill"
    assert "a.1.01.01" in notes_hint(leg)


def test_every_exercise_of_ibapi_has_words() -> None:
    for kind in OptionExerciseType:
        word = kind.value[1].strip()
        text = exercise_text(fill_with(opt_exercise_or_lapse_type=word))
        assert text == ("" if word == "None" else text.lower())
        assert bool(text) == (word != "None")


def test_a_price_that_may_change_is_noted_in_words() -> None:
    texts = [column("pending_price_revision").text(fill_with(pending_price_revision=it)) for it in (True, False, None)]
    assert texts == ["price may change", "no", ""]


def test_odd_numbers_are_shown_as_they_are() -> None:
    """Fractional shares, negative prices, and a permId of 0, which is a fact and not an unknown."""
    fill = fill_with(shares=Decimal("0.0625"), price=Decimal("-1.5"), perm_id=0, cum_qty=Decimal("12.5"))
    shown = [column(key).text(fill) for key in ("shares", "price", "perm_id", "cum_qty")]
    assert shown == ["0.0625", "-1.50", "0", "12.5"]
    assert [column(key).sort_key(fill) for key in ("shares", "price", "perm_id")] == [0.0625, -1.5, 0]
