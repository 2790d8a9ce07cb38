"""The connection test: opens a separate connection up to nextValidId and TWS's API settings, and closes it again.

It requests no orders. `domain/connection_test/verdict.py` turns its findings into a verdict.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence

from ibmonitor.domain.connection_test.verdict import USUAL_PORTS, Attempt, Finding, Found
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.probe.trial import OnProgress, Trial
from ibmonitor.tws.session.ib_link import LAST_PORT
from ibmonitor.tws.wire.client import NotTwsError, TwsClient
from ibmonitor.tws.wire.framing import FrameTooLongError

LAST_CLIENT_ID = 2_147_483_646
"""ibapi treats the next number as "unset"."""

_ELSEWHERE_PATIENCE = 2.0
"""Seconds to wait for an answer on each of the other usual ports."""


async def try_connection(
    host: str,
    port: int,
    client_id: int,
    *,
    patience: float = 10.0,
    on_progress: OnProgress = lambda _: None,
    other_ports: Sequence[int] = tuple(USUAL_PORTS),
) -> tuple[Finding, ...]:
    """Try to connect; return at least one finding, in the order of the steps.

    `patience` is in seconds, for each step. If nothing is listening on the port, `other_ports` are tried. Invalid input
    is a finding, too. When cancelled, it closes its connection.
    """
    attempt = Attempt(host, port, client_id)
    problem = _problem(attempt)
    if problem:
        return (Finding(Found.NOT_TRIED, attempt, problem),)
    trial = Trial(attempt, patience, on_progress)
    try:
        findings = await trial.run()
    finally:
        trial.close()
    if findings[-1].found is not Found.REFUSED:
        return findings
    on_progress(f"No TWS or Gateway is listening on {attempt.peer}. Looking at the other usual ports of TWS…")
    other = await _port_of_tws(attempt, [each for each in other_ports if each != port])
    return (*findings[:-1], dataclasses.replace(findings[-1], other_port=other))


async def _port_of_tws(attempt: Attempt, ports: Sequence[int]) -> int | None:
    """The first of these ports on which a TWS shakes hands, without using a client ID; `None` if none does."""
    async with asyncio.TaskGroup() as tasks:
        asked = {port: tasks.create_task(_is_tws(dataclasses.replace(attempt, port=port))) for port in ports}
    return next((port for port, task in asked.items() if task.result()), None)


async def _is_tws(attempt: Attempt) -> bool:
    client = TwsClient(SignalWrapper(), client_id=attempt.client_id, may_bind=lambda: False, on_closed=lambda _: None)
    try:
        async with asyncio.timeout(_ELSEWHERE_PATIENCE):
            await client.open_socket(attempt.host, attempt.port)
            await client.greeting
    except (OSError, UnicodeError, NotTwsError, FrameTooLongError):
        return False
    finally:
        client.close()
    return True


def _problem(attempt: Attempt) -> str:
    """Why the input is invalid; empty if it is valid."""
    if not attempt.host or not attempt.host.isprintable() or " " in attempt.host:
        return "A host has a name or an address without blanks; 127.0.0.1 is this computer."
    if not 1 <= attempt.port <= LAST_PORT:
        return f"A port is between 1 and {LAST_PORT}."
    if not 0 <= attempt.client_id <= LAST_CLIENT_ID:
        return f"A client ID is between 0 and {LAST_CLIENT_ID}."
    return ""
