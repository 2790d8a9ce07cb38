"""The scope report: what a connection sees, as lines in four sections and as text for a support ticket.

It names no account, address or order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import api_name
from ibmonitor.domain.records.value import value
from ibmonitor.domain.scope.connection_lines import connection_lines
from ibmonitor.domain.scope.facts import Choices, Level, Line, ScopeFacts, scope_facts_of
from ibmonitor.domain.scope.missing_lines import missing_lines
from ibmonitor.domain.scope.table_lines import table_lines
from ibmonitor.domain.wording.writing import plain_time

_PROGRESS = {
    RequestProgress.RUNNING: ("Under way", Level.PLAIN),
    RequestProgress.COMPLETE: ("Complete", Level.GOOD),
    RequestProgress.NO_ANSWER: ("No answer", Level.LIMITED),
    RequestProgress.REFUSED: ("Refused", Level.MISSING),
}


@value
class Section:
    """Lines under a heading; at least one."""

    title: str
    lines: tuple[Line, ...]


@value
class ScopeReport:
    """`note` qualifies the whole report; empty while connected."""

    note: str
    sections: tuple[Section, ...]


def scope_report(link: Link, choices: Choices, time: Callable[[datetime], str] = plain_time) -> ScopeReport:
    """Return what this connection sees, what of it live, what is missing, and which setting would show it.

    `time` writes times in the reader's way.
    """
    facts = scope_facts_of(link, choices)
    requests = tuple(_request(request) for request in link.requests.values())
    sections = (
        Section("This connection", connection_lines(facts)),
        Section(
            "How each table is filled" if facts.is_connected else "How each table is filled while connected",
            table_lines(facts),
        ),
        Section("What would show more", missing_lines(facts)),
        Section("Requests to TWS", requests or (Line("Nothing yet", ""),)),
    )
    return ScopeReport(_note(facts, time), sections)


def report_text(report: ScopeReport) -> str:
    """The report as plain text, one line each."""
    blocks = ["What this connection can see"]
    if report.note:
        blocks.append(report.note)
    for section in report.sections:
        lines = [": ".join(filter(None, (line.name, _line_text(line)))) for line in section.lines]
        blocks.append("\n".join([section.title, *(f"• {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def _line_text(line: Line) -> str:
    return ". ".join(filter(None, (line.word, line.sentence)))


def _request(request: Request) -> Line:
    word, level = _PROGRESS[request.progress]
    name = f" ({api_name(request.kind)})" if api_name(request.kind) else ""
    return Line(f"{request.title[:1].upper()}{request.title[1:]}{name}", word, request.detail, level)


def _note(facts: ScopeFacts, time: Callable[[datetime], str]) -> str:
    if facts.is_connected:
        return ""
    since = "" if facts.stale_since is None else f" since {time(facts.stale_since)}"
    if facts.state is LinkState.CUT_OFF:
        return (
            f"TWS has lost its own connection to IB{since}: nothing is live now, and no record is confirmed until it "
            "is back. Data as of then."
        )
    if not facts.was_connected:
        return "Not connected: nothing is live now. This is what a connection with the settings here would see."
    again = " Reconnecting automatically." if facts.state is LinkState.WAITING else ""
    return f"Not connected{since}: nothing is live now.{again} This is how it was in the last connection."
