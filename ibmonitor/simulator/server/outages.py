"""What happens to a real TWS in a day: it freezes, restarts, moves to another port, and loses IB."""

from __future__ import annotations

import asyncio

from ibmonitor.simulator.account.world import ErrorShown
from ibmonitor.simulator.server.listener import Listener
from ibmonitor.simulator.server.state import ServerState

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
    """What happens in the account during an outage is found only by asking afterwards."""

    def __init__(self, state: ServerState, listener: Listener) -> None:
        self._state = state
        self._listener = listener
        self.has_lost_ib = False
        """While true, clients receive nothing unasked."""

    def cut(self, *, reset: bool = False) -> None:
        """Cut all connections, with a RST if `reset`; their ids stay taken for `ghost_seconds`."""
        until = asyncio.get_running_loop().time() + self._state.settings.ghost_seconds
        for client in list(self._state.clients):
            if client.client_id is not None:
                self._state.ghosts[client.client_id] = until
            client.drop(reset=reset)

    def freeze(self) -> None:
        """Keep the sockets open, but neither read nor send; what would be sent is held."""
        self._state.running.clear()

    def thaw(self) -> None:
        """Resume, and send what was held to the clients that are still connected."""
        self._state.running.set()
        for client in list(self._state.clients):
            client.send_held()

    async def restart(self, pause: float) -> None:
        """Close everything, as each day, and listen at the same port again after `pause` seconds."""
        port = self._listener.port or 0
        self._listener.close()
        self._close_connections()
        await asyncio.sleep(pause)
        await self._listener.listen(port)

    async def move(self, port: int = 0) -> int:
        """Send a 1300, close everything, and listen at another port, which is returned; 0 takes a free one."""
        bound = await self._listener.listen(port)
        self._send(MOVED, MOVED_TEXT.format(port=bound))
        self._close_connections()
        return bound

    def lose_ib(self, code: int = 1100) -> None:
        """Lose the connection to IB, and report it."""
        self._send(code, IB_LOST[code])
        self.has_lost_ib = True

    def find_ib(self, code: int = 1102) -> None:
        """Report that the connection to IB is back; what happened without it is never sent unasked."""
        self.has_lost_ib = False
        self._send(code, IB_FOUND[code])

    def _close_connections(self) -> None:
        for client in list(self._state.clients):
            client.close()

    def _send(self, code: int, text: str) -> None:
        self._state.world.emit(ErrorShown(code, text))
