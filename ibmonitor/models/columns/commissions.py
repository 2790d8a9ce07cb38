"""The columns of the commissions table: all fields of TWS's CommissionAndFeesReport, and some of its execution."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.records.records import Commission, Contract, Fill
from ibmonitor.models.columns.contract import contract_column
from ibmonitor.models.columns.fill_notes import correction_hint
from ibmonitor.models.columns.moments import commission_received
from ibmonitor.models.table.column import Column, account_column, id_column, number_column, text_column, time_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.stale_hints import with_stale_hints
from ibmonitor.models.table.tones import money_tone, side_tone
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

REPORT = "Commission and fees report"
EXECUTION = "Execution"
HERE = "Seen by IB Monitor"

NOT_SEEN = "execution not seen"


def row_tone(commission: Commission) -> Tone:
    fill = commission.fill
    if fill and fill.superseded_by:
        return "superseded"
    return "" if commission.live_interval.ended is None else "stale"


def _of_fill(getter: Callable[[Fill], str]) -> Callable[[Commission], str]:
    """Read a text from the execution the report is for; "" until that has been received."""

    def read(commission: Commission) -> str:
        return getter(commission.fill) if commission.fill else ""

    return read


def _contract(commission: Commission) -> Contract | None:
    return commission.fill.contract if commission.fill else None


def _contract_text(commission: Commission) -> str:
    return CONTRACT_NAMES.name(commission.fill.contract) if commission.fill else NOT_SEEN


def _contract_tone(commission: Commission) -> Tone:
    return "" if commission.fill else "pending"


def _contract_hint(commission: Commission) -> str:
    fill = commission.fill
    if fill is not None:
        return "\n".join(filter(None, (CONTRACT_NAMES.hint(fill.contract), correction_hint(fill))))
    return "TWS has sent this report without its execution: it may be of another client, or still be on its way."


def _correction_hint(commission: Commission) -> str:
    return correction_hint(commission.fill) if commission.fill else ""


def _side_tone(commission: Commission) -> Tone:
    return side_tone(commission.fill.execution.side) if commission.fill else ""


def _pnl_tone(commission: Commission) -> Tone:
    return money_tone(commission.realized_pnl)


def _shares(commission: Commission) -> Decimal | None:
    return commission.fill.execution.shares if commission.fill else None


def _price(commission: Commission) -> Decimal | None:
    return commission.fill.execution.price if commission.fill else None


def _id_of_fill(getter: Callable[[Fill], int | None]) -> Callable[[Commission], int | None]:
    """Read an id from the execution the report is for; `None` until that has been received."""

    def read(commission: Commission) -> int | None:
        return getter(commission.fill) if commission.fill else None

    return read


_COLUMNS: tuple[Column[Commission], ...] = (
    time_column(
        "received",
        "Received",
        "When IB Monitor received the report. TWS itself sends no time with it.",
        attrgetter("received"),
        moment=commission_received,
        visible=True,
        width=144,
        hint=_correction_hint,
        group=HERE,
    ),
    account_column(
        "acct_number",
        "Account",
        "The account to which the order was allocated.",
        _of_fill(attrgetter("execution.acct_number")),
        visible=True,
        width=88,
        hint=_correction_hint,
        group=EXECUTION,
    ),
    contract_column(
        "contract",
        "Contract",
        "The instrument of the execution, once that is known here.",
        _contract,
        text=_contract_text,
        visible=True,
        width=208,
        tone=_contract_tone,
        hint=_contract_hint,
        group=EXECUTION,
    ),
    text_column(
        "side",
        "Side",
        "BOT for bought, SLD for sold.",
        _of_fill(attrgetter("execution.side")),
        visible=True,
        width=48,
        tone=_side_tone,
        hint=_correction_hint,
        group=EXECUTION,
    ),
    number_column(
        "shares",
        "Shares",
        "The number of shares filled.",
        _shares,
        visible=True,
        width=72,
        hint=_correction_hint,
        group=EXECUTION,
    ),
    number_column(
        "price",
        "Price",
        "The order's execution price excluding commissions.",
        _price,
        min_decimals=2,
        visible=True,
        width=80,
        hint=_correction_hint,
        group=EXECUTION,
    ),
    number_column(
        "commission_and_fees",
        "Commission and fees",
        "The commissions and fees of the execution; a rebate is negative.",
        attrgetter("commission_and_fees"),
        min_decimals=2,
        visible=True,
        width=146,
        hint=_correction_hint,
        group=REPORT,
    ),
    text_column(
        "currency",
        "Currency",
        "The currency of commission, fees and realized P&L, which may differ from the contract's.",
        attrgetter("currency"),
        visible=True,
        width=66,
        hint=_correction_hint,
        group=REPORT,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "The profit or loss the execution realized; blank where it opened a position, or TWS has not reported it.",
        attrgetter("realized_pnl"),
        min_decimals=2,
        visible=True,
        width=96,
        tone=_pnl_tone,
        hint=_correction_hint,
        group=REPORT,
    ),
    number_column(
        "yield_",
        "Yield",
        "The income return, for bonds.",
        attrgetter("yield_"),
        visible=True,
        width=60,
        group=REPORT,
    ),
    text_column(
        "yield_redemption_date",
        "Yield redemption date",
        "The date of the yield's redemption as YYYYMMDD, for bonds.",
        attrgetter("yield_redemption_date"),
        width=148,
        group=REPORT,
    ),
    text_column(
        "exec_id",
        "Exec ID",
        "The identifier of the execution the report is for.",
        attrgetter("exec_id"),
        visible=True,
        width=180,
        hint=_correction_hint,
        group=REPORT,
    ),
    id_column(
        "perm_id",
        "Perm ID",
        "The TWS order identifier.",
        _id_of_fill(attrgetter("execution.perm_id")),
        group=EXECUTION,
    ),
    id_column(
        "order_id",
        "Order ID",
        "The API client's order ID. May not be unique to an account.",
        _id_of_fill(attrgetter("execution.order_id")),
        width=66,
        group=EXECUTION,
    ),
    id_column(
        "client_id",
        "Client ID",
        "The API client identifier which placed the order which originated this execution.",
        _id_of_fill(attrgetter("execution.client_id")),
        width=64,
        group=EXECUTION,
    ),
    text_column(
        "exchange",
        "Exchange",
        "The exchange where the execution took place.",
        _of_fill(attrgetter("execution.exchange")),
        group=EXECUTION,
    ),
    text_column(
        "order_ref",
        "Order ref",
        "The user's own name for the order, kept for its lifetime.",
        _of_fill(attrgetter("execution.order_ref")),
        group=EXECUTION,
    ),
)

COMMISSION_COLUMNS: tuple[Column[Commission], ...] = with_stale_hints(_COLUMNS)
