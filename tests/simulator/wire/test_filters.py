"""Each field of ExecutionFilter, requested by IB's own client in both forms of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from ibapi.execution import ExecutionFilter as IbapiFilter

from ibmonitor.simulator.account.records import SimContract, SimExecution
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import us_eastern
from ibmonitor.simulator.wire.filters import TWS_ZONE, ExecutionFilter, parse_filter_time
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client

NOW = datetime.now(UTC)
AAPL = SimContract(1, "AAPL", "STK", "SMART", "USD")
OPTION = SimContract(2, "AAPL", "OPT", "SMART", "USD")
EURO = SimContract(3, "EUR", "CASH", "IDEALPRO", "USD")


def _execution(exec_id: str, contract: SimContract, **fields: Any) -> SimExecution:
    when = fields.pop("when", NOW)
    defaults: dict[str, Any] = {"account": "DU1", "exchange": "NYSE", "side": "BOT", "client_id": 1}
    return SimExecution(
        exec_id=exec_id, contract=contract, when=when, time=us_eastern(when), shares=Decimal(1), price=Decimal(1),
        perm_id=5, order_id=5, cum_qty=Decimal(1), avg_price=Decimal(1), **defaults | fields,
    )  # fmt: skip


WORLD = World(
    ("DF1", "DU1", "DU2"),
    executions=[
        _execution("stock", AAPL),
        _execution("sold", AAPL, side="SLD", client_id=7),
        _execution("option", OPTION, exchange="CBOE", account="DU2"),
        _execution("euro", EURO, exchange="IDEALPRO", client_id=0, is_manual=True),
        _execution("group", AAPL, account="DF1"),
        _execution("part", AAPL, account="DU2", is_allocation_part=True),
        _execution("yesterday", AAPL, when=NOW - timedelta(days=1)),
        _execution("long ago", AAPL, when=NOW - timedelta(days=5)),
    ],
)
TODAY = ["stock", "sold", "option", "euro", "group"]


@pytest.fixture(scope="module", params=[200, 226])
def peer(request: pytest.FixtureRequest) -> Iterator[IbapiPeer]:
    with RunningTws(Scenario(WORLD), max_server_version=request.param) as running, ibapi_client(running) as client:
        yield client


def _date(days_ago: int) -> int:
    return int((NOW - timedelta(days=days_ago)).astimezone(TWS_ZONE).strftime("%Y%m%d"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, TODAY),
        ({"clientId": 7}, ["sold"]),
        ({"acctCode": "DU1"}, ["stock", "sold", "euro"]),
        ({"acctCode": "DU2"}, ["option", "part"]),
        ({"acctCode": "DF1"}, ["group"]),
        ({"symbol": "EUR"}, ["euro"]),
        ({"symbol": "AAPL", "secType": "OPT"}, ["option"]),
        ({"secType": "CASH"}, ["euro"]),
        ({"exchange": "CBOE"}, ["option"]),
        ({"side": "BUY"}, ["stock", "option", "euro", "group"]),
        ({"side": "SELL"}, ["sold"]),
        ({"side": "SLD"}, ["sold"]),
        ({"symbol": "NONE"}, []),
        ({"lastNDays": 2}, [*TODAY, "yesterday"]),
        ({"lastNDays": 7}, [*TODAY, "yesterday", "long ago"]),
        ({"specificDates": [_date(5)]}, ["long ago"]),
        ({"specificDates": [_date(0), _date(1)]}, [*TODAY, "yesterday"]),
        ({"time": "20990101-00:00:00"}, []),
        ({"time": (NOW - timedelta(seconds=1)).strftime("%Y%m%d-%H:%M:%S")}, TODAY),
        ({"time": (NOW + timedelta(seconds=1)).astimezone(TWS_ZONE).strftime("%Y%m%d %H:%M:%S US/Eastern")}, []),
    ],
)
def test_field(peer: IbapiPeer, fields: dict[str, Any], expected: list[str]) -> None:
    asked = IbapiFilter()
    for name, value in fields.items():
        setattr(asked, name, value)
    with_number = len(peer.named("execDetailsEnd")) + 1
    peer.reqExecutions(with_number, asked)
    peer.wait("execDetailsEnd", with_number)
    assert [execution.execId for req_id, _, execution in peer.named("execDetails") if req_id == with_number] == expected


@pytest.mark.parametrize("fields", [{"side": "UP"}, {"time": "noon"}, {"time": "20260101 10:00:00 Nowhere/Land"}])
def test_invalid_fields_are_refused(peer: IbapiPeer, fields: dict[str, str]) -> None:
    asked = IbapiFilter()
    for name, value in fields.items():
        setattr(asked, name, value)
    peer.reqExecutions(900 + len(peer.named("error")), asked)
    peer.wait_until(lambda: any(args[2] == 321 for args in peer.named("error")), "error 321")


def test_times() -> None:
    assert parse_filter_time("20260611-13:30:30") == datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC)
    assert parse_filter_time("20260611-13:30:30Z") == datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC)
    assert parse_filter_time("20260611 09:30:30 US/Eastern") == datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC)
    assert parse_filter_time("20260611  09:30:30") == datetime(2026, 6, 11, 13, 30, 30, tzinfo=UTC)


def test_midnight_is_the_simulated_tws_own() -> None:
    now = datetime(2026, 1, 15, 5, 30, tzinfo=UTC)  # half past midnight in New York
    admits = ExecutionFilter({}, now).admits
    assert admits(_execution("after", AAPL, when=datetime(2026, 1, 15, 5, 1, tzinfo=UTC)))
    assert not admits(_execution("before", AAPL, when=datetime(2026, 1, 15, 4, 59, tzinfo=UTC)))
