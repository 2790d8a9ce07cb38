"""The command line, run to its end beside a simulated TWS that the test itself holds in its hands."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from tests.end_to_end.processes import ROOT


def run_beside(
    scenario: Quiet, *arguments: str, silent_to: Iterable[str] = (), stdout: int = asyncio.subprocess.PIPE, **env: str
) -> tuple[int, bytes, str]:
    """Run `ibmonitor ARGUMENTS --port P` and return its exit code, its output as bytes, and what it complained of."""
    return asyncio.run(_run_beside(scenario, arguments, set(silent_to), stdout, env))


async def _run_beside(
    scenario: Quiet, arguments: Iterable[str], silent_to: set[str], stdout: int, env: dict[str, str]
) -> tuple[int, bytes, str]:
    tws = SimulatedTws(scenario)
    tws.settings.silent_to |= silent_to
    port = await tws.start()
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ibmonitor", *arguments, "--port", str(port)),
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=stdout,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            output, complaints = await process.communicate()
    finally:
        await tws.stop()
    assert process.returncode is not None
    return process.returncode, output, complaints.decode()
