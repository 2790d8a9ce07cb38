"""What the find box says where nothing was found is true in every state of the connection."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.search.find import Results
from ibmonitor.windows.main.nothing_found import nothing_found
from tests.support.make_records import NOON

NOTHING = Results("spy", "Symbol spy")
BEFORE = (LiveInterval(NOON),)


def said(results: Results, link: Link, *, has_tws: bool = True) -> str:
    return nothing_found(results, link, has_tws=has_tws)[0].text.split("\n")[-1]


@pytest.mark.parametrize(
    ("state", "before", "sentence"),
    [
        (LinkState.DOWN, (), "Not connected to TWS yet, so there are no orders to find. Press Connect."),
        (LinkState.CONNECTING, (), "Not connected to TWS yet, so there are no orders to find. Connecting…"),
        (LinkState.DOWN, BEFORE, "Not connected: only what was received before can be found. Press Connect."),
        (
            LinkState.WAITING,
            BEFORE,
            "Not connected: only what was received before can be found. Reconnecting automatically.",
        ),
        (
            LinkState.SYNCHRONISING,
            (),
            "TWS is still sending its orders. Those that fit are listed as they arrive.",
        ),
        (
            LinkState.CUT_OFF,
            BEFORE,
            "TWS has lost its connection to IB, so newer orders may be missing. Try fewer words.",
        ),
        (
            LinkState.UP,
            BEFORE,
            (
                "TWS reports open orders, and today's fills and completed orders. Try fewer words, press Refresh, or "
                "use Request executions for earlier fills."
            ),
        ),
    ],
)
def test_what_to_do_next(state: LinkState, before: tuple[LiveInterval, ...], sentence: str) -> None:
    assert said(NOTHING, Link(state, live_intervals=before)) == sentence


def test_an_unanswered_request_is_named() -> None:
    link = Link(LinkState.UP)
    link.requests[RequestKind.OPEN_ORDERS, ""] = Request(RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER)
    assert said(NOTHING, link).endswith("there may be more than is shown. Press Refresh.")


def test_nothing_can_be_requested_in_a_recording() -> None:
    link = Link(LinkState.UP)
    assert said(NOTHING, link, has_tws=False) == "Only what TWS sent then can be found. Try fewer words."
    yesterday = Results("spy yesterday", "", day="yesterday", without_day="spy")
    assert "Request executions" in said(yesterday, link)
    assert "Request executions" not in said(yesterday, link, has_tws=False)
    assert "Request executions" not in said(yesterday, Link(LinkState.DOWN, live_intervals=BEFORE))
    assert said(yesterday, Link(LinkState.DOWN)).startswith("Not connected to TWS yet")


def test_many_parts_are_not_all_counted() -> None:
    results = Results("many", "", alone=tuple((f"“{number}”", number) for number in range(20)))
    text = nothing_found(results, Link(LinkState.UP), has_tws=True)[0].text
    assert "“0”: none; “1”: 1 order; " in text
    assert text.split("\n")[1].endswith("“7”: 7 orders; ….")
