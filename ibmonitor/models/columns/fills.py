"""The columns of the fills table: all fields of TWS's Execution, its contract, and its commission joined in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from ibmonitor.domain.records.execution import read_each
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.contract import contract_column, contract_columns
from ibmonitor.models.columns.fill_notes import (
    LIQUIDITY,
    correction_hint,
    exercise_text,
    notes_hint,
    notes_text,
    notes_tone,
    uncharged_text,
)
from ibmonitor.models.columns.moments import execution_moment, fill_received
from ibmonitor.models.table.column import (
    Column,
    account_column,
    flag_column,
    id_column,
    number_column,
    text_column,
    time_column,
    word_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_groups import Grouping
from ibmonitor.models.table.stale_hints import with_stale_hints
from ibmonitor.models.table.tones import money_tone, side_tone
from ibmonitor.models.text.formats import NO, flag_text, number_text

EXECUTION = "Execution"
COMMISSION = "Commission and fees"
HERE = "Seen by IB Monitor"

_COMBO = {ComboRole.NONE: "", ComboRole.BAG: "combo", ComboRole.LEG: "leg"}

GROUPING: Grouping[Fill] = Grouping(attrgetter("bag"), attrgetter("legs"), "contract", "combo", "leg fill")
"""The fills of a combo's legs stand below the fill of the whole."""


def row_tone(fill: Fill) -> Tone:
    if fill.superseded_by:
        return "superseded"
    return "" if fill.live_interval.ended is None else "stale"


def _side_tone(fill: Fill) -> Tone:
    return side_tone(fill.execution.side)


def _reported(field: str) -> Callable[[Fill], Any]:
    """Return a getter of a field of the commission report; `None` until TWS has sent that."""
    read = attrgetter(field)

    def reported(fill: Fill) -> Any:
        return None if fill.commission is None else read(fill.commission)

    return reported


_commission_and_fees = _reported("commission_and_fees")
_realized_pnl = _reported("realized_pnl")


def _commission_text(fill: Fill) -> str:
    return uncharged_text(fill) if fill.commission is None else number_text(_commission_and_fees(fill), 2)


def _commission_tone(fill: Fill) -> Tone:
    return "pending" if fill.commission is None and uncharged_text(fill) else ""


def _pnl_tone(fill: Fill) -> Tone:
    return money_tone(_realized_pnl(fill))


def _liquidated(fill: Fill) -> bool | None:
    return _is_true(fill.execution.liquidation)


def _liquidated_each(fills: Sequence[Fill]) -> list[bool | None]:
    return list(map(_is_true, _each("liquidation")(fills)))


def _is_true(number: int | None) -> bool | None:
    return None if number is None else number != 0


def _liquidation_text(fill: Fill) -> str:
    liquidated = _liquidated(fill)
    if liquidated is None:
        return ""
    return "liquidated by IB" if liquidated else NO


def _pending_price_revision_text(fill: Fill) -> str:
    pending = fill.execution.pending_price_revision
    return "price may change" if pending else flag_text(pending)


_execution = attrgetter("execution")


def _each(field: str) -> Callable[[Sequence[Fill]], list[Any]]:
    """Return what gets a field of the executions of many fills."""
    return lambda fills: read_each(map(_execution, fills), field)


def _combo_role(fill: Fill) -> str:
    return _COMBO[fill.combo_role]


_COLUMNS: tuple[Column[Fill], ...] = (
    time_column(
        "time",
        "Time",
        "The execution's server time.",
        moment=execution_moment,
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
        width=186,
        group="Contract",
    ),
    text_column(
        "side",
        "Side",
        "BOT for bought, SLD for sold.",
        attrgetter("execution.side"),
        many=_each("side"),
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
        many=_each("shares"),
        visible=True,
        width=70,
        group=EXECUTION,
    ),
    number_column(
        "price",
        "Price",
        "The order's execution price excluding commissions.",
        attrgetter("execution.price"),
        double=attrgetter("execution.price_double"),
        min_decimals=2,
        visible=True,
        width=80,
        group=EXECUTION,
    ),
    text_column(
        "exchange",
        "Exchange",
        "The exchange where the execution took place.",
        attrgetter("execution.exchange"),
        many=_each("exchange"),
        width=84,
        group=EXECUTION,
    ),
    number_column(
        "commission_and_fees",
        "Commission",
        "The commissions and fees of the execution, pending until TWS reports them; a rebate is negative. Of a combo, "
        "TWS reports them with its legs or with the whole.",
        _commission_and_fees,
        double=_reported("amount_sent"),
        text=_commission_text,
        min_decimals=2,
        visible=True,
        width=88,
        tone=_commission_tone,
        group=COMMISSION,
    ),
    text_column(
        "currency",
        "Currency",
        "The currency of commission, fees and realized P&L, which may differ from the contract's.",
        _reported("currency"),
        visible=True,
        width=60,
        group=COMMISSION,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "The profit or loss the execution realized; blank where it opened a position, or TWS has not reported it.",
        _realized_pnl,
        double=_reported("pnl_sent"),
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
        "The API client's order ID. May not be unique to an account.",
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
        "The execution's identifier. A correction differs only in the digits after the final period. Five segments "
        "instead of four: an execution of one leg of a combo.",
        attrgetter("execution.exec_id"),
        visible=True,
        width=174,
        hint=correction_hint,
        group=EXECUTION,
    ),
    text_column(
        "superseded_by",
        "Superseded by",
        "The Exec ID of the correction that replaces this execution, which then counts in no sum.",
        width=180,
        hint=correction_hint,
        group=EXECUTION,
    ),
    text_column(
        "combo_role",
        "Combo",
        "Whether this is the fill of a whole combo or of one of its legs; sums count only one of the two.",
        _combo_role,
        width=60,
        group=EXECUTION,
    ),
    number_column(
        "cum_qty",
        "Cumulative quantity",
        "Cumulative quantity. Used in regular trades, combo trades and legs of the combo.",
        attrgetter("execution.cum_qty"),
        many=_each("cum_qty"),
        width=126,
        group=EXECUTION,
    ),
    number_column(
        "avg_price",
        "Average price",
        "Average price, without commissions; in regular trades, combo trades and legs of the combo. To six decimals.",
        attrgetter("execution.avg_price"),
        many=_each("avg_price"),
        min_decimals=2,
        max_decimals=6,
        group=EXECUTION,
    ),
    text_column(
        "order_ref",
        "Order ref",
        "The user's own name for the order, kept for its lifetime.",
        attrgetter("execution.order_ref"),
        many=_each("order_ref"),
        group=EXECUTION,
    ),
    word_column(
        "last_liquidity",
        "Last liquidity",
        "The liquidity type of the execution: added, removed, or routed out.",
        attrgetter("execution.last_liquidity"),
        words=LIQUIDITY,
        many=_each("last_liquidity"),
        group=EXECUTION,
    ),
    flag_column(
        "liquidation",
        "Liquidation",
        "Whether the execution occurred because of an IB-initiated liquidation.",
        _liquidated,
        text=_liquidation_text,
        many=_liquidated_each,
        width=110,
        group=EXECUTION,
    ),
    flag_column(
        "pending_price_revision",
        "Pending price revision",
        "Whether the execution is still pending price revision: its price may change.",
        attrgetter("execution.pending_price_revision"),
        text=_pending_price_revision_text,
        many=_each("pending_price_revision"),
        width=140,
        group=EXECUTION,
    ),
    text_column(
        "ev_rule",
        "EV rule",
        "The Economic Value Rule name and the respective optional argument, divided by a colon.",
        attrgetter("execution.ev_rule"),
        many=_each("ev_rule"),
        group=EXECUTION,
    ),
    number_column(
        "ev_multiplier",
        "EV multiplier",
        "Approximately how much the market value of a contract would change if the price were to change by 1. It "
        "cannot be used to get the market value by multiplying the price by it.",
        attrgetter("execution.ev_multiplier"),
        many=_each("ev_multiplier"),
        group=EXECUTION,
    ),
    text_column(
        "model_code",
        "Model code",
        "The model the order is for.",
        attrgetter("execution.model_code"),
        many=_each("model_code"),
        group=EXECUTION,
    ),
    text_column(
        "submitter",
        "Submitter",
        "The user who sent the order.",
        attrgetter("execution.submitter"),
        many=_each("submitter"),
        group=EXECUTION,
    ),
    text_column(
        "opt_exercise_or_lapse_type",
        "Option exercise or lapse",
        "What became of an option: exercised, assigned, lapsed, expired. Another word is shown as TWS sent it.",
        exercise_text,
        width=164,
        group=EXECUTION,
    ),
    number_column("yield_", "Yield", "The income return, for bonds.", _reported("yield_"), group=COMMISSION),
    text_column(
        "yield_redemption_date",
        "Yield redemption date",
        "The date of the yield's redemption as YYYYMMDD, for bonds.",
        _reported("yield_redemption_date"),
        width=138,
        group=COMMISSION,
    ),
    time_column(
        "received", "Received", "When IB Monitor received the execution.", moment=fill_received, width=144, group=HERE
    ),
    *contract_columns(attrgetter("contract")),
)

EXECUTION_COLUMNS: dict[str, Column[Fill]] = {column.key: column for column in _COLUMNS if column.group == EXECUTION}
FILL_COLUMNS: tuple[Column[Fill], ...] = with_stale_hints(_COLUMNS)
