"""The references: what others need for the same stream. Each connects, requests it, and returns when all is read."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from operator import attrgetter, itemgetter

from ibapi import comm
from ibapi.client import EClient
from ibapi.decoder import Decoder
from ibapi.execution import ExecutionFilter
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder
from ibapi.protobuf.OrderStatus_pb2 import OrderStatus
from ibapi.wrapper import EWrapper

from ibmonitor.tws.wire.framing import FrameBuffer
from tests.benchmarks.measure import Row, Stopwatch, Tws
from tests.benchmarks.streams import REQ_ID

HOST = "127.0.0.1"
Handle = Callable[[int, bytes], object]
"""Reads one message: its id, above 200 in protobuf form, and its body."""
OPEN_ORDER_END, EXECUTIONS_END = 53, 55


def framing(tws: Tws, size: int) -> list[Row]:
    return _receive(tws, size, lambda _client: lambda _id, _body: None)


def direct(tws: Tws, size: int) -> list[Row]:
    """Parse, and read the fields: the least that anything written in Python can do."""
    return _receive(tws, size, lambda _client: _read_proto if tws.version > 200 else _read_text)


def decoder(tws: Tws, size: int) -> list[Row]:
    """ibapi's decoder and an empty wrapper behind our framing: the yardstick."""

    def decoding(client: EClient) -> Handle:
        decoder = Decoder(client.wrapper, client.serverVersion_)

        def decode(message_id: int, body: bytes) -> None:
            if message_id > 200:
                decoder.processProtoBuf(body, message_id - 200)
            else:
                decoder.interpret(comm.read_fields(body), message_id)

        return decode

    return _receive(tws, size, decoding)


def _receive(tws: Tws, size: int, handling: Callable[[EClient], Handle]) -> list[Row]:
    with socket.create_connection((HOST, tws.port)) as connection:
        buffer = FrameBuffer()

        def next_frame() -> bytes:
            while (frame := buffer.next_frame()) is None:
                data = connection.recv(1 << 18)
                assert data, "the connection has ended"
                buffer.feed(data)
            return frame

        connection.sendall(b"API\0" + comm.make_initial_msg("v100..226"))
        client = EClient(EWrapper())
        client.clientId, client.serverVersion_ = 1, int(next_frame().split(b"\0")[0])
        client.conn = _Connection(connection)
        client.setConnState(EClient.CONNECTED)
        client.startApi()
        handle = handling(client)
        is_raw, orders, message_id = tws.version > 200, _has_orders(tws), 0
        watch = Stopwatch()
        client.reqAllOpenOrders() if orders else client.reqExecutions(REQ_ID, ExecutionFilter())
        end = OPEN_ORDER_END if orders else EXECUTIONS_END
        while message_id % 200 != end:
            frame = next_frame()
            if is_raw:
                message_id, body = int.from_bytes(frame[:4], "big"), frame[4:]
            else:
                digits, _, body = frame.partition(b"\0")
                message_id = int(digits)
            handle(message_id, body)
        watch.stop()
    return [watch.row(events=2 * size)]


def _has_orders(tws: Tws) -> bool:
    return tws.stream == "only_orders"


class _Connection:
    def __init__(self, connection: socket.socket) -> None:
        self.sendMsg = connection.sendall

    def isConnected(self) -> bool:
        return True


_EXECUTION = (
    "execId",
    "time",
    "acctNumber",
    "exchange",
    "side",
    "shares",
    "price",
    "permId",
    "clientId",
    "orderId",
    "cumQty",
    "avgPrice",
)
_ORDER = ("permId", "clientId", "action", "totalQuantity", "orderType", "lmtPrice", "tif", "account")
_CONTRACT = ("contract.conId", "contract.symbol", "contract.secType", "contract.currency")
_PROTO = {
    211: (ExecutionDetails, attrgetter(*_CONTRACT, *(f"execution.{name}" for name in _EXECUTION))),
    259: (CommissionAndFeesReport, attrgetter("execId", "commissionAndFees", "currency", "realizedPNL")),
    205: (OpenOrder, attrgetter("orderId", "orderState.status", *_CONTRACT, *(f"order.{name}" for name in _ORDER))),
    203: (OrderStatus, attrgetter("orderId", "status", "filled", "remaining", "avgFillPrice", "permId", "clientId")),
}
_TEXT = {
    11: (itemgetter(3, 4, 10, 13, 14, 15, 16, 17), itemgetter(1, 2, 18, 19, 20, 21, 23, 24)),
    59: (itemgetter(1, 3), itemgetter(2, 4)),
    5: (itemgetter(2, 3, 9, 12, 14, 17, 19), itemgetter(0, 1, 13, 15)),
    3: (itemgetter(1), itemgetter(0, 2, 3, 4, 5, 8)),
}
"""By message id, where the texts and the numbers are."""


def _read_proto(message_id: int, body: bytes) -> None:
    if message_id in _PROTO:
        message, fields = _PROTO[message_id]
        fields(message.FromString(body))


def _read_text(message_id: int, body: bytes) -> None:
    if message_id in _TEXT:
        fields = body.decode().split("\0")
        texts, numbers = _TEXT[message_id]
        texts(fields)
        for number in numbers(fields):
            float(number)


def stock_ibapi(tws: Tws, size: int) -> list[Row]:
    """ibapi as it is meant to be used: its own connection, reader thread and run loop, and an empty wrapper."""

    class Wrapper(EWrapper):  # type: ignore[misc] # ibapi ships no types
        def nextValidId(self, _: int) -> None:
            ready.set()

        def execDetailsEnd(self, _: int) -> None:
            done.set()

        def openOrderEnd(self) -> None:
            done.set()

    ready, done = threading.Event(), threading.Event()
    client = EClient(Wrapper())
    client.connect(HOST, tws.port, 1)
    threading.Thread(target=client.run, daemon=True).start()
    assert ready.wait(20)
    watch = Stopwatch()
    client.reqAllOpenOrders() if _has_orders(tws) else client.reqExecutions(REQ_ID, ExecutionFilter())
    assert done.wait(3000)
    watch.stop()
    return [watch.row(events=2 * size)]


def ib_async(tws: Tws, size: int) -> list[Row]:
    from ib_async import IB, StartupFetchNONE  # noqa: PLC0415 - it patches asyncio when imported

    async def run() -> Row:
        ib = IB()
        await ib.connectAsync(HOST, tws.port, 1, timeout=3, fetchFields=StartupFetchNONE)
        ib.client._reqIdSeq = REQ_ID
        watch = Stopwatch()
        await (ib.reqAllOpenOrdersAsync() if _has_orders(tws) else ib.reqExecutionsAsync())
        watch.stop()
        assert len(ib.trades() if _has_orders(tws) else ib.fills()) == size
        return watch.row(events=2 * size, fills=size)

    return [asyncio.run(run())]
