"""Stale data is marked in the tables, the details and the scope, until TWS has confirmed it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem, QToolTip, QTreeWidgetItem

from ibmonitor.domain.records.events import OpenOrder, OpenOrderEnd, RequestChanged
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.timeline.life import NO_CONNECTION
from ibmonitor.models.text.formats import short_time_text, time_text
from ibmonitor.windows.details import dock as details_dock
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.theme.theme import tone_color
from ibmonitor.windows.widgets.cell_delegate import CellDelegate
from tests.support.blotter_events import commission, execution, open_order
from tests.support.palettes import dark_palette, light_palette
from tests.windows.bench import Bench

REASON = "TWS closed the connection."
FIRST = open_order(1001, 7, 5, status="Submitted")
SECOND = open_order(1002, 7, 6, status="PreSubmitted", parentId=5)
FILL = execution("e.0.1.01", perm_id=1001, client_id=7, order_id=5, shares=Decimal(40), cum_qty=Decimal(40))


@pytest.fixture
def loaded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    # On a slow machine, any refresh may be slow enough to delay the next.
    monkeypatch.setattr(details_dock, "_LONG_MS", 60_000)
    bench.link(LinkState.CONNECTING)
    bench.connect()
    bench.receive(FIRST, SECOND, FILL, commission("e.0.1.01"))
    return bench


def come_back(bench: Bench, *listed: OpenOrder) -> None:
    bench.link(LinkState.CONNECTING)
    bench.link(LinkState.SYNCHRONISING)
    bench.receive(
        RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.RUNNING),
        *listed,
        OpenOrderEnd(),
        RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
    )


def painted(view: RecordView, row: int, key: str) -> QImage:
    image = QImage(160, 24, QImage.Format.Format_RGB32)
    image.fill(view.palette().color(QPalette.ColorRole.Base))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 160, 24)
    painter = QPainter(image)
    view.itemDelegate().paint(painter, option, view.table.index(row, view.table.column_number(key)))
    painter.end()
    return image


def grey(image: QImage) -> QImage:
    """The shapes without their colors."""
    return image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
@pytest.mark.parametrize(("table", "key"), [("orders", "action"), ("fills", "side"), ("commissions", "acct_number")])
def test_stale_cells_differ_in_color_and_in_shape(
    loaded: Bench, palette: Callable[[], QPalette], table: str, key: str
) -> None:
    view = loaded.view(table)
    view.setPalette(palette())
    fresh = painted(view, 0, key)
    loaded.link(LinkState.WAITING, REASON)
    stale = painted(view, 0, key)
    assert stale != fresh
    assert grey(stale) != grey(fresh)
    come_back(loaded, FIRST, SECOND)
    loaded.receive(FILL, commission("e.0.1.01"))
    assert painted(view, 0, key) == fresh


def test_a_lost_connection_repaints_the_rows_though_fills_do_not_change(loaded: Bench) -> None:
    """No `dataChanged` for them: there may be 100,000."""
    table = loaded.tables.fills
    seen: list[object] = []
    table.dataChanged.connect(lambda *args: seen.append(args))
    loaded.link(LinkState.WAITING, REASON)
    assert len(seen) == 1


def rest_on(view: RecordView, row: int, key: str, width: int) -> None:
    """Hover over a cell of this width in pixels."""
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, 24)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), QPoint(2, 2))
    delegate = view.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    delegate.helpEvent(event, view, option, view.table.index(row, view.table.column_number(key)))


def test_the_tooltip_of_a_cut_stale_cell_has_its_full_text(loaded: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _point, text, _view: tips.append(text))
    view = loaded.view("orders")
    rest_on(view, 0, "contract", 400)
    rest_on(view, 0, "contract", 20)
    loaded.link(LinkState.WAITING, REASON)
    rest_on(view, 0, "contract", 400)
    rest_on(view, 0, "contract", 20)
    why = f"Not confirmed by TWS since {short_time_text(loaded.blotter.orders[0].stale_since)}: {REASON}"
    assert tips[:2] == ["", "<qt>AAPL</qt>"]
    assert tips[2].startswith(f"<qt>{why}")
    assert tips[3].startswith(f"<qt>AAPL</qt><br><qt>{why}")


# Details


def test_the_details_start_with_the_time_of_their_data(loaded: Bench) -> None:
    pane = loaded.window.details.pane
    loaded.view("orders").selectRow(0)
    title, headline = pane.why.accessibleDescription().splitlines()[:2]
    assert headline.startswith("Submitted: ")
    loaded.link(LinkState.WAITING, REASON)
    since = time_text(loaded.blotter.orders[0].stale_since)
    as_of = f"As of {since}. TWS has not confirmed it since: {REASON}"
    assert pane.why.accessibleDescription().splitlines()[:3] == [title, as_of, headline]
    assert as_of in pane.why.accessibleDescription()
    come_back(loaded, FIRST)
    assert pane.why.accessibleDescription().splitlines()[:2] == [title, headline]
    loaded.view("orders").selectRow(1)
    assert "No longer open after the connection was lost: looking it up." in pane.why.accessibleDescription()
    assert "its list of open orders no longer included it." in pane.why.accessibleDescription().splitlines()[1]


def test_fills_and_commissions_of_unknown_orders_show_that_they_are_stale(loaded: Bench) -> None:
    loaded.receive(commission("e.9.1.01"), execution("e.8.1.01", perm_id=555, client_id=3, order_id=44))
    loaded.link(LinkState.WAITING, REASON)
    pane = loaded.window.details.pane
    for record in (loaded.blotter.commissions[-1], loaded.blotter.fills[-1]):
        pane.show_record(record)
        assert pane.why.accessibleDescription().splitlines()[1].startswith("As of ")


@pytest.mark.parametrize("table", ["fills", "commissions"])
def test_what_is_confirmed_without_any_change_is_fresh_at_once(loaded: Bench, table: str) -> None:
    """Nothing else tells: neither its order nor the state of the connection changes with it."""
    again = (commission("e.9.1.01"), execution("e.8.1.01", perm_id=555, client_id=3, order_id=44))
    loaded.receive(*again)
    record = loaded.blotter.fills[-1] if table == "fills" else loaded.blotter.commissions[-1]
    loaded.window.tabs.show_page(table)
    loaded.link(LinkState.WAITING, REASON)
    come_back(loaded, FIRST, SECOND)
    view, pane = loaded.view(table), loaded.window.details.pane
    row = view.table.row_of(record)
    view.selectRow(row)
    assert pane.why.accessibleDescription().splitlines()[1].startswith("As of ")
    key = "side" if table == "fills" else "exec_id"
    stale = painted(view, row, key)
    loaded.receive(*again)
    assert not pane.why.accessibleDescription().splitlines()[1].startswith("As of ")
    assert painted(view, row, key) != stale


def test_the_strip_and_the_timeline_show_the_gap(loaded: Bench) -> None:
    panel = loaded.window.details.pane.timeline
    loaded.view("orders").selectRow(0)
    loaded.link(LinkState.WAITING, REASON)
    whats = [entry.what for entry in panel.table.records()]
    assert whats[-1] == f"Connection lost: {REASON}"
    assert "not confirmed since" in panel.strip.accessibleDescription()
    panel.strip.resize(800, panel.strip.height())
    band = panel.strip._band().center().y()
    assert "TWS has not confirmed it since." in panel.strip.tip_at(QPointF(790, band))
    come_back(loaded, FIRST)
    whats = [entry.what for entry in panel.table.records()]
    assert "TWS sends data again, and has confirmed the order." in whats
    assert NO_CONNECTION in panel.strip.accessibleDescription()
    assert panel.strip.accessibleDescription().count("until now") == 1
    layout = panel.strip.layout_of_life()
    assert layout is not None
    assert "is not known" in panel.strip.tip_at(QPointF((layout.edges[1] + layout.edges[2]) / 2, band))


def first_relative(bench: Bench) -> QTreeWidgetItem:
    bracket = bench.window.details.pane.identity.related.topLevelItem(0)
    assert bracket is not None
    relative = bracket.child(0)
    assert relative is not None
    return relative


def test_related_orders_in_the_details_are_stale_too(loaded: Bench) -> None:
    pane = loaded.window.details.pane
    loaded.view("orders").selectRow(0)
    pane.tabs.setCurrentWidget(pane.identity)
    fresh = first_relative(loaded)
    assert (fresh.font(2).italic(), fresh.toolTip(2)) == (False, "")
    loaded.link(LinkState.WAITING, REASON)
    stale = first_relative(loaded)
    assert stale.font(2).italic()
    assert REASON in stale.toolTip(2)
    related = pane.identity.related
    for palette in (light_palette(), dark_palette()):
        related.setPalette(palette)
        assert first_relative(loaded).foreground(2).color() == tone_color(related.palette(), "muted")


def test_fills_in_the_details_are_stale_too(loaded: Bench) -> None:
    pane = loaded.window.details.pane
    loaded.view("orders").selectRow(0)
    pane.tabs.setCurrentWidget(pane.fills)
    tree = pane.fills.tree
    changed: list[object] = []
    tree.dataChanged.connect(lambda *args: changed.append(args))
    loaded.link(LinkState.WAITING, REASON)
    assert changed
    changed.clear()
    assert REASON in tree.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)
    come_back(loaded, FIRST, SECOND)
    loaded.receive(FILL)
    assert changed
    assert not tree.index(0, 1).data(Qt.ItemDataRole.ToolTipRole)


# Scope


def test_the_scope_says_since_when_data_is_stale(loaded: Bench) -> None:
    loaded.window.tools.show_scope()
    loaded.link(LinkState.CUT_OFF, "TWS has lost IB (1100).")
    since = time_text(loaded.blotter.link.stale_since)
    shown = [label.text() for label in loaded.window.tools.scope.findChildren(QLabel)]
    assert any(text.startswith(f"TWS has lost its own connection to IB since {since}") for text in shown)
    assert f"since {since}" in loaded.window.tools.scope.text()
