"""How a simulated TWS is set, and how it misbehaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ibmonitor.simulator.wire.filters import TWS_ZONE
from ibmonitor.simulator.wire.protocol import MAX_SERVER_VERSION, MIN_SERVER_VERSION


def _connection_time() -> bytes:
    return datetime.now(TWS_ZONE).strftime("%Y%m%d %H:%M:%S %Z").encode()


@dataclass(slots=True, kw_only=True)
class ServerSettings:
    """TWS's own API settings first, then faults of real ones. All may change while it runs, except the versions."""

    max_server_version: int = MAX_SERVER_VERSION
    min_server_version: int = MIN_SERVER_VERSION
    read_only: bool = False
    master_client_id: int | None = None
    """`None` is the empty field of TWS's settings."""
    trade_log_days: int | None = None
    """The days that its Trade Log shows, today being the first: of no others it has executions. A Gateway has 1; `None`
    is all that a scenario has."""
    download_open_orders: bool = False
    negative_ids: bool = True
    trailing_comma: bool = False
    """Whether the list of managed accounts ends with a comma."""
    messages_per_second: int = 50
    """The limit for each client; read when it connects."""
    batch_size: int = 500
    """Frames of a long answer that are sent between two waits for the client to read."""
    speed: float = 1.0
    """2 plays the scenario twice as fast."""
    connection_time: bytes = field(default_factory=_connection_time)
    """The handshake's time, as bytes since real ones may be in any code page."""

    silent_to: set[str] = field(default_factory=set)
    """Names of requests that get no answer at all."""
    silent_accounts: set[str] = field(default_factory=set)
    """Accounts whose executions are requested in vain: no answer."""
    refused_accounts: set[str] = field(default_factory=set)
    """Accounts whose executions are refused."""
    split_writes: int | None = None
    """Bytes a write; `None` writes each answer whole."""
    glue_handshake: bool = False
    """Whether the farm notices come in one segment with the answer to the handshake."""
    handshake: Literal["answer", "silent", "close"] = "answer"
    clock_ahead: float = 0.0
    """Seconds that its clock is ahead of this computer's."""
    ghost_seconds: float = 0.0
    """How long a client id stays taken after its connection was cut, before TWS has noticed that."""
