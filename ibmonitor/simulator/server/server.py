"""The simulated TWS: listens on loopback, keeps its clients, tells each what it may see, and lets the scenario live."""

from __future__ import annotations

import asyncio
import ipaddress
from datetime import datetime
from typing import Literal

from ibmonitor.simulator.account.visibility import DEFAULT_CLIENT, is_pushed_to
from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    Happening,
    OrderBoundShown,
    OrderShown,
    StatusShown,
    World,
)
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.server.connection import ClientConnection
from ibmonitor.simulator.server.outages import Outages
from ibmonitor.simulator.server.request_log import RequestRecord
from ibmonitor.simulator.wire.announcement import announcement
from ibmonitor.simulator.wire.filters import TWS_ZONE
from ibmonitor.simulator.wire.protocol import MAX_SERVER_VERSION, MIN_SERVER_VERSION


class SimulatedTws:
    """A TWS that speaks the real protocol, on a loopback port.

    The settings are those of TWS's own API page; `master_client_id` of `None` is the empty field there. Usable in any
    asyncio loop. `silent_to`, `silent_accounts`, `refused_accounts`, `split_writes`, `glue_handshake`, `handshake`,
    `clock_ahead` and `ghost_seconds` may be changed at any time to make it misbehave as real ones do; `outages` has
    what happens to its connections.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        max_server_version: int = MAX_SERVER_VERSION,
        min_server_version: int = MIN_SERVER_VERSION,
        read_only: bool = False,
        master_client_id: int | None = None,
        download_open_orders: bool = False,
        negative_ids: bool = True,
        trailing_comma: bool = False,
        messages_per_second: int = 50,
        batch_size: int = 500,
        speed: float = 1.0,
    ) -> None:
        self.scenario = scenario
        self.max_server_version = max_server_version
        self.min_server_version = min_server_version
        self.read_only = read_only
        self.master_client_id = master_client_id
        self.download_open_orders = download_open_orders
        self.negative_ids = negative_ids
        self.trailing_comma = trailing_comma
        self.messages_per_second = messages_per_second
        self.batch_size = batch_size
        """Frames of a long answer that are sent between two waits for the client to read."""
        self.speed = speed
        self.connection_time = datetime.now(TWS_ZONE).strftime("%Y%m%d %H:%M:%S %Z").encode()
        """The handshake's time, as bytes since real ones may be in any code page."""

        self.silent_to: set[str] = set()
        """Names of requests that get no answer at all."""
        self.silent_accounts: set[str] = set()
        """Accounts for whose executions nobody gets an answer."""
        self.refused_accounts: set[str] = set()
        """Accounts for whose executions everybody gets a refusal."""
        self.split_writes: int | None = None
        """Bytes a write; `None` writes each answer whole."""
        self.glue_handshake = False
        """Whether the farm notices come in one segment with the answer to the handshake."""
        self.handshake: Literal["answer", "silent", "close"] = "answer"

        self.clock_ahead = 0.0
        """Seconds that its clock is ahead of this computer's."""
        self.ghost_seconds = 0.0
        """How long a client id stays taken after its connection was cut, before TWS has noticed that."""
        self.outages = Outages(self)

        self.requests = RequestRecord()
        self.clients: list[ClientConnection] = []
        self.port: int | None = None
        self._host = ""
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._life: asyncio.TimerHandle | None = None

    @property
    def world(self) -> World:
        return self.scenario.world

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen; return the bound port. Raises `ValueError` for a host beyond loopback, `OSError` for a busy port."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"The simulated TWS listens on loopback only, not on {host}.")
        self._host = host
        bound = await self.listen(port)
        self.world.listeners.append(self._on_happening)
        self._live()
        return bound

    async def listen(self, port: int) -> int:
        """Take connections at this port from now on, and no more at the one before; those there are stay."""
        server = await asyncio.start_server(self._on_connected, self._host, port)
        self.close_port()
        self._server = server
        self.port = int(server.sockets[0].getsockname()[1])
        return self.port

    def close_port(self) -> None:
        """Take no connections; those there are stay."""
        if self._server is not None:
            self._server.close()

    async def stop(self) -> None:
        """Close all connections and the port; the life of the scenario ends. A second call does nothing."""
        if self._server is None:
            return
        server, self._server = self._server, None
        self.world.listeners.remove(self._on_happening)
        if self._life is not None:
            self._life.cancel()
        server.close()
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await server.wait_closed()

    def client(self, client_id: int) -> ClientConnection:
        """The connection of a started client; raises `LookupError`."""
        for connection in self.clients:
            if connection.client_id == client_id:
                return connection
        raise LookupError(f"client {client_id} is not connected")

    def is_taken(self, client_id: int) -> bool:
        """Whether a client has this id, or the ghost of one."""
        return any(other.client_id == client_id for other in self.clients) or self.outages.has_ghost(client_id)

    def broadcast_error(self, code: int, text: str) -> None:
        """Send an error without an id to every started client."""
        self.world.tell(ErrorShown(code, text))

    def _on_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = ClientConnection(self, reader, writer)
        self.clients.append(connection)
        try:
            await connection.run()
        except asyncio.CancelledError:
            connection.drop()
        finally:
            self.clients.remove(connection)

    def _live(self) -> None:
        pause = self.scenario.step()
        if pause is not None:
            self._life = asyncio.get_running_loop().call_later(pause / self.speed, self._live)

    def _on_happening(self, happening: Happening) -> None:
        if isinstance(happening, OrderShown):
            self._bind_automatically(happening)
        if self.outages.has_lost_ib:
            return
        for client in self.clients:
            if client.client_id is not None and self._sees(client.client_id, happening):
                client.send_raw(announcement(client.wire, happening))

    def _bind_automatically(self, shown: OrderShown) -> None:
        order = shown.order
        if order.is_manual and order.order_id == 0 and any(client.auto_bind for client in self.clients):
            self.world.bind(order, DEFAULT_CLIENT, negative=self.negative_ids)

    def _sees(self, client_id: int, happening: Happening) -> bool:
        match happening:
            case OrderShown(order) | StatusShown(order) | OrderBoundShown(order):
                return is_pushed_to(order, client_id, self.master_client_id)
            case Executed(execution):
                is_told = self.world.tells_parts_live or not execution.is_allocation_part
                return is_told and is_pushed_to(execution, client_id, self.master_client_id)
            case CommissionReported(_, execution):
                return execution is None or self._sees(client_id, Executed(execution))
            case ErrorShown(client_id=int(asker)):
                return client_id in {asker, self.master_client_id}
            case ErrorShown(order=order):
                return order is None or is_pushed_to(order, client_id, self.master_client_id)
