"""What a recording shows when it is played is what the recorded session showed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.events import Event, Fault, LinkChanged, LinkMoved, NextValidId, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.recording import replay as replay_module
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.recording_file import Recording
from ibmonitor.recording.replay import Replay, Speed
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.session import Session
from ibmonitor.tws.wire import transport
from tests.recording.sessions import START, contents, recorded, replayed, synchronise
from tests.support.examples import examples
from tests.support.tws_frames import greeting, text_frame
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def _unsliced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each chunk in one go, so that the clock is the same in both however busy the machine is."""
    monkeypatch.setattr(transport, "SLICE_SECONDS", 60.0)


async def unanswered(session: Session, tws: SimulatedTws) -> None:
    tws.settings.silent_to = {"REQ_COMPLETED_ORDERS"}
    await session.synchronise()


async def cut_off(session: Session, tws: SimulatedTws) -> None:
    await session.synchronise()
    tws.broadcast_error(1100, "Connectivity between IBKR and Trader Workstation has been lost.")
    await until(lambda: session._state is LinkState.CUT_OFF)


async def stopped(session: Session, tws: SimulatedTws) -> None:
    await session.synchronise()
    await tws.stop()
    await until(lambda: not session.is_open)


@pytest.mark.parametrize("version", [178, 200, 203, 226])
def test_a_replay_shows_what_was_shown(tmp_path: Path, version: int) -> None:
    original = recorded(tmp_path / "r", synchronise, version=version)
    replay = replayed(tmp_path / "r")
    assert original.blotter.orders
    assert original.blotter.fills
    assert replay.received == original.received
    assert contents(replay.blotter) == contents(original.blotter)


def test_silence_gaps_and_ends_are_seen_again(tmp_path: Path) -> None:
    original = recorded(tmp_path / "r", unanswered, cut_off, synchronise, stopped, synchronise)
    replay = replayed(tmp_path / "r")
    assert replay.received == original.received
    assert contents(replay.blotter) == contents(original.blotter)
    states = [event.state for event in replay.received if isinstance(event, LinkChanged)]
    assert states.count(LinkState.UP) == 4
    assert LinkState.CUT_OFF in states
    silences = [event for event in replay.received if isinstance(event, RequestChanged)]
    assert RequestProgress.NO_ANSWER in {event.progress for event in silences}
    # The last connection never came about, since TWS was gone.
    assert replay.blotter.link.state is LinkState.DOWN
    assert len(replay.blotter.link.live_intervals) == 4


def test_slices_change_nothing_but_the_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = recorded(tmp_path / "r", synchronise)
    monkeypatch.setattr(transport, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(replay_module, "SLICE_SECONDS", 0.0)
    assert replayed(tmp_path / "r").received == original.received


def test_a_part_of_a_recording_shows_what_was_shown_until_then(tmp_path: Path) -> None:
    original = recorded(tmp_path / "r", synchronise, version=200)
    whole = (tmp_path / "r").read_bytes()
    step = len(whole) // 40
    for cut in range(len(whole) - 1, 400, -step):
        (tmp_path / "cut").write_bytes(whole[:cut])
        *received, fault = replayed(tmp_path / "cut").received
        assert received == original.received[: len(received)]
        assert isinstance(fault, Fault)


def test_the_settings_by_which_it_was_read_are_in_it(tmp_path: Path) -> None:
    recorded(tmp_path / "r", synchronise)
    assert Recording(tmp_path / "r").header.settings == {"zone": "Europe/Berlin"}


Happening = tuple[float, str, object]
FIRST, SECOND = text_frame(9, 1, 1), text_frame(9, 1, 2)


def made(path: Path, *happenings: Happening) -> Recording:
    """A recording of what happens at seconds since its start: a method of the recorder's, and what it is given."""
    now = 0.0
    recorder = Recorder(clock=lambda: START + timedelta(seconds=now))
    assert not recorder.start(path)
    for now, what, payload in happenings:  # noqa: B007 - the clock reads it
        getattr(recorder, what)(*([] if payload is None else [payload]))
    recorder.stop()
    return Recording(path)


class Player:
    """A replay, and what it emits."""

    def __init__(self, recording: Recording, speed: Speed) -> None:
        self.wrapper = SignalWrapper()
        self.received: list[Event] = []
        self.wrapper.batch.connect(self.received.extend)
        self.moves = 0
        self.others: list[int] = []
        self.replay = Replay(
            recording, self.wrapper, speed=speed, on_moved=self._on_moved, on_another_tws=self._on_another_tws
        )

    def _on_moved(self) -> None:
        self.moves += 1

    def _on_another_tws(self) -> None:
        self.others.append(len(self.received))

    def run(self) -> list[Event]:
        asyncio.run(self.replay.play())
        return self.received


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


AN_HOUR: tuple[Happening, ...] = (
    (0, "opened", None),
    (0, "received", greeting(200) + FIRST),
    (3600, "received", SECOND),
)


def test_the_original_speed_waits_and_can_be_left(tmp_path: Path) -> None:
    player = Player(made(tmp_path / "r", *AN_HOUR), Speed.ORIGINAL)

    async def run() -> None:
        playing = asyncio.create_task(player.replay.play())
        await turns()
        assert player.received == [NextValidId(1)]
        assert player.replay.now() == START
        assert START <= player.replay.shown_at < START + timedelta(hours=1)
        player.replay.set_speed(Speed.FULL)
        await playing

    asyncio.run(run())
    assert player.received == [NextValidId(1), NextValidId(2)]
    assert player.replay.now() == player.replay.shown_at == START + timedelta(hours=1)
    assert player.replay.is_finished
    assert player.moves > 0


@pytest.mark.parametrize("speed", list(Speed))
def test_it_stands_still_while_paused(tmp_path: Path, speed: Speed) -> None:
    player = Player(made(tmp_path / "r", *AN_HOUR), speed)

    async def run() -> None:
        player.replay.set_paused(paused=True)
        playing = asyncio.create_task(player.replay.play())
        await turns()
        assert player.received == []
        player.replay.set_speed(Speed.FULL)
        await turns()
        assert player.received == []
        player.replay.set_paused(paused=False)
        await playing

    asyncio.run(run())
    assert player.received == [NextValidId(1), NextValidId(2)]


def test_it_can_be_given_up(tmp_path: Path) -> None:
    player = Player(made(tmp_path / "r", *AN_HOUR), Speed.ORIGINAL)

    async def run() -> None:
        playing = asyncio.create_task(player.replay.play())
        await turns()
        playing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await playing

    asyncio.run(run())
    assert not player.replay.is_finished
    assert player.received == [NextValidId(1)]


def test_a_clock_that_was_set_back_is_followed_without_waiting(tmp_path: Path) -> None:
    happenings = ((0, "opened", None), (0, "received", greeting(200) + FIRST), (-3600, "received", SECOND))
    player = Player(made(tmp_path / "r", *happenings), Speed.ORIGINAL)
    assert player.run() == [NextValidId(1), NextValidId(2)]
    assert player.replay.now() == START - timedelta(hours=1)


def test_each_connection_has_its_own_stream(tmp_path: Path) -> None:
    """What was cut off in the midst of a message is no beginning of the next connection's."""
    happenings = (
        (0, "opened", None),
        (0, "sent", b"API\0"),
        (0, "received", greeting(226) + FIRST[:7]),
        (1, "opened", None),
        (1, "received", greeting(200) + FIRST[:5]),
        (1, "received", FIRST[5:]),
    )
    assert Player(made(tmp_path / "r", *happenings), Speed.FULL).run() == [NextValidId(1)]


def test_another_tws_is_reported_but_not_one_that_has_moved(tmp_path: Path) -> None:
    def link(host: str, port: int) -> LinkChanged:
        return LinkChanged(LinkState.CONNECTING, host, port, 1)

    received = [link("a", 1), LinkMoved(2), link("a", 2), link("b", 2), link("b", 2), link("b", 3)]
    player = Player(made(tmp_path / "r", *((0.0, "announced", event) for event in received)), Speed.FULL)
    assert player.run() == received
    assert player.others == [4, 6]


def test_what_it_cannot_read_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "r"
    made(path, (0, "announced", LinkMoved(1)), (0, "announced", LinkMoved(2)), (0, "announced", LinkMoved(3)))
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"LinkMoved", "port": 1', b'"LinkAdded", "port": 1').replace(b"3}", b"x}"))
    fault, moved = Player(Recording(path), Speed.FULL).run()
    assert isinstance(fault, Fault)
    assert "cannot read" in fault.plain
    assert moved == LinkMoved(2)


@examples(150)
@given(
    streams=st.lists(
        st.tuples(st.sampled_from(["opened", "received", "sent"]), st.binary(max_size=40)), min_size=1, max_size=8
    )
)
def test_garbage_in_a_recording_never_raises(
    tmp_path_factory: pytest.TempPathFactory, streams: list[tuple[str, bytes]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "garbled-session"
    path.unlink(missing_ok=True)
    happenings = [(0.0, what, None if what == "opened" else data) for what, data in streams]
    recording = made(path, (0, "opened", None), (0, "received", greeting(226)), *happenings)
    Player(recording, Speed.FULL).run()


def test_nothing_is_ever_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to a loop that would connect: a replay opens no socket and writes to none."""
    recorded(tmp_path / "r", synchronise)
    written: list[bytes] = []
    monkeypatch.setattr(transport.FrameTransport, "write", lambda _self, data: written.append(data))

    async def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a replay connects to nothing")

    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", refuse)
    assert replayed(tmp_path / "r").blotter.orders
    assert written == []
