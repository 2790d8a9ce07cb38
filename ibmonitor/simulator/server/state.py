"""What the connections of one simulated TWS share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.server.client import Client
from ibmonitor.simulator.server.request_log import RequestLog
from ibmonitor.simulator.server.server_settings import ServerSettings


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class ServerState:
    world: World
    settings: ServerSettings
    requests: RequestLog = field(default_factory=RequestLog)
    clients: list[Client] = field(default_factory=list)
    running: asyncio.Event = field(default_factory=_set_event)
    """Not set while TWS is frozen: it neither reads nor sends."""
    ghosts: dict[int, float] = field(default_factory=dict)
    """Until when (the loop's time) the id of a client whose connection was cut stays taken."""

    def is_taken(self, client_id: int) -> bool:
        """Whether a client has this id, or a connection that was cut still counts as one."""
        if any(other.client_id == client_id for other in self.clients):
            return True
        return self.ghosts.get(client_id, 0.0) > asyncio.get_running_loop().time()
