"""The last line of the window: the sums of the tab in front and of the selection, and what must not be forgotten."""

from __future__ import annotations

import dataclasses

from pytestqt.qtbot import QtBot

from tests.support.blotter_events import open_order
from tests.support.label_texts import label_texts
from tests.windows.bench import Bench
from tests.windows.widgets.test_sums_line import Layouts


def test_it_has_the_counts_of_the_tab_in_front(bench: Bench) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.receive(open_order(50, 7, 1))
    assert bench.window.page("orders").footer.isVisible()
    bench.window.tabs.show_page("fills")
    assert bench.window.page("fills").footer.isVisible()
    assert not bench.window.page("orders").footer.isVisible()
    assert bench.window.bottom.isAncestorOf(bench.window.page("fills").footer)
    bench.window.tabs.show_page("day")
    assert bench.window.tabs.day.sums.isVisible()
    assert bench.window.bottom.isAncestorOf(bench.window.tabs.day.sums)


def test_a_fill_lays_out_nothing_but_the_counts(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.add_fills(1, 3)
    bench.window.tabs.show_page("fills")
    footer, status = bench.footer("fills"), Layouts(bench.window.statusBar())
    for first, last in ((4, 9), (10, 11)):
        status.count = 0
        bench.add_fills(first, last)
        words = [f"{last} fills", f"{last} commissions pending"]
        qtbot.waitUntil(lambda words=words: label_texts(footer) == words)  # type: ignore[misc]
        qtbot.waitUntil(lambda: footer.counts.width() == footer.counts.sizeHint().width())
    assert status.count == 0


def test_hidden_accounts_are_not_forgotten(bench: Bench) -> None:
    bottom = bench.window.bottom
    assert not bottom.sign.isVisible()
    bench.window.set_settings(dataclasses.replace(bench.window.settings, hide_accounts=True))
    assert (bottom.sign.isVisible(), bottom.sign.text()) == (True, "Account numbers hidden")
