"""The base of all tabs: the content or the reason why there is none, and what the View menu can do."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.windows.table.page import Page, PageKind
from tests.support.blotter_events import open_order
from tests.windows.bench import Bench


class Numbers(Page):
    """A page that shows numbers, all of accounts."""

    def __init__(self) -> None:
        super().__init__(PageKind("numbers", "Numbers", "number"), AccountSelection())
        self.label = QLabel()
        self.body.addWidget(self.label)
        self.numbers: list[int] = []

    @property
    def hides_all(self) -> bool:
        return bool(self.numbers) and self.selection.accounts is not None

    def content(self) -> QWidget | None:
        return self.label if self.numbers and not self.hides_all else None


@pytest.fixture
def page(qtbot: QtBot) -> Numbers:
    page = Numbers()
    qtbot.addWidget(page)
    page.show()
    page.set_reason("No numbers yet.", "Connect")
    return page


def test_the_reason_is_shown_until_there_is_content(page: Numbers) -> None:
    assert page.empty.isVisible()
    assert (page.empty.label.text(), page.empty.button.text()) == ("No numbers yet.", "Connect")
    page.numbers.append(1)
    page.show_content()
    assert page.label.isVisible()
    assert not page.empty.isVisible()


def test_the_button_asks_for_help_or_clears_the_filters_that_hide_all(page: Numbers, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.action_requested):
        page.empty.button.click()
    page.numbers.append(1)
    page.selection.select_accounts(["DU1"])
    with qtbot.assertNotEmitted(page.action_requested):
        page.empty.button.click()
    assert page.selection.accounts is None


def test_a_page_without_rows_has_no_commands_and_no_count(page: Numbers) -> None:
    assert not page.commands()
    assert page.total_count == 0


def test_every_tab_with_rows_has_the_same_commands(bench: Bench) -> None:
    tabs = bench.window.tabs
    assert {page.kind.key for page in tabs.pages} - {page.kind.key for page in tabs.row_pages} == {"day"}
    for page in tabs.row_pages:
        assert set(page.commands()) == {"filter", "clear", "columns", "export", "print"}
        assert page.bar.edit.accessibleName() == f"Filter {page.kind.key}"


@pytest.mark.parametrize("key", ["orders", "allocations"])
def test_tab_goes_from_the_filter_through_the_bar_to_the_export(bench: Bench, key: str) -> None:
    bench.connect()
    bench.receive(open_order(1, 7, 1))
    (page,) = [each for each in bench.window.tabs.row_pages if each.kind.key == key]
    bench.window.tabs.show_page(key)
    widget: QWidget | None = page.bar.edit
    order = []
    while True:
        assert widget is not None
        widget = widget.nextInFocusChain()
        assert widget is not None
        if widget.parent() is page.bar and not widget.isHidden():
            order.append(widget)
        if widget is page.bar.edit:
            break
    in_sight = sorted(order, key=lambda each: each.x())
    start = in_sight.index(page.bar.edit) + 1
    assert order == in_sight[start:] + in_sight[:start], "from left to right, and around"
