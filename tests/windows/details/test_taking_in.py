"""The details of an order with many fills: taken in piece by piece, and in the end as if taken in at once."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.search import identifiers
from ibmonitor.domain.sums import order_totals
from ibmonitor.domain.timeline import kept_timeline, life
from ibmonitor.models.columns import fill_tree
from ibmonitor.models.table.column_model import ColumnModel
from ibmonitor.windows.details import pane as details_pane
from ibmonitor.windows.details import timeline_panel
from ibmonitor.windows.details.pane import DetailsPane
from tests.support.blotter_events import commission, execution, open_order, order_status
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench


@pytest.fixture(autouse=True)
def _one_piece_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (kept_timeline, fill_tree, order_totals, identifiers):
        monkeypatch.setattr(room, "_PIECE", 3)
    monkeypatch.setattr(life, "_PIECE", 4)
    monkeypatch.setattr(life, "_UNSETTLED", 2)
    monkeypatch.setattr(details_pane, "_TURN_SECONDS", 0.0)
    monkeypatch.setattr(details_pane, "_LEAST_PIECES", 8)
    monkeypatch.setattr(timeline_panel, "_LATEST", 4)


def receive(bench: Bench, random: Random, number: int) -> None:
    """Receive an execution, and perhaps its commission, a correction and a status."""
    ids: dict[str, Any] = {"perm_id": 1001, "client_id": 7, "order_id": 5}
    exec_id = f"0000e0d5.{number:08x}.01.01"
    bench.feed.on_event(execution(exec_id, shares=Decimal(random.randint(1, 9)), **ids))
    if random.random() < 0.2:
        bench.feed.on_event(execution(f"{exec_id[:-1]}2", shares=Decimal(3), **ids))
    if random.random() < 0.7:
        bench.feed.on_event(commission(f"0000e0d5.{random.randint(0, number):08x}.01.01", "1.5"))
    if random.random() < 0.5:
        bench.feed.on_event(order_status(1001, 7, 5, status="Submitted", filled=number))
    if random.random() < 0.4:
        bench.feed.flush()


def loaded(bench: Bench, random: Random, count: int) -> Order:
    bench.connect("DU1")
    bench.receive(open_order(1001, 7, 5, status="Submitted"), open_order(1002, 7, 6, status="Submitted"))
    for number in range(count):
        receive(bench, random, number)
    bench.feed.flush()
    return bench.blotter.orders[0]


def cells(pane: DetailsPane) -> list[str]:
    """What the panel in front shows, in all columns."""
    tables: dict[object, ColumnModel[Any]] = {
        pane.timeline: pane.timeline.table,
        pane.fills: pane.fills.tree,
        pane.identity: pane.identity.table,
    }
    table = tables[pane.tabs.currentWidget()]
    return [column.text(table.record(row)) for row in range(table.rowCount()) for column in table.columns]


def finish(qtbot: QtBot, pane: DetailsPane) -> None:
    """Wait until all is taken in, and show it."""
    qtbot.waitUntil(lambda: not pane.is_behind)
    pane.refresh(())
    qtbot.waitUntil(lambda: not pane.is_behind)
    pane.show_taken()


def test_the_end_of_a_long_timeline_is_shown_at_once(qtbot: QtBot, bench: Bench) -> None:
    order = loaded(bench, Random(0), 40)  # noqa: S311 - no secret
    bench.window.show()
    pane = bench.window.details.pane
    bench.window.records.go_to(bench.blotter.orders[1])
    bench.window.records.go_to(order)
    assert pane.is_behind
    latest = [entry.what for entry in pane.timeline.table.records()]
    qtbot.waitUntil(lambda: not pane.is_behind and pane.timeline.table.rowCount() > len(latest))
    whole = [entry.what for entry in pane.timeline.table.records()]
    assert 0 < len(latest) < len(whole)
    assert whole[-len(latest) :] == latest


def test_the_sums_are_shown_when_the_rest_is_taken_in_with_another_tab(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = loaded(bench, Random(0), 40)  # noqa: S311 - no secret
    bench.window.show()
    pane = bench.window.details.pane
    bench.window.records.go_to(bench.blotter.orders[1])
    bench.window.records.go_to(order)
    assert "Commission" not in label_texts(pane.why)
    monkeypatch.setattr(details_pane, "_LEAST_PIECES", 1000)
    pane.open_panel(pane.fields)
    assert not pane.is_behind
    assert "Commission" in label_texts(pane.why)


@pytest.mark.parametrize("name", ["timeline", "fills", "identity"])
def test_what_comes_while_it_is_taken_in_is_there_in_the_end(qtbot: QtBot, bench: Bench, name: str) -> None:
    random = Random(name)  # noqa: S311 - no secret
    order = loaded(bench, random, 15)
    bench.window.show()
    pane = bench.window.details.pane
    bench.window.records.go_to(order)
    pane.open_panel(getattr(pane, name))
    for number in range(15, 40):
        receive(bench, random, number)
        if random.random() < 0.1:
            bench.window.records.go_to(random.choice(bench.blotter.orders[:2]))
        for _ in range(random.randint(0, 3)):
            QApplication.processEvents()
    bench.feed.flush()
    bench.window.records.go_to(order)
    finish(qtbot, pane)
    shown, life_shown, sums = cells(pane), pane.timeline.strip._life, pane.fills.sums.text()
    pane.refresh()
    finish(qtbot, pane)
    assert (cells(pane), pane.fills.sums.text()) == (shown, sums)
    assert pane.timeline.strip._life is not None
    assert life_shown is not None
    assert pane.timeline.strip._life.fills.valid == life_shown.fills.valid
