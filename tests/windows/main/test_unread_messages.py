"""Messages come to the strip, and are removed when the problem is resolved."""

from __future__ import annotations

from ibmonitor.domain.records.events import Fault, LinkChanged, TwsMessage
from ibmonitor.domain.records.link import LinkState
from tests.support.label_texts import shown_text
from tests.windows.bench import CLIENT, PORT, Bench
from tests.windows.main.test_message_strip import reject


def test_messages_about_the_connection_are_removed_when_it_is_up(bench: Bench) -> None:
    strip = bench.window._strip
    bench.receive(TwsMessage(5, 399, "stays", None))
    bench.link(LinkState.CONNECTING)
    in_use = "Client ID 7 is in use."
    bench.receive(TwsMessage(-1, 326, "Unable to connect as the client id is already in use.", None), Fault(in_use))
    bench.link(LinkState.DOWN, in_use)
    assert shown_text(strip) == in_use
    assert strip._more.text() == "and 2 earlier"
    bench.connect()
    assert (shown_text(strip), strip._more.text()) == ("stays", "")
    for code in (502, 504, 507, 1100, 1300, 2110):
        bench.link(LinkState.CUT_OFF if code in (1100, 2110) else LinkState.WAITING, "It is lost.")
        bench.receive(TwsMessage(-1, code, f"lost {code}", None))
        assert shown_text(strip) == f"lost {code}"
    bench.link(LinkState.SYNCHRONISING)
    assert shown_text(strip) == "lost 2110"
    bench.link(LinkState.UP)
    assert (shown_text(strip), strip._more.text()) == ("stays", "")


def link_lost_and_back(reason: str) -> list[LinkChanged]:
    states = ((LinkState.WAITING, reason), (LinkState.CONNECTING, ""), (LinkState.UP, ""))
    return [LinkChanged(state, "127.0.0.1", PORT, CLIENT, why) for state, why in states]


def test_a_loss_that_is_reported_with_its_end_is_not_shown(bench: Bench) -> None:
    bench.connect()
    bench.receive(TwsMessage(-1, 1100, "lost", None))
    assert shown_text(bench.window._strip) == "lost"
    bench.receive(TwsMessage(-1, 1100, "lost", None), TwsMessage(-1, 1101, "back", None))
    assert bench.window._strip.isHidden()
    for event in (Fault("TWS closed it."), Fault("Something else."), *link_lost_and_back("TWS closed it.")):
        bench.feed.on_event(event)
    bench.feed.flush()
    assert (shown_text(bench.window._strip), bench.window._strip._more.text()) == ("Something else.", "")


def test_a_connection_that_is_not_up_withdraws_nothing(bench: Bench) -> None:
    bench.link(LinkState.CUT_OFF, "TWS has lost IB.")
    bench.receive(TwsMessage(-1, 1100, "lost", None), TwsMessage(-1, 1102, "back", None))
    bench.link(LinkState.SYNCHRONISING)
    assert shown_text(bench.window._strip) == "lost"


def test_clearing_the_records_clears_the_strip(bench: Bench) -> None:
    reject(bench)
    bench.feed.clear()
    assert bench.window._strip.isHidden()
