"""What is sent to one client: whole, in pieces, later, or not any more."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server import client as client_module
from ibmonitor.simulator.server.client import Client
from ibmonitor.simulator.server.server_settings import ServerSettings
from tests.simulator.peers import IbapiReader, RawPeer, RunningTws


class Writer:
    """asyncio's writer and its transport, to a peer that reads nothing."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.ends: list[str] = []
        self.transport = self

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self.written))

    def is_closing(self) -> bool:
        return bool(self.ends)

    def abort(self) -> None:
        self.ends.append("aborted")

    def close(self) -> None:
        self.ends.append("closed")


def client(**settings: Any) -> tuple[Client, Writer, asyncio.Event]:
    writer, running = Writer(), asyncio.Event()
    running.set()
    return Client(writer, ServerSettings(**settings), running), writer, running  # type: ignore[arg-type]


def test_bytes_are_sent_whole_or_in_pieces() -> None:
    whole, writer, _ = client()
    whole.send_raw(b"abcdefg")
    assert writer.written == [b"abcdefg"]
    split, writer, _ = client(split_writes=3)
    split.send_raw(b"abcdefg")
    assert writer.written == [b"abc", b"def", b"g"]


def test_what_is_sent_while_tws_is_frozen_is_held_and_then_sent_in_its_order() -> None:
    to, writer, running = client()
    running.clear()
    to.send_raw(b"a")
    to.send_raw(b"b")
    assert writer.written == []
    running.set()
    to.send_held()
    to.send_held()
    assert writer.written == [b"a", b"b"]


def test_nothing_is_sent_to_a_client_that_is_being_closed() -> None:
    to, writer, running = client()
    running.clear()
    to.send_raw(b"a")
    to.close()
    running.set()
    to.send_raw(b"b")
    to.send_held()
    assert (writer.written, writer.ends) == ([], ["closed"])


def test_a_client_that_leaves_too_much_unread_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "_MAX_UNREAD", 10)
    to, writer, _ = client()
    to.send_raw(b"0123456789")
    assert (to.unread, writer.ends) == (10, [])
    to.send_raw(b"x")
    assert writer.ends == ["aborted"]


@pytest.mark.parametrize("server_version", [200, 226])
def test_an_error_has_the_form_of_the_clients_version(server_version: int) -> None:
    to, writer, _ = client(max_server_version=server_version)
    to.send_error(-1, (2104, "Market data farm connection is OK:usfarm"))
    reader = IbapiReader(server_version)
    reader.read(*writer.written)
    ((req_id, time_ms, code, text, _),) = reader.named("error")
    assert (req_id, code, text) == (-1, 2104, "Market data farm connection is OK:usfarm")
    assert time_ms > 1_700_000_000_000


@pytest.mark.parametrize("server_version", [200, 226])
def test_writes_in_tiny_pieces_lose_nothing(server_version: int) -> None:
    with RunningTws(Quiet(), max_server_version=server_version) as running:
        running.tws.settings.split_writes = 3
        with RawPeer(running.port) as peer:
            peer.start(2)
            peer.ask(16, 1)
            seen: list[bytes | int] = []
            while not seen or seen[-1] not in {b"53", 253}:
                payload = peer.frame()
                is_text = server_version < 201
                seen.append(payload.partition(b"\0")[0] if is_text else int.from_bytes(payload[:4], "big"))
            assert len(seen) == 2 + 3 + 2 * 2 + 1


def test_raw_bytes_and_a_dropped_client(quiet: RunningTws) -> None:
    with RawPeer(quiet.port) as peer:
        peer.start(8)
        peer.until(9)
        quiet.call(lambda: quiet.tws.client(8).send_raw(b"\0\0\0\x03" + b"9\0x"))
        assert peer.until(9) == ["9"]
        quiet.call(lambda: quiet.tws.client(8).drop())
        assert peer.is_closed()
    with pytest.raises(LookupError):
        quiet.call(lambda: quiet.tws.client(8))
