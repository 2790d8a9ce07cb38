"""The facts of a record as labels and values: only what is known, in the tables' way of writing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.records import Message, Order, Severity
from ibmonitor.models.columns.record_facts import EV_CAUTION, average_text, facts_of, group_text, status_text
from tests.domain.explain.explained_orders import LATER, PARTLY, WHOLLY, fill, order
from tests.support.make_records import NOON, make_commission


def shown(record: Any) -> dict[str, str]:
    return {fact.label: fact.text for fact in facts_of(record) if fact.text}


def test_of_an_order_of_which_little_is_known_little_is_shown() -> None:
    assert list(shown(order(perm_id=None))) == ["Status", "Changed"]
    assert shown(order())["Status"] == "No status from TWS yet"


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"status": "Submitted", **PARTLY, "order_type": "MKT", "order_ref": "a", "oca_group": "b", "parent_id": 5},
        {"status": "Filled", **WHOLLY, "order_type": "LMT", "lmt_price": Decimal(3)},
        {"status": "PreSubmitted", "order_type": "TRAIL", "aux_price": Decimal(1), "account": "DU1", "fa_group": "G"},
        {"status": "Cancelled", "is_done": True, "order_type": "STP LMT", "lmt_price": Decimal(3), "fa_group": "G"},
    ],
)
def test_the_first_facts_are_the_same_of_every_order(known: dict[str, Any]) -> None:
    facts = facts_of(order(**known))
    labels = ["Status", "Filled", "", "Avg fill price", "Time in force", "Remaining", "", "Client · order ID"]
    labels += ["Perm ID", "Changed"]
    assert [fact.label for fact, label in zip(facts, labels, strict=False) if label] == list(filter(None, labels))
    assert facts[2].label in {"Price", "Limit price", "Stop price", "Trails by"}
    assert facts[6].label in {"Account", "Group"}
    assert [fact.is_fixed for fact in facts] == [number < 10 for number in range(len(facts))]
    assert all(fact.text for fact in facts[10:])


def test_a_partly_filled_order() -> None:
    facts = shown(order("Submitted", **PARTLY, order_type="LMT", lmt_price=Decimal("292.4"), tif="DAY", client_id=7))
    assert (facts["Filled"], facts["Avg fill price"]) == ("40 of 100", "292.33")
    assert (facts["Remaining"], facts["Limit price"], facts["Time in force"]) == ("60", "292.40", "DAY")
    assert facts["Client · order ID"] == "7 · unknown"


def test_nothing_remains_of_a_filled_order() -> None:
    assert shown(order("Filled", is_done=True, **WHOLLY))["Remaining"] == "0"


def test_an_average_is_rounded_as_in_the_tables() -> None:
    average = Decimal("232.113333333333333")
    assert average_text(order("Submitted", **(PARTLY | {"avg_fill_price": average}))) == "232.113333"
    assert average_text(order("Submitted", avg_fill_price=Decimal(0), filled=Decimal(0))) == ""


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"status": "Inactive", "reject_reason": "no"}, "Rejected (Inactive)"),
        ({"status": "Submitted", "missing_since": NOON}, "No longer open (last: Submitted)"),
        ({"status": "PreSubmitted", "why_held": "locate"}, "PreSubmitted (held: locate)"),
        ({"status": "Filled", "is_done": True, "why_held": "trigger"}, "Filled"),
    ],
)
def test_a_status_is_twss_with_what_is_known_besides(known: dict[str, Any], text: str) -> None:
    assert status_text(order(**known)) == text


def test_a_trailing_stop_has_both_its_prices() -> None:
    facts = shown(
        order(
            "PreSubmitted",
            order_type="TRAIL",
            aux_price=Decimal("0.6"),
            order_fields={"trailStopPrice": Decimal("70.1")},
        )
    )
    assert (facts["Trailing stop"], facts["Trails by"]) == ("70.10", "0.60")


def test_a_perm_id_of_0_is_explained() -> None:
    assert shown(order("PendingSubmit", perm_id=0))["Perm ID"] == "0 (not acknowledged by TWS yet)"
    assert "Perm ID" not in shown(order(perm_id=None)), "of which TWS has reported nothing yet"


def test_the_parent_is_named_with_its_state() -> None:
    parent = order("Submitted", order_id=5, action="BUY", total_quantity=Decimal(100))
    child = order("PreSubmitted", parent_id=5)
    child.parent = parent
    assert shown(child)["Parent"] == "Order ID 5 · BUY 100 · Submitted"
    child.parent = None
    assert shown(child)["Parent"] == "Order ID 5, not known here"


def test_a_group_order_has_group_and_method() -> None:
    one = order("Submitted", fa_group="Growth", fa_method="NetLiq", fa_percentage="50")
    assert group_text(one) == shown(one)["Group"] == "Growth · NetLiq · 50%"
    assert shown(order("Submitted", model_code="M1"))["Model"] == "M1"


def test_times_of_a_time_in_force() -> None:
    fields = {"goodAfterTime": "20261207 11:11:00 US/Eastern", "goodTillDate": "20261208-15:00:00"}
    words = shown(order("Submitted", tif="GTD", order_fields=fields))["Time in force"]
    assert words == "GTD from 7 Dec 2026 11:11 US/Eastern until 8 Dec 2026 15:00 UTC"


def filled_order() -> Order:
    one = order("Filled", is_done=True, **WHOLLY)
    first, second = fill(1), fill(2)
    first.commission = make_commission("1.1.01.01")
    one.fills.extend((first, second))
    return one


def test_commissions_say_how_many_are_pending() -> None:
    facts = shown(filled_order())
    assert facts["Commission"].endswith(", 1 pending")
    assert facts["Realized P&L"]


def test_a_fill_without_an_order_has_its_own_facts_with_ibs_caution() -> None:
    one = fill()
    facts = {fact.label: fact for fact in facts_of(one)}
    assert facts["Traded"].text == "BOT 1,500 at 292.79"
    assert facts["Exec ID"].text == "1.0.01.01"
    assert (facts["EV multiplier"].text, facts["EV multiplier"].hint) == ("0.5", EV_CAUTION)
    assert "not the market value" in EV_CAUTION
    one.execution = replace(one.execution, perm_id=0, order_id=None, exchange="", time="soon")
    one.time = one.zone = None
    assert shown(one)["Perm ID"] == "0: the trade may originate outside IB"
    assert shown(one)["Client · order ID"] == "7 · unknown"
    assert shown(one)["Executed"].startswith("soon")
    assert "Exchange" not in shown(one)


def test_the_id_of_a_legs_execution_is_explained() -> None:
    one = fill()
    one.execution = replace(one.execution, exec_id="0000e0d5.01.02.01.01")
    assert next(fact.hint for fact in facts_of(one) if fact.label == "Exec ID").startswith("Five segments")


def test_a_commission_without_an_execution_has_its_own_facts() -> None:
    commission = make_commission("1.2.3")
    facts = shown(commission)
    assert facts["Exec ID"] == "1.2.3"
    assert facts["Commission"]


def test_a_message_without_an_order_has_none() -> None:
    assert facts_of(Message(0, LATER, Severity.INFO, 2104, -1, "plain", "text")) == ()
