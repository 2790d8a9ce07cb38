"""The readers that are compared. Each connects, asks for executions, and stops the watch when all has arrived."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import qasync
from ibapi import comm
from ibapi.client import EClient
from ibapi.decoder import Decoder
from ibapi.execution import ExecutionFilter
from ibapi.wrapper import EWrapper
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ibmonitor.app.gc_tuner import GcTuner
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.requests import FIRST_REQUEST_ID
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.recording.recorder import Recorder
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.session import Session
from ibmonitor.tws.wire.framing import FrameBuffer
from tests.support.for_each import for_each

if TYPE_CHECKING:
    from tests.benchmarks.measure import Stopwatch

HOST = "127.0.0.1"
REQ_ID = 4711


def stock_ibapi(watch: Stopwatch) -> None:
    """ibapi as it is meant to be used: its own connection, reader thread and run loop, and an idle wrapper."""

    class Wrapper(EWrapper):  # type: ignore[misc] # ibapi ships no types
        def nextValidId(self, _: int) -> None:
            ready.set()

        def execDetailsEnd(self, _: int) -> None:
            done.set()

    ready, done = threading.Event(), threading.Event()
    client = EClient(Wrapper())
    client.connect(HOST, watch.server.port, 1)
    runner = threading.Thread(target=client.run, daemon=True)
    runner.start()
    assert ready.wait(20)
    watch.start(REQ_ID)
    client.reqExecutions(REQ_ID, ExecutionFilter())
    assert done.wait(1500)
    watch.stop()
    client.disconnect()


def ib_async_reader(watch: Stopwatch) -> None:
    from ib_async import IB, StartupFetchNONE  # noqa: PLC0415 - it patches asyncio when imported

    async def run() -> None:
        ib = IB()
        await ib.connectAsync(HOST, watch.server.port, 1, timeout=20, fetchFields=StartupFetchNONE)
        # The request takes the next id.
        watch.start(ib.client._reqIdSeq)
        await ib.reqExecutionsAsync()
        watch.stop()
        assert len(ib.fills()) == watch.count
        ib.disconnect()

    asyncio.run(run())


def bare_decoder(watch: Stopwatch) -> None:
    """ibapi's decoder and an empty wrapper behind our framing and a plain socket: the floor under everything else."""
    done = False

    class Wrapper(EWrapper):  # type: ignore[misc] # ibapi ships no types
        def execDetailsEnd(self, _: int) -> None:
            nonlocal done
            done = True

    with socket.create_connection((HOST, watch.server.port)) as connection:
        buffer = FrameBuffer()
        connection.sendall(b"API\0" + comm.make_initial_msg("v100..226"))
        while (greeting := buffer.next_frame()) is None:
            buffer.feed(connection.recv(65536))
        version = int(greeting.split(b"\0")[0])
        wrapper = Wrapper()
        client = EClient(wrapper)
        client.clientId, client.serverVersion_ = 1, version
        client.conn = _Connection(connection)
        client.setConnState(EClient.CONNECTED)
        decoder = Decoder(wrapper, version)
        client.startApi()
        watch.start(REQ_ID)
        client.reqExecutions(REQ_ID, ExecutionFilter())
        while not done:
            buffer.feed(connection.recv(1 << 18))
            while (frame := buffer.next_frame()) is not None:
                _decode(decoder, frame, version)
        watch.stop()


class _Connection:
    def __init__(self, connection: socket.socket) -> None:
        self.sendMsg = connection.sendall

    def isConnected(self) -> bool:
        return True


def _decode(decoder: Decoder, frame: bytes, version: int) -> None:
    if version < 201:
        digits, _, body = frame.partition(b"\0")
        decoder.interpret(comm.read_fields(body), int(digits))
        return
    message_id = int.from_bytes(frame[:4], "big")
    if message_id > 200:
        decoder.processProtoBuf(frame[4:], message_id - 200)
    else:
        decoder.interpret(comm.read_fields(frame[4:]), message_id)


def _parameters(watch: Stopwatch) -> SessionParameters:
    return SessionParameters(HOST, watch.server.port, 1, answer_patience=600)


def to_blotter(watch: Stopwatch) -> None:
    """The way of `ibmonitor snapshot`."""
    _to_blotter(watch, tap=None)


def to_recorded_blotter(watch: Stopwatch) -> None:
    """The same with all that crosses the wire written to a file."""
    with TemporaryDirectory() as folder:
        recorder = Recorder()
        failure = recorder.start(Path(folder) / "recording")
        assert not failure, failure
        _to_blotter(watch, tap=recorder)
        recorder.stop()
        assert recorder.size > watch.count * 100


def _to_blotter(watch: Stopwatch, tap: Recorder | None) -> None:
    gc.disable()

    async def run() -> None:
        blotter = Blotter()
        wrapper = SignalWrapper()
        wrapper.batch.connect(for_each(blotter.apply))
        if tap is not None:
            wrapper.announced.connect(tap.announced)
        session = Session(wrapper, _parameters(watch), tap=tap)
        await session.open()
        watch.start(FIRST_REQUEST_ID + 1)
        await session.requests.executions()
        watch.stop()
        assert len(blotter.fills) == len(blotter.commissions) == watch.count
        session.close()

    asyncio.run(run())


def to_table(watch: Stopwatch) -> None:
    """The program's own way from the socket to a painted view, on the Qt loop."""
    from ibmonitor.windows.table.record_view import RecordView  # noqa: PLC0415 - the other readers' memory goes without it

    app = QApplication([])
    loop = qasync.QEventLoop(app)

    async def run() -> None:
        tables = make_tables()
        blotter = Blotter()
        feed = Feed(blotter, tables)
        keeper = GcTuner(feed)
        wrapper = SignalWrapper()
        wrapper.batch.connect(feed.on_events)
        view = RecordView(tables.fills)
        view.resize(1280, 800)
        view.show()
        session = Session(wrapper, _parameters(watch))
        await session.open()
        await asyncio.sleep(0.2)
        pauses = Pauses()
        watch.start(FIRST_REQUEST_ID + 1)
        pauses.start()
        await session.requests.executions()
        feed.flush()
        view.viewport().repaint()
        watch.stop()
        watch.pause_ms = pauses.longest_ms()
        assert tables.fills.rowCount() == tables.commissions.rowCount() == watch.count
        session.close()
        del keeper

    with loop:
        loop.run_until_complete(run())


class Pauses:
    """How long the loop did not get round to a timer that is always due."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_tick)
        self._longest = 0.0
        self._last = 0.0

    def start(self) -> None:
        self._last = self._clock()
        self._timer.start()

    def _on_tick(self) -> None:
        now = self._clock()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def longest_ms(self) -> float:
        self._on_tick()
        self._timer.stop()
        return self._longest * 1000
