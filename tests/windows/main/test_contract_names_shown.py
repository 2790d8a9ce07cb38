"""Widgets outside the tables use the same names of instruments, and update when these change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.models.allocations.tree import AllocationTree
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.windows.allocations.charts import AllocationCharts
from tests.models.allocations.trees import cell
from tests.support.blotter_events import execution, open_order
from tests.support.label_texts import lines_of
from tests.support.make_allocation import group_allocation, share
from tests.support.make_contracts import C6740, C6750, combo
from tests.windows.bench import Bench

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing|propagateSizeHints)")

SPREAD = combo((C6740, 1), (C6750, -1))
COUNTED, NAMED = "SPX combo of 2 legs", "SPX 19MAR26 6740/6750 C vertical"
LEGS: tuple[Event, ...] = (
    execution("0001.01.02.01", perm_id=1, client_id=1, order_id=1, contract=C6740),
    execution("0001.01.03.01", perm_id=1, client_id=1, order_id=1, contract=C6750),
)


@pytest.fixture
def named(bench: Bench) -> Bench:
    ContractWatch(bench.feed, bench.window)
    bench.connect()
    bench.receive(
        open_order(1, 1, 1, contract=SPREAD),
        execution("0001.01.01.01", perm_id=1, client_id=1, order_id=1, contract=SPREAD),
    )
    bench.view("orders").selectRow(0)
    return bench


def test_the_details_name_the_order_by_its_legs(named: Bench) -> None:
    pane = named.window.details.pane
    assert pane.why.accessibleDescription().startswith(f"BUY 100 {COUNTED} MKT · DU1\n")
    pane.tabs.setCurrentWidget(pane.fills)
    contract = pane.fills.tree.column_number("contract")
    assert pane.fills.tree.index(0, contract).data() == COUNTED
    named.receive(*LEGS)
    assert pane.why.accessibleDescription().startswith(f"BUY 100 {NAMED} MKT · DU1\n")
    assert pane.fills.tree.index(0, contract).data() == NAMED


def test_the_find_box_lists_it_by_its_legs(named: Bench) -> None:
    named.receive(*LEGS)
    box = named.window.find_box
    box.find_now("6740")
    (line,) = lines_of(box)
    assert line.startswith(f"BUY 100 {NAMED}  ·  PreSubmitted  ·  DU1  ·  ")


def test_group_orders_and_their_charts_follow(qtbot: QtBot) -> None:
    allocation = replace(group_allocation(share("U1", "34", "34")), contract=SPREAD, quantity=Decimal(34))
    tree, charts = AllocationTree(), AllocationCharts()
    qtbot.addWidget(charts)
    tree.show([allocation], ())
    charts.show_allocation(allocation)
    painted: list[int] = []
    tree.dataChanged.connect(lambda first, _last, _roles: painted.append(first.row()))
    for contract in (C6740, C6750):
        CONTRACT_NAMES._instruments.learn(contract)
    CONTRACT_NAMES._instruments.learn(SPREAD)
    CONTRACT_NAMES.changed.emit()
    assert cell(tree, "order", 0).startswith(f"BUY 34 {NAMED}")
    assert 0 in painted
    assert charts.order.text().startswith(f"BUY 34 {NAMED}")
    for text, count in (("6750 c vert", 1), ("spx 19mar26 6750 c", 1), ("6800", 0)):
        tree.set_filter(text=text)
        assert tree.counts() == (count, 1)
