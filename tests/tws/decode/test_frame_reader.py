"""Whatever a frame holds, it becomes an event or a fault, and the frames after it are decoded as always."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibapi.message import IN
from ibapi.protobuf.CommissionAndFeesReport_pb2 import CommissionAndFeesReport
from ibapi.protobuf.ExecutionDetails_pb2 import ExecutionDetails
from ibapi.protobuf.OpenOrder_pb2 import OpenOrder

from ibmonitor.domain.records import events
from ibmonitor.domain.records.events import CommissionReport, Fault, NextValidId, TwsMessage
from ibmonitor.tws.decode.adapter import SignalWrapper
from tests.support.examples import examples
from tests.support.tws_frames import decoded, framed, proto_frame, text_frame

MARK = 9, 1, 4711
"""nextValidId in text: what must still be heard after a bad frame."""


@pytest.mark.parametrize(
    ("server_version", "frame"),
    [
        (200, framed(b"")),
        (200, framed(b"no id\0")),
        (200, framed(b"3")),
        (200, framed(b"\xff\xfe\0\0")),
        (200, text_frame(3, 1, "Filled")),
        (200, text_frame(3, 1, "Filled", "many", "x", "y", "z", "", "", "", "", "")),
        (200, text_frame(9, 1)),
        (200, text_frame(9, 1, 2, 3)),
        (200, text_frame(9, 1, "x")),
        (200, text_frame(5, *[""] * 20)),
        (200, text_frame(11, *["?"] * 40)),
        (226, framed(b"")),
        (226, framed(b"\0\0")),
        (226, framed((0).to_bytes(4, "big"))),
        (226, proto_frame(int(IN.ORDER_STATUS), b"\xff\xff\xff")),
        (226, proto_frame(int(IN.EXECUTION_DATA), ExecutionDetails(reqId=1).SerializeToString())),
        (226, proto_frame(int(IN.OPEN_ORDER), OpenOrder(orderId=1).SerializeToString())),
    ],
)
def test_a_bad_frame_is_reported_and_the_next_is_read(server_version: int, frame: bytes) -> None:
    fault, mark = decoded(server_version, [frame, text_frame(*MARK, server_version=server_version)])
    assert isinstance(fault, Fault)
    assert "could not read" in fault.plain
    assert fault.detail
    assert mark == NextValidId(4711)


@pytest.mark.parametrize(
    ("server_version", "frame"),
    [(200, text_frame(180, 1)), (226, text_frame(180, 1, server_version=226)), (226, proto_frame(180, b""))],
)
def test_an_unknown_message_id_is_reported(server_version: int, frame: bytes) -> None:
    unknown, mark = decoded(server_version, [frame, text_frame(*MARK, server_version=server_version)])
    assert isinstance(unknown, TwsMessage)
    assert unknown.code == 505
    assert mark == NextValidId(4711)


def test_messages_this_program_does_not_show_are_passed_over() -> None:
    assert decoded(200, [text_frame(57, 1, 5), text_frame(*MARK)]) == [NextValidId(4711)]


def test_an_exception_in_a_callback_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(SignalWrapper, "openOrderEnd", fail)
    fault, mark = decoded(200, [text_frame(53, 1), text_frame(*MARK)])
    assert isinstance(fault, Fault)
    assert "broken on purpose" in fault.detail
    assert mark == NextValidId(4711)


@examples(300)
@given(st.integers(0, 320), st.binary(max_size=60), st.sampled_from([151, 178, 200, 203, 226]))
def test_garbage_never_ends_the_stream(message_id: int, body: bytes, server_version: int) -> None:
    head = message_id.to_bytes(4, "big") if server_version >= 201 else b"%d\0" % message_id
    received = decoded(server_version, [framed(head + body), text_frame(*MARK, server_version=server_version)])
    assert received[-1] == NextValidId(4711)


def test_an_odd_redemption_date_costs_nothing() -> None:
    """ibapi raises on it, after the report has been emitted."""
    proto = CommissionAndFeesReport(execId="a.1", commissionAndFees=2.0, currency="USD", yieldRedemptionDate="soon")
    received = decoded(226, [proto_frame(59, proto.SerializeToString())] * 2)
    assert received == [CommissionReport("a.1", Decimal(2), "USD", None, None, "soon")] * 2


class TestCodePages:
    """Texts that are not UTF-8: read as a whole message, whichever decoder of ibapi's reads the field."""

    @pytest.mark.parametrize(
        ("page", "name", "ref"),
        [
            ("gbk", "比亚迪", "策略"),
            ("big5", "鴻海精密", "日內"),
            ("cp932", "キーエンス", "逆張り"),
            ("cp1252", "Münch", "für"),
        ],
    )
    def test_in_an_execution_in_text(self, page: str, name: str, ref: str) -> None:
        fields = (
            11, 3, 1, 100, "X", "STK", "", "0", "", "", "SEHK", "HKD", name.encode(page), "", "a.1.01.01",
            "20260915 10:00:00 US/Eastern", "DU1", "SEHK", "BOT", 100, "10.5", 555, 1, 0, 100, "10.5",
            ref.encode(page), "", "", "", "2",
        )  # fmt: skip
        (event,) = decoded(176, [text_frame(*fields)])
        assert isinstance(event, events.ExecDetails)
        assert (event.contract.local_symbol, event.execution.order_ref) == (name, ref)

    def test_in_protobuf(self) -> None:
        proto = OpenOrder(orderId=1)
        proto.contract.symbol, proto.order.permId, proto.order.orderRef = "X", 7, "1111"
        proto.order.account, proto.orderState.status, proto.orderState.warningText = "DU1", "Inactive", "2222222222"
        body = proto.SerializeToString().replace(b"1111", "策略".encode("gbk"))
        body = body.replace(b"2222222222", "资金不足!!".encode("gbk"))
        (event,) = decoded(226, [proto_frame(int(IN.OPEN_ORDER), body)])
        assert isinstance(event, events.OpenOrder)
        assert event.order_fields["orderRef"] == "策略"
        assert event.state_fields["warningText"] == "资金不足!!"

    def test_in_an_advisors_names_and_in_the_accounts(self) -> None:
        alias = "<AccountAlias><account>U1</account><alias>{}</alias></AccountAlias>"
        xml = f"<ListOfAccountAliases>{alias}</ListOfAccountAliases>"
        aliases = xml.format("稳健组合").encode("gbk")
        assert decoded(200, [text_frame(16, 1, 3, aliases)]) == [events.ReceiveFA(3, xml.format("稳健组合"))]
        assert decoded(200, [text_frame(15, 1, "DU1,Zürich".encode("cp1252"))]) == [
            events.ManagedAccounts(("DU1", "Zürich"))
        ]

    def test_a_text_that_is_cut_off_is_reported(self) -> None:
        proto = OpenOrder(orderId=1)
        proto.contract.symbol, proto.order.permId, proto.order.orderRef = "X", 7, "1111111"
        proto.orderState.status = "Inactive"
        body = proto.SerializeToString().replace(b"1111111", "价格不符".encode("gbk")[:-1])
        event, fault = decoded(226, [proto_frame(int(IN.OPEN_ORDER), body)])
        assert isinstance(event, events.OpenOrder)
        assert event.order_fields["orderRef"] == "价格不\ufffd"
        assert isinstance(fault, Fault)
        assert "orderRef" in fault.plain
        assert repr("价格不符".encode("gbk")[:-1]) in fault.detail
