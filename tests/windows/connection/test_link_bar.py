"""The banner about the connection: what it says, what it offers, and that it stays away once dismissed."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.events import LinkChanged
from ibmonitor.domain.records.link import Link, LinkState
from ibmonitor.windows.connection.link_bar import LinkBar
from tests.support.label_texts import shown_text
from tests.windows.bench import Bench


@pytest.fixture
def bar(qtbot: QtBot) -> LinkBar:
    bar = LinkBar()
    qtbot.addWidget(bar)
    return bar


def offered(bar: LinkBar) -> list[str]:
    buttons = (bar.other_client_id, bar.connect_now, bar.connect_again, bar.refresh)
    return [button.text().replace("&", "") for button in buttons if not button.isHidden()]


def test_nothing_is_said_before_anything_was_tried_and_while_all_is_well(bar: LinkBar) -> None:
    for state in (LinkState.DOWN, LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP):
        bar.show_link(Link(state))
        assert bar.isHidden()


@pytest.mark.parametrize(
    ("state", "button", "tone"),
    [(LinkState.WAITING, ["Connect now"], "bad"), (LinkState.DOWN, ["Connect"], "bad"), (LinkState.CUT_OFF, [], "bad")],
)
def test_each_problem_has_the_one_action_that_helps(
    bar: LinkBar, state: LinkState, button: list[str], tone: str
) -> None:
    bar.show_link(Link(state, reason="TWS closed the connection."))
    assert (shown_text(bar), offered(bar), bar.tone) == ("TWS closed the connection.", button, tone)


def test_a_client_id_in_use_is_replaced_by_the_one_offered(bar: LinkBar) -> None:
    taken = QSignalSpy(bar.other_client_id_requested)
    bar.show_link(Link(LinkState.DOWN, client_id=1, reason="Client ID 1 is in use.", other_client_id=2))
    assert offered(bar) == ["Use client ID 2"]
    bar.other_client_id.click()
    assert taken.at(0) == [2]


def test_dismissed_it_comes_back_only_with_something_else(bar: LinkBar) -> None:
    bar.show_link(Link(LinkState.DOWN, reason="One."))
    bar.dismissed.emit()
    assert bar.isHidden()
    bar.show_link(Link(LinkState.WAITING, reason="One."))
    assert bar.isHidden()
    bar.show_link(Link(LinkState.WAITING, reason="Two."))
    assert shown_text(bar) == "Two."
    bar.show_link(Link(LinkState.UP))
    bar.show_link(Link(LinkState.DOWN, reason="One."))
    assert shown_text(bar) == "One."


def test_a_recording_offers_no_connection(bar: LinkBar) -> None:
    bar.set_replaying()
    bar.show_link(Link(LinkState.WAITING, reason="Lost."))
    assert (shown_text(bar), offered(bar)) == ("Lost.", [])


def test_a_banner_that_comes_and_goes_moves_no_row(bench: Bench, qtbot: QtBot) -> None:
    bench.connect()
    bench.add_fills(1, 200)
    bench.window.tabs.show_page("fills")
    view = bench.view("fills")
    view.verticalScrollBar().setValue(500)
    qtbot.waitUntil(lambda: view.rowAt(5) > 0)

    def row_on_screen() -> int:
        return view.viewport().mapToGlobal(view.visualRect(view.table.index(60, 0)).topLeft()).y()

    before = row_on_screen()
    bench.receive(LinkChanged(LinkState.WAITING, "127.0.0.1", 7497, 7, "Lost.", None))
    qtbot.waitUntil(bench.window.body.banners.isVisible)
    assert bench.window.body.banners.front is bench.window.link_bar
    assert row_on_screen() == before
    bench.connect()
    qtbot.waitUntil(lambda: not bench.window.body.banners.isVisible())
    assert row_on_screen() == before
