"""One hour of the `load` scenario, compressed, with many forced disconnects of all kinds, through the real program's
connection, blotter, feed and tables."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from ibmonitor.app.connector import Connector, parameters_of
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Fault
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.load import Load
from ibmonitor.simulator.scenarios.load_life import PAUSE
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.backoff import Backoff
from ibmonitor.tws.session.parameters import SessionParameters
from tests.soak.comparison import differences
from tests.support.for_each import for_each

HOUR = 3600.0
CLIENT = 7


class Hour(Load):
    """The load, which lives for an hour of its own time."""

    def __init__(self, orders: int, fills: int, seed: int, seconds: float) -> None:
        super().__init__(orders, fills, seed=seed)
        self.left = round(seconds / PAUSE)

    def step(self) -> float | None:
        if self.left <= 0:
            return None
        self.left -= 1
        return super().step()


@dataclasses.dataclass
class Result:
    """What came of it. Sizes are in bytes, taken with nothing happening but disconnects."""

    disconnects: Counter[str]
    differences: list[str]
    faults: list[str]
    orders: int
    fills: int
    objects_before: int
    objects_after: int
    resident_before: int
    resident_after: int
    quiet_disconnects: int
    open_files: int
    tasks: list[str]


class Soak:
    def __init__(
        self, *, orders: int = 300, fills: int = 2_000, seconds: float = HOUR, speed: float = 60.0, seed: int = 1
    ) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._scenario = Hour(orders, fills, seed, seconds)
        self._whole = self._scenario.left
        self._tws = SimulatedTws(self._scenario, ServerSettings(master_client_id=CLIENT, speed=speed))
        self._wrapper = SignalWrapper()
        self._blotter = Blotter()
        self._tables = make_tables()
        self._feed = Feed(self._blotter, self._tables)
        self._wrapper.batch.connect(self._feed.on_events)
        self._faults: list[str] = []
        self._wrapper.batch.connect(for_each(self._on_event))
        self._connector = Connector(lambda: self._wrapper, self._blotter, backoff=lambda _host: Backoff(0.005, 0.05))
        self._kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "end": self._end,
            "reset": self._reset,
            "crash": self._crash,
            "in the middle of a frame": self._break_a_frame,
            "while synchronising": self._break_synchronising,
            "frozen": self._freeze,
            "restart": self._restart,
            "moved": self._move,
            "IB lost": self._lose_ib,
            "ghost": self._ghost,
        }

    async def run(self, disconnects: int, quiet_disconnects: int) -> Result:
        """Disconnect so often while the hour goes by, then so often with nothing happening; compare at the end."""
        files = _open_files()
        port = await self._tws.start()
        self._connector.connect_with(self._parameters(port))
        await self._until(LinkState.UP)
        done: Counter[str] = Counter()
        for number in range(disconnects):
            # Spread over the hour, however long a disconnect takes.
            share = 1 - number / disconnects
            while self._scenario.left > share * self._whole:
                await asyncio.sleep(0.01)
            done[await self._disconnect()] += 1
        while self._scenario.left:
            await asyncio.sleep(0.05)
        assert self._scenario.life is not None
        self._scenario.life.settle()
        await self._until(LinkState.UP)
        for _ in range(quiet_disconnects // 2):
            done[await self._disconnect()] += 1
        objects, resident = _sizes()
        for _ in range(quiet_disconnects - quiet_disconnects // 2):
            done[await self._disconnect()] += 1
        await self._until(LinkState.UP)
        await self._refresh()
        objects_after, resident_after = _sizes()
        found = [*differences(self._blotter, self._tws.world), *self._table_differences()]
        orders, fills = len(self._blotter.orders), len(self._blotter.fills)
        await self._connector.close()
        await self._tws.stop()
        tasks = [repr(task) for task in asyncio.all_tasks() if "ibmonitor" in repr(task)]
        return Result(
            disconnects=done,
            differences=found,
            faults=self._faults,
            orders=orders,
            fills=fills,
            objects_before=objects,
            objects_after=objects_after,
            resident_before=resident,
            resident_after=resident_after,
            quiet_disconnects=quiet_disconnects - quiet_disconnects // 2,
            open_files=_open_files() - files,
            tasks=tasks,
        )

    def _parameters(self, port: int) -> SessionParameters:
        settings = Settings(port=port, client_id=CLIENT, is_master=True)
        # In a compressed hour, patience and refreshes are compressed too.
        return dataclasses.replace(
            parameters_of(settings), heartbeat_seconds=0.1, silence_patience=0.3, refresh_seconds=0.5
        )

    def _on_event(self, event: object) -> None:
        if isinstance(event, Fault) and "connection" not in event.plain and "127.0.0.1" not in event.plain:
            self._faults.append(f"{event.plain} {event.detail}")

    def _table_differences(self) -> list[str]:
        self._feed.flush()
        counted = {
            "orders": (self._tables.orders.total_count, len(self._blotter.orders)),
            "fills": (self._tables.fills.total_count, len(self._blotter.fills)),
            "commissions": (self._tables.commissions.total_count, len(self._blotter.commissions)),
        }
        return [f"{name}: {rows} rows for {records}" for name, (rows, records) in counted.items() if rows != records]

    async def _until(self, state: LinkState) -> None:
        while self._blotter.link.state is not state:
            await asyncio.sleep(0.005)

    async def _refresh(self) -> None:
        self._connector.refresh()
        refreshing = self._connector._refreshing
        assert refreshing is not None
        await refreshing

    # Disconnects

    async def _disconnect(self) -> str:
        """Force one, of a kind that chance chooses, and wait until the link is up again."""
        name = self._chance.choice(list(self._kinds))
        before = len(self._blotter.link.live_intervals)
        await self._kinds[name]()
        while self._blotter.link.state is not LinkState.UP or len(self._blotter.link.live_intervals) == before:
            await asyncio.sleep(0.005)
        return name

    async def _end(self) -> None:
        for client in list(self._tws.clients):
            client.close()

    async def _reset(self) -> None:
        self._tws.outages.cut(reset=True)

    async def _crash(self) -> None:
        self._tws.outages.cut()

    async def _break_a_frame(self) -> None:
        for client in list(self._tws.clients):
            frame = client.wire.current_time(1)
            client.send_raw(frame[: self._chance.randrange(1, len(frame))])
            client.close()

    async def _break_synchronising(self) -> None:
        self._tws.outages.cut()
        await self._until(LinkState.SYNCHRONISING)
        await asyncio.sleep(self._chance.random() * 0.05)
        self._tws.outages.cut(reset=self._chance.random() < 0.5)

    async def _freeze(self) -> None:
        self._tws.outages.freeze()
        while self._blotter.link.state is LinkState.UP:
            await asyncio.sleep(0.005)
        self._tws.outages.thaw()

    async def _restart(self) -> None:
        await self._tws.outages.restart(0.05)

    async def _move(self) -> None:
        await self._tws.outages.move()

    async def _lose_ib(self) -> None:
        self._tws.outages.lose_ib(self._chance.choice((1100, 2110)))
        await self._until(LinkState.CUT_OFF)
        await asyncio.sleep(0.05)
        self._tws.outages.find_ib(self._chance.choice((1101, 1102)))

    async def _ghost(self) -> None:
        self._tws.settings.ghost_seconds = 0.05
        self._tws.outages.cut()
        self._tws.settings.ghost_seconds = 0.0


def _sizes() -> tuple[int, int]:
    """How many objects there are, and how many bytes are resident; 0 where the system does not report it."""
    gc.collect()
    status = Path("/proc/self/statm")
    resident = int(status.read_text().split()[1]) * 4096 if status.exists() else 0
    return len(gc.get_objects()), resident


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0
