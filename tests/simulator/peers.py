"""Helpers for tests of the simulated TWS: a server in its own thread, stock ibapi as its client, a bare socket."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from ibapi.client import EClient
from ibapi.comm import read_fields
from ibapi.common import PROTOBUF_MSG_ID
from ibapi.decoder import Decoder
from ibapi.wrapper import EWrapper

from ibmonitor.simulator.scenarios.base import Scenario
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings

T = TypeVar("T")
PATIENCE = 20.0
"""Seconds until a test fails; a passing test never waits so long."""


class RunningTws:
    """A simulated TWS whose loop runs in its own thread, so that blocking clients can be tested against it."""

    def __init__(self, scenario: Scenario, **settings: Any) -> None:
        self.tws = SimulatedTws(scenario, ServerSettings(**settings))
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="simulated TWS")
        self._started = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.tws.stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    def call(self, function: Callable[[], T]) -> T:
        """Run a function in the server's loop and return what it gives."""

        async def run() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self.port = self._loop.run_until_complete(self.tws.start())
        self._loop.call_soon(self._started.set)
        self._loop.run_forever()


class Recorded(EWrapper):  # type: ignore[misc]
    """ibapi's callbacks. Each is kept as (name, arguments)."""

    RECORDED = frozenset(
        [
            "openOrder",
            "openOrderEnd",
            "orderStatus",
            "execDetails",
            "execDetailsEnd",
            "commissionAndFeesReport",
            "completedOrder",
            "completedOrdersEnd",
            "orderBound",
            "error",
            "managedAccounts",
            "nextValidId",
            "receiveFA",
            "currentTime",
            "configResponseProtoBuf",
            "commissionAndFeesReportProtoBuf",
            "connectionClosed",
        ]
    )

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._news = threading.Condition()

    def __getattribute__(self, name: str) -> Any:
        if name in Recorded.RECORDED:
            return lambda *args: self._note(name, args)
        return super().__getattribute__(name)

    def _note(self, name: str, args: tuple[Any, ...]) -> None:
        with self._news:
            self.calls.append((name, args))
            self._news.notify_all()

    def named(self, name: str) -> list[tuple[Any, ...]]:
        with self._news:
            return [args for called, args in self.calls if called == name]


class IbapiReader(Recorded):
    """Stock ibapi's decoder alone, without its client and a socket: for what a frame means, whoever sends it."""

    def __init__(self, server_version: int) -> None:
        super().__init__()
        self._is_raw = server_version >= 201
        self._decoder = Decoder(self, server_version)

    def read(self, *frames: bytes) -> None:
        """Decode whole frames as ibapi's run loop does."""
        for frame in frames:
            assert int.from_bytes(frame[:4], "big") == len(frame) - 4
            if self._is_raw:
                message_id, body = int.from_bytes(frame[4:8], "big"), frame[8:]
            else:
                number, _, body = frame[4:].partition(b"\0")
                message_id = int(number)
            if message_id > PROTOBUF_MSG_ID:
                self._decoder.processProtoBuf(body, message_id - PROTOBUF_MSG_ID)
            else:
                self._decoder.interpret(read_fields(body), message_id)


class IbapiPeer(Recorded, EClient):  # type: ignore[misc]
    """Stock ibapi: its own client, decoder and run loop."""

    def __init__(self) -> None:
        Recorded.__init__(self)
        EClient.__init__(self, self)
        self._is_closing = False
        self._runner = threading.Thread(target=self.run, name="ibapi run loop")

    def setConnState(self, connState: int) -> None:
        super().setConnState(connState)
        if connState == EClient.CONNECTING:
            # ibapi loses a burst whose length is a multiple of 4096; that is its transport, which is not tested here.
            connection = self.conn
            connection._recvAllMsg = lambda: connection.socket.recv(65536)

    def open(self, port: int, client_id: int) -> None:
        self.connect("127.0.0.1", port, client_id)
        self._runner.start()

    def msgLoopTmo(self) -> None:
        self._end_if_closing()

    def msgLoopRec(self) -> None:
        self._end_if_closing()

    def _end_if_closing(self) -> None:
        """In the run loop's own thread: disconnect() from another one makes the loop stumble over a reset client."""
        if self._is_closing:
            self.msg_queue: queue.Queue[bytes] = (
                queue.Queue()
            )  # the reader fills the old one, which is no longer looked at
            with contextlib.suppress(AttributeError, OSError):  # closed by the server already
                self.conn.socket.shutdown(socket.SHUT_RDWR)  # wakes the reader, which would wait for a second
            self.disconnect()

    def close(self) -> None:
        reader, self._is_closing = self.reader, True
        self._runner.join(PATIENCE)
        assert not self._runner.is_alive()
        if reader is not None:
            reader.join(PATIENCE)

    def wait(self, name: str, count: int = 1) -> list[tuple[Any, ...]]:
        """Wait until a callback has come `count` times; return the arguments of all."""
        self.wait_until(lambda: sum(called == name for called, _ in self.calls) >= count, f"{count} of {name}")
        return self.named(name)

    def wait_until(self, is_true: Callable[[], bool], what: str) -> None:
        with self._news:
            assert self._news.wait_for(is_true, PATIENCE), f"{what} did not come; came: {[n for n, _ in self.calls]}"

    def wait_error(self, code: int) -> tuple[Any, ...]:
        """Wait for an error of this code; return (id, time, code, text, json)."""

        def errors() -> list[tuple[Any, ...]]:
            return [args for called, args in self.calls if called == "error" and args[2] == code]

        self.wait_until(lambda: bool(errors()), f"error {code}")
        return errors()[0]


@contextmanager
def ibapi_client(running: RunningTws, client_id: int = 5) -> Iterator[IbapiPeer]:
    """A started ibapi client that has received the next valid id."""
    peer = IbapiPeer()
    peer.open(running.port, client_id)
    try:
        peer.wait("nextValidId")
        yield peer
    finally:
        peer.close()


class RawPeer:
    """A bare socket that speaks the handshake and frames, for what no client library would do."""

    def __init__(self, port: int, versions: bytes = b"v100..226") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.received = b""
        self.server_version = 0
        if versions:
            self.send(b"API\0" + len(versions).to_bytes(4, "big") + versions)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def send_frame(self, payload: bytes) -> None:
        self.send(len(payload).to_bytes(4, "big") + payload)

    def ask(self, *request: object) -> None:
        """Send a request in text form: message id and fields."""
        self.ask_at_once(request)

    def ask_at_once(self, *requests: tuple[object, ...]) -> None:
        """Send requests in text form in one segment."""
        stream = b""
        for message_id, *fields in requests:
            number = int(str(message_id))
            head = number.to_bytes(4, "big") if self.server_version >= 201 else b"%d\0" % number
            payload = head + "".join(f"{field}\0" for field in fields).encode()
            stream += len(payload).to_bytes(4, "big") + payload
        self.send(stream)

    def greet(self) -> bytes:
        """Read the answer to the handshake; return its time."""
        version, time, _ = self.frame().split(b"\0")
        self.server_version = int(version)
        return time

    def start(self, client_id: int) -> None:
        self.greet()
        self.ask(71, 2, client_id, "")

    def frame(self) -> bytes:
        """The payload of the next frame; raises `EOFError` when the server has closed."""
        length = int.from_bytes(self._read(4), "big")
        return self._read(length)

    def text(self) -> list[str]:
        """The next frame of a server below 201: its id and fields."""
        return self.frame().decode().split("\0")[:-1]

    def until(self, message_id: int) -> list[str]:
        """The next text message with this id; those before it are passed over."""
        while (fields := self.text())[0] != str(message_id):
            pass
        return fields

    def is_closed(self) -> bool:
        """Whether the server closes; reads away what it still says."""
        try:
            while True:
                self.frame()
        except (EOFError, ConnectionError):
            return True

    def _read(self, size: int) -> bytes:
        while len(self.received) < size:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            self.received += data
        taken, self.received = self.received[:size], self.received[size:]
        return taken
