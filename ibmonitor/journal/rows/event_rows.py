"""The rows that single events tell: executions, commissions, requests, messages, an advisor's groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Any

from sqlalchemy import Table

from ibmonitor.domain.messages.meanings import meaning_of
from ibmonitor.domain.records.events import (
    CommissionReport,
    Event,
    ExecDetails,
    Fault,
    ReceiveFA,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.exec_id import base_of, revision_of
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.numbers import Number, decimal_of
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.times.tws_time import parse_tws_time
from ibmonitor.journal.rows.days import day_of, microseconds_of
from ibmonitor.journal.store.schema import COMMISSIONS, EXECUTIONS, FA_SNAPSHOTS, MESSAGES, REQUESTS

Row = dict[str, object]
Add = Callable[[Table, Row], None]

_FA_KINDS = {1: "groups", 3: "aliases"}


class EventRows:
    """Makes the rows of one session's events.

    `zone` is the operator's, for times that TWS sends without one; `day_zone` is that of the exchange's days.
    """

    def __init__(self, session: str, zone: tzinfo | None, day_zone: tzinfo) -> None:
        self.site = ""
        """As soon as it is known; rows that need it are not made before TWS has named the accounts."""
        self._session = session
        self._zone, self._day_zone = zone, day_zone
        self._asked: dict[str, int] = {}
        """By the title of a request that is not answered: when it was made."""
        self._messages = 0
        self._makers: Mapping[type, Callable[[Any, datetime, Add], None]] = {
            ExecDetails: self._execution,
            CommissionReport: self._commission,
            RequestChanged: self._request,
            TwsMessage: self._message,
            Fault: self._fault,
            ReceiveFA: self._groups,
        }

    def add(self, event: Event, time: datetime, add: Add) -> None:
        """Call `add` with each row that an event received at this time makes."""
        make = self._makers.get(type(event))
        if make is not None:
            make(event, time, add)

    def _execution(self, event: ExecDetails, time: datetime, add: Add) -> None:
        execution, contract = event.execution.whole(), event.contract
        moment = parse_tws_time(execution.time, self._zone)
        now = microseconds_of(time)
        row: Row = {
            "site": self.site,
            "account": execution.acct_number,
            "exec_id": execution.exec_id,
            "exec_base": base_of(execution.exec_id),
            "revision": revision_of(execution.exec_id),
            "perm_id": execution.perm_id or None,
            "client_id": execution.client_id,
            "order_id": execution.order_id,
            "order_ref": execution.order_ref,
            "con_id": contract.con_id,
            "symbol": contract.symbol,
            "local_symbol": contract.local_symbol,
            "sec_type": contract.sec_type,
            "currency": contract.currency,
            "side": execution.side,
            "shares": text_of(execution.shares),
            "price": text_of(execution.price),
            "exchange": execution.exchange,
            "time_raw": execution.time,
            "time": None if moment is None else microseconds_of(moment),
            "day": day_of(moment or time, self._day_zone),
            "session": self._session,
            "first_seen": now,
            "last_seen": now,
        }
        add(EXECUTIONS, row)

    def _commission(self, event: CommissionReport, time: datetime, add: Add) -> None:
        now = microseconds_of(time)
        row: Row = {
            "site": self.site,
            "exec_id": event.exec_id,
            "commission_and_fees": text_of(event.commission_and_fees),
            "currency": event.currency,
            "realized_pnl": text_of(event.realized_pnl),
            "yield": text_of(event.yield_),
            "yield_redemption_date": event.yield_redemption_date or "",
            "first_seen": now,
            "last_seen": now,
        }
        add(COMMISSIONS, row)

    def _request(self, event: RequestChanged, time: datetime, add: Add) -> None:
        if event.kind in _NOT_KEPT:
            return
        now, title = microseconds_of(time), event.title
        is_running = event.progress is RequestProgress.RUNNING
        if is_running:
            self._asked[title] = now
        asked = self._asked.get(title, now) if is_running else self._asked.pop(title, now)
        row: Row = {
            "session": self._session,
            "request": title,
            "asked": asked,
            "ended": None if is_running else now,
            "progress": event.progress.value,
            "detail": event.detail,
        }
        add(REQUESTS, row)

    def _message(self, event: TwsMessage, time: datetime, add: Add) -> None:
        meaning = meaning_of(event.code, event.text)
        self._add_message(time, add, event.code, meaning.severity.value, meaning.plain, event.text, event.req_id)

    def _fault(self, event: Fault, time: datetime, add: Add) -> None:
        self._add_message(time, add, None, "", event.plain, event.detail, None)

    def _add_message(
        self,
        time: datetime,
        add: Add,
        code: int | None,
        severity: str,
        plain: str,
        text: str,
        req_id: int | None,
    ) -> None:
        self._messages += 1
        row: Row = {
            "session": self._session,
            "seq": self._messages,
            "day": day_of(time, self._day_zone),
            "time": microseconds_of(time),
            "code": code,
            "severity": severity,
            "req_id": req_id,
            "plain": plain,
            "text": text,
        }
        add(MESSAGES, row)

    def _groups(self, event: ReceiveFA, time: datetime, add: Add) -> None:
        now = microseconds_of(time)
        row: Row = {
            "site": self.site,
            "kind": _FA_KINDS.get(event.fa_data_type, str(event.fa_data_type)),
            "sha256": sha256(event.xml.encode(errors="replace")).hexdigest(),
            "xml": event.xml,
            "first_seen": now,
            "last_seen": now,
        }
        add(FA_SNAPSHOTS, row)


_NOT_KEPT = frozenset({RequestKind.CURRENT_TIME, RequestKind.OPEN_ORDERS})
"""Requests made every few seconds: they say nothing about what a day holds."""


def text_of(number: Number | None) -> str | None:
    """A number as it is stored, digit by digit."""
    return None if number is None else str(decimal_of(number))
