"""The line of counts and sums under a table follows what changes, in slices, while it is in sight."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.kept_totals import KeptTotals
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.table import footer as footer_module
from ibmonitor.windows.table.footer import Footer, count_commission, count_fill, totals_text
from tests.support.blotter_events import commission, execution, new_blotter
from tests.support.examples import examples
from tests.support.fill_streams import Stream, full_count, values
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench, exec_id

CORRECTED = ("0000e0d5.00000001.01.01", "0000e0d5.00000001.01.02")
ROWS = 1000


@pytest.mark.parametrize(("key", "rows"), [("fills", "2 fills"), ("commissions", "2 commissions")])
def test_a_corrected_fill_and_its_commission_are_in_no_sum(bench: Bench, qtbot: QtBot, key: str, rows: str) -> None:
    bench.connect()
    for number, name in enumerate(CORRECTED, 1):
        bench.receive(execution(name, perm_id=1), commission(name, f"{number}.00", realized_pnl=Decimal(number * 10)))
    footer = bench.footer(key)
    qtbot.waitUntil(lambda: "Not counted" in "  ".join(label_texts(footer)))
    assert "  ".join(label_texts(footer)).startswith(rows)
    assert "Commission 2.00 USD" in "  ".join(label_texts(footer))
    assert "Realized P&L 20.00 USD" in "  ".join(label_texts(footer))
    assert "Not counted: 1 corrected" in "  ".join(label_texts(footer))


def test_a_commission_without_its_execution_is_shown_and_not_summed(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.receive(commission("0000e0d5.00000009.01.01", "7.00"))
    footer = bench.footer("commissions")
    qtbot.waitUntil(lambda: "without a known execution" in "  ".join(label_texts(footer)))
    assert "7.00" not in "  ".join(label_texts(footer))


def test_a_sum_without_a_currency_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    for number, currency in enumerate(("", "USD")):
        name = f"0000e0d5.{number:08x}.01.01"
        bench.receive(
            execution(name, perm_id=1), commission(name, "12.50", currency=currency, realized_pnl=Decimal(number))
        )
    footer = bench.footer("fills")
    qtbot.waitUntil(lambda: "12.50" in "  ".join(label_texts(footer)))
    assert "Commission 12.50 (no currency), 12.50 USD" in "  ".join(label_texts(footer))
    assert "Realized P&L 0.00 (no currency), 1.00 USD" in "  ".join(label_texts(footer))


def test_without_amounts_there_are_no_sums() -> None:
    assert totals_text(Sums()) == ""


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

    def count_record(_totals: KeptTotals, _fill: Fill, _is_shown: bool) -> None:
        turn_of.append(turns)

    footer = Footer(bench.tables.fills, "fill", count_record)
    qtbot.addWidget(footer)
    footer.show()
    qtbot.waitUntil(lambda: len(turn_of) == ROWS)
    ticks.stop()
    assert len(set(turn_of)) > 2
    assert max(turn_of.count(turn) for turn in set(turn_of)) < ROWS / 2


def counting_footer(bench: Bench, qtbot: QtBot) -> tuple[Footer, list[Fill]]:
    """A footer, not yet shown, and the fills that it reads."""
    read: list[Fill] = []

    def count_record(_totals: KeptTotals, fill: Fill, _is_shown: bool) -> None:
        read.append(fill)

    footer = Footer(bench.tables.fills, "fill", count_record)
    qtbot.addWidget(footer)
    return footer, read


def is_idle(footer: Footer) -> bool:
    return not any(timer.isActive() for timer in footer.findChildren(QTimer))


def test_after_a_change_only_what_changed_is_read(bench: Bench, qtbot: QtBot) -> None:
    bench.add_fills(1, 10)
    footer, read = counting_footer(bench, qtbot)
    footer.show()
    qtbot.waitUntil(lambda: is_idle(footer))
    assert read == bench.blotter.fills
    read.clear()
    bench.receive(commission(exec_id(3), "1"))
    bench.add_fills(11, 12)
    qtbot.waitUntil(lambda: is_idle(footer))
    assert read == [bench.blotter.fills[number - 1] for number in (3, 11, 12)]


def test_the_sums_follow_a_burst_when_it_is_over_or_too_long(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    footer, read = counting_footer(bench, qtbot)
    qtbot.waitUntil(lambda: is_idle(footer))
    now = [100.0]
    monkeypatch.setattr(footer_module, "perf_counter", lambda: now[0])
    footer._wait.setInterval(0)
    table = bench.tables.fills

    def add(number: int) -> Fill:
        table.hold_painting(held=False)
        bench.add_fills(number, number)
        table.hold_painting(held=True)
        footer._begin()
        footer._go_on()
        return bench.blotter.fills[-1]

    first = add(1)
    assert read == []
    table.hold_painting(held=False)
    qtbot.waitUntil(lambda: is_idle(footer))
    assert read == [first]
    second = add(2)
    assert read == [first]
    now[0] += 6
    qtbot.waitUntil(lambda: is_idle(footer))
    assert read == [first, second]


def test_out_of_sight_it_follows_the_rows_that_change_too(bench: Bench, qtbot: QtBot) -> None:
    bench.add_fills(1, 10)
    footer, read = counting_footer(bench, qtbot)
    qtbot.waitUntil(lambda: is_idle(footer))
    read.clear()
    bench.add_fills(11, 12)
    assert label_texts(footer)[0] == "12 fills"
    qtbot.waitUntil(lambda: is_idle(footer))
    assert read == bench.blotter.fills[-2:]


def test_out_of_sight_it_leaves_many_changes_until_it_is_shown(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footer_module, "_MOST_HIDDEN", 3)
    footer = Footer(bench.tables.fills, "fill", count_fill)
    qtbot.addWidget(footer)
    for number in range(1, 4):
        bench.receive(execution(exec_id(number), perm_id=number), commission(exec_id(number), "2"))
    qtbot.waitUntil(lambda: is_idle(footer))
    assert label_texts(footer) == ["3 fills", "Commission 6.00 USD"]
    bench.receive(*(commission(exec_id(number), "3") for number in range(1, 4)))
    bench.receive(execution(exec_id(4), perm_id=4))
    qtbot.waitUntil(lambda: is_idle(footer))
    assert label_texts(footer) == ["4 fills", "Commission 6.00 USD"]
    monkeypatch.setattr(footer_module, "_SLICE", -1)
    monkeypatch.setattr(footer_module, "_SLICE_ROWS", 1)
    footer.show()
    assert [label.text() for label in footer.findChildren(QLabel)] == ["4 fills", ""]
    qtbot.waitUntil(lambda: is_idle(footer))
    assert label_texts(footer) == ["4 fills", "Commission 9.00 USD   ·   1 commission pending"]


def test_the_sums_of_few_rows_are_there_from_the_start(bench: Bench, qtbot: QtBot) -> None:
    bench.receive(execution(exec_id(1), perm_id=1), commission(exec_id(1), "2"))
    footer = Footer(bench.tables.fills, "fill", count_fill)
    qtbot.addWidget(footer)
    assert [label.text() for label in footer.findChildren(QLabel)] == ["1 fill", "Commission 2.00 USD"]


def test_the_sums_of_one_change_are_there_with_its_row(bench: Bench, qtbot: QtBot) -> None:
    footer = Footer(bench.tables.fills, "fill", count_fill)
    qtbot.addWidget(footer)
    footer._updated_at = -1.0
    bench.receive(execution(exec_id(1), perm_id=1), commission(exec_id(1), "2"))
    assert footer.sums.text() == "Commission 2.00 USD"
    bench.receive(commission(exec_id(1), "3"))
    assert footer.sums.text() == "Commission 2.00 USD", "it has just been updated"
    qtbot.waitUntil(lambda: footer.sums.text() == "Commission 3.00 USD")


def test_a_filter_that_is_set_while_rows_are_read_has_them_read_anew(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footer_module, "_SLICE", -1)
    monkeypatch.setattr(footer_module, "_SLICE_ROWS", 1)
    footer = Footer(bench.tables.fills, "fill", count_fill)
    qtbot.addWidget(footer)
    footer._updated_at = -1.0
    bench.receive(*(execution(exec_id(number), perm_id=number) for number in (1, 2)), commission(exec_id(2), "2"))
    assert footer._work.isActive()
    bench.tables.fills.set_predicate("odd", lambda fill: fill.serial == 1)
    qtbot.waitUntil(lambda: is_idle(footer))
    assert [footer.counts.text(), footer.sums.text()] == ["1 of 2 fills", "Commission 2.00 USD"]


class Followed:
    """Footers of fills and of commissions over the records of a stream of events."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.tables = make_tables()
        self.feed = Feed(new_blotter(), self.tables)
        self.fills = Footer(self.tables.fills, "fill", count_fill)
        self.commissions = Footer(self.tables.commissions, "commission", count_commission)

    def receive(self, number: int) -> None:
        for _ in range(number):
            self.feed.on_event(self.stream.event())
        self.feed.flush()

    def change_filters(self) -> None:
        chance, tables = self.stream.random, self.tables
        shown = [account for account in self.stream.accounts if chance.random() < 0.7]
        tables.fills.set_predicate("account", lambda fill: fill.execution.acct_number in shown)
        tables.commissions.set_predicate(
            "account", lambda each: each.fill is None or each.fill.execution.acct_number in shown
        )
        tables.fills.set_text_filter(chance.choice(["", "", "e.1", "sld"]))
        while tables.fills.is_searching:
            tables.fills.read_texts()
        tables.fills.set_all_expanded(chance.random() < 0.5)

    def check(self) -> None:
        fills, commissions = self.tables.fills.visible_records(), self.tables.commissions.visible_records()
        self.compare(self.fills, full_count(fills, ()))
        reported = [each.fill for each in commissions if each.fill is not None]
        self.compare(self.commissions, full_count(reported, commissions))

    def compare(self, footer: Footer, expected: Sums) -> None:
        """Show or hide the footer, and if it is in sight, let it finish."""
        if self.stream.random.random() < 0.3:
            footer.setVisible(not footer.isVisible())
        if footer.isVisible():
            footer._begin()
            while footer._work.isActive():
                footer._go_on()
            assert values(footer._totals.sums) == values(expected)


@pytest.mark.usefixtures("qapp")
@given(st.integers(0, 1_000_000))
@examples(15)
def test_the_sums_are_those_of_the_rows_shown(seed: int) -> None:
    stream = Stream(seed)
    followed = Followed(stream)
    for number in range(40):
        followed.receive(stream.random.randint(1, 5))
        if not number % 4:
            followed.change_filters()
        if number == 30:
            followed.feed.clear()
        followed.check()
    followed.fills.close()
    followed.commissions.close()
