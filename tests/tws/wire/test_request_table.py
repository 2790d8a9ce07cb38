"""Every request in the table can be sent, and its bytes pass the gate as text and as protobuf."""

from __future__ import annotations

import pytest
from ibapi.execution import ExecutionFilter
from ibapi.message import OUT
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest

from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.wire.request_table import BY_MESSAGE, REQUESTS
from tests.tws.wire.test_gate import Wire, client, gate

CLIENT = 7
OWN_ARGUMENTS: dict[RequestKind, tuple[object, ...]] = {
    RequestKind.CONFIG: (ConfigRequest(reqId=1),),
    RequestKind.BINDING: (False,),
    RequestKind.EXECUTIONS: (1, ExecutionFilter()),
    RequestKind.QUERY: (1, ExecutionFilter()),
    RequestKind.SUB_ACCOUNTS: (1, ExecutionFilter()),
    RequestKind.PAST_DAYS: (1, ExecutionFilter()),
    RequestKind.COMPLETED_ORDERS: (True,),
    RequestKind.API_COMPLETED_ORDERS: (True,),
}


def test_every_kind_but_that_of_recordings_has_a_row() -> None:
    assert set(REQUESTS) == set(RequestKind) - {RequestKind.OTHER}


def test_nothing_else_can_be_sent() -> None:
    assert set(BY_MESSAGE) == {
        OUT.START_API,
        OUT.REQ_CONFIG,
        OUT.REQ_CURRENT_TIME,
        OUT.REQ_ALL_OPEN_ORDERS,
        OUT.REQ_OPEN_ORDERS,
        OUT.REQ_AUTO_OPEN_ORDERS,
        OUT.REQ_EXECUTIONS,
        OUT.REQ_FA,
        OUT.REQ_COMPLETED_ORDERS,
    }


@pytest.mark.parametrize("server_version", [176, 200, 226])
@pytest.mark.parametrize("kind", REQUESTS)
def test_each_request_passes_the_gate(kind: RequestKind, server_version: int) -> None:
    if kind is RequestKind.CONFIG and server_version < 219:
        pytest.skip("this server does not know it")
    wire = Wire()
    number = 0 if kind is RequestKind.BINDING else CLIENT
    guarded = gate(wire, server_version, number)
    row = REQUESTS[kind]
    getattr(client(guarded, server_version, number), row.method)(*row.arguments, *OWN_ARGUMENTS.get(kind, ()))
    assert guarded.refusal is None
    assert len(wire.written) == 1
