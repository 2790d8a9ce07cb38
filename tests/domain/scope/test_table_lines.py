"""How each table is filled: live, by snapshots, or not at all."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.report import scope_report
from tests.domain.scope.scope_links import MISSING, TABLES, Chosen, lines, link

OWN, OTHERS, MANUAL = "Orders of this client", "Orders of other API clients", "Manual orders, of TWS and FIX"
FILLS, COMMISSIONS, COMPLETED, MESSAGES = "Fills", "Commissions", "Completed orders", "Messages"
ALLOCATIONS = "Allocations to sub-accounts"


@pytest.mark.parametrize(
    ("client_id", "is_master", "words"),
    [
        (7, False, {OWN: "Live", OTHERS: "Snapshot", MANUAL: "Snapshot", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (7, True, {OWN: "Live", OTHERS: "Live", MANUAL: "Snapshot", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (0, False, {OWN: "Live", OTHERS: "Snapshot", MANUAL: "Live", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (0, True, {OWN: "Live", OTHERS: "Live", MANUAL: "Live", FILLS: "Live", COMMISSIONS: "Live"}),
    ],
)
def test_which_tables_are_live_and_which_are_snapshots(client_id: int, is_master: bool, words: dict[str, str]) -> None:
    found = lines(scope_report(link(client_id), Chosen(client_id, is_master)), TABLES)
    assert {name: found[name].word.split(" ")[0] for name in words} == words
    assert found[COMPLETED].word == "Snapshot"
    assert found[MESSAGES].word == "Live"
    assert all(line.sentence for line in found.values())


@pytest.mark.parametrize(
    ("seconds", "word", "asked"),
    [
        (0, "Snapshot, on Refresh only", "on connecting and on Refresh."),
        (1, "Snapshot every second", "unexplained"),
        (30, "Snapshot every 30 seconds", "unexplained"),
    ],
)
def test_how_often_a_snapshot_is_renewed(seconds: int, word: str, asked: str) -> None:
    report = scope_report(link(), Chosen(refresh_seconds=seconds))
    assert lines(report, TABLES)[OTHERS].word == word
    assert asked in lines(report, TABLES)[COMPLETED].sentence
    assert ("Polling without Refresh" in lines(report, MISSING)) is (seconds == 0)


@pytest.mark.parametrize(
    ("kind", "progress", "table", "word", "said"),
    [
        (RequestKind.OPEN_ORDERS, RequestProgress.REFUSED, OTHERS, "Not available", "refused"),
        (RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER, OTHERS, "Snapshot every 10 seconds", "there may be more"),
        (RequestKind.EXECUTIONS, RequestProgress.REFUSED, FILLS, "Partly live", "refused"),
        (RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, COMPLETED, "Not available", "refused"),
        (RequestKind.COMPLETED_ORDERS, RequestProgress.NO_ANSWER, COMPLETED, "Snapshot", "there may be more"),
        (RequestKind.COMPLETED_ORDERS, RequestProgress.RUNNING, COMPLETED, "Snapshot", "Today's only"),
    ],
)
def test_a_failed_request_is_mentioned_at_its_table(
    kind: RequestKind, progress: RequestProgress, table: str, word: str, said: str
) -> None:
    line = lines(scope_report(link(7, Request(kind, progress)), Chosen()), TABLES)[table]
    assert line.word == word
    assert said in line.sentence


def test_a_read_only_api_lists_no_completed_orders() -> None:
    report = scope_report(link(api_settings={"readOnlyApi": True}), Chosen())
    assert lines(report, TABLES)[COMPLETED].word == "Not available"
    assert "uncheck “Read-Only API”" in lines(report, MISSING)["Completed orders"].sentence


@pytest.mark.parametrize(("accounts", "is_told"), [((), False), (("U1",), False), (("F1", "U2"), True)])
def test_allocations_have_a_line_if_there_are_several_accounts(accounts: tuple[str, ...], is_told: bool) -> None:
    found = lines(scope_report(link(accounts=accounts), Chosen()), TABLES)
    assert (ALLOCATIONS in found) is is_told
