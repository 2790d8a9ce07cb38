"""The TWS of the benchmarks: the simulator, except that the answer to reqExecutions is encoded before it is asked for.

Reads lines `COUNT REQ_ID` from standard input, answers each with `ready`; ends with standard input.
"""

from __future__ import annotations

import asyncio
import sys

from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.request_log import RequestLog
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.requests import Request
from tests.simulator.encoded import encoded_executions


class Answering(RequestLog):
    """Sends the prepared stream when executions are asked for."""

    def __init__(self, tws: SimulatedTws) -> None:
        super().__init__()
        self.tws = tws
        self.stream = b""

    def add(self, client_id: int | None, request: Request, at: float) -> None:
        super().add(client_id, request, at)
        if request.name == "REQ_EXECUTIONS" and client_id is not None:
            self.tws.client(client_id).send_raw(self.stream)


async def serve(version: int) -> None:
    tws = SimulatedTws(Quiet(), ServerSettings(max_server_version=version))
    tws.settings.silent_to = {"REQ_EXECUTIONS"}
    tws.state.requests = answering = Answering(tws)
    print(await tws.start(), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        count, req_id = map(int, line.split())
        answering.stream = encoded_executions(count, version, req_id)
        print("ready", flush=True)
    await tws.stop()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
