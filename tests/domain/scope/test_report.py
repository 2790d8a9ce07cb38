"""The report on what a connection sees: each line says what is known, and nothing that is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.live_interval import LiveInterval
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.scope.report import report_text, scope_report
from ibmonitor.tws.wire.refusals import READ_ONLY_SENTENCE
from tests.domain.scope.scope_links import FACTS, REFUSED_AS_READ_ONLY, REQUESTS, TABLES, Chosen, lines, link


def test_every_request_is_listed_with_its_state_and_detail() -> None:
    made = link(
        7,
        Request(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE),
        Request(RequestKind.EXECUTIONS, RequestProgress.RUNNING),
        Request(RequestKind.OWN_ORDERS, RequestProgress.NO_ANSWER, "TWS did not answer within 20 seconds."),
        REFUSED_AS_READ_ONLY,
    )
    said = [(line.name, line.word, line.sentence) for line in scope_report(made, Chosen()).sections[REQUESTS].lines]
    assert said == [
        ("Open orders (reqAllOpenOrders)", "Complete", ""),
        ("Executions (reqExecutions)", "Under way", ""),
        ("Orders of this client (reqOpenOrders)", "No answer", "TWS did not answer within 20 seconds."),
        ("Completed orders (reqCompletedOrders)", "Refused", READ_ONLY_SENTENCE),
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
def test_while_disconnected_the_note_says_since_when(state: LinkState, note: str) -> None:
    facts = link(state=state)
    if note:
        facts.stale_since = datetime(2026, 6, 11, 14, 3, tzinfo=UTC)
    report = scope_report(facts, Chosen(), lambda time: f"{time:%H:%M}")
    assert report.note.startswith(note)
    assert bool(report.note) == bool(note)
    assert report.note in report_text(report)


def test_the_last_connections_scope_is_kept_while_reconnecting() -> None:
    """By then the server's version is."""
    facts = link(state=LinkState.CONNECTING, server_version=None)
    facts.live_intervals = (
        LiveInterval(datetime(2026, 6, 11, 14, tzinfo=UTC), datetime(2026, 6, 11, 14, 3, tzinfo=UTC)),
    )
    assert "in the last connection" in scope_report(facts, Chosen()).note
