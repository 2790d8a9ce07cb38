"""`ibmonitor snapshot` from the outside: what it prints and how it exits."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.settings.table import DEFAULTS
from tests.end_to_end.processes import ibmonitor, simulator

ORDER_KEYS = {
    "perm_id", "order_id", "client_id", "parent_id", "account", "action", "total_quantity", "order_type", "status",
    "filled", "remaining", "avg_fill_price", "why_held", "status_history",
}  # fmt: skip
FILL_KEYS = {
    "exec_id", "perm_id", "order_id", "client_id", "acct_number", "side", "shares", "price", "cum_qty", "avg_price",
    "exchange", "superseded_by", "commission", "time", "time_raw",
}  # fmt: skip
COMMISSION_KEYS = {"commission_and_fees", "currency", "realized_pnl", "yield_", "yield_redemption_date"}


def snapshot(port: int, *options: str, code: int = 0) -> Any:
    done = ibmonitor("snapshot", "--port", str(port), "--client-id", "5", "--format", "json", *options)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("server_version", ["151", "200", "203", "226"])
def test_all_that_the_advisor_scenario_holds_is_printed(server_version: str) -> None:
    with simulator("--scenario", "advisor", "--server-version", server_version, "--speed", "0.01") as port:
        said = snapshot(port)
    assert said["connection"]["client_id"] == 5
    assert said["connection"]["server_version"] == int(server_version)
    assert len(said["connection"]["accounts"]) == 6
    assert "Client 5" in said["connection"]["scope"]
    assert {request["state"] for request in said["requests"]} == {"complete"}
    assert {"open orders", "executions", "completed orders"} <= {request["name"] for request in said["requests"]}
    orders, fills, commissions = said["orders"], said["fills"], said["commissions"]
    for order in orders:
        assert set(order) >= ORDER_KEYS
        assert order["status_history"]
    for fill in fills:
        assert set(fill) >= FILL_KEYS
        assert fill["commission"] is None or set(fill["commission"]) == COMMISSION_KEYS
        assert fill["time"].endswith("+00:00")
        assert isinstance(fill["shares"], str)
    assert len({order["perm_id"] for order in orders}) == len(orders)
    statuses = {order["status"] for order in orders}
    assert {"Submitted", "PreSubmitted", "Filled", "Cancelled", "Inactive"} <= statuses
    assert "locate" in {order["why_held"] for order in orders}
    corrected = [fill for fill in fills if fill["superseded_by"]]
    assert corrected
    assert all(fill["superseded_by"][:-1] == fill["exec_id"][:-1] for fill in corrected)
    assert {"none", "bag", "leg"} == {fill["combo_role"] for fill in fills}
    assert any(fill["commission"] is None for fill in fills)
    assert any(report["realized_pnl"] is None for report in commissions)
    assert any(Decimal(fill["price"]) < 0 for fill in fills)
    assert any("." in fill["shares"] for fill in fills)


def test_an_advisors_allocations_are_printed() -> None:
    with simulator("--scenario", "advisor", "--speed", "0.01") as port:
        said = snapshot(port)
        done = ibmonitor("snapshot", "--port", str(port), "--client-id", "6")
    by_ref = {each["order_ref"]: each for each in said["allocations"]}
    percent = by_ref["fa-percent"]
    assert (percent["group"], percent["method"], percent["filled"], percent["allocated"]) == (
        "Model60", "Percent", "33", "33",
    )  # fmt: skip
    shares = {each["account"]: each for each in percent["accounts"]}
    assert [(each["expected"], each["allocated"], each["reason"]) for each in shares.values()] == [
        ("19.8", "20", "rounding"),
        ("13.2", "13", "rounding"),
    ]
    assert by_ref["fa-equity"]["accounts"][0]["expected"] is None
    assert "account values" in by_ref["fa-equity"]["accounts"][0]["expected_why"]
    parts = {exec_id for each in said["allocations"] for share in each["accounts"] for exec_id in share["exec_ids"]}
    apart = {exec_id for each in said["unassigned"] for exec_id in each["exec_ids"]}
    of_sub_accounts = {fill["exec_id"] for fill in said["fills"] if not fill["acct_number"].startswith("DF")}
    assert parts | apart == of_sub_accounts
    assert not parts & apart
    assert {group["name"] for group in said["groups"]} >= {"Growth", "Model60"}
    assert said["aliases"]["DU2250001"] == "Smith family"
    assert "Allocations: " in done.stdout
    assert "fa-percent" in done.stdout


def test_a_table_for_people() -> None:
    with simulator("--scenario", "quiet") as port:
        done = ibmonitor("snapshot", "--port", str(port))
    assert done.returncode == 0, done.stderr
    for title in ("Orders: 4", "Fills: 2", "Commissions: 2", "Requests"):
        assert title in done.stdout
    assert "perm_id" in done.stdout


def test_its_own_end_is_no_loss_of_the_connection() -> None:
    with simulator("--scenario", "quiet") as port:
        orders = snapshot(port)["orders"]
    assert any(not order["is_done"] for order in orders)
    for order in orders:
        assert order["why"]["as_of"] is None
        assert not any("onnection" in entry["text"] for entry in order["timeline"]), order["timeline"]


def test_a_refused_request_is_exit_code_1() -> None:
    with simulator("--scenario", "quiet", "--read-only") as port:
        said = snapshot(port, code=1)
    states = {request["name"]: (request["state"], request["detail"]) for request in said["requests"]}
    assert states["completed orders"][0] == "refused"
    assert "Read-Only API" in states["completed orders"][1]
    assert len(said["fills"]) == 2


def test_no_connection_is_exit_code_3_and_one_sentence() -> None:
    with simulator("--scenario", "quiet") as port:
        pass
    done = ibmonitor("snapshot", "--port", str(port), "--timeout", "5")
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "is listening on" in line


def test_wrong_usage_is_exit_code_2_and_its_reason_is_the_last_line() -> None:
    done = ibmonitor("snapshot", "--host", "a..b")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage:")
    assert "1 to 63 characters" in done.stderr.splitlines()[-1]


def test_the_snapshot_does_not_take_the_client_id_of_a_window() -> None:
    with simulator("--scenario", "quiet") as port:
        done = ibmonitor("snapshot", "--port", str(port), "--format", "json")
    assert json.loads(done.stdout)["connection"]["client_id"] == 901 != DEFAULTS["client_id"]


@pytest.mark.parametrize(("display", "platform"), [("", ""), (":4711", "wayland;xcb")])
def test_no_display_is_exit_code_4_and_one_line(display: str, platform: str) -> None:
    done = ibmonitor(QT_QPA_PLATFORM=platform, DISPLAY=display, WAYLAND_DISPLAY="")
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    assert "display" in line
