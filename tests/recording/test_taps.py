from __future__ import annotations

from ibmonitor.domain.records.events import Event
from ibmonitor.recording.taps import Taps
from tests.recording.test_own_events import OWN


class Noting:
    def __init__(self) -> None:
        self.seen: list[object] = []

    def opened(self) -> None:
        self.seen.append("opened")

    def received(self, data: bytes) -> None:
        self.seen.append(data)

    def sent(self, data: bytes) -> None:
        self.seen.append(("sent", data))

    def announced(self, event: Event) -> None:
        self.seen.append(event)


def test_each_tap_receives_everything_while_it_is_there() -> None:
    first, second = Noting(), Noting()
    taps = Taps([first])
    taps.opened()
    taps.append(second)
    taps.received(b"a")
    taps.sent(b"b")
    taps.announced(OWN[0])
    taps.remove(first)
    taps.received(b"c")
    assert first.seen == ["opened", b"a", ("sent", b"b"), OWN[0]]
    assert second.seen == [b"a", ("sent", b"b"), OWN[0], b"c"]
