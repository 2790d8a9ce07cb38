"""The TWS of the benchmarks: `python -m tests.benchmarks.server STREAM COUNT VERSION`, a process of its own.

Prints its port once all is encoded, and answers requests with bytes that lie ready. Each line of standard input is a
command: `live` sends what comes unasked next, `all` all of it, a thousand a second, `drop` cuts the connection. Ends
with standard input.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from time import monotonic, sleep, time

from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.simulator.server import config
from ibmonitor.simulator.server.server import SimulatedTws
from ibmonitor.simulator.server.server_settings import ServerSettings
from ibmonitor.simulator.wire.protocol import Ask
from ibmonitor.simulator.wire.requests import Request, read_request
from ibmonitor.simulator.wire.wire import Wire, frame
from ibmonitor.tws.wire.framing import FrameBuffer
from tests.benchmarks.streams import ACCOUNTS, REQ_ID, STREAMS, Groups, Stream

_A_SECOND, _AT_ONCE = 1_000, 10
"""Fills."""


class Server:
    """Serves one client after the other."""

    def __init__(self, stream: Stream, wire: Wire) -> None:
        self._stream = stream
        self._wire = wire
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._client: socket.socket | None = None
        self.port = int(self._listener.getsockname()[1])

    def serve(self) -> None:
        while True:
            self._client, _ = self._listener.accept()
            try:
                self._serve(self._client)
            except OSError:
                self._client.close()

    def command(self, command: str) -> None:
        assert self._client
        if command == "live":
            self._client.sendall(next(self._stream.live))
        elif command == "all":
            begun = monotonic()
            for number, fill in enumerate(self._stream.live):
                if number % _AT_ONCE == 0:
                    sleep(max(0.0, begun + number / _A_SECOND - monotonic()))
                self._client.sendall(fill)
        else:
            self._client.shutdown(socket.SHUT_RDWR)

    def _serve(self, client: socket.socket) -> None:
        buffer = FrameBuffer()
        is_greeted = False
        while data := client.recv(65536):
            buffer.feed(data if is_greeted else data.removeprefix(b"API\0"))
            while (payload := buffer.next_frame()) is not None:
                if is_greeted:
                    client.sendall(self._answer(read_request(payload, self._wire.server_version)))
                else:
                    is_greeted = True
                    version = f"{self._wire.server_version}\0".encode()
                    client.sendall(frame(version + ServerSettings().connection_time + b"\0"))

    def _answer(self, request: Request) -> bytes:
        wire, req_id, answer = self._wire, int(request.fields.get("reqId", 0)), b""
        match request.message_id:
            case Ask.START_API:
                answer = wire.managed_accounts(",".join(ACCOUNTS)) + wire.next_valid_id(1)
            case Ask.REQ_CONFIG:
                answer = wire.config(config.response(ServerSettings(), self.port, req_id))
            case Ask.REQ_CURRENT_TIME:
                answer = wire.current_time(int(time()))
            case Ask.REQ_ALL_OPEN_ORDERS:
                answer = next(self._stream.open_orders) + wire.open_order_end()
            case Ask.REQ_COMPLETED_ORDERS:
                answer = wire.completed_orders_end()
            case Ask.REQ_EXECUTIONS if request.fields.get("lastNDays"):
                # Of past days: there are none.
                answer = wire.execution_end(req_id)
            case Ask.REQ_EXECUTIONS:
                answer = with_id(self._stream.executions, req_id, wire.server_version) + wire.execution_end(req_id)
        return answer


def with_id(executions: bytes, req_id: int, version: int) -> bytes:
    """Encoded executions as the answer to the request with this id, which is as long as the one they have."""
    old, new = (ExecutionDetails(reqId=each).SerializeToString() for each in (REQ_ID, req_id))
    if version < 201:
        old, new = (b"\0%d\0" % each for each in (REQ_ID, req_id))
    return executions.replace(old, new)


async def serve_groups(orders: int, version: int) -> None:
    """The simulator's own server, for an advisor: it answers for each account apart. Any command fills one more."""
    groups = Groups(orders)
    tws = SimulatedTws(groups, ServerSettings(max_server_version=version))
    print(await tws.start(), flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        groups.fill_one()


def main() -> None:
    name, count, version = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if name == "groups":
        asyncio.run(serve_groups(count, version))
        return
    wire = Wire(version)
    server = Server(STREAMS[name](wire, count), wire)
    print(server.port, flush=True)
    threading.Thread(target=obey, args=(server,), daemon=True).start()
    server.serve()


def obey(server: Server) -> None:
    for line in sys.stdin:
        server.command(line.strip())
    os._exit(0)


if __name__ == "__main__":
    main()
