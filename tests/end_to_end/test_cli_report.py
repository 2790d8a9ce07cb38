"""What the snapshot says of a book: what is unknown, what is nothing, and what was asked for in vain."""

from __future__ import annotations

from ibmonitor.simulator.scenarios.quiet import Quiet
from tests.end_to_end.commands import run_beside
from tests.end_to_end.processes import ibmonitor, simulator


def test_requests_that_tws_leaves_unanswered() -> None:
    code, output, _ = run_beside(
        Quiet(), "snapshot", "--timeout", "0.5", silent_to={"REQ_EXECUTIONS", "REQ_ALL_OPEN_ORDERS"}
    )
    assert code == 1
    text = output.decode()
    assert "Fills: unknown (executions: no answer)" in text
    assert "perhaps more (open orders: no answer)" in text
    assert "Orders: none" not in text


def test_a_read_only_api_leaves_done_orders_unknown() -> None:
    with simulator("--scenario", "load", "--orders", "0", "--fills", "0", "--read-only") as port:
        done = ibmonitor("snapshot", "--port", str(port))
    assert done.returncode == 1
    assert "Orders: unknown (completed orders: refused)" in done.stdout
    assert "Fills: none" in done.stdout
