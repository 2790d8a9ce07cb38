"""The columns of orders and executions that were found in the history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import TypeVar

from ibmonitor.domain.explain.outcomes import Outcome
from ibmonitor.journal.found import FoundExecution, FoundOrder
from ibmonitor.models.table.column import (
    Column,
    account_column,
    id_column,
    number_column,
    text_column,
    time_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tones import money_tone, side_tone
from ibmonitor.models.text.formats import Moment

R = TypeVar("R")

_OUTCOME_TONES: dict[str, Tone] = {
    Outcome.FILLED.value: "good",
    Outcome.REJECTED.value: "bad",
    Outcome.CANCELLED.value: "done",
}


def day_text(iso: str) -> str:
    """A day as it is shown: Mon 30 Nov 2026."""
    return f"{date.fromisoformat(iso):%a %d %b %Y}" if iso else ""


def day_column(key: str, title: str, tooltip: str, getter: Callable[[R], str]) -> Column[R]:
    """Days, sorted by the calendar; an empty one is unknown."""
    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=getter,
        text=lambda record: day_text(getter(record)),
        sort_key=lambda record: getter(record) or None,
        width=124,
        visible=True,
    )


def _outcome(order: FoundOrder) -> str:
    return order.outcome.capitalize()


def _outcome_tone(order: FoundOrder) -> Tone:
    return _OUTCOME_TONES.get(order.outcome, "")


def _instrument(record: FoundOrder | FoundExecution) -> str:
    """The local symbol names an option or a future; that of a stock is its symbol."""
    return record.local_symbol or record.symbol


def _time(execution: FoundExecution) -> Moment:
    return Moment(execution.time, execution.time_raw)


def _side_tone(execution: FoundExecution) -> Tone:
    return side_tone(execution.side)


def _action_tone(order: FoundOrder) -> Tone:
    return side_tone(order.action)


def _pnl_tone(execution: FoundExecution) -> Tone:
    return money_tone(execution.realized_pnl)


def execution_tone(execution: FoundExecution) -> Tone:
    """The tone of a whole row."""
    return "superseded" if execution.superseded else ""


def order_key(order: FoundOrder) -> tuple[str, int]:
    """What identifies an order."""
    return order.site, order.perm_id


def execution_key(execution: FoundExecution) -> tuple[str, str, str]:
    """What identifies an execution."""
    return execution.site, execution.account, execution.exec_id


FOUND_ORDER_COLUMNS: tuple[Column[FoundOrder], ...] = (
    day_column(
        "last_day",
        "Last day",
        "The last day on which TWS said anything of the order, by the exchange's calendar.",
        attrgetter("last_day"),
    ),
    day_column(
        "first_day",
        "First day",
        "The first day on which TWS said anything of the order here.",
        attrgetter("first_day"),
    ),
    text_column(
        "outcome", "Outcome", "What became of the order.", _outcome, visible=True, width=80, tone=_outcome_tone
    ),
    account_column(
        "account", "Account", "The account the order traded for.", attrgetter("account"), visible=True, width=90
    ),
    text_column("symbol", "Contract", "The instrument.", _instrument, visible=True, width=120),
    text_column("action", "Action", "BUY, SELL or SSHORT.", visible=True, width=60, tone=_action_tone),
    number_column("quantity", "Quantity", "How much was ordered altogether.", visible=True, width=74),
    text_column("order_type", "Type", "MKT, LMT, STP and others.", visible=True, width=60),
    number_column("limit_price", "Limit price", "The order's limit price.", visible=True, width=84, min_decimals=2),
    text_column("tif", "TIF", "Time in force.", visible=True, width=46),
    number_column("filled", "Filled", "How much was filled.", visible=True, width=66),
    number_column(
        "avg_fill_price", "Avg fill price", "The average price of the fills.", visible=True, width=90, min_decimals=2
    ),
    text_column("status", "Status", "The last status that TWS reported.", visible=True, width=94),
    text_column("order_ref", "Order ref", "The user's own text for the order.", visible=True, width=110),
    id_column("perm_id", "Perm ID", "TWS's id of the order.", visible=True, width=96),
    id_column("client_id", "Client ID", "The API client that placed the order.", visible=True, width=66),
    id_column("order_id", "Order ID", "The API client's id of the order.", visible=True, width=66),
    text_column("fa_group", "FA group", "The group of accounts it was divided among.", visible=True, width=90),
)

FOUND_EXECUTION_COLUMNS: tuple[Column[FoundExecution], ...] = (
    day_column("day", "Day", "The day of the execution, by the exchange's calendar.", attrgetter("day")),
    time_column("time", "Time", "The execution's server time.", moment=_time, visible=True, width=150),
    account_column(
        "account", "Account", "The account of the execution.", attrgetter("account"), visible=True, width=90
    ),
    text_column("symbol", "Contract", "The instrument.", _instrument, visible=True, width=120),
    text_column("side", "Side", "BOT for bought, SLD for sold.", visible=True, width=48, tone=_side_tone),
    number_column("shares", "Quantity", "How much was executed.", visible=True, width=74),
    number_column("price", "Price", "The price of the execution.", visible=True, width=84, min_decimals=2),
    number_column(
        "commission_and_fees",
        "Commission",
        "Commission and fees; empty where TWS has reported none.",
        visible=True,
        width=84,
        min_decimals=2,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "As TWS reported it with the commission.",
        visible=True,
        width=92,
        min_decimals=2,
        tone=_pnl_tone,
    ),
    text_column("commission_currency", "Currency", "That of commission and realized P&L.", visible=True, width=66),
    text_column("exchange", "Exchange", "Where it was executed.", visible=True, width=84),
    text_column("order_ref", "Order ref", "The user's own text for the order.", visible=True, width=110),
    id_column("perm_id", "Perm ID", "TWS's id of the order.", visible=True, width=96),
    text_column("exec_id", "Exec ID", "IB's id of the execution.", visible=True, width=190),
)
