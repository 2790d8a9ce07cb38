"""The tab of the day's charts: painting, pointing, accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import GroupBy
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import make_tables
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.day.charts import DayCharts
from ibmonitor.windows.day.page import SHOW_ALL, DayChartsPage
from tests.support.blotter_events import commission, execution, new_blotter
from tests.support.label_texts import label_texts, shown_text


@pytest.fixture(autouse=True)
def plain_names() -> Iterator[None]:
    yield
    ACCOUNT_MASK.set_hiding(False)


class Page:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.blotter = new_blotter()
        self.feed = Feed(self.blotter, make_tables())
        self.selection = AccountSelection()
        self.page = DayChartsPage(self.feed, self.blotter, self.selection)
        self.chosen: list[tuple[str, list[Fill]]] = []
        self.page.fills_chosen.connect(lambda text, fills: self.chosen.append((text, fills)))
        qtbot.addWidget(self.page)
        self.page.resize(1000, 700)

    def receive(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def show(self) -> DayCharts:
        self.page.show()
        self.qtbot.waitUntil(lambda: self.page.charts is not None and not self.page.series.is_working)
        assert self.page.charts is not None
        return self.page.charts


def fill(number: int, account: str = "DU1", *, paid: str | None = "1.25", pnl: str | None = "10") -> list[Event]:
    name = f"0000e0d5.{number:08x}.01.01"
    time = f"20260611-14:{number:02}:00"
    events: list[Event] = [execution(name, perm_id=number, time=time, acct_number=account)]
    if paid is not None:
        events.append(commission(name, paid, realized_pnl=Decimal(pnl) if pnl else None))
    return events


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot)


def test_without_fills_the_reason_is_shown(page: Page) -> None:
    page.page.set_reason("Not connected.", "Connect")
    page.show()
    assert page.page.empty.label.text() == "Not connected."
    with page.qtbot.waitSignal(page.page.action_requested):
        page.page.empty.button.click()
    assert page.page.total_count == 0


def test_pending_commissions_are_mentioned_and_the_fills_are_drawn(page: Page) -> None:
    page.receive(*fill(1, paid=None), *fill(2, paid=None))
    charts = page.show()
    assert shown_text(charts.commission) == "No commissions yet: 2 reports pending."
    assert shown_text(charts.realized_pnl) == "No realized P&L yet: 2 reports pending."
    assert [mark.value for mark in charts.hours.plot.series[0].marks] == [2]


def test_accounts_without_fills_can_be_widened_to_all(page: Page) -> None:
    page.receive(*fill(1))
    page.selection.select_accounts(["DU9"])
    charts = page.show()
    assert page.page.empty.label.text() == "The chosen accounts have no fills."
    assert page.page.empty.button.text() == SHOW_ALL
    page.page.empty.button.click()
    page.qtbot.waitUntil(charts.isVisible)


def test_sums_are_those_of_the_fills(page: Page) -> None:
    page.receive(*fill(1), *fill(2, "DU2", pnl=None), *fill(3, paid=None))
    page.show()
    assert page.page.sums.text().split("   ·   ") == [
        "3 fills",
        "Commission 2.50 USD",
        "Realized P&L 10.00 USD",
        "1 without realized P&L",
        "1 commission pending",
    ]


def test_the_mouse_points_and_a_click_chooses(page: Page) -> None:
    page.receive(*fill(1), *fill(30, "DU2", paid="2"))
    charts = page.show()
    plot = charts.commission.plot
    at = plot.place_of(0, 1).toPoint()
    QTest.mouseMove(plot, at)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert "Commission so far 3.25 USD" in "\n".join(label_texts(charts.panel))
    assert "DU2  BOT 100 AAPL\n    at 292.79, commission 2.00 USD" in "\n".join(label_texts(charts.panel))
    ((text, fills),) = page.chosen
    assert text.startswith("2026-06-1")
    assert [each.execution.acct_number for each in fills] == ["DU2"]
    assert plot.mark_at(QPointF(QPoint(1, 1))) is None


def test_a_part_of_an_hours_bar_is_chosen_by_a_click(page: Page) -> None:
    page.receive(*fill(1), *fill(2), *fill(3, "DU2"))
    page.page.series.choose(group_by=GroupBy.ACCOUNT)
    charts = page.show()
    plot = charts.hours.plot
    for series, expected in ((0, ["DU1", "DU1"]), (1, ["DU2"])):
        # The top of a part: a little below it is the part.
        QTest.mouseClick(
            plot,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            plot.place_of(series, 0).toPoint() + QPoint(0, 5),
        )
        assert [each.execution.acct_number for each in page.chosen[-1][1]] == expected
    assert "1 fill\nQuantity 100" in "\n".join(label_texts(charts.panel))


def test_keys_move_and_enter_chooses(page: Page) -> None:
    page.receive(*fill(1), *fill(2), *fill(3, "DU2"))
    page.page.series.choose(group_by=GroupBy.ACCOUNT)
    plot = page.show().commission.plot
    reached = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(plot, key)
        reached.append((plot.group, plot.mark.value if plot.mark is not None else None))
    one, two = Decimal("1.25"), Decimal("2.50")
    assert reached == [("DU1", one), ("DU1", two), ("DU1", two), ("DU1", one), ("DU2", one), ("DU1", two)]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert [each.execution.perm_id for each in page.chosen[0][1]] == [2]
    assert "DU1" in page.chosen[0][0]


def test_more_than_ten_fills_are_counted(page: Page) -> None:
    page.receive(*(event for number in range(1, 14) for event in fill(number)))
    charts = page.show()
    QTest.keyClick(charts.hours.plot, Qt.Key.Key_End)
    assert "\n".join(label_texts(charts.panel)).endswith("and 3 more")


def test_hidden_accounts_are_hidden_everywhere(page: Page) -> None:
    page.receive(*fill(1, "DU1234567"), *fill(2, "DU7654321"))
    page.page.series.choose(group_by=GroupBy.ACCOUNT)
    charts = page.show()
    QTest.keyClick(charts.commission.plot, Qt.Key.Key_End)
    assert "DU1234567" in "\n".join(label_texts(charts.panel)) + " ".join(label_texts(charts.panel.legend))
    assert "DU1234567" in charts.hours.plot.accessibleDescription()
    ACCOUNT_MASK.set_hiding(True)
    shown = "\n".join(label_texts(charts.panel)) + " ".join(label_texts(charts.panel.legend))
    described = charts.hours.plot.accessibleDescription() + charts.commission.plot.accessibleDescription()
    assert "DU1234567" not in shown + described
    assert "DU7654321" not in shown + described


def test_the_grouping_and_the_currency_are_restored(page: Page) -> None:
    page.page.restore(TableState(show="symbol", text="EUR"))
    state = page.page.table_state()
    assert (state.show, state.text) == ("symbol", "EUR")
    page.page.restore(TableState(show="nonsense"))
    assert page.page.table_state().show == "all"


def test_a_day_that_arrives_after_the_page_was_shown_is_not_cut(qtbot: QtBot) -> None:
    page = Page(qtbot)
    page.show()
    day = page.page.bar.day
    before = day.width()
    page.receive(*fill(1))
    page.show()
    qtbot.waitUntil(lambda: day.count() == 1 and day.width() > before)
    text_width = day.fontMetrics().horizontalAdvance(day.currentText())
    assert day.width() > text_width
