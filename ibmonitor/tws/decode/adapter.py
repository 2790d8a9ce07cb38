"""Translates ibapi's callbacks into events of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from google.protobuf.message import Message as ProtoMessage
from ibapi.commission_and_fees_report import CommissionAndFeesReport
from ibapi.contract import Contract
from ibapi.errors import BAD_MESSAGE
from ibapi.execution import Execution
from ibapi.order import Order
from ibapi.order_state import OrderState
from ibapi.wrapper import EWrapper
from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.records import events
from ibmonitor.tws.decode.event_queue import EventQueue
from ibmonitor.tws.decode.ibapi_values import (
    contract_fields,
    contract_value,
    execution_value,
    order_fields,
    order_state_fields,
)
from ibmonitor.tws.decode.lenient_text import whole_characters
from ibmonitor.tws.decode.numbers import Numbers
from ibmonitor.tws.decode.repeats import Repeats


class SignalWrapper(QObject, EWrapper):  # type: ignore[misc] # ibapi ships no types
    """An EWrapper that emits everything TWS sends, and this program's own events, as lists of events.

    A list holds what is read in one slice of time (`in_slice`): a signal for each event would cost half of all the
    time. It ends early with an event that something waits for. `answer` repeats the few events that can end or refuse
    a request, so that pending requests need not look at every fill. `announced` repeats this program's own events,
    which a recording stores along with TWS's bytes.
    """

    batch = Signal(object)
    """A list of `domain.records.events.Event`, in the order in which they came."""
    answer = Signal(object)
    announced = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.numbers = Numbers()
        self.queue = EventQueue(self._flush)
        self._repeats: Repeats | None = None

    @contextmanager
    def in_slice(self) -> Iterator[None]:
        """Emit what is read in here together, at the end or before an event that something waits for."""
        self.queue.is_in_slice = True
        try:
            yield
        finally:
            self.queue.is_in_slice = False
            self._flush()

    def repeats_of(self, server_version: int) -> Repeats:
        """The frames that are known, of earlier connections too, unless the server's version was another one."""
        if self._repeats is None or self._repeats.server_version != server_version:
            self._repeats = Repeats(server_version)
        return self._repeats

    def emit_event(self, event: events.Event) -> None:
        """Emit what TWS sent, or what is wrong with it."""
        self.queue.add(event)

    def announce(self, event: events.Event) -> None:
        """Emit an event of this program's own, not sent by TWS."""
        self.emit_event(event)
        self._flush()
        self.announced.emit(event)

    def _emit_answer(self, event: events.Event) -> None:
        self.emit_event(event)
        self._flush()
        self.answer.emit(event)

    def _flush(self) -> None:
        if self.queue.pending:
            self.batch.emit(self.queue.take())
        if self.queue.parent_fill is not None:
            parent_fill, self.queue.parent_fill = self.queue.parent_fill, None
            self.answer.emit(parent_fill)

    # Connection

    def nextValidId(self, orderId: int) -> None:
        self._emit_answer(events.NextValidId(orderId))

    def managedAccounts(self, accountsList: str) -> None:
        accounts = whole_characters(accountsList).split(",")
        self._emit_answer(events.ManagedAccounts(tuple(part.strip() for part in accounts if part.strip())))

    def currentTime(self, time: int) -> None:
        moment = _utc(time)
        if moment is not None:
            self._emit_answer(events.CurrentTime(moment))

    def configResponseProtoBuf(self, configResponseProto: Any) -> None:
        req_id = configResponseProto.reqId if configResponseProto.HasField("reqId") else None
        self._emit_answer(events.ConfigResponse(req_id, _api_settings(configResponseProto)))

    def receiveFA(self, faData: int, cxml: str) -> None:
        self._emit_answer(events.ReceiveFA(faData, whole_characters(cxml)))

    def error(
        self,
        reqId: int,
        errorTime: int,
        errorCode: int,
        errorString: str,
        advancedOrderRejectJson: str = "",
    ) -> None:
        if errorCode == BAD_MESSAGE.code():
            # From ibapi itself, which raises right after it: `FrameReader` reports what could not be read.
            return
        time = _utc_of_milliseconds(errorTime) if errorTime else None
        text, json = whole_characters(errorString), whole_characters(advancedOrderRejectJson)
        self._emit_answer(events.TwsMessage(self.numbers.integer(reqId), errorCode, text, time, json))

    # Orders

    def openOrder(self, orderId: int, contract: Contract, order: Order, orderState: OrderState) -> None:
        self.queue.add_order(
            events.OpenOrder(
                self.numbers.integer(orderId),
                contract_value(contract, self.numbers),
                contract_fields(contract, self.numbers),
                order_fields(order, self.numbers),
                order_state_fields(orderState, self.numbers),
            ),
        )

    def openOrderEnd(self) -> None:
        self._emit_answer(events.OpenOrderEnd())

    def openOrdersEndProtoBuf(self, openOrdersEndProto: Any) -> None:
        """Nothing: ibapi calls openOrderEnd as well."""

    def orderStatus(
        self,
        orderId: int,
        status: str,
        filled: Decimal,
        remaining: Decimal,
        avgFillPrice: float,
        permId: int,
        parentId: int,
        lastFillPrice: float,
        clientId: int,
        whyHeld: str,
        mktCapPrice: float,
    ) -> None:
        self.queue.add_order(
            events.OrderStatus(
                self.numbers.integer(orderId),
                status,
                self.numbers.decimal(filled),
                self.numbers.decimal(remaining),
                self.numbers.double(avgFillPrice),
                self.numbers.integer(permId),
                self.numbers.integer(parentId),
                self.numbers.double(lastFillPrice),
                self.numbers.integer(clientId),
                whyHeld,
                self.numbers.double(mktCapPrice),
            ),
        )

    def completedOrder(self, contract: Contract, order: Order, orderState: OrderState) -> None:
        self.queue.add_order(
            events.CompletedOrder(
                contract_value(contract, self.numbers),
                contract_fields(contract, self.numbers),
                order_fields(order, self.numbers),
                order_state_fields(orderState, self.numbers),
            ),
        )

    def completedOrdersEnd(self) -> None:
        self._emit_answer(events.CompletedOrdersEnd())

    def orderBound(self, permId: int, clientId: int, orderId: int) -> None:
        self.emit_event(
            events.OrderBound(
                self.numbers.integer(permId), self.numbers.integer(clientId), self.numbers.integer(orderId)
            )
        )

    # Executions

    def execDetails(self, reqId: int, contract: Contract, execution: Execution) -> None:
        read = execution_value(execution, self.numbers)
        self.queue.add_execution(events.ExecDetails(reqId, contract_value(contract, self.numbers), read, read.time))

    def execDetailsEnd(self, reqId: int) -> None:
        self._emit_answer(events.ExecDetailsEnd(reqId))

    def commissionAndFeesReport(self, commissionAndFeesReport: CommissionAndFeesReport) -> None:
        report = commissionAndFeesReport
        date = self.numbers.integer(report.yieldRedemptionDate)
        self.queue.add_commission(
            events.CommissionReport(
                report.execId,
                self.numbers.amount(report.commissionAndFees),
                report.currency,
                self.numbers.amount(report.realizedPNL),
                self.numbers.amount(report.yield_),
                str(date) if date else None,
            ),
        )


def _utc(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _utc_of_milliseconds(milliseconds: int) -> datetime | None:
    try:
        return _utc(milliseconds / 1000)
    except OverflowError:
        return None


def _api_settings(response: Any) -> dict[str, object]:
    """TWS's API settings by TWS's name, without those it left out."""
    settings: ProtoMessage = response.api.settings
    return {
        field.name: setting if isinstance(setting, str | bool | int | float) else tuple(setting)
        for field, setting in settings.ListFields()
    }
