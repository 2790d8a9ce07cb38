"""Which of a connection's accounts are masters, by name or by their executions."""

from __future__ import annotations

from ibmonitor.domain.records.link import Link


def test_without_a_master_all_accounts_are_clients() -> None:
    link = Link(accounts=("U1", "U2"))
    assert (link.has_master, link.client_accounts) == (False, ("U1", "U2"))


def test_a_master_by_name_is_no_client() -> None:
    link = Link(accounts=("F1", "U2"))
    assert (link.has_master, link.client_accounts) == (True, ("U2",))
    assert link.is_master("F1")


def test_a_master_that_executions_have_shown_is_no_client() -> None:
    link = Link(accounts=("U1", "U2"), shown_masters=frozenset({"U1"}))
    assert (link.has_master, link.client_accounts) == (True, ("U2",))
    assert link.is_master("U1")
    assert not link.is_master("U2")
