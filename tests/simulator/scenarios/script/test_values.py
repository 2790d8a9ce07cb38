"""The values of a scenario file: each in its type, and a sentence for each that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.records import SimCommission, SimOrder
from ibmonitor.simulator.scenarios.script.values import Keys, ScriptError, record_of, value_of
from tests.simulator.scenarios.script.files import Written, steps


@pytest.mark.parametrize(
    ("given", "hint", "expected"),
    [
        (5, Decimal, Decimal(5)),
        ("-0.10", Decimal, Decimal("-0.10")),
        (Decimal("0.10"), Decimal | None, Decimal("0.10")),
        (7, int | None, 7),
        (True, bool, True),
        ("5", str, "5"),
        ([1, "2.5"], tuple[Decimal, ...], (Decimal(1), Decimal("2.5"))),
        (datetime(2026, 3, 10, tzinfo=UTC), datetime, datetime(2026, 3, 10, tzinfo=UTC)),
        ({"a": 1}, Mapping, {"a": 1}),
    ],
)
def test_a_value_is_read_in_its_type(given: Any, hint: Any, expected: object) -> None:
    read = value_of("key", given, hint)
    assert (read, str(read)) == (expected, str(expected)), "a number keeps its digits"


@pytest.mark.parametrize(
    ("given", "hint", "problem"),
    [
        ("cheap", Decimal, "a number, which 'cheap' is not"),
        (Decimal("NaN"), Decimal, "a number, which NaN is not"),
        ("Infinity", Decimal, "a number, which 'Infinity' is not"),
        (True, Decimal, "a number, which true is not"),
        (True, int, "a whole number, which true is not"),
        (Decimal("1.5"), int, "a whole number, which 1.5 is not"),
        (1, bool, "true or false, which 1 is not"),
        (True, str, "a text, which true is not"),
        (5, tuple[str, ...], "a list, which 5 is not"),
        ([5], tuple[str, ...], "a text, which 5 is not"),
        (1, Mapping, "a table, which 1 is not"),
        ("x" * 80, int, f"a whole number, which '{'x' * 56}... is not"),
        (date(2026, 1, 1), datetime, "a date and time with its offset, without quotes, which datetime.date"),
        (datetime(2026, 1, 1), datetime, "a date and time with its offset"),  # noqa: DTZ001 - the one that is refused
    ],
)
def test_a_value_of_another_type_is_refused(given: Any, hint: Any, problem: str) -> None:
    with pytest.raises(ScriptError) as refused:
        value_of("key", given, hint)
    assert str(refused.value).startswith(f"'key' must be {problem}")


def test_keys_that_nobody_takes_are_refused() -> None:
    keys = Keys({"shares": "3", "show": "both", "order_ref": "r", "prise": 1})
    assert keys.take("shares", Decimal) == 3
    assert keys.take("price", Decimal, None) is None
    assert keys.take_one_of("show", ("both", "order"), "order") == "both"
    assert keys.take_fields(SimOrder, but=("status",)) == {"order_ref": "r"}
    assert "prise" in keys
    with pytest.raises(ScriptError, match=r"'prise' is not known here. Known are: account,.* price,") as refused:
        keys.end()
    assert ", status," not in str(refused.value)


def test_a_required_key_and_a_choice() -> None:
    with pytest.raises(ScriptError, match="'price' is missing"):
        Keys({}).take("price", Decimal)
    with pytest.raises(ScriptError, match="'show' must be one of both, order"):
        Keys({"show": "all"}).take_one_of("show", ("both", "order"), "both")


def test_a_record_needs_the_fields_that_have_no_default() -> None:
    report = {"exec_id": "a.01", "commission": "1.25", "currency": "USD"}
    assert record_of(SimCommission, report) == SimCommission("a.01", Decimal("1.25"), "USD")
    with pytest.raises(ScriptError, match="'currency' is missing"):
        record_of(SimCommission, {"exec_id": "a.01", "commission": 1})


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ({"con_id": 1}, "'exchange' is missing"),
        ({"kind": "time"}, "'time' is missing"),
        ({"kind": "moon"}, "'kind' in 'conditions' must be one of price, time, margin, execution, volume, percent"),
    ],
)
def test_a_condition_has_the_fields_of_its_kind(condition: dict[str, object], problem: str) -> None:
    with pytest.raises(ScriptError, match=problem):
        Keys({"conditions": [condition]}).take_fields(SimOrder)


def test_all_kinds_of_conditions(written: Written) -> None:
    conditions = (
        '{ con_id = 1, exchange = "SMART", price = 5.5, is_more = true }, { kind = "time", time = "20261207-11:11:00" }'
        ", "
        '{ kind = "margin", percent = 30, is_more = false }, { kind = "execution", symbol = "KO", exchange = "ANY" }, '
        '{ kind = "volume", con_id = 1, exchange = "SMART", volume = 1000, is_more = true, is_conjunction = false }, '
        '{ kind = "percent", con_id = 1, exchange = "SMART", change_percent = -2.5, is_more = false }'
    )
    scenario = written(steps(f'change = "a"\nconditions = [{conditions}]'))
    assert [each.TYPE for each in scenario.world.orders[0].conditions] == [1, 3, 4, 5, 6, 7]
