"""What the scope report is made from: TWS's settings and answers, and the settings here."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.domain.scope.facts import scope_facts_of
from tests.domain.scope.scope_links import Chosen, link


@pytest.mark.parametrize(
    ("settings", "refusal", "is_read_only"),
    [
        (None, None, None),
        ({}, None, None),
        ({"readOnlyApi": True}, None, True),
        ({"readOnlyApi": False}, Refusal.READ_ONLY, False),
        ({"readOnlyApi": "yes"}, None, None),
        (None, Refusal.READ_ONLY, True),
        (None, Refusal.NOT_AN_ADVISOR, None),
    ],
)
def test_the_api_is_read_only_by_twss_setting_or_else_by_the_reason_of_a_refusal(
    settings: dict[str, object] | None, refusal: Refusal | None, is_read_only: bool | None
) -> None:
    request = Request(RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, "No.", refusal=refusal)
    assert scope_facts_of(link(7, request, api_settings=settings), Chosen()).read_only is is_read_only


@pytest.mark.parametrize(
    ("settings", "master_id", "is_master"),
    [(None, None, True), ({}, None, False), ({"masterClientId": 7}, 7, True), ({"masterClientId": 0}, 0, False)],
)
def test_twss_master_client_id_counts_before_the_setting_here(
    settings: dict[str, object] | None, master_id: int | None, is_master: bool
) -> None:
    facts = scope_facts_of(link(7, api_settings=settings), Chosen(7, is_master=True))
    assert (facts.master_id, facts.is_master, facts.says_master) == (master_id, is_master, True)


def test_the_client_id_of_the_connection_counts_before_the_setting_here() -> None:
    facts = scope_facts_of(link(3), Chosen(0, auto_bind=True))
    assert (facts.client_id, facts.auto_bind, facts.sees_everything_live) == (3, False, False)


def test_what_was_not_sent_or_requested_is_unknown() -> None:
    facts = scope_facts_of(link(7, Request(RequestKind.EXECUTIONS, RequestProgress.COMPLETE)), Chosen())
    assert facts.flag("useNegativeAutoRange") is None
    assert facts.progress(RequestKind.OPEN_ORDERS) is None
    assert facts.progress(RequestKind.EXECUTIONS) is RequestProgress.COMPLETE


@pytest.mark.parametrize(
    ("state", "is_connected"),
    [(LinkState.UP, True), (LinkState.SYNCHRONISING, True), (LinkState.CUT_OFF, False), (LinkState.WAITING, False)],
)
def test_only_a_working_connection_is_connected(state: LinkState, is_connected: bool) -> None:
    facts = scope_facts_of(link(7, state=state), Chosen())
    assert (facts.is_connected, facts.was_connected) == (is_connected, True)
