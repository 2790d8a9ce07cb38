"""One good frame, or a few, of every message that this program shows, as the simulated TWS sends it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse

from ibmonitor.simulator.account.records import SimCommission, SimContract, SimExecution, SimOrder
from ibmonitor.simulator.wire.wire import Wire
from tests.support.rich_world import rich_world

GROUPS = (
    '<?xml version="1.0"?><ListOfGroups><Group><name>Gr\u00f6\u00dfe</name><defaultMethod>Equal</defaultMethod>'
    '<ListOfAccts varName="list"><Account><acct>DU1</acct></Account></ListOfAccts></Group></ListOfGroups>'
)
CONFIG_SINCE = 219
STOCK = SimContract(265598, "AAPL", "STK", "SMART", "USD", "AAPL", "NMS")


def good_frames(server_version: int) -> dict[str, bytes]:
    """Frames by the name of TWS's callback, and of a variant of it."""
    wire, world = Wire(server_version), rich_world()
    working, combo, done, filled = world.orders
    first, second = world.executions
    frames = {
        "managedAccounts": wire.managed_accounts("DU1,DU2,"),
        "nextValidId": wire.next_valid_id(71),
        "openOrder": wire.open_order(working),
        "openOrder of a combo": wire.open_order(combo),
        "orderStatus": wire.order_status(working),
        "openOrderEnd": wire.open_order_end(),
        "completedOrder": wire.completed_order(done),
        "completedOrder of a combo": wire.completed_order(filled),
        "completedOrdersEnd": wire.completed_orders_end(),
        "orderBound": wire.order_bound(combo),
        "execDetails": wire.execution(9, first),
        "execDetails of a combo": wire.execution(-1, second),
        "execDetailsEnd": wire.execution_end(9),
        "commissionAndFeesReport": wire.commission(world.commissions[first.exec_id]),
        "commissionAndFeesReport of an opening trade": wire.commission(world.commissions[second.exec_id]),
        "error": wire.error(3, 201, "Order rejected - reason:\u00e4", 1_756_130_000_000, '{"code": "X\\"Y"}'),
        "currentTime": wire.current_time(1_756_130_400),
        "receiveFA": wire.receive_fa(1, GROUPS),
    }
    if server_version >= CONFIG_SINCE:
        frames["configResponse"] = wire.config(_config())
    return frames


def _config() -> bytes:
    response: Any = ConfigResponse(reqId=4)
    settings = response.api.settings
    settings.readOnlyApi = True
    settings.masterClientId = 7
    settings.socketPort = 7497
    settings.trustedIPs.append("127.0.0.1")
    return bytes(response.SerializeToString())


class Marks:
    """Good messages of new orders and fills, which must be shown whatever came before."""

    def __init__(self, server_version: int) -> None:
        self._wire = Wire(server_version)
        self._number = 0

    def order(self) -> SimOrder:
        self._number += 1
        number = 7_000_000 + self._number
        return SimOrder(
            number, STOCK, "BUY", Decimal(100), "LMT", "DU1", order_id=number, client_id=77, lmt_price=Decimal("12.5")
        )

    def next(self, *, with_open_order: bool = False) -> tuple[int, str, bytes]:
        """The permId, the execId, and the frames of an order, its fill and the fill's commission."""
        order, wire = self.order(), self._wire
        exec_id = f"0000f00d.{order.perm_id:08x}.01.01"
        fill = SimExecution(
            exec_id, STOCK, datetime.now(UTC), "20260825 14:00:04 US/Eastern", "DU1", "SMART", "BOT", Decimal(40),
            Decimal("12.5"), order.perm_id, order.order_id, 77, Decimal(40), Decimal("12.5"),
        )  # fmt: skip
        frames = [
            wire.open_order(order) if with_open_order else b"",
            wire.order_status(order),
            wire.execution(-1, fill),
            wire.commission(SimCommission(exec_id, Decimal("1.25"), "USD")),
        ]
        return order.perm_id, exec_id, b"".join(frames)
