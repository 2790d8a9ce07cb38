"""The snapshot's report, as JSON and as tables."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.cli.report import as_json, as_tables
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import LinkChanged, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import commission, completed_order, execution, new_blotter, open_order, order_status
from tests.support.make_contracts import C6740, C6750, combo


def book(*events: Any) -> Blotter:
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    return blotter


def said(*events: Any) -> Any:
    return json.loads(b"".join(as_json(book(*events), "scope")))


def the_order(*events: Any) -> Any:
    (order,) = said(*events)["orders"]
    return order


def test_numbers_are_exact_in_json_and_rounded_in_tables() -> None:
    name, price = "0000e0d5.00000001.01.01", Decimal("15.559999999999999")
    events = (execution(name, perm_id=7, price=price), commission(name, "0.30000000000000004", currency=""))
    (fill,) = said(*events)["fills"]
    assert (fill["price"], fill["commission"]["commission_and_fees"]) == (f"{price}", "0.30000000000000004")
    tables = as_tables(book(*events), "scope")
    assert {"15.56", "0.3"} <= set(tables.split())
    assert f"{price}" not in tables


def test_fields_that_no_callback_has_sent_are_null() -> None:
    order = the_order(order_status(7))
    for name in ("account", "action", "order_type", "tif", "warning_text", "completed_time_raw", "submitter"):
        assert order[name] is None, name
    assert order["why_held"] == ""
    assert order["status_history"][0]["why_held"] == ""


def test_an_open_order_has_its_texts_but_not_why_it_is_held() -> None:
    order = the_order(open_order(7))
    assert (order["account"], order["tif"], order["warning_text"]) == ("DU1", "", "")
    assert order["why_held"] is None
    assert order["status_history"][0]["why_held"] is None
    assert order["reject_reason"] is order["completed_status"] is None


def test_a_completed_order_has_its_time_and_tws_s_own_text() -> None:
    time: dict[str, object] = {
        "completedTime": "20260709 18:55:06 US/Eastern",
        "completedStatus": "Cancelled by Trader",
    }
    order = the_order(completed_order(7, state=time))
    assert order["completed_time"] == "2026-07-09T22:55:06+00:00"
    assert order["completed_time_raw"] == "20260709 18:55:06 US/Eastern"
    assert order["completed_status"] == "Cancelled by Trader"


def test_an_order_that_is_not_over_has_no_completed_time() -> None:
    order = the_order(open_order(7))
    assert order["completed_time"] is None
    assert order["completed_time_raw"] is None


def test_the_fields_of_the_contract_are_there() -> None:
    legs = ({"conId": 11, "ratio": 1, "action": "BUY"}, {"conId": 12, "ratio": 2, "action": "SELL"})
    event = replace(open_order(7), contract_fields={"comboLegs": legs, "strike": Decimal("1.50")})
    assert the_order(event)["contract_fields"] == {
        "combo_legs": [
            {"con_id": 11, "ratio": 1, "action": "BUY"},
            {"con_id": 12, "ratio": 2, "action": "SELL"},
        ],
        "strike": "1.50",
    }


def test_orders_and_fills_have_the_names_that_the_window_shows() -> None:
    spread, untold = combo((C6740, 1), (C6750, -1)), order_status(9)
    events = open_order(7, contract=spread), execution("0.1.1", perm_id=8, contract=C6740), untold
    report = said(*events, execution("0.2.1", perm_id=8, contract=C6750))
    assert [order["contract_name"] for order in report["orders"]] == ["SPX 19MAR26 6740/6750 C vertical", None]
    assert [fill["contract_name"] for fill in report["fills"]] == ["SPX 19MAR26 6740 C", "SPX 19MAR26 6750 C"]
    assert report["orders"][0]["contract"]["combo_legs"][0] == {
        "con_id": 6740,
        "ratio": 1,
        "action": "BUY",
        "exchange": "SMART",
    }
    assert report["fills"][0]["contract"]["last_trade_date_or_contract_month"] == "20260319"


@pytest.mark.parametrize(("sent", "printed"), [(None, None), ("", None), ("20300115", "20300115")])
def test_a_redemption_date_that_is_none_is_null(sent: str | None, printed: str | None) -> None:
    report = said(execution("0.1.1"), commission("0.1.1", yield_redemption_date=sent))
    assert report["commissions"][0]["yield_redemption_date"] == printed
    assert report["fills"][0]["commission"]["yield_redemption_date"] == printed


@pytest.mark.parametrize(("sent", "printed"), [("", None), ("trader", "trader")])
def test_a_submitter_that_was_not_sent_is_null(sent: str, printed: str | None) -> None:
    (fill,) = said(execution("0.1.1", submitter=sent))["fills"]
    assert fill["submitter"] == printed


def test_an_empty_table_says_none_only_when_all_was_answered() -> None:
    answered = [
        RequestChanged(kind, RequestProgress.COMPLETE)
        for kind in (RequestKind.OPEN_ORDERS, RequestKind.EXECUTIONS, RequestKind.COMPLETED_ORDERS)
    ]
    lines = as_tables(book(*answered), "scope").splitlines()
    assert {"Orders: none", "Fills: none", "Commissions: none"} <= set(lines)


def test_an_empty_table_names_the_failed_requests() -> None:
    lines = as_tables(
        book(
            RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
            RequestChanged(RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED),
            RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER),
        ),
        "scope",
    ).splitlines()
    assert "Orders: unknown (completed orders: refused)" in lines
    assert "Fills: unknown (executions: no answer)" in lines
    assert "Commissions: unknown (executions: no answer)" in lines


def test_a_table_with_rows_says_that_there_may_be_more() -> None:
    lines = as_tables(book(open_order(7), RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER)), "scope")
    assert "Orders: 1, perhaps more (open orders: no answer, completed orders: not asked)" in lines.splitlines()


def test_prices_and_sizes_that_are_no_plain_numbers_are_in_the_table_as_they_are() -> None:
    tables = as_tables(
        book(
            open_order(7, 1, 5, orderType="MKT"),
            open_order(8, 1, 6, orderType="STP", auxPrice=Decimal("15.559999999999999")),
            open_order(9, 1, 7, orderType="MKT", totalQuantity=Decimal(0), cashQty=Decimal(1000)),
        ),
        "scope",
    )
    assert "stop 15.56" in tables
    assert "1000 USD" in tables


def test_a_gap_in_the_timeline_has_the_kinds_that_scripts_know() -> None:
    blotter = new_blotter()
    for event in (
        LinkChanged(LinkState.UP, "h", 7497, 0),
        open_order(7),
        LinkChanged(LinkState.WAITING, "h", 7497, 0, "gone"),
        LinkChanged(LinkState.SYNCHRONISING, "h", 7497, 0),
        LinkChanged(LinkState.UP, "h", 7497, 0),
        open_order(7),
    ):
        blotter.apply(event)
    (order,) = json.loads(b"".join(as_json(blotter, "scope")))["orders"]
    kinds = [entry["kind"] for entry in order["timeline"]]
    assert [kind for kind in kinds if kind in {"lost", "tells"}] == ["lost", "tells"]
    assert "resumed" not in kinds


ORDER_KEYS = """
    first_seen last_update perm_id order_id client_id parent_id account action total_quantity cash_qty
    order_type lmt_price aux_price tif oca_group order_ref fa_group fa_method fa_percentage model_code
    submitter status filled remaining avg_fill_price last_fill_price why_held mkt_cap_price warning_text
    reject_reason completed_status completed_time completed_time_raw executed contract_fields order_fields
    state_fields is_done missing_since looked_up by_snapshot why timeline status_history symbol contract_name
    contract exec_ids
"""
COMMISSION_KEYS = """
    exec_id commission_and_fees currency realized_pnl yield_ yield_redemption_date received execution_seen
"""


def test_the_keys_are_those_that_scripts_know() -> None:
    report = said(open_order(7, 1, 5), commission("1.1.01", "2"))
    assert list(report["orders"][0]) == ORDER_KEYS.split()
    assert list(report["commissions"][0]) == COMMISSION_KEYS.split()
