"""Texts as TWS wrote them, and what is read of a text message in which a field cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from ibapi.message import IN

from ibmonitor.domain.records.events import (
    CommissionReport,
    CompletedOrder,
    ExecDetails,
    Fault,
    ManagedAccounts,
    OpenOrder,
    OrderStatus,
    ReceiveFA,
    TwsMessage,
)
from ibmonitor.tws.decode.lenient_text import mended_fields, whole_characters
from tests.faults.good_frames import GROUPS, good_frames
from tests.faults.mutants import text_parts
from tests.support.tws_frames import decoded, framed, text_frame
from tests.tws.decode.mended import event_with_fault


def with_field(frame: bytes, server_version: int, changes: dict[int, bytes]) -> bytes:
    head, fields = text_parts(frame, server_version)
    for at, field in changes.items():
        fields[at] = field
    return framed(head + b"".join(field + b"\0" for field in fields))


@pytest.mark.parametrize("bad", [b"abc", b"\xff\xfe", b"\x01"])
def test_the_rest_of_an_order_status(bad: bytes) -> None:
    frame = text_frame(3, 5, "Submitted", 1, bad, bad, 4711, 0, "2.5", 1, "", 0)
    assert event_with_fault(frame, 200, "field 4", "field 5") == OrderStatus(
        5, "Submitted", Decimal(1), None, None, 4711, 0, Decimal("2.5"), 1, "", Decimal("0.0")
    )


def test_an_id_that_cannot_be_read_is_unknown_and_not_0() -> None:
    frame = text_frame(3, "x", "Submitted", 1, 2, 0, 4711, 0, "2.5", "y", "", 0)
    status = event_with_fault(frame, 200, "field 1", "field 9")
    assert (status.order_id, status.perm_id, status.client_id) == (None, 4711, None)


def test_the_rest_of_an_execution() -> None:
    frames = good_frames(200)
    (good,) = decoded(200, [frames["execDetails"]])
    assert isinstance(good, ExecDetails)
    event = event_with_fault(with_field(frames["execDetails"], 200, {19: b"much"}), 200, "field 20")
    assert event.execution.price is None
    event.execution.price = good.execution.price
    assert event == good


def test_the_rest_of_a_commission() -> None:
    frame = text_frame(59, 1, "a.1", "1.5", "USD", "x", "0", "soon")
    report = event_with_fault(frame, 200, "field 5", "field 7")
    assert report == CommissionReport("a.1", Decimal("1.5"), "USD", None, Decimal("0.0"), None)


def test_the_rest_of_an_open_order() -> None:
    frames = good_frames(200)
    (good,) = decoded(200, [frames["openOrder"]])
    head, fields = text_parts(frames["openOrder"], 200)
    at = fields.index(b"LMT") + 1
    event = event_with_fault(with_field(frames["openOrder"], 200, {at: b"abc"}), 200, f"field {at + 1}")
    assert isinstance(good, OpenOrder)
    lacking = {name: value for name, value in good.order_fields.items() if name != "lmtPrice"}
    assert event == OpenOrder(good.order_id, good.contract, good.contract_fields, lacking, good.state_fields)
    assert head


def test_the_rest_of_a_completed_order() -> None:
    frames = good_frames(200)
    head, fields = text_parts(frames["completedOrder"], 200)
    assert head
    at = fields.index(b"11")
    event = event_with_fault(with_field(frames["completedOrder"], 200, {at: b"abc"}), 200, f"field {at + 1}")
    assert isinstance(event, CompletedOrder)


def test_fields_that_have_moved_are_not_taken_for_others() -> None:
    """The rest would be read, but each number as another."""
    head, fields = text_parts(good_frames(200)["orderStatus"], 200)
    for moved in (
        [*fields[:2], b"new", *fields[2:]],
        [b"x", *fields[1:4], b"y", b"z", b"w", *fields[7:]],
        [*fields[:3], b"x", *fields[4:], b"1"],
    ):
        (fault,) = decoded(200, [framed(head + b"".join(field + b"\0" for field in moved))])
        assert isinstance(fault, Fault)


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (rb"\ud83d\ude00 gr\u00fcn", "\U0001f600 grün"),
        (rb"half \ud83d a pair", "half \ufffd a pair"),
        (rb"C:\new\x\Users \u12 \N{DASH} end\\", r"C:\new\x\Users \u12 \N{DASH} end" + "\\\\"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_escapes_in_a_message(sent: bytes, text: str) -> None:
    (message,) = decoded(200, [text_frame(4, 7, 201, sent, b"", 1700000000123)])
    assert isinstance(message, TwsMessage)
    assert message.text == text
    assert message.text.encode()


def test_accounts_and_groups_are_read_as_they_were_written() -> None:
    accounts, groups = decoded(200, [text_frame(15, 1, "DÜ1,DU\\2"), text_frame(16, 1, 1, GROUPS)])
    assert accounts == ManagedAccounts(("DÜ1", "DU\\2"))
    assert groups == ReceiveFA(1, GROUPS)


class TestMessagesInText:
    def message(self, text: bytes, json: bytes = b"") -> Any:
        (message,) = decoded(200, [text_frame(4, 7, 201, text, json, 1700000000123)])
        return message

    def test_utf8_is_read_as_such(self) -> None:
        assert self.message("Größe – zu groß".encode()).text == "Größe – zu groß"

    def test_the_escapes_of_tws_are_read(self) -> None:
        assert self.message(rb"Gr\u00f6\u00dfe").text == "Größe"

    def test_json_keeps_its_quotes(self) -> None:
        raw = rb'{"msg": "say \"hi\" \u00e4", "n": 1}'
        assert self.message(b"no", raw).advanced_order_reject_json == raw.decode()

    def test_bytes_of_a_local_code_page_are_read(self) -> None:
        assert self.message(b"gr\xf6\xdfer").text == "größer"
        assert self.message("订单被拒绝 - 原因:资金不足".encode("gbk")).text == "订单被拒绝 - 原因:资金不足"
        # A second byte that is a backslash begins no escape.
        assert "表".encode("cp932")[1:] == b"\\"
        assert self.message("注文一覧表を更新".encode("cp932")).text == "注文一覧表を更新"

    def test_time_is_aware(self) -> None:
        message = self.message(b"x")
        assert message.time.isoformat() == "2023-11-14T22:13:20.123000+00:00"


@pytest.mark.parametrize(
    ("message_id", "server_version"), [(IN.ORDER_STATUS, 200), (IN.OPEN_ORDER, 200), (IN.ERR_MSG, 152)]
)
def test_texts_that_ibapi_reads_as_they_are_stay_so(message_id: int, server_version: int) -> None:
    fields = [b"1", "Größe".encode(), rb"C:\new"]
    assert mended_fields(fields, message_id, server_version) is fields


@pytest.mark.parametrize(("server_version", "json_at"), [(193, 4), (194, 3)])
def test_all_backslashes_of_the_json_are_kept(server_version: int, json_at: int) -> None:
    fields = [b"1", b"2", b"3", b"4", b"5"]
    fields[json_at] = rb'{"a": "\u00e4\n"}'
    assert mended_fields(fields, IN.ERR_MSG, server_version)[json_at] == rb'{"a": "\\u00e4\\n"}'


@pytest.mark.parametrize(
    ("text", "whole"),
    [("\ud83d\ude00", "\U0001f600"), ("a\ud83d", "a\ufffd"), ("\ude00b", "\ufffdb"), ("plain", "plain")],
)
def test_pairs_of_surrogates_are_characters(text: str, whole: str) -> None:
    assert whole_characters(text) == whole
