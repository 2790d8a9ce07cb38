"""The line of sums under a table, computed in slices; and the reason each tab shows while it is empty."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.table.column_model import CHANGED_ROLES, LIGHT_ROLES
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.windows.table import footer as footer_module
from ibmonitor.windows.table.footer import Footer, totals_text
from tests.support.blotter_events import commission, execution
from tests.support.label_texts import label_texts
from tests.support.make_records import make_fill
from tests.windows.bench import Bench

CORRECTED = ("0000e0d5.00000001.01.01", "0000e0d5.00000001.01.02")
ROWS = 1000


@pytest.mark.parametrize(("key", "rows"), [("fills", "2 fills"), ("commissions", "2 commissions")])
def test_a_corrected_fill_and_its_commission_are_in_no_sum(bench: Bench, qtbot: QtBot, key: str, rows: str) -> None:
    bench.connect()
    for number, name in enumerate(CORRECTED, 1):
        bench.receive(execution(name, perm_id=1), commission(name, f"{number}.00", realized_pnl=Decimal(number * 10)))
    footer = bench.window.page(key).footer
    qtbot.waitUntil(lambda: "Not counted" in "  ".join(label_texts(footer)))
    assert "  ".join(label_texts(footer)).startswith(rows)
    assert "Commission 2.00 USD" in "  ".join(label_texts(footer))
    assert "Realized P&L 20.00 USD" in "  ".join(label_texts(footer))
    assert "Not counted: 1 corrected" in "  ".join(label_texts(footer))


def test_a_commission_without_its_execution_is_shown_and_not_summed(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(commission("0000e0d5.00000009.01.01", "7.00"))
    footer = bench.window.page("commissions").footer
    qtbot.waitUntil(lambda: "without a known execution" in "  ".join(label_texts(footer)))
    assert "7.00" not in "  ".join(label_texts(footer))


def test_a_sum_without_a_currency_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    for number, currency in enumerate(("", "USD")):
        name = f"0000e0d5.{number:08x}.01.01"
        bench.receive(
            execution(name, perm_id=1), commission(name, "12.50", currency=currency, realized_pnl=Decimal(number))
        )
    footer = bench.window.page("fills").footer
    qtbot.waitUntil(lambda: "12.50" in "  ".join(label_texts(footer)))
    assert "Commission 12.50 (no currency), 12.50 USD" in "  ".join(label_texts(footer))
    assert "Realized P&L 0.00 (no currency), 1.00 USD" in "  ".join(label_texts(footer))


def test_without_amounts_there_are_no_sums() -> None:
    assert totals_text(Totals()) == ""


def test_sums_of_many_rows_let_the_window_answer_in_between(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.connect()
    bench.add_fills(1, ROWS)
    clock = count()
    # Each reading of the clock advances it by a millisecond.
    monkeypatch.setattr(footer_module, "perf_counter", lambda: next(clock) / 1000)
    turns = 0
    turn_of: list[int] = []

    def on_turn() -> None:
        nonlocal turns
        turns += 1

    ticks = QTimer()
    ticks.setInterval(0)
    ticks.timeout.connect(on_turn)
    ticks.start()

    def add(_totals: Totals, _fill: Fill) -> None:
        turn_of.append(turns)

    footer = Footer(bench.tables.fills, "fill", add)
    qtbot.addWidget(footer)
    qtbot.waitUntil(lambda: len(turn_of) == ROWS)
    ticks.stop()
    assert len(set(turn_of)) > 2
    assert max(turn_of.count(turn) for turn in set(turn_of)) < ROWS / 2


def test_a_row_whose_light_fades_is_not_summed_again(qtbot: QtBot) -> None:
    table = RecordTable(FILL_COLUMNS)
    table.merge([make_fill(1)])
    added: list[Fill] = []
    footer = Footer(table, "fill", lambda _totals, fill: added.append(fill))
    qtbot.addWidget(footer)
    qtbot.waitUntil(lambda: len(added) == 1 and not footer._work.isActive())
    cell = table.index(0, 0)
    table.dataChanged.emit(cell, cell, LIGHT_ROLES)
    assert not footer._wait.isActive()
    table.dataChanged.emit(cell, cell, CHANGED_ROLES)
    assert footer._wait.isActive()
