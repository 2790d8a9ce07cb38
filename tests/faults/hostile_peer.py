"""A peer on a real socket between the program and a simulated TWS; it damages what TWS sends."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

Spoil = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Forwards what TWS sends to the program, and damages it on the way."""


async def relay(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
    """No harm."""
    while data := await tws.read(1 << 16):
        program.write(data)
        await program.drain()


async def in_single_bytes(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
    while data := await tws.read(1 << 16):
        for at in range(len(data)):
            program.write(data[at : at + 1])
            await program.drain()
            await asyncio.sleep(0)


def cut_after(length: int) -> Spoil:
    async def spoil(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        await _relay_first(tws, program, length)

    return spoil


def reset_after(length: int) -> Spoil:
    """Close in a way that loses what is still on its way (RST)."""

    async def spoil(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        await _relay_first(tws, program, length)
        raw = program.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return spoil


def half_closed_after(length: int) -> Spoil:
    """Send nothing more (FIN), and never close the other half."""

    async def spoil(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        await _relay_first(tws, program, length)
        program.write_eof()
        await asyncio.Event().wait()

    return spoil


def silent_after(length: int) -> Spoil:
    """Send nothing more, and never close."""

    async def spoil(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        await _relay_first(tws, program, length)
        await asyncio.Event().wait()

    return spoil


def saying(garbage: bytes) -> Spoil:
    """Send this instead of all that TWS sends."""

    async def spoil(_tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        program.write(garbage)
        await program.drain()
        await asyncio.Event().wait()

    return spoil


def between_frames(*garbage: bytes) -> Spoil:
    """Put these bytes, one after the other, before TWS's frames, the greeting excepted."""

    async def spoil(tws: asyncio.StreamReader, program: asyncio.StreamWriter) -> None:
        number = -1
        with suppress(asyncio.IncompleteReadError):
            while True:
                prefix = await tws.readexactly(4)
                body = await tws.readexactly(int.from_bytes(prefix, "big"))
                program.write((garbage[number % len(garbage)] if number >= 0 else b"") + prefix + body)
                await program.drain()
                number += 1

    return spoil


async def _relay_first(tws: asyncio.StreamReader, program: asyncio.StreamWriter, length: int) -> None:
    while length and (data := await tws.read(length)):
        program.write(data)
        await program.drain()
        length -= len(data)


@asynccontextmanager
async def spoilt(tws_port: int, *spoils: Spoil) -> AsyncIterator[int]:
    """The port of a peer whose first connections are spoilt, each in its way; all further ones are not."""
    left = list(spoils)
    at_work: set[asyncio.Task[None]] = set()

    async def serve(from_program: asyncio.StreamReader, to_program: asyncio.StreamWriter) -> None:
        spoil = left.pop(0) if left else relay
        from_tws, to_tws = await asyncio.open_connection("127.0.0.1", tws_port)
        asking = asyncio.create_task(_quietly(relay(from_program, to_tws)))
        answering = asyncio.create_task(_quietly(spoil(from_tws, to_program)))
        at_work.update((asking, answering))
        await asyncio.wait({asking, answering}, return_when="FIRST_COMPLETED")
        for task in (asking, answering):
            task.cancel()
        for writer in (to_program, to_tws):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await asyncio.sleep(0)


async def _quietly(work: Awaitable[None]) -> None:
    with suppress(OSError):
        await work
