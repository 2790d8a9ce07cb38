"""The columns of the fills table: all fields of TWS's Execution, its contract, and its commission joined in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.records.records import Fill
from ibmonitor.models.columns.contract import contract_column, contract_columns
from ibmonitor.models.columns.fill_notes import correction_hint, notes_hint, notes_text, notes_tone, uncharged_text
from ibmonitor.models.columns.fills_more import COMMISSION, EXECUTION, FILL_MORE_COLUMNS
from ibmonitor.models.table.column import (
    Column,
    account_column,
    id_column,
    number_column,
    text_column,
    time_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_groups import Grouping
from ibmonitor.models.table.stale_hints import with_stale_hints
from ibmonitor.models.table.tones import money_tone, side_tone
from ibmonitor.models.text.formats import number_text, time_or_raw_text

GROUPING: Grouping[Fill] = Grouping(attrgetter("bag"), attrgetter("legs"), "contract", "combo", "leg fill")
"""The fills of a combo's legs stand below the fill of the whole."""


def row_tone(fill: Fill) -> Tone:
    if fill.superseded_by:
        return "superseded"
    return "" if fill.live_interval.ended is None else "stale"


def _side_tone(fill: Fill) -> Tone:
    return side_tone(fill.execution.side)


def _commission_and_fees(fill: Fill) -> Decimal | None:
    return fill.commission.commission_and_fees if fill.commission else None


def _commission_text(fill: Fill) -> str:
    return uncharged_text(fill) if fill.commission is None else number_text(_commission_and_fees(fill), 2)


def _commission_tone(fill: Fill) -> Tone:
    return "pending" if fill.commission is None and uncharged_text(fill) else ""


def _commission_currency(fill: Fill) -> str:
    return fill.commission.currency if fill.commission else ""


def _realized_pnl(fill: Fill) -> Decimal | None:
    return fill.commission.realized_pnl if fill.commission else None


def _pnl_tone(fill: Fill) -> Tone:
    return money_tone(_realized_pnl(fill))


def _time_text(fill: Fill) -> str:
    return time_or_raw_text(fill.time, fill.execution.time, fill.zone)


_COMMISSION_AND_FEES: Column[Fill] = number_column(
    "commission_and_fees",
    "Commission",
    "The commissions and fees of the execution, pending until TWS reports them; a rebate is negative. Of a combo, "
    "TWS reports them with its legs or with the whole.",
    _commission_and_fees,
    min_decimals=2,
    visible=True,
    width=88,
    tone=_commission_tone,
    group=COMMISSION,
)

_COLUMNS: tuple[Column[Fill], ...] = (
    time_column(
        "time",
        "Time",
        "The execution's server time, shown in this computer's time zone.",
        attrgetter("time"),
        text=_time_text,
        visible=True,
        width=140,
        group=EXECUTION,
    ),
    account_column(
        "acct_number",
        "Account",
        "The account to which the order was allocated.",
        attrgetter("execution.acct_number"),
        visible=True,
        width=84,
        group=EXECUTION,
    ),
    contract_column(
        "contract",
        "Contract",
        "The instrument; of a combo, the leg that is bought comes first. Its single fields are columns of their own.",
        attrgetter("contract"),
        visible=True,
        width=190,
        group="Contract",
    ),
    text_column(
        "side",
        "Side",
        "BOT for bought, SLD for sold.",
        attrgetter("execution.side"),
        visible=True,
        width=48,
        tone=_side_tone,
        group=EXECUTION,
    ),
    number_column(
        "shares",
        "Shares",
        "The number of shares filled.",
        attrgetter("execution.shares"),
        visible=True,
        width=76,
        group=EXECUTION,
    ),
    number_column(
        "price",
        "Price",
        "The order's execution price excluding commissions.",
        attrgetter("execution.price"),
        min_decimals=2,
        visible=True,
        width=70,
        group=EXECUTION,
    ),
    text_column(
        "exchange",
        "Exchange",
        "The exchange where the execution took place.",
        attrgetter("execution.exchange"),
        width=84,
        group=EXECUTION,
    ),
    replace(_COMMISSION_AND_FEES, text=_commission_text),
    text_column(
        "currency",
        "Currency",
        "The currency of commission, fees and realized P&L, which may differ from the contract's.",
        _commission_currency,
        visible=True,
        width=60,
        group=COMMISSION,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "The profit or loss the execution realized; blank where it opened a position, or TWS has not reported it.",
        _realized_pnl,
        min_decimals=2,
        visible=True,
        width=90,
        tone=_pnl_tone,
        group=COMMISSION,
    ),
    text_column(
        "notes",
        "Notes",
        "What is out of the ordinary: corrections, liquidations, prices that may change, exercises, parts of combos.",
        notes_text,
        visible=True,
        width=92,
        tone=notes_tone,
        hint=notes_hint,
        group=EXECUTION,
    ),
    id_column(
        "perm_id",
        "Perm ID",
        "The TWS order identifier. Can be 0 for trades originating outside IB.",
        attrgetter("execution.perm_id"),
        visible=True,
        width=86,
        group=EXECUTION,
    ),
    id_column(
        "order_id",
        "Order ID",
        "The API client's order id. May not be unique to an account.",
        attrgetter("execution.order_id"),
        visible=True,
        width=66,
        group=EXECUTION,
    ),
    id_column(
        "client_id",
        "Client ID",
        "The API client identifier which placed the order which originated this execution.",
        attrgetter("execution.client_id"),
        width=64,
        group=EXECUTION,
    ),
    text_column(
        "exec_id",
        "Exec ID",
        "The execution's identifier. A correction differs only in the digits after the final period.",
        attrgetter("execution.exec_id"),
        visible=True,
        width=174,
        hint=correction_hint,
        group=EXECUTION,
    ),
    *FILL_MORE_COLUMNS,
    *contract_columns(attrgetter("contract")),
)

FILL_COLUMNS: tuple[Column[Fill], ...] = with_stale_hints(_COLUMNS)
