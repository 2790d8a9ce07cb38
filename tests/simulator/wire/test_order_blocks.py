"""The blocks of an order in text form: how many fields each has, by its content and by the server version."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.conditions import SimMarginCondition, SimTimeCondition
from ibmonitor.simulator.account.records import SimAllocation, SimComboLeg, SimContract, SimOrder
from ibmonitor.simulator.wire import order_blocks
from ibmonitor.simulator.wire.order_blocks import F, Source, field_text, lay_out

STOCK = SimContract(1, "KO", "STK", "SMART", "USD", "KO", "KO", strike=Decimal("0.0"))


def source(
    version: int = 200, order_type: str = "LMT", values: dict[str, object] | None = None, **fields: Any
) -> Source:
    contract = fields.pop("contract", STOCK)
    return Source(SimOrder(7, contract, "BUY", Decimal(1), order_type, "DU1", **fields), values or {}, version)


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "1"), (False, "0"), (Decimal("1E+3"), "1000"), (Decimal("0.10"), "0.10"), (7, "7"), ("x", "x")],
)
def test_a_field_is_written_as_tws_writes_it(value: object, text: str) -> None:
    assert field_text(value) == text


@pytest.mark.parametrize(
    ("version", "texts"), [(170, ["x", "", "0"]), (180, ["x", "", "0", "n"]), (181, ["x", "0", "n"])]
)
def test_fields_come_and_go_with_the_server_version(version: int, texts: list[str]) -> None:
    layout = (F("first"), F("old", until=180), F("unset", "0"), F("new", since=171))
    assert lay_out(layout, source(version, values={"first": "x", "new": "n"})) == texts


def test_a_contract_without_a_right_has_a_question_mark() -> None:
    assert order_blocks.contract(source()) == ["1", "KO", "STK", "", "0.0", "?", "", "SMART", "USD", "KO", "KO"]


def test_prices_of_legs_are_there_for_all_legs_or_for_none() -> None:
    legs = (SimComboLeg(1, 1, "BUY", "SMART"), SimComboLeg(2, 2, "SELL", "CBOE", 1, 2, "HERE", 4))
    bag = SimContract(3, "KO", "BAG", "SMART", "USD", combo_legs_descrip="1|1,2|-2", combo_legs=legs)
    written = ["1|1,2|-2", "2", "1", "1", "BUY", "SMART", "0", "0", "", "-1"]
    written += ["2", "2", "SELL", "CBOE", "1", "2", "HERE", "4"]
    assert order_blocks.combo(source(contract=bag)) == [*written, "0"]
    priced = SimContract(
        3, "KO", "BAG", "SMART", "USD", combo_legs_descrip="1|1,2|-2",
        combo_legs=(legs[0], SimComboLeg(2, 2, "SELL", "CBOE", 1, 2, "HERE", 4, price=Decimal("-1.5"))),
    )  # fmt: skip
    assert order_blocks.combo(source(contract=priced)) == [*written, "2", "", "-1.5"]
    assert order_blocks.combo(source()) == ["", "0", "0"]


def test_an_algo_is_counted_and_without_one_there_is_one_empty_field() -> None:
    parameters: dict[str, object] = {"algoStrategy": "Vwap", "algoParams": {"maxPctVol": "0.1", "noTakeLiq": "1"}}
    assert order_blocks.algo(source(values=parameters)) == ["Vwap", "2", "maxPctVol", "0.1", "noTakeLiq", "1"]
    assert order_blocks.algo(source(values={"algoStrategy": "Twap"})) == ["Twap", "0"]
    assert order_blocks.algo(source()) == [""]
    assert order_blocks.smart_routing(source()) == ["0"]


def test_blocks_that_grow_with_their_first_field() -> None:
    assert order_blocks.hedge(source()) == [""]
    assert order_blocks.hedge(source(values={"hedgeType": "P", "hedgeParam": "2"})) == ["P", "2"]
    assert order_blocks.scale(source()) == ["2147483647", "2147483647", ""]
    scaled = order_blocks.scale(source(values={"scaleInitLevelSize": 5, "scalePriceIncrement": Decimal("0.05")}))
    assert scaled == ["5", "2147483647", "0.05", "", "", "", "0", "", "", "0"]
    assert order_blocks.pegged_to_benchmark(source()) == []
    assert order_blocks.pegged_to_benchmark(source(order_type="PEG BENCH")) == ["0", "0", "0.0", "0.0", ""]
    assert len(order_blocks.delta_neutral_open(source())) == 8
    assert order_blocks.delta_neutral_completed(source()) == ["0", "0", "0", ""]


def test_conditions_are_followed_by_what_they_do() -> None:
    assert order_blocks.conditions(source()) == ["0"]
    both = (SimTimeCondition("20261207-11:11:00"), SimMarginCondition(30, is_more=False, is_conjunction=False))
    texts = order_blocks.conditions(source(conditions=both, values={"conditionsCancelOrder": True}))
    assert texts == ["2", "3", "a", "1", "20261207-11:11:00", "4", "o", "0", "30", "0", "1"]


def test_the_preview_and_the_allocations_are_sent_from_195_on() -> None:
    shares = (SimAllocation("DU1", Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5), is_monetary=True),)
    given: dict[str, object] = {"status": "Submitted", "warningText": "w", "rejectReason": "r"}
    old = order_blocks.state(source(194, values=given, allocations=shares))
    new = order_blocks.state(source(195, values=given, allocations=shares))
    assert (old[0], old[-1], len(old)) == ("Submitted", "w", 1 + 9 + 4 + 1)
    assert new[-9:] == ["1", "DU1", "1", "2", "3", "4", "5", "1", "w"]
    assert new[-10] == "r"
    assert "r" not in old
