"""The report on what a connection sees: each line says what is known, and nothing that is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.domain.scope.facts import Line
from ibmonitor.domain.scope.report import ScopeReport, report_text, scope_report
from ibmonitor.tws.wire.refusals import READ_ONLY_SENTENCE

OWN, OTHERS, MANUAL = "Orders of this client", "Orders of other API clients", "Manual orders, of TWS and FIX"
FILLS, COMMISSIONS, COMPLETED, MESSAGES = "Fills", "Commissions", "Completed orders", "Messages"
ALLOCATIONS = "Allocations to sub-accounts"
FACTS, TABLES, MISSING, REQUESTS = range(4)


@dataclass(frozen=True)
class Chosen:
    client_id: int = 7
    is_master: bool = False
    auto_bind: bool = False
    completed_orders_api_only: bool = False
    refresh_seconds: int = 10


def link(
    client_id: int = 7,
    *requests: Request,
    api_settings: dict[str, object] | None = None,
    server_version: int | None = 225,
    state: LinkState = LinkState.UP,
    accounts: tuple[str, ...] = ("U1",),
) -> Link:
    return Link(
        state,
        client_id=client_id,
        server_version=server_version,
        api_settings=api_settings,
        accounts=accounts,
        requests={(request.kind, request.words): request for request in requests},
    )


def lines(report: ScopeReport, section: int) -> dict[str, Line]:
    return {line.name: line for line in report.sections[section].lines}


@pytest.mark.parametrize(
    ("client_id", "says_master", "api_settings", "version", "word", "said"),
    [
        (7, False, None, 218, "Client 7", "say that it is not the master client; TWS has not confirmed it: before"),
        (7, True, None, 218, "Client 7, the master client", "before server version 219 it cannot send"),
        (7, True, None, 225, "Client 7, the master client", "it has not sent its settings"),
        (7, True, None, None, "Client 7, the master client", "once connected"),
        (7, True, {}, 225, "Client 7", "reports no master client ID, but the settings here say that this client is"),
        (7, False, {}, 225, "Client 7", "TWS reports no master client ID."),
        (7, False, {"masterClientId": 7}, 225, "Client 7, the master client", "ID as 7, but the settings here do not"),
        (
            7,
            True,
            {"masterClientId": 7},
            225,
            "Client 7, the master client",
            "TWS reports its master client ID as 7.",
        ),
        (7, False, {"masterClientId": 3}, 225, "Client 7", "TWS reports its master client ID as 3."),
        (0, False, {"masterClientId": 0}, 225, "Client 0, the master client", "ID as 0, but"),
    ],
)
def test_who_the_client_is_and_from_where_that_is_known(
    client_id: int,
    says_master: bool,
    api_settings: dict[str, object] | None,
    version: int | None,
    word: str,
    said: str,
) -> None:
    made = link(client_id, api_settings=api_settings, server_version=version)
    line = lines(scope_report(made, Chosen(client_id, says_master)), FACTS)["This client"]
    assert line.word == word
    assert said in line.sentence


REFUSED_AS_READ_ONLY = Request(
    RequestKind.COMPLETED_ORDERS, RequestProgress.REFUSED, READ_ONLY_SENTENCE, refusal=Refusal.READ_ONLY
)


@pytest.mark.parametrize(
    ("made", "word", "said"),
    [
        (link(api_settings={"readOnlyApi": True}), "On", "does not list completed orders"),
        (link(api_settings={"readOnlyApi": False}), "Off", "cannot trade either way"),
        (link(api_settings={}), "Unknown", "its answer leaves it out"),
        (link(server_version=218), "Unknown", "before server version 219"),
        (link(7, REFUSED_AS_READ_ONLY, server_version=218), "On", "TWS has refused a request for it"),
        (
            link(7, Request(RequestKind.EXECUTIONS, RequestProgress.REFUSED, "TWS refused it: no")),
            "Unknown",
            "has not sent",
        ),
    ],
)
def test_whether_the_api_is_read_only(made: Link, word: str, said: str) -> None:
    line = lines(scope_report(made, Chosen()), FACTS)["Read-only API"]
    assert line.word == word
    assert said in line.sentence


@pytest.mark.parametrize(
    ("client_id", "auto_bind", "api_settings", "word", "said"),
    [
        (7, True, None, "Not possible", "Only client 0"),
        (0, False, None, "Off", "without an API order ID"),
        (0, True, None, "On", "has not reported whether it uses negative"),
        (0, True, {"useNegativeAutoRange": True}, "On", "gives them negative order IDs"),
        (0, True, {"useNegativeAutoRange": False}, "On", "does not use negative order IDs"),
        (0, True, {"readOnlyApi": True}, "Blocked", "does not bind"),
    ],
)
def test_whether_manual_orders_are_bound(
    client_id: int, auto_bind: bool, api_settings: dict[str, object] | None, word: str, said: str
) -> None:
    made = link(client_id, api_settings=api_settings)
    line = lines(scope_report(made, Chosen(client_id, auto_bind=auto_bind)), FACTS)["Binding of manual orders"]
    assert line.word == word
    assert said in line.sentence


@pytest.mark.parametrize(
    ("client_id", "is_master", "words"),
    [
        (7, False, {OWN: "Live", OTHERS: "Snapshot", MANUAL: "Snapshot", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (7, True, {OWN: "Live", OTHERS: "Live", MANUAL: "Snapshot", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (0, False, {OWN: "Live", OTHERS: "Snapshot", MANUAL: "Live", FILLS: "Partly", COMMISSIONS: "Partly"}),
        (0, True, {OWN: "Live", OTHERS: "Live", MANUAL: "Live", FILLS: "Live", COMMISSIONS: "Live"}),
    ],
)
def test_what_is_live_and_what_a_snapshot(client_id: int, is_master: bool, words: dict[str, str]) -> None:
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
def test_a_request_that_failed_is_told_at_its_table(
    kind: RequestKind, progress: RequestProgress, table: str, word: str, said: str
) -> None:
    line = lines(scope_report(link(7, Request(kind, progress)), Chosen()), TABLES)[table]
    assert line.word == word
    assert said in line.sentence


def test_a_read_only_api_lists_no_completed_orders() -> None:
    report = scope_report(link(api_settings={"readOnlyApi": True}), Chosen())
    assert lines(report, TABLES)[COMPLETED].word == "Not available"
    assert "untick “Read-Only API”" in lines(report, MISSING)["Completed orders"].sentence


@pytest.mark.parametrize(("accounts", "is_told"), [((), False), (("U1",), False), (("F1", "U2"), True)])
def test_allocations_are_told_of_where_there_are_several_accounts(accounts: tuple[str, ...], is_told: bool) -> None:
    found = lines(scope_report(link(accounts=accounts), Chosen()), TABLES)
    assert (ALLOCATIONS in found) is is_told


LIVE_OTHERS, LIVE_MANUAL, EVERYTHING = "Orders of other API clients live", "Manual orders live", "All orders live"
BIND, NEGATIVE = "API order IDs of manual orders", "Distinct order IDs for bound orders"
API_ONLY, DOWNLOAD = "Completed orders made in TWS", "Own open orders without the list"
AGREEMENT, EARLIER = "Agreement on the master client", "Fills of earlier days"
UNANSWERED = Request(RequestKind.OPEN_ORDERS, RequestProgress.NO_ANSWER)


@pytest.mark.parametrize(
    ("made", "chosen", "names"),
    [
        (link(), Chosen(), {LIVE_OTHERS, LIVE_MANUAL, EVERYTHING, EARLIER}),
        (link(), Chosen(is_master=True), {LIVE_MANUAL, EVERYTHING, EARLIER}),
        (link(0), Chosen(0), {LIVE_OTHERS, BIND, EARLIER}),
        (link(0), Chosen(0, is_master=True), {BIND, EARLIER}),
        (link(0), Chosen(0, is_master=True, auto_bind=True), {NEGATIVE, EARLIER}),
        (link(0, api_settings={"masterClientId": 0, "useNegativeAutoRange": True}), Chosen(0, True, True), {EARLIER}),
        (link(0, api_settings={}), Chosen(0, is_master=True), {AGREEMENT, LIVE_OTHERS, BIND, EARLIER}),
        (link(0, api_settings={"masterClientId": 0}), Chosen(0), {AGREEMENT, BIND, EARLIER}),
        (link(0), Chosen(0, True, completed_orders_api_only=True), {BIND, API_ONLY, EARLIER}),
        (link(0), Chosen(0, True, refresh_seconds=0), {BIND, EARLIER}),
        (link(0, UNANSWERED), Chosen(0, True), {BIND, DOWNLOAD, EARLIER}),
        (
            link(0, UNANSWERED, api_settings={"masterClientId": 0, "downloadOpenOrdersOnConnection": True}),
            Chosen(0, True),
            {BIND, EARLIER},
        ),
    ],
)
def test_what_is_missing_and_nothing_else(made: Link, chosen: Chosen, names: set[str]) -> None:
    assert set(lines(scope_report(made, chosen), MISSING)) == names


def test_the_way_to_be_the_master_names_both_sides() -> None:
    said = scope_report(link(api_settings={"masterClientId": 3}), Chosen())
    ways = [(line.word, line.sentence) for line in said.sections[MISSING].lines if line.name == LIVE_OTHERS]
    assert [where for where, _ in ways] == ["In TWS", "Here"]
    assert "“Master API client ID” to 7. It is 3 now." in ways[0][1]
    assert "“Client ID” to 3" in ways[1][1]


def test_every_request_is_told_with_its_state_and_detail() -> None:
    made = link(
        7,
        Request(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
        Request(RequestKind.EXECUTIONS, RequestProgress.RUNNING),
        Request(RequestKind.OWN_ORDERS, RequestProgress.NO_ANSWER, "TWS did not answer within 20 seconds."),
        REFUSED_AS_READ_ONLY,
    )
    said = [(line.name, line.word, line.sentence) for line in scope_report(made, Chosen()).sections[REQUESTS].lines]
    assert said == [
        ("Open orders", "Complete", ""),
        ("Executions", "Under way", ""),
        ("Orders of this client", "No answer", "TWS did not answer within 20 seconds."),
        ("Completed orders", "Refused", READ_ONLY_SENTENCE),
    ]


def test_before_and_after_a_connection_nothing_is_called_live_now() -> None:
    before = scope_report(Link(), Chosen(5))
    assert "would see" in before.note
    assert lines(before, FACTS)["This client"].word == "Client 5"
    assert lines(before, REQUESTS).keys() == {"Nothing yet"}
    assert "while connected" in before.sections[TABLES].title
    after = scope_report(link(state=LinkState.DOWN), Chosen())
    assert "last connection" in after.note
    for state in (LinkState.SYNCHRONISING, LinkState.UP):
        assert scope_report(link(state=state), Chosen()).note == ""


def test_the_text_for_a_ticket_has_every_line_and_no_account() -> None:
    report = scope_report(link(7, REFUSED_AS_READ_ONLY, accounts=("U1234567", "U7654321")), Chosen())
    text = report_text(report)
    for section in report.sections:
        assert section.title in text
        for line in section.lines:
            assert f"• {line.name}: {line.word}" in text
            assert line.sentence in text
    assert "U1234567" not in text


@pytest.mark.parametrize(
    ("state", "note"),
    [
        (LinkState.DOWN, "Not connected since 14:03: nothing is live now. This is how it was"),
        (LinkState.WAITING, "Not connected since 14:03: nothing is live now. Reconnecting automatically."),
        (LinkState.CONNECTING, "Not connected since 14:03: nothing is live now. This is how it was"),
        (LinkState.CUT_OFF, "TWS has lost its own connection to IB since 14:03: nothing is live now,"),
        (LinkState.SYNCHRONISING, ""),
        (LinkState.UP, ""),
    ],
)
def test_while_nothing_is_told_it_says_so_and_since_when(state: LinkState, note: str) -> None:
    facts = link(state=state)
    if note:
        facts.stale_since = datetime(2026, 6, 11, 14, 3, tzinfo=UTC)
    report = scope_report(facts, Chosen(), lambda time: f"{time:%H:%M}")
    assert report.note.startswith(note)
    assert bool(report.note) == bool(note)
    assert report.note in report_text(report)


def test_what_the_last_connection_saw_is_not_forgotten_while_the_next_is_tried() -> None:
    """By then the server's version is."""
    facts = link(state=LinkState.CONNECTING, server_version=None)
    facts.live_intervals = (
        LiveInterval(datetime(2026, 6, 11, 14, tzinfo=UTC), datetime(2026, 6, 11, 14, 3, tzinfo=UTC)),
    )
    assert "in the last connection" in scope_report(facts, Chosen()).note
