"""Facts about the connection in the blotter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ibmonitor.domain.records.change import NOTHING
from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    CompletedOrdersEnd,
    ConfigResponse,
    Event,
    ExecDetailsEnd,
    LinkChanged,
    ManagedAccounts,
    NextValidId,
    OpenOrderEnd,
    ReceiveFA,
    RequestChanged,
)
from ibmonitor.domain.records.link import LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from tests.support.blotter_events import new_blotter

UP = LinkChanged(LinkState.UP, "127.0.0.1", 7497, 1, server_version=225, connection_time="20260825 CET")
ALIASES = (
    "<ListOfAccountAliases><AccountAlias><account>U1</account><alias>X</alias></AccountAlias></ListOfAccountAliases>"
)
DOWN = LinkChanged(LinkState.DOWN, "127.0.0.1", 7497, 1, reason="TWS closed the connection.")


@pytest.mark.parametrize("event", [NextValidId(1), OpenOrderEnd(), ExecDetailsEnd(1), CompletedOrdersEnd()])
def test_end_markers_change_no_record(event: Event) -> None:
    assert new_blotter().apply(event) is NOTHING


@pytest.mark.parametrize(
    "event",
    [
        UP,
        ManagedAccounts(("F1", "U1", "")),
        ConfigResponse(1, {"readOnlyApi": True}),
        ClockCompared(timedelta(seconds=3)),
        RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER, "No answer within 30 seconds."),
        ReceiveFA(1, "<ListOfGroups/>"),
        ReceiveFA(3, ALIASES),
        AccountAsked("U1", RequestProgress.COMPLETE),
    ],
)
def test_a_fact_of_the_connection_is_a_change_only_once(event: Event) -> None:
    blotter = new_blotter()
    assert blotter.apply(event).link
    assert blotter.apply(event) is NOTHING


def test_the_facts_of_the_connection_stay_when_it_drops() -> None:
    blotter = new_blotter()
    for event in (
        UP,
        ManagedAccounts(("F1", " U1", "")),
        ConfigResponse(1, {"readOnlyApi": True}),
        ReceiveFA(3, ALIASES),
    ):
        blotter.apply(event)
    blotter.apply(RequestChanged(RequestKind.EXECUTIONS, RequestProgress.COMPLETE))
    blotter.apply(DOWN)
    link = blotter.link
    assert (link.state, link.reason) == (LinkState.DOWN, "TWS closed the connection.")
    assert (link.server_version, link.connection_time, link.accounts) == (225, "20260825 CET", ("F1", "U1"))
    assert (link.api_settings, link.aliases) == ({"readOnlyApi": True}, {"U1": "X"})
    assert link.requests == {(RequestKind.EXECUTIONS, ""): Request(RequestKind.EXECUTIONS, RequestProgress.COMPLETE)}
    blotter.apply(UP)
    assert blotter.link.reason == ""


def test_a_new_connection_has_no_facts_yet() -> None:
    blotter = new_blotter()
    for event in (UP, ManagedAccounts(("U1",)), ConfigResponse(1, {"readOnlyApi": True}), ReceiveFA(3, ALIASES), DOWN):
        blotter.apply(event)
    blotter.apply(RequestChanged(RequestKind.EXECUTIONS, RequestProgress.NO_ANSWER))
    connecting = LinkChanged(LinkState.CONNECTING, "127.0.0.1", 7497, 1)
    assert blotter.apply(connecting).link
    link = blotter.link
    assert (link.requests, link.api_settings, link.server_version, link.connection_time) == ({}, None, None, "")
    assert (link.accounts, link.aliases) == (("U1",), {"U1": "X"})
    assert blotter.apply(connecting) is NOTHING


def test_another_tws_inherits_nothing() -> None:
    blotter = new_blotter()
    for event in (UP, ManagedAccounts(("U1",)), ConfigResponse(1, {"masterClientId": 1}), ReceiveFA(3, ALIASES)):
        blotter.apply(event)
    blotter.apply(LinkChanged(LinkState.CONNECTING, "127.0.0.1", 4001, 1))
    assert (blotter.link.accounts, blotter.link.api_settings, blotter.link.server_version) == ((), None, None)
    assert blotter.link.aliases is None
    assert blotter.link.port == 4001


@pytest.mark.parametrize(
    "damaged", ["", "<ListOfGroups><Group>", "<ListOfAccountAliases/>", "<!DOCTYPE x><ListOfGroups/>"]
)
def test_damaged_groups_give_a_message_and_keep_the_known_ones(damaged: str) -> None:
    blotter = new_blotter()
    blotter.apply(ReceiveFA(1, "<ListOfGroups><Group><name>G</name></Group></ListOfGroups>"))
    (message,) = blotter.apply(ReceiveFA(1, damaged)).messages
    assert "groups or aliases" in message.plain
    assert message.text == damaged
    assert [group.name for group in blotter.link.groups or ()] == ["G"]
    assert blotter.apply(ReceiveFA(2, "x")) is NOTHING


def test_the_request_for_an_accounts_executions_keeps_when_it_was_sent() -> None:
    blotter = new_blotter()
    blotter.apply(AccountAsked("U1", RequestProgress.RUNNING))
    asked = blotter.link.account_answers["U1"].asked
    blotter.apply(AccountAsked("U1", RequestProgress.NO_ANSWER, "Silence."))
    answer = blotter.link.account_answers["U1"]
    assert (answer.progress, answer.asked, answer.detail) == (RequestProgress.NO_ANSWER, asked, "Silence.")
    blotter.apply(AccountAsked("U1", RequestProgress.RUNNING))
    assert blotter.link.account_answers["U1"].asked > asked
    blotter.apply(LinkChanged(LinkState.CONNECTING, "127.0.0.1", 7497, 1))
    assert blotter.link.account_answers == {}
