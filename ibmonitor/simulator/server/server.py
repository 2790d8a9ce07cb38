"""The simulated TWS: listens on loopback, plays its scenario, and sends each client what it may see."""

from __future__ import annotations

import asyncio

from ibmonitor.simulator.account.visibility import DEFAULT_CLIENT, is_pushed_to
from ibmonitor.simulator.account.world import (
    CommissionReported,
    ErrorShown,
    Executed,
    OrderBoundShown,
    OrderShown,
    StatusShown,
    World,
    WorldEvent,
)
from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.server.client import Client
from ibmonitor.simulator.server.connection import ClientConnection
from ibmonitor.simulator.server.listener import Listener
from ibmonitor.simulator.server.outages import Outages
from ibmonitor.simulator.server.request_log import RequestLog
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.server.state import ServerState
from ibmonitor.simulator.wire.announcement import announcement


class SimulatedTws:
    """A TWS that speaks the real protocol, on a loopback port. Usable in any asyncio loop.

    `settings` are its API settings and its faults; `outages` cuts, freezes and moves its connections.
    """

    def __init__(self, scenario: Scenario, settings: ServerSettings | None = None) -> None:
        self.scenario = scenario
        self.settings = settings or ServerSettings()
        self.state = ServerState(scenario.world, self.settings)
        self._listener = Listener(self._on_connected)
        self.outages = Outages(self.state, self._listener)
        self._is_started = False
        self._serving: set[asyncio.Task[None]] = set()
        self._next_step: asyncio.TimerHandle | None = None

    @property
    def world(self) -> World:
        return self.state.world

    @property
    def requests(self) -> RequestLog:
        return self.state.requests

    @property
    def clients(self) -> list[Client]:
        """The connected clients, those without START_API included."""
        return self.state.clients

    @property
    def port(self) -> int | None:
        """`None` before the start."""
        return self._listener.port

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        """Listen; return the bound port. Raises `ValueError` for a host beyond loopback, `OSError` for a busy port."""
        bound = await self._listener.start(host, port)
        self._is_started = True
        self.world.listeners.append(self._on_world_event)
        self._play()
        return bound

    async def stop(self) -> None:
        """Close all connections and the port; the scenario ends. A second call does nothing."""
        if not self._is_started:
            return
        self._is_started = False
        self.world.listeners.remove(self._on_world_event)
        if self._next_step is not None:
            self._next_step.cancel()
        self._listener.close()
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._listener.wait_closed()

    def client(self, client_id: int) -> Client:
        """A client that has sent START_API; raises `LookupError`."""
        for client in self.clients:
            if client.client_id == client_id:
                return client
        raise LookupError(f"client {client_id} is not connected")

    def broadcast_error(self, code: int, text: str) -> None:
        """Send an error without an id to every started client."""
        self.world.emit(ErrorShown(code, text))

    def _on_connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = ClientConnection(self.state, reader, writer)
        self.clients.append(connection.client)
        try:
            await connection.run()
        except asyncio.CancelledError:
            connection.client.drop()
        finally:
            self.clients.remove(connection.client)

    def _play(self) -> None:
        pause = self.scenario.step()
        if pause is not None:
            self._next_step = asyncio.get_running_loop().call_later(pause / self.settings.speed, self._play)

    def _on_world_event(self, event: WorldEvent) -> None:
        if isinstance(event, OrderShown):
            self._bind_automatically(event)
        if self.outages.has_lost_ib:
            return
        for client in self.clients:
            if client.client_id is not None and self._sees(client.client_id, event):
                client.send_raw(announcement(client.wire, event))

    def _bind_automatically(self, shown: OrderShown) -> None:
        order = shown.order
        if order.is_manual and order.order_id == 0 and any(client.auto_bind for client in self.clients):
            self.world.bind(order, DEFAULT_CLIENT, negative=self.settings.negative_ids)

    def _sees(self, client_id: int, event: WorldEvent) -> bool:
        match event:
            case OrderShown(order) | StatusShown(order) | OrderBoundShown(order):
                return is_pushed_to(order, client_id, self.settings.master_client_id)
            case Executed(execution):
                is_sent = self.world.sends_parts_live or not execution.is_allocation_part
                return is_sent and is_pushed_to(execution, client_id, self.settings.master_client_id)
            case CommissionReported(_, execution):
                return execution is None or self._sees(client_id, Executed(execution))
            case ErrorShown(client_id=int(asker)):
                return client_id in {asker, self.settings.master_client_id}
            case ErrorShown(order=order):
                return order is None or is_pushed_to(order, client_id, self.settings.master_client_id)
