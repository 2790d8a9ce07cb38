"""TWS's messages in text form: NUL-ended fields. Each function returns a message's fields without its id."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.simulator.account.records import SimCommission, SimExecution, SimOrder
from ibmonitor.simulator.wire.order_blocks import Source, field_text, lay_out
from ibmonitor.simulator.wire.order_layout import COMPLETED_ORDER, OPEN_ORDER
from ibmonitor.simulator.wire.order_values import completed_values, order_values, state_values
from ibmonitor.simulator.wire.protocol import ASCII7_SINCE, UNSET_DOUBLE, UNSET_INT, UTC_SUFFIX_SINCE


def ascii7(text: str, version: int) -> str:
    r"""From server 153 on, texts for people are ASCII with \uXXXX escapes; TWS does not escape backslashes."""
    return text.encode("ascii", "backslashreplace").decode("ascii") if version >= ASCII7_SINCE else text


def open_order(order: SimOrder, version: int) -> list[str]:
    return lay_out(OPEN_ORDER, Source(order, order_values(order) | state_values(order), version))


def completed_order(order: SimOrder, version: int) -> list[str]:
    return lay_out(COMPLETED_ORDER, Source(order, completed_values(order) | state_values(order), version))


def order_status(order: SimOrder) -> list[str]:
    client_id = order.client_id if order.status_client_id is None else order.status_client_id
    return [
        str(order.order_id),
        order.status,
        field_text(order.filled),
        field_text(order.remaining),
        field_text(order.avg_fill_price),
        str(order.perm_id),
        str(order.parent_id),
        field_text(order.last_fill_price),
        str(client_id),
        order.why_held,
        field_text(order.mkt_cap_price),
    ]


def execution(req_id: int, execution: SimExecution, version: int) -> list[str]:
    contract = execution.contract
    texts = [
        str(req_id),
        _integer(execution.order_id),
        str(contract.con_id),
        contract.symbol,
        contract.sec_type,
        contract.last_trade_date,
        format(contract.strike, "f"),
        contract.right,
        contract.multiplier,
        execution.exchange,
        contract.currency,
        contract.local_symbol,
        contract.trading_class,
        execution.exec_id,
        exec_time(execution.time, version),
        execution.account,
        execution.exchange,
        execution.side,
        format(execution.shares, "f"),
        format(execution.price, "f"),
        str(execution.perm_id or 0),
        _integer(execution.client_id),
        str(execution.liquidation),
        format(execution.cum_qty, "f"),
        format(execution.avg_price, "f"),
        execution.order_ref,
        execution.ev_rule,
        "" if execution.ev_multiplier is None else format(execution.ev_multiplier, "f"),
        execution.model_code,
        str(execution.last_liquidity),
    ]
    if version >= 178:
        texts.append("1" if execution.pending_price_revision else "0")
    if version >= 198:
        texts.append(execution.submitter)
    return texts


def exec_time(time: str, version: int) -> str:
    """`20260611-13:30:30` is UTC, and ends with a Z from server 214 on."""
    is_utc = len(time) == 17 and time[8] == "-"
    return f"{time}Z" if is_utc and version >= UTC_SUFFIX_SINCE else time


def commission(report: SimCommission) -> list[str]:
    return [
        "1",
        report.exec_id,
        format(report.commission, "f"),
        report.currency,
        _double(report.realized_pnl),
        _double(report.yield_),
        report.yield_redemption_date,
    ]


def error(req_id: int, code: int, text: str, reject_json: str, time_ms: int, version: int) -> list[str]:
    """An error message; it carries a version below 194 and the time from there on."""
    texts = [str(req_id), str(code), ascii7(text, version)]
    if version >= 166:
        texts.append(ascii7(reject_json, version))
    return [*texts, str(time_ms)] if version >= 194 else ["2", *texts]


def _integer(value: int | None) -> str:
    return UNSET_INT if value is None else str(value)


def _double(value: Decimal | None) -> str:
    return UNSET_DOUBLE if value is None else format(value, "f")
