"""What happens to a real TWS in a day: it freezes, restarts, moves, loses IB, and takes ghosts for clients."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibmonitor.simulator.server.server import SimulatedTws

IB_LOST = {
    1100: "Connectivity between IBKR and Trader Workstation has been lost.",
    2110: "Connectivity between Trader Workstation and server is broken. It will be restored automatically.",
}
IB_FOUND = {
    1101: "Connectivity between IBKR and Trader Workstation has been restored - data lost.",
    1102: "Connectivity between IBKR and Trader Workstation has been restored - data maintained.",
}
MOVED = 1300
MOVED_TEXT = (
    "TWS socket port has been reset and this connection is being dropped. Please reconnect on the new port - {port}"
)


class Outages:
    """Meanwhile the world lives on: what happens during an outage is found only by asking afterwards."""

    def __init__(self, tws: SimulatedTws) -> None:
        self._tws = tws
        self._ghosts: dict[int, float] = {}
        """Until when a client id is taken, in the loop's time."""
        self._thawed = asyncio.Event()
        self._thawed.set()
        self.has_lost_ib = False
        """Nobody is told of anything."""

    @property
    def is_frozen(self) -> bool:
        return not self._thawed.is_set()

    async def thawed(self) -> None:
        """Wait while it is frozen."""
        await self._thawed.wait()

    def has_ghost(self, client_id: int) -> bool:
        """Whether a connection of this client that was cut still counts as one."""
        return self._ghosts.get(client_id, 0.0) > asyncio.get_running_loop().time()

    def cut(self, *, reset: bool = False) -> None:
        """Cut all connections, with a RST where `reset` says so."""
        until = asyncio.get_running_loop().time() + self._tws.ghost_seconds
        for client in list(self._tws.clients):
            if client.client_id is not None:
                self._ghosts[client.client_id] = until
            client.drop(reset=reset)

    def freeze(self) -> None:
        """Keep the sockets open, and neither read nor answer; what would be told is kept."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Go on, and send what was kept to whoever is still there."""
        self._thawed.set()
        for client in list(self._tws.clients):
            client.thaw()

    async def restart(self, pause: float) -> None:
        """Close everything, as each day, and listen at the same port again after `pause` seconds."""
        port = self._tws.port or 0
        self._tws.close_port()
        for client in list(self._tws.clients):
            client.close()
        await asyncio.sleep(pause)
        await self._tws.listen(port)

    async def move(self, port: int = 0) -> int:
        """Say 1300, close everything, and listen at another port, which is returned; 0 takes a free one."""
        bound = await self._tws.listen(port)
        self._tws.broadcast_error(MOVED, MOVED_TEXT.format(port=bound))
        for client in list(self._tws.clients):
            client.close()
        return bound

    def lose_ib(self, code: int = 1100) -> None:
        """Lose the connection to IB, and say so."""
        self._tws.broadcast_error(code, IB_LOST[code])
        self.has_lost_ib = True

    def find_ib(self, code: int = 1102) -> None:
        """Have the connection to IB back, and say so; nothing of what happened meanwhile is told."""
        self.has_lost_ib = False
        self._tws.broadcast_error(code, IB_FOUND[code])
