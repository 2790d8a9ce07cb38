"""Reads executions and commissions from text by the position of each field, which the server's version decides.

ibapi reads the same fields one by one, three times as slowly. What is not of the expected form is left to it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from sys import intern
from typing import Any

from ibapi.server_versions import (
    MIN_SERVER_VER_LAST_LIQUIDITY,
    MIN_SERVER_VER_PENDING_PRICE_REVISION,
    MIN_SERVER_VER_SUBMITTER,
)

from ibmonitor.domain.records.events import CommissionReport, ExecDetails
from ibmonitor.domain.records.execution import UnreadExecution, WholeExecution
from ibmonitor.domain.records.records import Contract
from ibmonitor.tws.decode.ibapi_values import shared_contract
from ibmonitor.tws.decode.numbers import Doubles, Numbers, is_plausible_double

_BEFORE_EXECUTION = 13
"""The request's id, the order's, and the eleven fields of the contract."""
_OF_COMMISSION = 8
"""The fields of a report, the version before them and the nothing behind the last one included."""
_BEFORE_RARE = 13
"""The fields of the execution before `ev_rule`."""
_LONGEST_INTEGER = 18
_UNSET_QUANTITIES = frozenset(
    {b"", b"2147483647", b"9223372036854775807", b"-9223372036854775808", b"1.7976931348623157E308"}
)
"""What ibapi takes for no quantity."""

Convert = Callable[[bytes, Numbers], Any]


class NotOrdinaryError(ValueError):
    """The message is not of the expected form."""


class TextFills:
    """Reads the executions and commissions of one connection.

    Raises `ValueError` or `decimal.InvalidOperation` for a message that ibapi has to read.
    """

    def __init__(self, server_version: int) -> None:
        self._layout = _layout_of(server_version)

    def exec_details(self, body: bytes, numbers: Numbers) -> ExecDetails:
        """The event of an execution message, which is left unread."""
        *before, rest = body.split(b"\0", _BEFORE_EXECUTION)
        if len(before) != _BEFORE_EXECUTION or not body.isascii():
            raise NotOrdinaryError
        first, order_id = before[:2]
        contract = text_contract(numbers, body[len(first) + len(order_id) + 2 : -len(rest) - 1])
        raw = rest.split(b"\0")
        self._layout.check(raw, numbers)
        execution = UnreadExecution(
            self._layout,
            rest,
            raw[0].decode(),
            intern(raw[2].decode()),
            numbers.shared(_integer(raw[7], numbers)),
            numbers.shared(_integer(order_id, numbers)),
            _integer(raw[8], numbers),
            float(raw[6] or 0),
        )
        return ExecDetails(int(first or 0), contract, execution, raw[1].decode())

    def commission_report(self, body: bytes, numbers: Numbers) -> CommissionReport:
        """The event of a report."""
        raw = body.split(b"\0")
        if len(raw) != _OF_COMMISSION or not body.isascii():
            raise NotOrdinaryError
        version, exec_id, amount, currency, pnl, bond_yield, raw_date, _ = raw
        int(version or 0)
        date = _integer(raw_date, numbers)
        return CommissionReport(
            exec_id.decode(),
            numbers.amount(float(amount or 0)),
            _text(currency, numbers),
            numbers.amount(float(pnl or 0)),
            numbers.amount(float(bond_yield or 0)),
            str(date) if date else None,
        )


def _plain(raw: bytes, _numbers: Numbers) -> str:
    return raw.decode()


def _text(raw: bytes, _numbers: Numbers) -> str:
    return intern(raw.decode())


def _integer(raw: bytes, numbers: Numbers) -> int | None:
    return numbers.integer(int(raw or 0))


def _boolean(raw: bytes, _numbers: Numbers) -> bool:
    return int(raw or 0) != 0


def _double(raw: bytes, numbers: Numbers) -> Decimal | None:
    return numbers.double(float(raw or 0))


def _quantity(raw: bytes, numbers: Numbers) -> Decimal | None:
    return None if raw in _UNSET_QUANTITIES else numbers.text_decimal(raw.decode())


_EXECUTION: dict[str, Convert] = {
    "exec_id": _plain,
    "time": _plain,
    "acct_number": _text,
    "exchange": _text,
    "side": _text,
    "shares": _quantity,
    "price": _double,
    "perm_id": _integer,
    "client_id": _integer,
    "liquidation": _integer,
    "cum_qty": _quantity,
    "avg_price": _double,
    "order_ref": _text,
    "ev_rule": _text,
    "ev_multiplier": _double,
    "model_code": _text,
    "last_liquidity": _integer,
    "pending_price_revision": _boolean,
    "submitter": _text,
}
"""How each field of `Execution` is read, in TWS's order; the id of the order comes before the contract."""

_SINCE = {
    # Before it, a version stands in front of all others: the lengths differ then, and ibapi reads the message.
    "last_liquidity": MIN_SERVER_VER_LAST_LIQUIDITY,
    "pending_price_revision": MIN_SERVER_VER_PENDING_PRICE_REVISION,
    "submitter": MIN_SERVER_VER_SUBMITTER,
}
_ABSENT: dict[str, Any] = {"pending_price_revision": False, "submitter": "", "opt_exercise_or_lapse_type": None}
"""What ibapi says of fields that TWS does not send."""

_LATER = Numbers()
"""Reads the numbers of executions that were left unread; they were checked when they came."""
_DOUBLES = Doubles()


def _field_at(at: int, convert: Convert, numbers: Numbers) -> Callable[[bytes], Any]:
    return lambda body: convert(body.split(b"\0", at + 1)[at], numbers)


def _absent(name: str, _body: bytes) -> Any:
    return _ABSENT[name]


class _Layout:
    """The fields of an execution, from its execId on."""

    def __init__(self, server_version: int) -> None:
        sent = [name for name in _EXECUTION if server_version >= _SINCE.get(name, 0)]
        absent = {name: partial(_absent, name) for name in _ABSENT}
        self._fields, self._compared = (
            absent | {name: _field_at(at, _EXECUTION[name], numbers) for at, name in enumerate(sent)}
            for numbers in (_LATER, _DOUBLES)
        )
        self._booleans_at = [at for at, name in enumerate(sent) if _EXECUTION[name] is _boolean]
        self._length = len(sent) + 1

    def check(self, raw: list[bytes], numbers: Numbers) -> None:
        """Raise what reading any field would, for a number that no account can have, and for a liquidation."""
        if len(raw) != self._length or raw[-1]:
            raise NotOrdinaryError
        shares, price, _, _, liquidation, cum_qty, avg_price, _, _, multiplier, _, liquidity = raw[5:17]
        for quantity in (shares, cum_qty):
            if not quantity.isdigit() or len(quantity) > _LONGEST_INTEGER:
                _quantity(quantity, numbers)
        for double in (price, avg_price, multiplier):
            if not is_plausible_double(float(double or 0)):
                raise NotOrdinaryError
        if int(liquidation or 0) or (liquidity and len(liquidity) > _LONGEST_INTEGER):
            raise NotOrdinaryError
        int(liquidity or 0)
        for at in self._booleans_at:
            int(raw[at] or 0)

    def field(self, name: str) -> Callable[[bytes], Any]:
        read = self._fields.get(name)
        if read is None:
            raise AttributeError(name)
        return read

    def compared(self, name: str) -> Callable[[bytes], Any]:
        return self._compared[name]

    def whole(self, unread: UnreadExecution) -> WholeExecution:
        return self._whole(unread, _LATER)

    def in_doubles(self, unread: UnreadExecution) -> WholeExecution:
        return self._whole(unread, _DOUBLES)

    def _whole(self, unread: UnreadExecution, numbers: Numbers) -> WholeExecution:
        # One by one, as `_EXECUTION` has it, they would take three times as long, and the text filter reads them all.
        _, time, _, exchange, side, shares, price, _, _, liquidation, cum_qty, avg_price, order_ref, rest = (
            unread.body.split(b"\0", _BEFORE_RARE)
        )
        return WholeExecution(
            unread.order_id,
            unread.client_id,
            unread.exec_id,
            time.decode(),
            unread.acct_number,
            _text(exchange, numbers),
            _text(side, numbers),
            _quantity(shares, numbers),
            _double(price, numbers),
            unread.perm_id,
            _integer(liquidation, numbers),
            _quantity(cum_qty, numbers),
            _double(avg_price, numbers),
            _text(order_ref, numbers),
            *_rare_fields(rest, numbers),
        )


@lru_cache(maxsize=1 << 12)
def _rare_fields(body: bytes, numbers: Numbers) -> tuple[Any, ...]:
    """The fields from `ev_rule` on, which most executions have in common."""
    ev_rule, multiplier, model_code, liquidity, *later = body.split(b"\0")
    # Behind the last one is nothing, which is also what older versions send.
    pending, submitter = (*later, b"")[:2]
    return (
        _text(ev_rule, numbers),
        _double(multiplier, numbers),
        _text(model_code, numbers),
        _integer(liquidity, numbers),
        _boolean(pending, numbers),
        _text(submitter, numbers),
        None,
    )


@lru_cache(maxsize=64)
def _layout_of(server_version: int) -> _Layout:
    return _Layout(server_version)


@lru_cache(maxsize=1 << 12)
def text_contract(numbers: Numbers, body: bytes) -> Contract:
    """One value for all the fills of a contract, found by its bytes."""
    con_id, symbol, sec_type, last_trade_date, strike, *texts = body.split(b"\0")
    right, multiplier, exchange, currency, local_symbol, trading_class = (text.decode() for text in texts)
    return shared_contract(
        numbers,
        int(con_id or 0),
        symbol.decode(),
        sec_type.decode(),
        last_trade_date.decode(),
        float(strike or 0),
        right,
        multiplier,
        exchange,
        currency,
        local_symbol,
        trading_class,
        "",
        "",
    )
