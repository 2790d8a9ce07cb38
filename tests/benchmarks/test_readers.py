from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest

from ibmonitor.simulator.wire.wire import Wire
from tests.benchmarks import readers
from tests.benchmarks.measure import Tws
from tests.benchmarks.server import Server
from tests.benchmarks.streams import STREAMS


@pytest.mark.parametrize("version", [200, 226])
@pytest.mark.parametrize("stream", ["each_with_its_commission", "only_orders"])
def test_a_reader_gets_the_whole_answer(stream: str, version: int) -> None:
    wire = Wire(version)
    server = Server(STREAMS[stream](wire, 3), wire)
    threading.Thread(target=server.serve, daemon=True).start()
    tws = cast("Tws", SimpleNamespace(port=server.port, version=version, stream=stream))
    got: list[int] = []

    def reading(_client: Any) -> readers.Handle:
        return lambda message_id, _body: got.append(message_id % 200)

    (row,) = readers._receive(tws, 3, reading)
    pair, end = ([5, 3], 53) if stream == "only_orders" else ([11, 59], 55)
    assert [each for each in got if each in {*pair, end}] == [*pair * 3, end]
    assert float(row["us"]) > 0
