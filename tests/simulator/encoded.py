"""The bytes of a whole answer."""

from __future__ import annotations

from datetime import UTC, datetime

from ibmonitor.simulator.scenarios.load import load_executions
from ibmonitor.simulator.wire.wire import Wire


def encoded_executions(count: int, server_version: int, req_id: int, now: datetime | None = None) -> bytes:
    """The whole answer to an unfiltered reqExecutions as TWS sends it: executions, commissions, the end."""
    wire = Wire(server_version)
    pairs = load_executions(count, now or datetime.now(UTC))
    frames = [wire.execution(req_id, execution) for execution, _ in pairs]
    frames += [wire.commission(report) for _, report in pairs]
    return b"".join([*frames, wire.execution_end(req_id)])
