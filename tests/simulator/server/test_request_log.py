"""The log of requests: all are recorded, and orders are never executed."""

from __future__ import annotations

from ibapi.contract import Contract
from ibapi.execution import ExecutionFilter
from ibapi.order import Order
from ibapi.order_cancel import OrderCancel

from ibmonitor.simulator.scenarios.quiet import Quiet
from tests.simulator.peers import RunningTws, ibapi_client


def test_record_of_requests(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running, 6) as peer:
        asked = ExecutionFilter()
        asked.acctCode, asked.side = "DU9", "BUY"
        peer.reqExecutions(12, asked)
        peer.reqCompletedOrders(True)
        peer.wait("completedOrdersEnd")
        peer.wait("execDetailsEnd")
        record = running.tws.requests
        assert record.names == ["START_API", "REQ_EXECUTIONS", "REQ_COMPLETED_ORDERS"]
        assert record.names.count("REQ_EXECUTIONS") == 1
        (request,) = record.of("REQ_EXECUTIONS")
        assert request.client_id == 6
        assert request.request.is_protobuf == (version >= 201)
        expected = {"reqId": 12, "acctCode": "DU9", "side": "BUY", "clientId": 0}
        assert request.fields == expected
        assert record.of("REQ_COMPLETED_ORDERS")[0].fields == {"apiOnly": True}
        assert record.not_reading() == []


def test_orders_are_recorded_and_never_executed(version: int) -> None:
    with RunningTws(Quiet(), max_server_version=version) as running, ibapi_client(running) as peer:
        order, contract = Order(), Contract()
        order.action, order.orderType, order.totalQuantity = "BUY", "MKT", 1
        orders_before = len(running.tws.world.orders)
        peer.placeOrder(50, contract, order)
        peer.cancelOrder(2, OrderCancel())
        peer.reqGlobalCancel(OrderCancel())
        peer.reqPositions()
        peer.wait_until(lambda: sum(args[2] == 505 for args in peer.named("error")) == 4, "four refusals")
        names = [entry.name for entry in running.tws.requests.not_reading()]
        assert names == ["PLACE_ORDER", "CANCEL_ORDER", "REQ_GLOBAL_CANCEL", "message 61"]
        assert len(running.tws.world.orders) == orders_before
        assert peer.named("openOrder") == []
        assert peer.isConnected()
