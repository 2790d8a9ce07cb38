"""The columns of the commissions table: all fields of TWS's CommissionAndFeesReport, and some of its execution."""

from __future__ import annotations

from operator import attrgetter

from ibmonitor.domain.records.records import Commission, Contract, Fill
from ibmonitor.models.columns.contract import contract_column
from ibmonitor.models.columns.fill_notes import correction_hint
from ibmonitor.models.columns.fills import EXECUTION, EXECUTION_COLUMNS
from ibmonitor.models.columns.moments import commission_received
from ibmonitor.models.table.column import (
    Column,
    column_through,
    number_column,
    text_column,
    time_column,
)
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.stale_hints import stale_hint, with_stale_hints
from ibmonitor.models.table.tones import money_tone
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

REPORT = "Commission and fees report"
HERE = "Seen by IB Monitor"

NOT_SEEN = "execution not seen"


def row_tone(commission: Commission) -> Tone:
    fill = commission.fill
    if fill and fill.superseded_by:
        return "superseded"
    return "" if commission.live_interval.ended is None else "stale"


def _fill(commission: Commission) -> Fill | None:
    """The execution the report is for; `None` until that has been received."""
    return commission.fill


def _of_fill(key: str, *, visible: bool = False) -> Column[Commission]:
    return column_through(EXECUTION_COLUMNS[key], _fill, visible=visible)


def _contract(commission: Commission) -> Contract | None:
    return commission.fill.contract if commission.fill else None


def _contract_text(commission: Commission) -> str:
    return CONTRACT_NAMES.name(commission.fill.contract) if commission.fill else NOT_SEEN


def _contract_tone(commission: Commission) -> Tone:
    return "" if commission.fill else "pending"


def _contract_hint(commission: Commission) -> str:
    if commission.fill is not None:
        return CONTRACT_NAMES.hint(commission.fill.contract)
    return "TWS has sent this report without its execution: it may be of another client, or still be on its way."


def _row_hint(commission: Commission) -> str:
    """The hint that all cells of a row share."""
    correction = correction_hint(commission.fill) if commission.fill else ""
    return "\n".join(filter(None, (correction, stale_hint(commission))))


def _pnl_tone(commission: Commission) -> Tone:
    return money_tone(commission.realized_pnl)


_COLUMNS: tuple[Column[Commission], ...] = (
    time_column(
        "received",
        "Received",
        "When IB Monitor received the report. TWS itself sends no time with it.",
        moment=commission_received,
        visible=True,
        width=144,
        group=HERE,
    ),
    _of_fill("acct_number", visible=True),
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
    _of_fill("side", visible=True),
    _of_fill("shares", visible=True),
    _of_fill("price", visible=True),
    number_column(
        "commission_and_fees",
        "Commission and fees",
        "The commissions and fees of the execution; a rebate is negative.",
        double=attrgetter("amount_sent"),
        min_decimals=2,
        visible=True,
        width=146,
        group=REPORT,
    ),
    text_column(
        "currency",
        "Currency",
        "The currency of commission, fees and realized P&L, which may differ from the contract's.",
        visible=True,
        width=66,
        group=REPORT,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "The profit or loss the execution realized; blank where it opened a position, or TWS has not reported it.",
        double=attrgetter("pnl_sent"),
        min_decimals=2,
        visible=True,
        width=96,
        tone=_pnl_tone,
        group=REPORT,
    ),
    number_column("yield_", "Yield", "The income return, for bonds.", visible=True, width=60, group=REPORT),
    text_column(
        "yield_redemption_date",
        "Yield redemption date",
        "The date of the yield's redemption as YYYYMMDD, for bonds.",
        width=148,
        group=REPORT,
    ),
    text_column(
        "exec_id",
        "Exec ID",
        "The identifier of the execution the report is for.",
        visible=True,
        width=180,
        group=REPORT,
    ),
    _of_fill("perm_id"),
    _of_fill("order_id"),
    _of_fill("client_id"),
    _of_fill("exchange"),
    _of_fill("order_ref"),
)

COMMISSION_COLUMNS: tuple[Column[Commission], ...] = with_stale_hints(_COLUMNS, _row_hint)
