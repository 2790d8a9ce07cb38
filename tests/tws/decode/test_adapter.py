"""What each callback of ibapi becomes: an event, its numbers known or unknown, and whether it is an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from ibapi.errors import BAD_MESSAGE
from ibapi.message import IN
from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails

from ibmonitor.domain.records import events
from ibmonitor.domain.records.events import CommissionReport, RequestChanged
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.decode.event_queue import MOST_PENDING
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.proto_values import exec_details
from tests.support.tws_frames import decoded, proto_frame, text_frame


class TestSentinels:
    def test_order_status_in_text(self) -> None:
        unset = "1.7976931348623157E308"
        (status,) = decoded(
            200,
            [text_frame(3, 2147483647, "Submitted", "", "2147483647", unset, 0, 2147483647, unset, 3, "locate", unset)],
        )
        assert status == events.OrderStatus(None, "Submitted", None, None, None, 0, None, None, 3, "locate", None)

    def test_order_status_in_protobuf(self) -> None:
        (status,) = decoded(226, [proto_frame(int(IN.ORDER_STATUS), b"")])
        assert status == events.OrderStatus(None, "", None, None, None, None, None, None, None, "", None)

    def test_infinite_and_undefined_numbers_are_unknown(self) -> None:
        (status,) = decoded(200, [text_frame(3, 1, "Filled", "NaN", "Infinity", "nan", 5, 0, "inf", 1, "", "Infinity")])
        assert isinstance(status, events.OrderStatus)
        assert (status.filled, status.remaining, status.avg_fill_price) == (None, None, None)
        assert (status.last_fill_price, status.mkt_cap_price) == (None, None)


def test_sentinels_of_a_commission_in_text() -> None:
    unset = "1.7976931348623157E308"
    (report,) = decoded(200, [text_frame(59, 1, "a.1", "-0.25", "EUR", unset, unset, "")])
    assert report == CommissionReport("a.1", Decimal("-0.25"), "EUR", None, None, None)


class Received:
    """A wrapper, and what it emits."""

    def __init__(self) -> None:
        self.wrapper = SignalWrapper()
        self.events: list[Any] = []
        self.sizes: list[int] = []
        """Of the lists in which the events came."""
        self.answers: list[Any] = []
        self.announced: list[Any] = []
        self.wrapper.batch.connect(self.events.extend)
        self.wrapper.batch.connect(lambda batch: self.sizes.append(len(batch)))
        self.wrapper.answer.connect(self.answers.append)
        self.wrapper.announced.connect(self.announced.append)


@pytest.fixture
def received() -> Received:
    return Received()


def details(req_id: int | None, account: str) -> events.ExecDetails:
    proto = ExecutionDetails()
    if req_id is not None:
        proto.reqId = req_id
    proto.contract.symbol, proto.execution.acctNumber = "KO", account
    event = exec_details(proto.SerializeToString(), Numbers())
    assert event is not None
    return event


def test_what_can_end_a_request_is_also_an_answer(received: Received) -> None:
    wrapper = received.wrapper
    wrapper.nextValidId(7)
    wrapper.openOrderEnd()
    wrapper.execDetailsEnd(3)
    wrapper.completedOrdersEnd()
    wrapper.error(3, 0, 321, "No.")
    wrapper.currentTime(1_700_000_000)
    assert received.answers == received.events
    assert len(received.events) == wrapper.queue.emitted == 6
    wrapper.orderStatus(1, "Filled", Decimal(1), Decimal(0), 1.0, 7, 0, 1.0, 1, "", 0.0)
    assert (len(received.events), len(received.answers), wrapper.queue.orders_received) == (7, 6, 1)


@pytest.mark.parametrize(
    ("req_id", "account", "is_answer", "requested"),
    [
        (None, "DU1", False, 0),
        (-1, "DU1", False, 0),
        (None, "DF1", True, 0),
        (9, "DU1", False, 1),
        (9, "DF1", False, 1),
    ],
)
def test_only_an_advisors_live_fill_is_an_answer(
    req_id: int | None, account: str, is_answer: bool, requested: int, received: Received
) -> None:
    """The session requests the clients' parts then; fills that were requested only count."""
    received.wrapper.queue.add_execution(details(req_id, account))
    (event,) = received.events
    assert event.req_id == (events.LIVE_FILL if req_id is None else req_id)
    assert bool(received.answers) is is_answer
    assert received.wrapper.queue.requested_fills_received == requested


def test_events_of_one_slice_come_in_one_list_which_ends_early_where_something_waits(received: Received) -> None:
    wrapper = received.wrapper
    for _ in range(2):
        wrapper.orderBound(1, 2, 3)
    with wrapper.in_slice():
        for _ in range(3):
            wrapper.orderBound(1, 2, 3)
        wrapper.openOrderEnd()
        assert (len(received.answers), len(received.events)) == (1, 6)
        wrapper.orderBound(1, 2, 3)
        wrapper.announce(RequestChanged(RequestKind.OPEN_ORDERS, RequestProgress.COMPLETE))
        assert (len(received.announced), len(received.events)) == (1, 8)
        wrapper.orderBound(1, 2, 3)
        assert len(received.events) == 8
    wrapper.orderBound(1, 2, 3)
    assert received.sizes == [1, 1, 4, 2, 1, 1]


def test_a_slice_that_fails_loses_nothing_that_was_read(received: Received) -> None:
    def fail() -> None:
        with received.wrapper.in_slice():
            received.wrapper.orderBound(1, 2, 3)
            raise ValueError("made up")

    with pytest.raises(ValueError, match="made up"):
        fail()
    assert received.sizes == [1]


def test_a_list_is_never_long(received: Received) -> None:
    with received.wrapper.in_slice():
        for _ in range(MOST_PENDING + 1):
            received.wrapper.orderBound(1, 2, 3)
    assert received.sizes == [MOST_PENDING, 1]


def test_an_advisors_fills_of_one_slice_are_one_answer_once_they_are_applied(received: Received) -> None:
    with received.wrapper.in_slice():
        for account in ("DF1", "DF2", "DU1"):
            received.wrapper.queue.add_execution(details(None, account))
        assert not received.answers
    assert [event.execution.acct_number for event in received.answers] == ["DF2"]
    assert received.sizes == [3]


def test_accounts_are_parted_and_texts_have_whole_characters(received: Received) -> None:
    received.wrapper.managedAccounts("DU1, DF2,,")
    received.wrapper.receiveFA(1, "\ud83d\ude00")
    received.wrapper.error(7, 1_700_000_000_123, 201, "half \ud83d", "{}")
    accounts, groups, message = received.events
    assert accounts == events.ManagedAccounts(("DU1", "DF2"))
    assert groups == events.ReceiveFA(1, "\U0001f600")
    assert (message.req_id, message.code, message.text) == (7, 201, "half \ufffd")
    assert message.advanced_order_reject_json == "{}"
    assert message.time.isoformat() == "2023-11-14T22:13:20.123000+00:00"


def test_a_message_without_a_time_and_one_of_ibapis_own(received: Received) -> None:
    received.wrapper.error(-1, 0, 2104, "OK")
    received.wrapper.error(-1, 0, BAD_MESSAGE.code(), BAD_MESSAGE.msg())
    (message,) = received.events
    assert (message.code, message.time) == (2104, None)


@pytest.mark.parametrize("clock", [10**30, -(10**30), 10**13])
def test_an_impossible_clock_is_no_event_and_an_impossible_time_is_none(clock: int, received: Received) -> None:
    received.wrapper.currentTime(clock)
    assert received.events == []
    received.wrapper.error(1, clock * 1000, 201, "No.")
    assert [message.time for message in received.events] == [None]


def test_settings_that_tws_left_out_are_not_among_them(received: Received) -> None:
    response: Any = ConfigResponse(reqId=4)
    response.api.settings.readOnlyApi = False
    response.api.settings.trustedIPs.append("127.0.0.1")
    received.wrapper.configResponseProtoBuf(response)
    received.wrapper.configResponseProtoBuf(ConfigResponse())
    assert received.events == [
        events.ConfigResponse(4, {"readOnlyApi": False, "trustedIPs": ("127.0.0.1",)}),
        events.ConfigResponse(None, {}),
    ]


def test_the_programs_own_events_are_announced(received: Received) -> None:
    received.wrapper.announce(events.OpenOrderEnd())
    received.wrapper.emit_event(events.CompletedOrdersEnd())
    assert received.announced == [events.OpenOrderEnd()]
    assert received.events == [events.OpenOrderEnd(), events.CompletedOrdersEnd()]
    assert received.answers == []


def test_known_frames_outlive_a_connection_to_a_server_of_the_same_version(received: Received) -> None:
    repeats = received.wrapper.repeats_of(200)
    assert received.wrapper.repeats_of(200) is repeats
    assert received.wrapper.repeats_of(226) is not repeats
