"""What the log has on the connection, its requests and its messages."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.app.event_log import MOST_A_SECOND, EventLog
from ibmonitor.app.process.log_line import MASKED
from ibmonitor.app.process.logs import Logs
from ibmonitor.domain.records.events import LinkChanged, RequestChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.app.process.test_logs import ours, written
from tests.support.blotter_events import execution, open_order
from tests.windows.bench import Bench


@pytest.fixture
def event_log(bench: Bench, log: Logs) -> EventLog:
    log.start("Info")
    return EventLog(bench.feed, log.mask, bench.window)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    qtbot.addWidget(bench.window)
    return bench


def lines(log: Logs) -> list[str]:
    return [line.partition("ibmonitor.app.event_log: ")[2] for line in written(log).splitlines()[1:]]


def test_states_of_the_link_and_outcomes_of_requests_are_logged(bench: Bench, event_log: EventLog, log: Logs) -> None:
    del event_log
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING))
    bench.receive(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.REFUSED, "TWS says: my order ref."))
    for _ in range(3):
        bench.receive(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING))
        bench.receive(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE))
    bench.link(LinkState.DOWN, "TWS closed the connection.")
    where = "127.0.0.1:7497, client 7, server version 225"
    assert lines(log) == [
        f"connection: synchronising ({where})",
        "request: open orders: refused",
        "request: open orders: complete",
        f"connection: down ({where}): TWS closed the connection.",
    ]
    bench.link(LinkState.CONNECTING)
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE))
    assert lines(log)[-1] == "request: open orders: complete"


def test_no_state_is_lost_when_a_connection_is_lost_and_made_again_at_once(
    bench: Bench, event_log: EventLog, log: Logs
) -> None:
    take = event_log.logging_link(bench.feed.on_events)
    for state in (LinkState.UP, LinkState.DOWN, LinkState.WAITING, LinkState.CONNECTING, LinkState.UP, LinkState.UP):
        take([LinkChanged(state, "127.0.0.1", 7497, 7, "Lost." if state is LinkState.DOWN else "")])
        take([RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.REFUSED)])
        take([message(1)])
    where = "127.0.0.1:7497, client 7, server version None"
    refused = "request: open orders: refused"
    at_once = [
        f"connection: up ({where})",
        refused,
        f"connection: down ({where}): Lost.",
        f"connection: waiting ({where})",
        f"connection: connecting ({where})",
        refused,
        f"connection: up ({where})",
    ]
    assert lines(log) == at_once
    bench.feed.flush()
    # The message is one, six times.
    assert lines(log) == [*at_once, "message: Warning, code 399"]


def message(number: int) -> TwsMessage:
    return TwsMessage(-1, 399, f"secret words {number}", None)


def test_messages_are_logged_by_their_codes_and_only_at_debug_by_their_texts(
    bench: Bench, event_log: EventLog, log: Logs
) -> None:
    del event_log
    bench.receive(message(1))
    assert lines(log) == ["message: Warning, code 399"]
    log.set_level("Debug")
    bench.receive(message(2))
    assert "'secret words 2'" in lines(log)[-1]
    assert "secret words 1" not in written(log)


def test_a_burst_of_messages_is_counted(bench: Bench, event_log: EventLog, log: Logs) -> None:
    bench.receive(*map(message, range(MOST_A_SECOND + 30)))
    assert lines(log) == ["message: Warning, code 399"] * MOST_A_SECOND
    event_log.flush()
    assert lines(log)[-1] == "message: Warning, code 399: 30 more"
    bench.receive(message(1000))
    assert lines(log)[-1] == "message: Warning, code 399"


def test_accounts_that_tws_names_are_masked_from_then_on(bench: Bench, event_log: EventLog, log: Logs) -> None:
    del event_log
    bench.connect("odd-name", "DU1")
    ours.warning("about odd-name and DU1")
    assert written(log).endswith(f"about {MASKED} and {MASKED}\n")


def test_accounts_of_orders_and_fills_are_masked_however_they_are_written(
    bench: Bench, event_log: EventLog, log: Logs
) -> None:
    del event_log
    bench.receive(open_order(11, 1, 5, account="XK77", clearingAccount="BROKER 99-1"))
    bench.receive(execution("0000e0d5.00000001.01.01", acct_number="omni-77"))
    ours.error("about xk77, Broker 99-1 and OMNI-77")
    assert written(log).endswith(f"about {MASKED}, {MASKED} and {MASKED}\n")
