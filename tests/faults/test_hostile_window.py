"""Hostile texts and numbers in every field, seen in the window: sorted, filtered, painted, copied, looked at closely.

Warnings of Qt's, and exceptions in what Qt calls, fail these tests by themselves.
"""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.simulator.wire.wire import Wire
from tests.faults.good_frames import good_frames
from tests.faults.mutants import mutants
from tests.faults.rig import Rig
from tests.support.rich_world import rich_world
from tests.support.versions import TEXT_AND_PROTOBUF
from tests.windows.bench import Bench

TEXTS = {
    "control characters": "\x01\x02\x1b[31mred\r\n\t\x7f\x85",
    "turned round": "\u202egnorw\u2066\u200f\ufeff",
    "no letters": "\ud7ff\ufffe\U0010ffff\u0301\u0301",
    "markup": "<b>&amp;<img src=file:///etc/passwd>%s{0}=1+1",
    "long": "lo ng" * 400,
    "very long": "W" * 200_000,
}


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.window.show()
    bench.connect()
    return bench


def made_hostile(record: Any, text: str) -> Any:
    """A record of the simulator's with this text in all its texts, its contract's too."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str) and field.name not in {"exec_id", "multiplier"}:
            changes[field.name] = text
        elif field.name == "contract":
            changes[field.name] = made_hostile(value, text)
    return dataclasses.replace(record, **changes)


def frames_with(server_version: int, text: str) -> bytes:
    """Orders, fills, commissions and messages that hold the text wherever a text can be."""
    wire, world = Wire(server_version), rich_world()
    # As a field of many it would come hundreds of times.
    short = text[:2_000]
    orders = [made_hostile(order, short) for order in world.orders]
    orders[0].order_ref = text
    fills = [made_hostile(fill, short) for fill in world.executions]
    frames = [
        wire.open_order(orders[0]),
        wire.order_status(orders[0]),
        *(wire.completed_order(order) for order in orders[2:]),
        *(wire.execution(-1, fill) for fill in fills),
        *(wire.commission(made_hostile(report, short)) for report in world.commissions.values()),
        wire.error(orders[0].order_id, 201, text, 1_756_130_000_000, text),
        wire.managed_accounts(short),
    ]
    return b"".join(frames)


def events_of(server_version: int, data: bytes) -> list[Event]:
    async def run() -> list[Event]:
        rig = Rig(server_version)
        events = rig.receive(data)
        rig.check()
        rig.close()
        return events

    return asyncio.run(run())


def look_at_everything(bench: Bench, *, every_column: bool = True) -> None:
    """Do in each table what a user does."""
    for number, key in enumerate(("orders", "fills", "commissions", "messages")):
        view = bench.view(key)
        table = view.table
        bench.window.tabs.setCurrentIndex(number)
        for column in range(table.columnCount()) if every_column else (0, 1):
            table.sort(column)
        view.selectAll()
        view.copy_selection()
        assert QGuiApplication.clipboard().text()
        for row in range(min(3, table.rowCount())):
            view.selectRow(row)
            tabs = bench.window.details.pane.tabs
            for tab in range(tabs.count()):
                tabs.setCurrentIndex(tab)
                assert bench.window.details.grab().width() > 0
        assert view.grab().width() > 0
        table.set_text_filter("lo ng")
        table.set_text_filter("")
        assert table.rowCount() == table.total_count


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_in_any_field(bench: Bench, server_version: int, text: str) -> None:
    bench.receive(*events_of(server_version, frames_with(server_version, text)))
    assert len(bench.blotter.orders) == 3
    assert len(bench.blotter.fills) == 2
    look_at_everything(bench)


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_whatever_is_left_of_hostile_messages(bench: Bench, server_version: int) -> None:
    """The records that come of the mutants, one of many of each message."""
    data = b""
    for name, frame in good_frames(server_version).items():
        cases = [mutant for _, mutant in mutants(name, frame, server_version)]
        data += frame + b"".join(cases[:: 1 + len(cases) // 12])
    bench.receive(*events_of(server_version, data))
    look_at_everything(bench)
