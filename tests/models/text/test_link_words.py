"""The connection in words: its state, its problems, and the window's title."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.text.link_words import (
    accounts_text,
    details,
    kind_of_accounts,
    other_client_id_hint,
    problems,
    state_words,
    title,
)

NOON = datetime(2026, 6, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("accounts", "kind"),
    [
        ((), ""),
        (("DU1", "DF2"), "Paper"),
        (("U1",), "Live"),
        (("F1", "U2"), "Live"),
        (("U1", "DU2"), "Live and paper"),
    ],
)
def test_paper_accounts_begin_with_d(accounts: tuple[str, ...], kind: str) -> None:
    assert kind_of_accounts(accounts) == kind


@pytest.mark.parametrize(
    ("state", "seconds", "words"),
    [
        (LinkState.UP, None, "Connected"),
        (LinkState.WAITING, None, "Reconnecting"),
        (LinkState.WAITING, 4.2, "Reconnecting in 5 s"),
        (LinkState.WAITING, 0, "Reconnecting…"),
        (LinkState.CUT_OFF, None, "TWS has lost its connection to IB"),
    ],
)
def test_the_state_counts_down_to_the_next_attempt(state: LinkState, seconds: float | None, words: str) -> None:
    next_try = None if seconds is None else NOON + timedelta(seconds=seconds)
    assert state_words(Link(state=state, next_try=next_try), NOON) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(0), ""),
        (timedelta(seconds=2), ""),
        (timedelta(seconds=3), "TWS's clock is 3 s ahead of this computer's"),
        (timedelta(seconds=-90), "TWS's clock is 90 s behind this computer's"),
        (timedelta(hours=1), "TWS's clock is 60 minutes ahead of this computer's"),
    ],
)
def test_a_clock_that_differs_is_a_problem(ahead: timedelta, words: str) -> None:
    assert problems(Link(clock_ahead=ahead)) == words


def test_requests_without_an_answer_are_problems() -> None:
    link = Link()
    for kind, progress, detail in (
        (RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER, ""),
        (RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, "the API is read-only"),
        (RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE, ""),
        (RequestKind.QUERY, RequestProgress.REFUSED, "shown in its dialog"),
    ):
        link.requests[kind, ""] = Request(kind, progress, detail)
    assert problems(link) == "Incomplete: executions: no answer; completed orders: refused, the API is read-only"


def test_the_title_shows_the_profile_the_accounts_and_the_address() -> None:
    link = Link(state=LinkState.UP, host="127.0.0.1", port=7496, accounts=("U1",))
    assert title(link, "Desk") == "Desk — LIVE 127.0.0.1:7496 — IB Monitor"
    link.accounts = ("DU1",)
    assert title(link) == "Paper 127.0.0.1:7496 — IB Monitor"
    link.state = LinkState.DOWN
    assert title(link) == "Not connected 127.0.0.1:7496 — IB Monitor"


def test_the_server_version_is_shown_only_while_connected() -> None:
    link = Link(state=LinkState.UP, host="::1", port=4001, client_id=7, server_version=225)
    assert details(link) == ["[::1]:4001", "client 7", "server version 225"]
    link.state = LinkState.WAITING
    assert details(link) == ["[::1]:4001", "client 7"]
    assert details(Link()) == []


def test_accounts_are_listed_with_their_kind() -> None:
    assert accounts_text(Link(accounts=("U1",))) == "Live account U1"
    assert accounts_text(Link(accounts=("DU1", "DU2"))) == "Paper accounts DU1, DU2"
    assert accounts_text(Link()) == ""


def test_a_simulated_tws_is_never_called_paper() -> None:
    link = Link(state=LinkState.UP, host="127.0.0.1", port=4001, accounts=("DU1", "DU2"))
    assert kind_of_accounts(link.accounts, simulated=True) == "Simulated"
    assert accounts_text(link, simulated=True) == "Simulated accounts DU1, DU2"
    assert title(link, simulated=True) == "Simulated 127.0.0.1:4001 — IB Monitor"
    link.state = LinkState.CONNECTING
    assert title(link, simulated=True) == "Simulated Connecting… 127.0.0.1:4001 — IB Monitor"
    assert kind_of_accounts((), simulated=True) == ""


def test_another_client_id_costs_live_updates_only_for_client_0_and_the_master() -> None:
    assert "Only client 0" in other_client_id_hint(Link(client_id=0))
    assert "Only the Master Client ID" in other_client_id_hint(Link(client_id=3, says_master=True))
    assert "Only" not in other_client_id_hint(Link(client_id=3))
