"""A TWS client without a socket: frames in, events out."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterable
from pathlib import Path

from ibmonitor.domain.records.events import Event
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.wire.client import TwsClient


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def text_frame(*fields: object, server_version: int = 200) -> bytes:
    """A text message: the id first, then its fields."""
    message_id, *rest = fields
    tail = b"".join((field if isinstance(field, bytes) else str(field).encode()) + b"\0" for field in rest)
    head = int(str(message_id)).to_bytes(4, "big") if server_version >= 201 else f"{message_id}\0".encode()
    return framed(head + tail)


def proto_frame(message_id: int, body: bytes) -> bytes:
    return framed((message_id + 200).to_bytes(4, "big") + body)


def greeting(server_version: int, time: bytes = b"20260825 16:00:00 CET") -> bytes:
    return framed(b"%d\0%s\0" % (server_version, time))


def decoded(server_version: int, frames: Iterable[bytes]) -> list[Event]:
    """The adapter's events for these frames."""
    events: list[Event] = []

    async def run() -> None:
        wrapper = SignalWrapper()
        wrapper.batch.connect(events.extend)
        client = TwsClient(wrapper, client_id=1, may_bind=lambda: False, on_closed=lambda _: None)
        transport = client._transport
        transport.data_received(greeting(server_version))
        for frame in frames:
            transport.data_received(frame)
        while transport._turn is not None:
            await asyncio.sleep(0)
        client.close()

    asyncio.run(run())
    return events


def capture(path: Path) -> tuple[int, list[bytes]]:
    """The server version and the server's frames of a capture file (its README gives the format)."""
    version = 0
    frames = []
    for line in path.read_text().splitlines():
        if line.startswith("handshake"):
            version = int(json.loads(line.removeprefix("handshake"))["server_version"])
        elif line.startswith("raw server "):
            frames.append(base64.b64decode(line.split()[2]))
    return version, frames
