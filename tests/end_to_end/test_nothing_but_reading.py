"""The record of requests that the end-to-end tests rely on is no blind eye: a hostile client is found in it."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from ibapi.client import EClient
from ibapi.contract import Contract
from ibapi.order import Order
from ibapi.order_cancel import OrderCancel
from ibapi.protobuf.UpdateConfigRequest_pb2 import UpdateConfigRequest
from ibapi.wrapper import EWrapper

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from tests.end_to_end import processes
from tests.end_to_end.asked import not_allowed
from tests.support.waiting import until


class Ungated:
    """ibapi's connection as any other program has it: it writes whatever it is given."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.sendMsg = write

    def isConnected(self) -> bool:
        return True


def hostile(write: Callable[[bytes], object], server_version: int, client_id: int) -> Any:
    client = EClient(EWrapper())
    client.optCapab = ""
    client.clientId = client_id
    client.serverVersion_ = server_version
    client.conn = Ungated(write)
    client.setConnState(EClient.CONNECTED)
    return client


def order() -> Order:
    made = Order()
    made.action, made.orderType, made.totalQuantity = "BUY", "MKT", 1
    return made


DEEDS: dict[str, tuple[Callable[[Any], object], str]] = {
    "place": (lambda client: client.placeOrder(50, Contract(), order()), "5\tPLACE_ORDER\tchanges"),
    "cancel": (lambda client: client.cancelOrder(2, OrderCancel()), "5\tCANCEL_ORDER\tchanges"),
    "cancel all": (lambda client: client.reqGlobalCancel(OrderCancel()), "5\tREQ_GLOBAL_CANCEL\tchanges"),
    "exercise": (
        lambda client: client.exerciseOptions(1, Contract(), 1, 1, "DU1", 0, "", "", False),
        "5\tEXERCISE_OPTIONS\tchanges",
    ),
    "replace FA": (lambda client: client.replaceFA(1, 1, "<x/>"), "5\tREPLACE_FA\tchanges"),
    "show in TWS": (lambda client: client.updateDisplayGroup(1, "8314"), "5\tUPDATE_DISPLAY_GROUP\tchanges"),
    "bind": (lambda client: client.reqAutoOpenOrders(True), "5\tREQ_AUTO_OPEN_ORDERS\tbinds"),
    "positions": (lambda client: client.reqPositions(), "5\tmessage 61\tunknown"),
}
UPDATE_CONFIG = (lambda client: client.updateConfigProtoBuf(UpdateConfigRequest(reqId=1)), "5\tUPDATE_CONFIG\tchanges")


async def told_of(deed: Callable[[Any], object], server_version: int, client_id: int) -> list[str]:
    """Do the deed as a client without a gate; return what the simulated TWS has recorded."""
    tws = SimulatedTws(Quiet(), ServerSettings(max_server_version=server_version))
    port = await tws.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"API\0\0\0\0\x09v100..226")
        await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big"))
        client = hostile(writer.write, server_version, client_id)
        client.startApi()
        deed(client)
        async with asyncio.timeout(20):
            await until(lambda: len(tws.requests.all) >= 2)
        return tws.requests.lines()
    finally:
        writer.close()
        await tws.stop()


@pytest.fixture
def watched(nothing_but_reading_was_asked_for: list[SimulatedTws]) -> list[SimulatedTws]:
    """The simulated TWS that this test has started; those that were put to the proof are taken out by it."""
    return nothing_but_reading_was_asked_for


@pytest.mark.parametrize("server_version", [178, 200, 201, 203, 213, 226])
def test_what_a_hostile_client_asks_for_is_found(watched: list[SimulatedTws], server_version: int) -> None:
    deeds = [*DEEDS.values(), *([UPDATE_CONFIG] if server_version >= 226 else [])]
    for deed, line in deeds:
        lines = asyncio.run(told_of(deed, server_version, 5))
        assert not_allowed(lines) == [line]
    assert len(watched) == len(deeds), "the fixture would have looked at each"
    watched.clear()


def test_own_open_orders_of_client_0_are_binding(watched: list[SimulatedTws]) -> None:
    for client_id, expected in ((0, ["0\tREQ_OPEN_ORDERS\tbinds"]), (5, [])):
        lines = asyncio.run(told_of(lambda client: client.reqOpenOrders(), 226, client_id))
        assert not_allowed(lines) == expected
        assert not_allowed(lines, may_bind=True) == []
    watched.clear()


QUIET = ("--scenario", "quiet", "--server-version", "200")


def test_the_record_of_a_process_of_its_own_is_looked_at() -> None:
    async def place(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"API\0\0\0\0\x09v100..226")
        await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big"))
        client = hostile(writer.write, 200, 5)
        client.startApi()
        client.placeOrder(50, Contract(), order())
        while b"505" not in await reader.read(65536) and not reader.at_eof():  # TWS's "unknown message"
            pass
        writer.close()

    with pytest.raises(AssertionError, match="PLACE_ORDER"), processes.simulator(*QUIET) as port:
        asyncio.run(asyncio.wait_for(place(port), 30))


def test_a_process_that_is_only_read_passes() -> None:
    with processes.simulator("--scenario", "quiet") as port:
        done: subprocess.CompletedProcess[str] = processes.ibmonitor("snapshot", "--port", str(port))
    assert done.returncode == 0
