"""All that can be said of what a connection sees: as lines in four sections, and as text for a support ticket.

No account, address or order is named in it.
"""

from __future__ import annotations

from ibmonitor.domain.records import Link, Request, RequestProgress
from ibmonitor.domain.scope_basis import Basis, Choices, Line, Standing, basis_of
from ibmonitor.domain.scope_facts import facts
from ibmonitor.domain.scope_missing import missing
from ibmonitor.domain.scope_tables import tables
from ibmonitor.domain.value import value

_PROGRESS = {
    RequestProgress.RUNNING: ("Under way", Standing.PLAIN),
    RequestProgress.COMPLETE: ("Complete", Standing.GOOD),
    RequestProgress.NO_ANSWER: ("No answer", Standing.LIMITED),
    RequestProgress.REFUSED: ("Refused", Standing.MISSING),
}


@value
class Section:
    """Lines under a heading; at least one."""

    title: str
    lines: tuple[Line, ...]


@value
class ScopeReport:
    """`note` says what to know before reading on; empty while connected."""

    note: str
    sections: tuple[Section, ...]


def scope_report(link: Link, choices: Choices) -> ScopeReport:
    """Work out what this connection sees, what of it live, what is missing, and what would show it."""
    basis = basis_of(link, choices)
    requests = tuple(_request(request) for request in link.requests.values())
    sections = (
        Section("This connection", facts(basis)),
        Section(
            "How each table is filled" if basis.is_connected else "How each table is filled while connected",
            tables(basis),
        ),
        Section("What would show more", missing(basis)),
        Section("What TWS was asked for", requests or (Line("Nothing yet", ""),)),
    )
    return ScopeReport(_note(basis), sections)


def report_text(report: ScopeReport) -> str:
    """The report as plain text, one line each."""
    blocks = ["What this connection can see"]
    if report.note:
        blocks.append(report.note)
    for section in report.sections:
        lines = [": ".join(filter(None, (line.name, _said(line)))) for line in section.lines]
        blocks.append("\n".join([section.title, *(f"- {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def _said(line: Line) -> str:
    return ". ".join(filter(None, (line.word, line.sentence)))


def _request(request: Request) -> Line:
    word, standing = _PROGRESS[request.progress]
    return Line(request.name[:1].upper() + request.name[1:], word, request.detail, standing)


def _note(basis: Basis) -> str:
    if basis.is_connected:
        return ""
    if basis.was_connected:
        return "Not connected: nothing is live now. This is how it was in the last connection."
    return "Not connected: nothing is live now. This is what a connection with the settings here would see."
