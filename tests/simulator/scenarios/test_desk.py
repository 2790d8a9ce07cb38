"""TWS's sequences, times of messages, and who receives an answer, as no single captured frame shows."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.scenarios.desk import Desk, auto_cancel_date
from tests.simulator.peers import IbapiPeer, RunningTws, ibapi_client

VERSIONS = [178, 200, 203, 225]


def _desk() -> Desk:
    return Desk(World(("DU1",)), clock=lambda: datetime.now(UTC))


def _place(desk: Desk, **fields: Any) -> Any:
    usual: dict[str, Any] = {"account": "DU1", "lmt_price": Decimal(10)}
    return desk.place(ins.AAPL, "BUY", 5, **usual | fields)


def _statuses(peer: IbapiPeer) -> list[tuple[int, str]]:
    return [(args[0], args[1]) for args in peer.named("orderStatus")]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_first_answer_of_completed_orders_begins_with_the_own_ones(version: int) -> None:
    desk = _desk()
    own, other, working = _place(desk), _place(desk, client_id=2), _place(desk)
    rejected, manual = _place(desk), _place(desk, is_manual=True)
    desk.fill(own, 5, "10", "IEX")
    desk.cancel(other)
    desk.reject(rejected, "No.")
    desk.cancel(manual)
    with (
        RunningTws(Scenario(desk.world), max_server_version=version) as running,
        ibapi_client(running, 1) as peer,
        ibapi_client(running, 5) as stranger,
    ):
        for count in (1, 2):
            peer.reqCompletedOrders(False)
            peer.wait("completedOrdersEnd", count)
        assert _statuses(peer) == [(own.order_id, "Filled"), (rejected.order_id, "Cancelled")], "once, in order of ids"
        names = [name for name, _ in peer.calls if name in {"orderStatus", "completedOrder"}]
        assert names == ["orderStatus"] * 2 + ["completedOrder"] * 8
        stranger.reqCompletedOrders(False)
        stranger.wait("completedOrdersEnd")
        assert _statuses(stranger) == []
        stranger.reqAllOpenOrders()
        stranger.wait("openOrderEnd")
        assert [order.permId for _, _, order, _ in stranger.named("openOrder")] == [working.perm_id]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_rejected_order_is_listed_as_cancelled(version: int) -> None:
    desk = _desk()
    with RunningTws(Scenario(desk.world), max_server_version=version) as running, ibapi_client(running, 1) as peer:
        running.call(lambda: desk.reject(_place(desk), "Order is already expired."))
        code, text = peer.wait_error(201)[2:4]
        assert (code, text) == (201, "Order rejected - reason:Order is already expired.")
        calls = [name for name, args in peer.calls if name != "error" or args[2] == 201]
        assert calls[-3:] == ["openOrder", "orderStatus", "error"]
        (_, _, _, before), (_, _, _, state) = peer.named("openOrder")
        assert (before.status, state.status) == ("Submitted", "Inactive")
        peer.reqAllOpenOrders()
        peer.wait("openOrderEnd")
        assert len(peer.named("openOrder")) == 2
        peer.reqCompletedOrders(False)
        ((_, _, completed),) = peer.wait("completedOrder")
        assert (completed.status, completed.completedStatus, completed.rejectReason) == (
            "Cancelled",
            "Rejected by System:\nOrder is already expired.",
            "",
        )


@pytest.mark.parametrize("version", [200, 225])
def test_messages_of_ibs_servers_have_whole_seconds(version: int) -> None:
    desk = _desk()

    def happen() -> None:
        order = _place(desk)
        desk.warn(order, "Warning: later.")
        desk.cancel(order)
        for code in (161, 10148):
            desk.refuse_cancel(order, code)

    with RunningTws(Scenario(desk.world), max_server_version=version) as running, ibapi_client(running, 1) as peer:
        now = int(time.time() * 1000)
        while now % 1000 < 100 or now % 1000 > 400:  # so that a whole second is none by chance
            time.sleep(0.05)
            now = int(time.time() * 1000)
        running.call(happen)
        peer.wait_error(10148)
        times = {args[2]: args[1] for args in peer.named("error")}
        assert times[399] % 1000 == times[202] % 1000 == 0
        assert times[161] % 1000 != 0
        assert times[10148] % 1000 != 0
        assert all(abs(times[code] - now) < 2000 for code in (399, 202, 161, 10148))
        assert peer.wait_error(399)[3] == "Order Message:\nBUY 5 AAPL NASDAQ.NMS\nWarning: later."


def test_a_modification_merges_what_it_has_of_more() -> None:
    desk = _desk()
    order = _place(desk, more={"hidden": True}, tif="GTC")
    desk.modify(order, more={"outsideRth": True}, tif="DAY")
    assert (order.more, order.auto_cancel_date) == ({"hidden": True, "outsideRth": True}, "")


@pytest.mark.parametrize(
    ("month", "date"), [(1, "20260630"), (3, "20260630"), (4, "20260930"), (8, "20261231"), (12, "20270331")]
)
def test_gtc_orders_end_with_the_quarter_after_this_one(month: int, date: str) -> None:
    assert auto_cancel_date(datetime(2026, month, 12, 15, tzinfo=UTC)) == f"{date} 16:00:00 US/Eastern"
