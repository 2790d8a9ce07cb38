"""What belongs to one TWS: its events reach its own records and tables, and its recording."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from ibmonitor.app.connection import Connection
from ibmonitor.app.process.log_line import LogMask
from ibmonitor.domain.records.events import Event, Fault, LinkMoved
from ibmonitor.recording.recorder import Recorder
from ibmonitor.recording.taps import Taps
from tests.support.blotter_events import execution, open_order

MOMENT = datetime(2026, 11, 23, 14, 3, tzinfo=UTC)


class Kept(Recorder):
    """A recorder that keeps the events it gets."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def announced(self, event: Event) -> None:
        self.events.append(event)


def connection(recorder: Recorder) -> Connection:
    return Connection(LogMask(), Taps([recorder]), zone=None, clock=lambda: MOMENT)


def test_two_connections_share_no_record(qapp: QApplication) -> None:
    del qapp
    one, other = (connection(Kept()) for _ in range(2))
    one.wrapper.emit_event(open_order(7, 1, 5))
    one.wrapper.emit_event(execution("0000e0d5.00000001.01.01", perm_id=7))
    one.feed.flush()
    assert [order.perm_id for order in one.blotter.orders] == [7]
    assert (one.tables.orders.total_count, one.tables.fills.total_count) == (1, 1)
    assert (other.blotter.orders, other.tables.orders.total_count) == ([], 0)
    assert one.blotter.orders[0].first_seen == MOMENT


def test_only_own_events_are_recorded_next_to_the_bytes(qapp: QApplication) -> None:
    del qapp
    recorder = Kept()
    made = connection(recorder)
    made.wrapper.emit_event(open_order(7, 1, 5))
    made.wrapper.announce(LinkMoved(4001))
    made.wrapper.announce(Fault("One."))
    assert recorder.events == [LinkMoved(4001), Fault("One.")]
    assert (made.blotter.link.port, len(made.blotter.messages)) == (4001, 1)


def test_forgetting_leaves_the_facts_of_the_link(qapp: QApplication) -> None:
    del qapp
    made = connection(Kept())
    made.wrapper.announce(LinkMoved(4001))
    made.wrapper.emit_event(open_order(7, 1, 5))
    made.forget_records()
    assert (made.blotter.orders, made.tables.orders.total_count) == ([], 0)
    assert made.blotter.link.port == 4001
