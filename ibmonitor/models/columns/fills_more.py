"""The columns of a fill that are hidden at first: the rest of its Execution and of its commission report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.fill_notes import LIQUIDITY, correction_hint, exercise_text
from ibmonitor.models.table.column import (
    Column,
    flag_column,
    number_column,
    text_column,
    time_column,
    word_column,
)
from ibmonitor.models.text.formats import NO, flag_text

EXECUTION = "Execution"
COMMISSION = "Commission and fees"
HERE = "Seen by IB Monitor"

_COMBO = {ComboRole.NONE: "", ComboRole.BAG: "combo", ComboRole.LEG: "leg"}


def _yield(fill: Fill) -> Decimal | None:
    return fill.commission.yield_ if fill.commission else None


def _yield_redemption_date(fill: Fill) -> str | None:
    return fill.commission.yield_redemption_date if fill.commission else None


def _liquidated(fill: Fill) -> bool | None:
    liquidation = fill.execution.liquidation
    return None if liquidation is None else liquidation != 0


def _liquidation_text(fill: Fill) -> str:
    liquidated = _liquidated(fill)
    if liquidated is None:
        return ""
    return "liquidated by IB" if liquidated else NO


def _pending_price_revision_text(fill: Fill) -> str:
    pending = fill.execution.pending_price_revision
    return "price may change" if pending else flag_text(pending)


def _combo_role(fill: Fill) -> str:
    return _COMBO[fill.combo_role]


_LIQUIDATION: Column[Fill] = flag_column(
    "liquidation",
    "Liquidation",
    "Whether the execution occurred because of an IB-initiated liquidation.",
    _liquidated,
    width=110,
    group=EXECUTION,
)

_PENDING_PRICE_REVISION: Column[Fill] = flag_column(
    "pending_price_revision",
    "Pending price revision",
    "Whether the execution is still pending price revision: its price may change.",
    attrgetter("execution.pending_price_revision"),
    width=140,
    group=EXECUTION,
)

FILL_MORE_COLUMNS: tuple[Column[Fill], ...] = (
    text_column(
        "superseded_by",
        "Superseded by",
        "The Exec ID of the correction that replaces this execution, which is then in no sum.",
        attrgetter("superseded_by"),
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
        width=126,
        group=EXECUTION,
    ),
    number_column(
        "avg_price",
        "Average price",
        "Average price, without commissions; in regular trades, combo trades and legs of the combo. To six decimals.",
        attrgetter("execution.avg_price"),
        min_decimals=2,
        max_decimals=6,
        group=EXECUTION,
    ),
    text_column(
        "order_ref",
        "Order ref",
        "A user-customizable text that can be set from the API or TWS and stays with the order for its lifetime.",
        attrgetter("execution.order_ref"),
        group=EXECUTION,
    ),
    word_column(
        "last_liquidity",
        "Last liquidity",
        "The liquidity type of the execution: added, removed, or routed out.",
        attrgetter("execution.last_liquidity"),
        words=LIQUIDITY,
        group=EXECUTION,
    ),
    replace(_LIQUIDATION, text=_liquidation_text),
    replace(_PENDING_PRICE_REVISION, text=_pending_price_revision_text),
    text_column(
        "ev_rule",
        "EV rule",
        "The Economic Value Rule name and the respective optional argument, divided by a colon.",
        attrgetter("execution.ev_rule"),
        group=EXECUTION,
    ),
    number_column(
        "ev_multiplier",
        "EV multiplier",
        "Approximately how much the market value of a contract would change if the price were to change by 1.",
        attrgetter("execution.ev_multiplier"),
        group=EXECUTION,
    ),
    text_column(
        "model_code",
        "Model code",
        "The model the order is for.",
        attrgetter("execution.model_code"),
        group=EXECUTION,
    ),
    text_column(
        "submitter",
        "Submitter",
        "The user who sent the order.",
        attrgetter("execution.submitter"),
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
    number_column(
        "yield_",
        "Yield",
        "The income return, for bonds.",
        _yield,
        group=COMMISSION,
    ),
    text_column(
        "yield_redemption_date",
        "Yield redemption date",
        "The date of the yield's redemption as YYYYMMDD, for bonds.",
        _yield_redemption_date,
        width=138,
        group=COMMISSION,
    ),
    time_column(
        "received",
        "Received",
        "When IB Monitor received the execution, in this computer's time zone.",
        attrgetter("received"),
        width=144,
        group=HERE,
    ),
)
