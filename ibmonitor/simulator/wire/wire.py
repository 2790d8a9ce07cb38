"""Framing, and for each message the form (text or protobuf) of the negotiated server version."""

from __future__ import annotations

from ibapi.protobuf.CompletedOrdersEnd_pb2 import CompletedOrdersEnd
from ibapi.protobuf.CurrentTime_pb2 import CurrentTime
from ibapi.protobuf.ExecutionDetailsEnd_pb2 import ExecutionDetailsEnd
from ibapi.protobuf.ManagedAccounts_pb2 import ManagedAccounts
from ibapi.protobuf.NextValidId_pb2 import NextValidId
from ibapi.protobuf.OpenOrdersEnd_pb2 import OpenOrdersEnd
from ibapi.protobuf.ReceiveFA_pb2 import ReceiveFA

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.wire import proto_wire, text_wire
from ibmonitor.simulator.wire.protocol import ANSWER_PROTOBUF_SINCE, PROTOBUF_OFFSET, RAW_ID_SINCE, Answer


def frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + payload


class Wire:
    """Encodes TWS's messages for one connection; every method gives a whole frame."""

    def __init__(self, server_version: int) -> None:
        self.server_version = server_version
        self._protobuf = frozenset(a for a, since in ANSWER_PROTOBUF_SINCE.items() if server_version >= since)

    def open_order(self, order: SimOrder) -> bytes:
        if Answer.OPEN_ORDER in self._protobuf:
            return self._proto(Answer.OPEN_ORDER, proto_wire.open_order(order))
        return self._text(Answer.OPEN_ORDER, text_wire.open_order(order, self.server_version))

    def open_order_end(self) -> bytes:
        if Answer.OPEN_ORDER_END in self._protobuf:
            return self._proto(Answer.OPEN_ORDER_END, OpenOrdersEnd().SerializeToString())
        return self._text(Answer.OPEN_ORDER_END, ["1"])

    def order_status(self, order: SimOrder) -> bytes:
        if Answer.ORDER_STATUS in self._protobuf:
            return self._proto(Answer.ORDER_STATUS, proto_wire.order_status(order))
        return self._text(Answer.ORDER_STATUS, text_wire.order_status(order))

    def order_bound(self, order: SimOrder) -> bytes:
        if Answer.ORDER_BOUND in self._protobuf:
            return self._proto(Answer.ORDER_BOUND, proto_wire.order_bound(order))
        return self._text(Answer.ORDER_BOUND, [str(order.perm_id), str(order.client_id), str(order.order_id)])

    def execution(self, req_id: int, execution: SimExecution) -> bytes:
        """`req_id` is -1 for a live fill."""
        if Answer.EXECUTION_DATA in self._protobuf:
            return self._proto(Answer.EXECUTION_DATA, proto_wire.execution(req_id, execution, self.server_version))
        return self._text(Answer.EXECUTION_DATA, text_wire.execution(req_id, execution, self.server_version))

    def execution_end(self, req_id: int) -> bytes:
        if Answer.EXECUTION_DATA_END in self._protobuf:
            return self._proto(Answer.EXECUTION_DATA_END, ExecutionDetailsEnd(reqId=req_id).SerializeToString())
        return self._text(Answer.EXECUTION_DATA_END, ["1", str(req_id)])

    def commission(self, report: SimCommission) -> bytes:
        if Answer.COMMISSION_REPORT in self._protobuf:
            return self._proto(Answer.COMMISSION_REPORT, proto_wire.commission(report))
        return self._text(Answer.COMMISSION_REPORT, text_wire.commission(report))

    def completed_order(self, order: SimOrder) -> bytes:
        if Answer.COMPLETED_ORDER in self._protobuf:
            return self._proto(Answer.COMPLETED_ORDER, proto_wire.completed_order(order))
        return self._text(Answer.COMPLETED_ORDER, text_wire.completed_order(order, self.server_version))

    def completed_orders_end(self) -> bytes:
        if Answer.COMPLETED_ORDERS_END in self._protobuf:
            return self._proto(Answer.COMPLETED_ORDERS_END, CompletedOrdersEnd().SerializeToString())
        return self._text(Answer.COMPLETED_ORDERS_END, [])

    def error(self, req_id: int, code: int, text: str, time_ms: int, reject_json: str = "") -> bytes:
        """`time_ms`: milliseconds since the epoch."""
        if Answer.ERR_MSG in self._protobuf:
            return self._proto(Answer.ERR_MSG, proto_wire.error(req_id, code, text, reject_json, time_ms))
        texts = text_wire.error(req_id, code, text, reject_json, time_ms, self.server_version)
        return self._text(Answer.ERR_MSG, texts)

    def managed_accounts(self, accounts: str) -> bytes:
        if Answer.MANAGED_ACCTS in self._protobuf:
            return self._proto(Answer.MANAGED_ACCTS, ManagedAccounts(accountsList=accounts).SerializeToString())
        return self._text(Answer.MANAGED_ACCTS, ["1", accounts])

    def next_valid_id(self, order_id: int) -> bytes:
        if Answer.NEXT_VALID_ID in self._protobuf:
            return self._proto(Answer.NEXT_VALID_ID, NextValidId(orderId=order_id).SerializeToString())
        return self._text(Answer.NEXT_VALID_ID, ["1", str(order_id)])

    def current_time(self, seconds: int) -> bytes:
        """`seconds` since the epoch."""
        if Answer.CURRENT_TIME in self._protobuf:
            return self._proto(Answer.CURRENT_TIME, CurrentTime(currentTime=seconds).SerializeToString())
        return self._text(Answer.CURRENT_TIME, ["1", str(seconds)])

    def receive_fa(self, data_type: int, xml: str) -> bytes:
        if Answer.RECEIVE_FA in self._protobuf:
            return self._proto(Answer.RECEIVE_FA, ReceiveFA(faDataType=data_type, xml=xml).SerializeToString())
        return self._text(Answer.RECEIVE_FA, ["1", str(data_type), text_wire.ascii7(xml, self.server_version)])

    def config(self, body: bytes) -> bytes:
        return self._proto(Answer.CONFIG_RESPONSE, body)

    def _text(self, answer: Answer, texts: list[str]) -> bytes:
        is_raw = self.server_version >= RAW_ID_SINCE
        head = answer.to_bytes(4, "big") if is_raw else b"%d\0" % answer
        body = "".join(f"{text}\0" for text in texts)
        return frame(head + body.encode())

    @staticmethod
    def _proto(answer: Answer, body: bytes) -> bytes:
        return frame((answer + PROTOBUF_OFFSET).to_bytes(4, "big") + body)
