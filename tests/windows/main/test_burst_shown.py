"""After a burst, all that is told with the painting is what a full count would say, in every tab."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.table.footer import totals_text
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from tests.support.blotter_events import commission, execution, open_order, order_status
from tests.support.fill_streams import full_count
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench, exec_id


def stream(random: Random, count: int) -> list[Event]:
    """Fills of many orders with their commissions, some corrected, and orders with their status."""
    events: list[Event] = []
    for number in range(count):
        perm_id = random.randrange(1, count)
        name = exec_id(number) if random.random() < 0.9 else exec_id(random.randrange(count)).replace(".01", ".02")
        events.append(execution(name, perm_id=perm_id, price=Decimal(random.randrange(10**6)) / 64))
        if random.random() < 0.8:
            events.append(commission(name, f"{random.randrange(900)}.25", realized_pnl=Decimal(random.randrange(99))))
        if random.random() < 0.3:
            filled = random.choice([0, 40, 100])
            events.append(open_order(perm_id, 7, perm_id))
            status = "Filled" if filled == 100 else "Submitted"
            events.append(order_status(perm_id, 7, perm_id, status=status, filled=filled, remaining=100 - filled))
    return events


@pytest.mark.parametrize("front", ["orders", "fills"])
def test_counts_chips_and_sums_are_those_of_a_full_count(bench: Bench, qtbot: QtBot, front: str) -> None:
    bench.connect()
    window, blotter, tables = bench.window, bench.blotter, bench.tables
    window.tabs.show_page(front)
    window.page("fills").header.choose_order(tables.fills.column_number("price"), Qt.SortOrder.AscendingOrder)
    events = stream(Random(17), 900)  # noqa: S311 - no secrets
    for first in range(0, len(events), 500):
        bench.feed.on_events(events[first : first + 500])
    # What the last slices have left comes by itself.
    qtbot.waitUntil(lambda: count_text(len(blotter.fills), "fill") in label_texts(window.page("fills").footer))
    for key, records in (("orders", blotter.orders), ("fills", blotter.fills), ("commissions", blotter.commissions)):
        page = window.page(key)
        assert count_text(len(records), page.kind.noun) in label_texts(page.footer)
        assert page.view.viewport().updatesEnabled()
    prices = [fill.execution.price for fill in tables.fills.visible_records()]
    assert prices == sorted(fill.execution.price or 0 for fill in blotter.fills)
    orders = window.page("orders")
    buttons = [button.text() for button in orders.bar.findChildren(ChoiceButton)]
    for choice in orders.kind.choices:
        count = sum(choice.keeps is None or choice.keeps(order) for order in blotter.orders)
        assert f"{choice.label}  {count:,}" in buttons
    sums = full_count(blotter.fills, [])
    qtbot.waitUntil(lambda: totals_text(sums) in label_texts(window.page("fills").footer))
