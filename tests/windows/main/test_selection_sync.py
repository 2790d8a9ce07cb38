"""After any sequence of actions and events, the current row is selected and the details show it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ibmonitor.domain.explain.other_records import Record
from ibmonitor.domain.records.events import OrderBound, TwsMessage
from tests.support.blotter_events import BAG, commission, execution, open_order, order_status
from tests.windows.bench import Bench
from tests.windows.selecting import check, front, note, press_show, turn, type_filter

STEPS = 150
NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEYS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_A),
)
STATUSES = ("PreSubmitted", "Submitted", "Filled", "Cancelled", "Inactive")


class Hand:
    """Does random things to a window."""

    def __init__(self, bench: Bench, random: Random) -> None:
        self.bench = bench
        self.random = random
        self.count = 0
        self.doings: tuple[Callable[[], object], ...] = (
            *(self.click, self.click, self.press, self.press, self.filter, self.choose, self.choose_accounts),
            *(self.sort, self.change_tab, self.order, self.order, self.status, self.status, self.fill, self.message),
            *(self.bind, self.fold, self.focus, self.show, self.go_to, self.clear_filters, self.forget),
        )

    def act(self) -> str:
        doing = self.random.choice(self.doings)
        doing()
        turn()
        return doing.__name__

    def click(self) -> None:
        viewport = front(self.bench).view.viewport()
        if not viewport.isVisible():
            return
        place = QPoint(self.random.randrange(8, viewport.width()), self.random.randrange(viewport.height()))
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, self.random.choice((NO, NO, NO, CTRL, SHIFT)), place)

    def press(self) -> None:
        QTest.keyClick(
            front(self.bench).view, self.random.choice(KEYS), self.random.choice((NO, NO, CTRL, SHIFT, CTRL | SHIFT))
        )

    def filter(self) -> None:
        type_filter(front(self.bench), self.random.choice(("", "", "ref1", "ref", "AAPL", "nothing", "7")))

    def choose(self) -> None:
        buttons = front(self.bench)._choices.buttons()
        if buttons:
            self.random.choice(buttons).click()

    def choose_accounts(self) -> None:
        front(self.bench).selection.select_accounts(self.random.sample(("DU1", "DU2", "DU3"), 2))

    def clear_filters(self) -> None:
        front(self.bench).clear_filters()

    def sort(self) -> None:
        header = front(self.bench).view.header
        header.choose_order(
            self.random.choice([-1, *header.visible_columns()]),
            self.random.choice((Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)),
        )

    def change_tab(self) -> None:
        self.bench.window.tabs.show_page(self.random.choice(("orders", "orders", "fills", "commissions", "messages")))

    def order(self) -> None:
        """Some orders: new, or known under another account, reference and status."""
        numbers = [self.random.randrange(1, 120) for _ in range(self.random.choice((1, 3, 60)))]
        self.bench.receive(
            *(
                open_order(
                    *((number, 7, number) if self.random.random() < 0.9 else (None, 7, number)),
                    account=self.random.choice(("DU1", "DU2", "DU3")),
                    orderRef=f"ref{number}",
                    status=self.random.choice(STATUSES),
                )
                for number in numbers
            )
        )

    def status(self) -> None:
        number = self.random.randrange(1, 120)
        self.bench.receive(order_status(number, 7, number, status=self.random.choice(STATUSES)))

    def fill(self) -> None:
        number = self.random.randrange(1, 120)
        name = f"{self.count:08x}.{number:08x}"
        self.count += 1
        known: dict[str, Any] = {"perm_id": number, "client_id": 7, "order_id": number, "price": Decimal(number)}
        account = self.random.choice(("DU1", "DU2"))
        if self.random.random() < 0.4:
            self.bench.receive(execution(f"{name}.01.01", contract=BAG, acct_number=account, **known))
            self.bench.receive(execution(f"{name}.02.01.01", acct_number=account, **known))
        else:
            self.bench.receive(execution(f"{name}.01.01", acct_number=account, **known))
        self.bench.receive(commission(f"{name}.01.01"))

    def message(self) -> None:
        self.bench.receive(TwsMessage(self.random.randrange(-1, 120), 399, f"warning {self.count}", None))
        self.count += 1

    def bind(self) -> None:
        """An order made by hand that turns out to be another."""
        self.count += 1
        self.bench.receive(order_status(None, 0, -self.count))
        if self.random.random() < 0.5:
            self.bench.window.records.go_to(self.bench.blotter.orders[-1])
        self.bench.receive(OrderBound(self.random.randrange(1, 120), 0, -self.count))

    def fold(self) -> None:
        table = front(self.bench).table
        table.set_all_expanded(expanded=self.random.random() < 0.5)

    def focus(self) -> None:
        page = front(self.bench)
        self.random.choice((page.view, page._text)).setFocus(Qt.FocusReason.TabFocusReason)

    def show(self) -> None:
        if note(self.bench):
            press_show(self.bench)

    def go_to(self) -> None:
        blotter = self.bench.blotter
        records: list[Record] = [*blotter.orders, *blotter.fills, *blotter.commissions, *blotter.messages]
        if records:
            self.bench.window.records.go_to(self.random.choice(records))

    def forget(self) -> None:
        if self.random.random() < 0.2:
            self.bench.feed.clear()


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 12))])
def test_the_details_never_show_another_row_than_the_selected_one(bench: Bench, seed: int) -> None:
    bench.connect("DU1", "DU2", "DU3")
    bench.window.activateWindow()
    hand = Hand(bench, Random(seed))  # noqa: S311 - nothing secret
    hand.order()
    done: list[str] = []
    for _ in range(STEPS):
        done.append(hand.act())
        try:
            check(bench)
        except AssertionError as error:
            raise AssertionError(f"after {' '.join(done[-6:])}") from error
    QApplication.processEvents()
