"""The dock of the details: when the record shown is refreshed, and when it has to wait."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ibmonitor import __version__
from ibmonitor.domain.records.events import Event, OrderBound, TwsMessage
from ibmonitor.domain.timeline.entry import EntryKind
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.details import dock as details_dock
from ibmonitor.windows.details.dock import DetailsDock
from tests.support.blotter_events import commission, execution, new_blotter, open_order, order_status
from tests.support.label_texts import label_texts, shown_text
from tests.windows.bench import exec_id

FARM = TwsMessage(-1, 2104, "Market data farm connection is OK", None)


class Details:
    """The dock alone, with an order, its child and another order; it counts its refreshes."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        # On a slow machine, any refresh may be slow enough to delay the next.
        monkeypatch.setattr(details_dock, "_LONG_MS", 60_000)
        self.blotter = new_blotter()
        self.feed = Feed(self.blotter, make_tables())
        self.dock = DetailsDock(self.feed, self.blotter)
        qtbot.addWidget(self.dock)
        self.refreshes = 0
        refresh = self.dock.pane.refresh

        def counted(*changed: Any) -> None:
            self.refreshes += 1
            refresh(*changed)

        monkeypatch.setattr(self.dock.pane, "refresh", counted)
        self.receive(open_order(1001, 7, 5), open_order(1002, 7, 6, parentId=5), open_order(1003, 7, 8), FARM)
        self.order, self.child, self.other = self.blotter.orders

    def receive(self, *events: Event) -> int:
        """Receive events; return how often the record was refreshed for them."""
        before = self.refreshes
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()
        return self.refreshes - before


@pytest.fixture
def details(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Details:
    return Details(qtbot, monkeypatch)


def test_what_belongs_to_the_order_shown_refreshes_it(details: Details) -> None:
    details.dock.show()
    details.dock.show_record(details.order)
    assert details.receive(order_status(1001, 7, 5, status="Submitted")) == 1
    assert details.receive(execution(exec_id(1), perm_id=1001)) == 1
    assert details.receive(order_status(1002, 7, 6, status="Cancelled", parent_id=5)) == 1, "a related order"
    assert details.receive(order_status(1003, 7, 8, status="Cancelled")) == 0
    before = details.refreshes
    details.feed.link_changed.emit()
    assert details.refreshes == before + 1, "the end of a list changes the state of the connection"


def test_what_belongs_to_a_fill_without_an_order_refreshes_it(details: Details) -> None:
    details.receive(execution(exec_id(1), perm_id=77), commission(exec_id(2)))
    details.dock.show()
    details.dock.show_record(details.blotter.fills[0])
    assert details.receive(execution(exec_id(3), perm_id=78), order_status(1003, 7, 8, status="Cancelled")) == 0
    assert details.receive(commission(exec_id(1))) == 1
    assert details.receive(open_order(77, 7, 9)) == 1
    assert details.dock.pane.order is not None
    details.dock.show_record(next(one for one in details.blotter.commissions if one.exec_id == exec_id(2)))
    assert details.receive(execution(exec_id(2), perm_id=79)) == 1


def test_a_commission_without_a_fill_is_refreshed_when_it_changes(details: Details) -> None:
    details.receive(commission(exec_id(2), "1.25"))
    details.dock.show()
    details.dock.show_record(details.blotter.commissions[0])
    assert "1.25 USD" in label_texts(details.dock)
    details.receive(commission(exec_id(2), "3.5"))
    assert "3.50 USD" in label_texts(details.dock)


def test_an_order_merged_before_it_is_indexed_is_not_related(
    details: Details, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(details_dock, "_INDEX_PIECE", 1)
    details.receive(
        open_order(1004, 7, 9, ocaGroup="G"), order_status(1005, 0, 0), open_order(None, 7, 10, ocaGroup="G")
    )
    dock, pane = details.dock, details.dock.pane
    dock.show()
    dock.show_record(details.blotter.orders[3])
    pane.tabs.setCurrentWidget(pane.identity)
    details.receive(OrderBound(1005, 7, 10))
    before = details.refreshes
    qtbot.waitUntil(lambda: details.refreshes > before)
    group = pane.identity.related.topLevelItem(0)
    assert group is not None
    assert group.childCount() == 1


def test_a_message_about_an_order_that_is_described_later_shows_it(details: Details) -> None:
    details.receive(TwsMessage(9, 399, "Held.", None))
    details.dock.show()
    details.dock.show_record(details.blotter.messages[-1])
    assert details.receive(execution(exec_id(1), perm_id=78)) == 0
    assert details.receive(open_order(1009, 7, 9))
    assert details.dock.pane.order is not None


def test_without_a_record_nothing_is_refreshed(details: Details) -> None:
    details.dock.show()
    assert details.receive(order_status(1001, 7, 5, status="Submitted")) == 0


def test_a_hidden_dock_is_brought_up_to_date_when_it_is_shown(details: Details) -> None:
    details.dock.show_record(details.child)
    details.dock.show()
    assert details.dock.pane.order is details.child
    assert details.refreshes == 1
    details.dock.hide()
    details.dock.show_record(details.order, "Hidden by a filter")
    assert details.receive(order_status(1001, 7, 5, status="Cancelled")) == 0
    details.dock.show()
    assert details.refreshes == 2
    assert details.dock.pane.order is details.order
    assert "Cancelled:" in details.dock.pane.why.accessibleDescription()
    assert shown_text(details.dock.pane.hidden_note) == "Hidden by a filter"
    details.dock.hide()
    details.dock.show()
    assert details.refreshes == 2, "nothing has changed"


def test_what_changes_while_no_order_is_shown_is_there_when_it_is_shown_again(details: Details) -> None:
    details.receive(execution(exec_id(1), perm_id=1001, client_id=7, order_id=5))
    dock, order = details.dock, details.order
    dock.show()
    dock.show_record(order)
    dock.pane.tabs.setCurrentWidget(dock.pane.fills)
    dock.show_record(details.blotter.messages[0])
    details.receive(commission(exec_id(1), "3.5"))
    dock.show_record(order)
    dock.pane.tabs.setCurrentWidget(dock.pane.fills)
    assert "3.50 USD" in dock.pane.fills.sums.text()
    assert "3.50 USD" in label_texts(dock)


def test_after_a_slow_refresh_the_next_one_waits(
    details: Details, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    details.dock.show()
    details.dock.show_record(details.order)
    monkeypatch.setattr(details_dock, "_LONG_MS", -1)
    monkeypatch.setattr(details_dock, "_BREATHER", 1000)
    monkeypatch.setattr(details_dock, "perf_counter", iter((0.0, 60.0)).__next__)
    assert details.receive(order_status(1001, 7, 5, status="Submitted")) == 1
    monkeypatch.undo()
    assert details.receive(execution(exec_id(1), perm_id=1001)) == 0
    details.dock._rest.start(0)
    rows = details.dock.pane.timeline.table.rowCount()
    qtbot.waitUntil(lambda: details.dock.pane.timeline.table.rowCount() == rows + 1)


def test_a_repeat_of_the_message_shown_is_counted_at_once(details: Details) -> None:
    details.dock.show()
    details.dock.show_record(details.blotter.messages[0])
    assert details.receive(FARM) == 1
    assert "2 times" in details.dock.pane.message.text()
    assert details.receive(TwsMessage(-1, 2106, "HMDS data farm connection is OK", None)) == 0


def test_the_ticket_of_the_order_shown_is_copied(details: Details) -> None:
    dock = details.dock
    dock.show()
    dock.show_record(details.order)
    dock.pane.why.heading.copy.click()
    assert "permId 1001, clientId 7, orderId 5" in QGuiApplication.clipboard().text()
    assert dock.pane.why.heading.copy.text() == "Copied"
    dock.copy_ticket(details.other)
    text = QGuiApplication.clipboard().text()
    assert "permId 1003, clientId 7, orderId 8" in text
    assert f"IB Monitor {__version__}, copied" in text


def test_without_a_record_there_is_no_ticket(details: Details) -> None:
    QGuiApplication.clipboard().setText("mine")
    details.dock.copy_ticket()
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_refresh_before_the_feed_has_told_of_all_fills_makes_nothing_anew(details: Details) -> None:
    dock, order = details.dock, details.order
    dock.show()
    dock.show_record(order)
    table = dock.pane.timeline.table
    first = table.record(0)
    dock._rest.start(60_000)
    assert details.receive(execution(exec_id(1), perm_id=1001)) == 0
    dock._rest.stop()
    details.feed.on_event(execution(exec_id(2), perm_id=1001))
    before = details.refreshes
    dock._show_if_outdated()
    assert details.refreshes == before + 1
    assert details.receive(order_status(1003, 7, 8, status="Cancelled")) == 1, "also where the rest is of another order"
    assert table.record(0) is first
    assert [entry.record for entry in table.records() if entry.kind is EntryKind.FILL] == order.fills


def test_a_burst_is_shown_ten_times_a_second(details: Details, monkeypatch: pytest.MonkeyPatch) -> None:
    details.dock.show()
    details.dock.show_record(details.order)
    monkeypatch.setattr(details_dock, "_LONG_MS", -1)
    for count, rest in ((10, 0), (200, 100)):
        monkeypatch.setattr(details_dock, "perf_counter", lambda: 0.0)
        details.dock._rest.stop()
        details.receive(*(execution(exec_id(1_000 * count + number), perm_id=1001) for number in range(count)))
        assert details.dock._rest.interval() == rest
