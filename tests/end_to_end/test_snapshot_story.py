"""What the snapshot has besides the fields: reasons, timeline, the orders of messages; and its choice of records."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.cli.report import as_json, as_tables
from ibmonitor.cli.report_choice import Choice
from ibmonitor.domain.records.events import Event, TwsMessage
from tests.cli.test_report import book
from tests.end_to_end.processes import ibmonitor, simulator
from tests.support.blotter_events import execution, open_order, order_status

REFUSED = (
    open_order(7, 1, 5, status="Inactive"),
    TwsMessage(5, 201, "Order rejected - reason:<html>No <b>margin</b>.</html>", None),
)
MODIFIED = (
    open_order(8, 1, 6, status="Submitted", orderType="LMT", lmtPrice=Decimal(230), account="DU2"),
    order_status(8, 1, 6),
    open_order(8, 1, 6, status="Submitted", orderType="LMT", lmtPrice=Decimal("230.5"), account="DU2"),
)


def said(*events: Event, **chosen: Any) -> Any:
    return json.loads(b"".join(as_json(book(*events), "scope", Choice(**chosen))))


def test_why_has_tws_words_and_those_only() -> None:
    refused, modified = said(*REFUSED, *MODIFIED)["orders"]
    assert refused["why"]["reason"] == "No margin."
    assert refused["why"]["is_rejection"] is True
    assert refused["why"]["headline"].startswith("Rejected")
    assert "<b>" not in json.dumps(refused["why"])
    assert set(refused["why"]) >= {"headline", "facts", "possible_reasons", "reason"}
    assert modified["why"]["reason"] is None
    assert "Rejected" in as_tables(book(*REFUSED), "scope")


def test_tables_show_prices_and_sizes_that_are_no_numbers() -> None:
    by_money: dict[str, Any] = {"totalQuantity": Decimal(0), "cashQty": Decimal(1000)}
    trailing: dict[str, Any] = {"auxPrice": Decimal(2), "trailStopPrice": Decimal(230)}
    events = (
        open_order(7, 1, 5, orderType="MKT", **by_money),
        open_order(8, 1, 6, orderType="TRAIL", **trailing),
        open_order(9, 1, 7, orderType="LMT", lmtPrice=Decimal("15.559999999999999")),
    )
    first, second, third = as_tables(book(*events), "scope").splitlines()[6:9]
    assert "1000 USD" in first
    assert "stop now 230, trail 2" in second
    assert "15.56 " in third


def test_a_change_has_its_name_the_old_and_the_new_value() -> None:
    (order,) = said(*MODIFIED)["orders"]
    (entry,) = (entry for entry in order["timeline"] if entry["kind"] == "modified")
    assert entry["changes"] == [{"name": "lmt_price", "old": "230", "new": "230.5"}]
    for each in order["timeline"]:
        assert {"time", "received", "kind", "text"} <= set(each)


def test_a_message_names_the_orders_that_are_certain_and_those_that_are_possible() -> None:
    sure, unsure = said(
        *REFUSED, open_order(8, 1, 6), open_order(9, 2, 6), TwsMessage(6, 399, "Warning: whose?", None)
    )["messages"]
    assert (sure["orders"], sure["possible_orders"]) == ([7], [])
    assert (unsure["orders"], unsure["possible_orders"]) == ([], [8, 9])


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, [7, 8]),
        ({"perm_id": 8}, [8]),
        ({"account": "du2"}, [8]),
        ({"status": "submitted"}, [8]),
        ({"status": "rejected"}, [7]),
        ({"symbol": "aapl"}, [7, 8]),
        ({"symbol": "aapl", "account": "DU1", "status": "Submitted"}, []),
        ({"symbol": "MSFT"}, []),
    ],
)
def test_only_chosen_records_are_printed(chosen: dict[str, Any], found: list[int]) -> None:
    events = (*REFUSED, *MODIFIED, execution("0000e1a7.00000001.01.01", perm_id=8, acct_number="DU2"))
    report = said(*events, **chosen)
    assert [order["perm_id"] for order in report["orders"]] == found
    assert [fill["perm_id"] for fill in report["fills"]] == [8] * (8 in found)
    assert [message["orders"] for message in report["messages"]] == [[7]] * (7 in found)


def test_the_command_takes_the_filters() -> None:
    with simulator("--scenario", "advisor", "--speed", "0.01") as port:
        base = ("snapshot", "--port", str(port), "--client-id", "5")
        every = json.loads(ibmonitor(*base, "--format", "json").stdout)["orders"]
        chosen = every[0]
        options = ("--perm-id", str(chosen["perm_id"]), "--account", chosen["account"], "--status", chosen["status"])
        found = json.loads(ibmonitor(*base, "--format", "json", *options, "--symbol", chosen["symbol"]).stdout)
        table = ibmonitor(*base, "--perm-id", str(chosen["perm_id"])).stdout
        refused = ibmonitor(*base, "--perm-id", "seven")
    assert len(every) > 1
    assert [order["perm_id"] for order in found["orders"]] == [chosen["perm_id"]]
    assert chosen["why"]["headline"].split(".")[0] in table
    assert refused.returncode == 2
