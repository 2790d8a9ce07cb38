"""The table of requests: how each is sent, what its bytes look like, and what ends or refuses its answer.

`TwsClient` can send only the requests in this table, and only these pass the gate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from google.protobuf.message import Message
from ibapi.message import OUT
from ibapi.protobuf.AllOpenOrdersRequest_pb2 import AllOpenOrdersRequest
from ibapi.protobuf.AutoOpenOrdersRequest_pb2 import AutoOpenOrdersRequest
from ibapi.protobuf.CompletedOrdersRequest_pb2 import CompletedOrdersRequest
from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest
from ibapi.protobuf.CurrentTimeRequest_pb2 import CurrentTimeRequest
from ibapi.protobuf.ExecutionRequest_pb2 import ExecutionRequest
from ibapi.protobuf.FARequest_pb2 import FARequest
from ibapi.protobuf.OpenOrdersRequest_pb2 import OpenOrdersRequest
from ibapi.protobuf.StartApiRequest_pb2 import StartApiRequest

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.records.events import (
    CompletedOrdersEnd,
    ConfigResponse,
    CurrentTime,
    Event,
    ExecDetailsEnd,
    NextValidId,
    OpenOrderEnd,
    ReceiveFA,
    TwsMessage,
)
from ibmonitor.domain.records.groups import FA_ALIASES, FA_GROUPS
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.event_queue import EventQueue
from ibmonitor.tws.wire import request_shapes as shapes
from ibmonitor.tws.wire.refusals import (
    CLIENT_ID_IN_USE,
    NOT_FOR_THIS_CLIENT,
    is_advisor_data_refusal,
    is_read_only_refusal,
)

MANY = 100
"""So many order or commission events within one time-out are an answer; fewer may be live traffic."""

_ABOUT_ORDERS = frozenset({MessageKind.CANCELLED, MessageKind.CANCEL_REFUSED, MessageKind.ORDER_WARNING})
"""An order of another client may have the number of a request as its order id."""

ReqId = int | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request. `ReqId` is the id it was sent with; `None` for a request that has none."""

    message: OUT
    method: str
    """ibapi's method."""
    proto: type[Message]
    is_text: Callable[[bytes, int], bool]
    """Whether the fields are those of one such request in the text protocol, at a server version."""
    is_end: Callable[[Event, ReqId], bool]
    """Requests that share their end must not overlap, since it does not name its request."""
    is_refusal: Callable[[TwsMessage, ReqId], bool]
    received: Callable[[EventQueue], int] = lambda _: 0
    """Counts the events that can be part of the answer."""
    least: int = 1
    """How many of these within one time-out show that the answer is still coming. More than one where live events
    are counted as well."""
    arguments: tuple[object, ...] = ()
    """For ibapi's method, before those of a single request."""


_EXECUTIONS = RequestRow(
    OUT.REQ_EXECUTIONS,
    "reqExecutions",
    ExecutionRequest,
    shapes.is_execution_request,
    lambda event, req_id: isinstance(event, ExecDetailsEnd) and event.req_id == req_id,
    lambda message, req_id: message.req_id == req_id and kind_of(message.code, message.text) not in _ABOUT_ORDERS,
    lambda queue: queue.requested_fills_received * MANY + queue.commissions_received,
    MANY,
)
_COMPLETED_ORDERS = RequestRow(
    OUT.REQ_COMPLETED_ORDERS,
    "reqCompletedOrders",
    CompletedOrdersRequest,
    shapes.is_flag,
    lambda event, _: isinstance(event, CompletedOrdersEnd),
    lambda message, _: is_read_only_refusal(message, "S"),
    lambda queue: queue.completed_orders_received,
)
_GROUPS = RequestRow(
    OUT.REQ_FA,
    "requestFA",
    FARequest,
    shapes.is_advisor_data_request,
    lambda event, _: isinstance(event, ReceiveFA) and event.fa_data_type == FA_GROUPS,
    lambda message, _: is_advisor_data_refusal(message),
    arguments=(FA_GROUPS,),
)

REQUESTS: Mapping[RequestKind, RequestRow] = {
    # Orders may be downloaded before nextValidId.
    RequestKind.START: RequestRow(
        OUT.START_API,
        "startApi",
        StartApiRequest,
        shapes.is_never,  # The gate compares it with the START_API of its own client ID.
        lambda event, _: isinstance(event, NextValidId),
        lambda message, _: message.code == CLIENT_ID_IN_USE,
        lambda queue: queue.orders_received,
    ),
    RequestKind.CURRENT_TIME: RequestRow(
        OUT.REQ_CURRENT_TIME,
        "reqCurrentTime",
        CurrentTimeRequest,
        shapes.is_version_1,
        lambda event, _: isinstance(event, CurrentTime),
        lambda _message, _: False,
    ),
    RequestKind.CONFIG: RequestRow(
        OUT.REQ_CONFIG,
        "reqConfigProtoBuf",
        ConfigRequest,
        shapes.is_never,
        lambda event, req_id: isinstance(event, ConfigResponse) and event.req_id in (req_id, None),
        lambda message, req_id: message.req_id == req_id,
    ),
    RequestKind.OPEN_ORDERS: RequestRow(
        OUT.REQ_ALL_OPEN_ORDERS,
        "reqAllOpenOrders",
        AllOpenOrdersRequest,
        shapes.is_version_1,
        lambda event, _: isinstance(event, OpenOrderEnd),
        lambda message, _: is_read_only_refusal(message, "all"),
        lambda queue: queue.orders_received,
        MANY,
    ),
    RequestKind.OWN_ORDERS: RequestRow(
        OUT.REQ_OPEN_ORDERS,
        "reqOpenOrders",
        OpenOrdersRequest,
        shapes.is_version_1,
        lambda event, _: isinstance(event, OpenOrderEnd),
        lambda message, _: is_read_only_refusal(message, "as"),
        lambda queue: queue.orders_received,
        MANY,
    ),
    # TWS answers only when it refuses.
    RequestKind.BINDING: RequestRow(
        OUT.REQ_AUTO_OPEN_ORDERS,
        "reqAutoOpenOrders",
        AutoOpenOrdersRequest,
        shapes.is_version_1_and_flag,
        lambda _event, _: False,
        lambda message, _: message.code == NOT_FOR_THIS_CLIENT or is_read_only_refusal(message, "ar"),
    ),
    RequestKind.EXECUTIONS: _EXECUTIONS,
    RequestKind.QUERY: _EXECUTIONS,
    RequestKind.SUB_ACCOUNTS: _EXECUTIONS,
    RequestKind.PAST_DAYS: _EXECUTIONS,
    RequestKind.COMPLETED_ORDERS: _COMPLETED_ORDERS,
    RequestKind.API_COMPLETED_ORDERS: _COMPLETED_ORDERS,
    RequestKind.GROUPS: _GROUPS,
    RequestKind.ALIASES: replace(
        _GROUPS,
        is_end=lambda event, _: isinstance(event, ReceiveFA) and event.fa_data_type == FA_ALIASES,
        arguments=(FA_ALIASES,),
    ),
}
"""By kind: all but `OTHER`, which is only read from recordings."""

BY_MESSAGE: Mapping[int, RequestRow] = {row.message: row for row in REQUESTS.values()}
"""By TWS's number: what may be sent at all."""
