"""Sessions with the simulated TWS that are recorded, and their replay: the same clock for the book and the file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.recording_file import Recording
from ibmonitor.recording.replay import Replay, Speed
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import ConnectError
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.session import Session
from tests.support.for_each import for_each

START = datetime(2026, 11, 23, 14, 3, 0, 1, tzinfo=UTC)


class SteppingClock:
    """A clock that goes on by a millisecond when something happens, and stands still in between."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def step(self) -> None:
        self.time += timedelta(milliseconds=1)


class SteppingRecorder(Recorder):
    """A recorder whose clock advances with each thing it records."""

    def __init__(self, clock: SteppingClock, **options: Callable[..., None]) -> None:
        super().__init__(clock=clock, **options)
        self._stepping = clock

    def opened(self) -> None:
        self._stepping.step()
        super().opened()

    def received(self, data: bytes) -> None:
        self._stepping.step()
        super().received(data)

    def sent(self, data: bytes) -> None:
        self._stepping.step()
        super().sent(data)


class Book:
    """A blotter with all events that it received."""

    def __init__(self, wrapper: SignalWrapper, clock: Callable[[], datetime]) -> None:
        self.wrapper = wrapper
        self.blotter = Blotter(clock=clock)
        self.received: list[Event] = []
        wrapper.batch.connect(self.received.extend)
        wrapper.batch.connect(for_each(self.blotter.apply))


Life = Callable[[Session, SimulatedTws], Awaitable[None]]


async def synchronise(session: Session, _tws: SimulatedTws) -> None:
    await session.synchronise()


def recorded(path: Path, *lives: Life, version: int = 226, recorder: Recorder | None = None) -> Book:
    """Record one connection after the other to the same TWS, each with its own life, and return what came of it."""
    clock = SteppingClock()
    recorder = recorder or SteppingRecorder(clock)
    book = Book(SignalWrapper(), clock)
    book.wrapper.announced.connect(recorder.announced)

    async def run() -> None:
        tws = SimulatedTws(Advisor(), ServerSettings(max_server_version=version))
        port = await tws.start()
        assert not recorder.start(path, {"zone": "Europe/Berlin"})
        try:
            for life in lives:
                parameters = SessionParameters("127.0.0.1", port, 7, connect_patience=5, answer_patience=1)
                session = Session(book.wrapper, parameters, tap=recorder)
                try:
                    await session.open()
                    await life(session, tws)
                except ConnectError:
                    pass
                finally:
                    session.close("You have disconnected.")
        finally:
            recorder.stop()
            await tws.stop()

    asyncio.run(run())
    return book


def replayed(path: Path) -> Book:
    """Play a file at full speed into a book of its own."""
    wrapper = SignalWrapper()
    replay = Replay(Recording(path), wrapper, speed=Speed.FULL)
    book = Book(wrapper, replay.now)
    asyncio.run(replay.play())
    return book


def canonical(*roots: object) -> list[object]:
    """All that can be reached from here, field by field, with numbers in place of references: equal for equal books."""
    numbers: dict[int, int] = {}
    found: list[object] = []
    things = list(roots)

    def plain(thing: object) -> object:
        if isinstance(thing, list | tuple | set | frozenset):
            return [plain(each) for each in thing]
        if isinstance(thing, Mapping):
            return [(plain(key), plain(known)) for key, known in thing.items()]
        if isinstance(thing, Enum) or type(thing).__module__.partition(".")[0] != "ibmonitor":
            return thing
        if id(thing) not in numbers:
            numbers[id(thing)] = len(numbers)
            things.append(thing)
        return f"#{numbers[id(thing)]}"

    for thing in things:
        if isinstance(thing, list):
            found.append(plain(thing))
            continue
        if id(thing) not in numbers:
            numbers[id(thing)] = len(numbers)
        names = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
        names += getattr(thing, "__dict__", ())
        found.append((type(thing).__name__, {name: plain(getattr(thing, name, None)) for name in names}))
    return found


def contents(blotter: Blotter) -> list[object]:
    """The whole book: records, messages and the facts of the connection."""
    return canonical(blotter.orders, blotter.fills, blotter.commissions, blotter.messages, blotter.link)
