"""Sums over a range of days as rows: a line for each group and currency."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter

from ibmonitor.domain.records.value import value
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.journal.sums import RangeSums, SumsBy
from ibmonitor.models.history.found_columns import day_column
from ibmonitor.models.table.column import Column, account_column, id_column, number_column, text_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tones import money_tone
from ibmonitor.models.text.formats import count_text, sums_text


@value
class SumRow:
    """What was executed in one group, and its money in one currency."""

    day: str = ""
    account: str = ""
    symbol: str = ""
    currency: str = ""
    fills: int | None = None
    """Of the group; `None` in the lines of its further currencies, so that they add up."""
    pending: int | None = None
    commission: Decimal | None = None
    realized_pnl: Decimal | None = None


def sum_rows(sums: RangeSums, by: Sequence[SumsBy]) -> list[SumRow]:
    """The rows of all groups, in the order of what they are by."""
    rows: list[SumRow] = []
    for group, of_group in sorted(sums.groups.items()):
        names = dict(zip((each.value for each in by), group, strict=True))
        for place, currency in enumerate(_currencies(of_group)):
            is_first = place == 0
            rows.append(
                SumRow(
                    **names,
                    currency=currency,
                    fills=of_group.fills if is_first else None,
                    pending=of_group.pending if is_first else None,
                    commission=of_group.commissions.get(currency),
                    realized_pnl=of_group.realized_pnl.get(currency),
                )
            )
    return rows


def total_words(sums: Sums) -> str:
    """The total in a line."""
    parts = [count_text(sums.fills, "fill")]
    if sums.commissions:
        parts.append(f"commission {sums_text(sums.commissions)}")
    if sums.pending:
        parts.append(f"{sums.pending:,} without a commission yet")
    if sums.realized_pnl:
        parts.append(f"realized P&L {sums_text(sums.realized_pnl)}")
    return " · ".join(parts)


def sum_columns(by: Sequence[SumsBy]) -> tuple[Column[SumRow], ...]:
    """The columns of the rows by these."""
    return (*(_GROUPS[each] for each in by), *_MONEY)


def _currencies(sums: Sums) -> list[str]:
    return sorted({*sums.commissions, *sums.realized_pnl}) or [""]


def _pnl_tone(row: SumRow) -> Tone:
    return money_tone(row.realized_pnl)


_GROUPS: dict[SumsBy, Column[SumRow]] = {
    SumsBy.DAY: day_column("day", "Day", "By the exchange's calendar.", attrgetter("day")),
    SumsBy.ACCOUNT: account_column(
        "account", "Account", "The account of the executions.", attrgetter("account"), visible=True, width=110
    ),
    SumsBy.SYMBOL: text_column("symbol", "Symbol", "The symbol; of a derivative, its underlying's.", visible=True),
}
_MONEY: tuple[Column[SumRow], ...] = (
    id_column("fills", "Fills", "Executions that count: none twice.", visible=True, width=70),
    number_column(
        "commission",
        "Commission",
        "Commission and fees.",
        attrgetter("commission"),
        visible=True,
        width=110,
        min_decimals=2,
    ),
    number_column(
        "realized_pnl",
        "Realized P&L",
        "As TWS reported it with the commissions.",
        visible=True,
        width=110,
        min_decimals=2,
        tone=_pnl_tone,
    ),
    id_column(
        "pending",
        "Pending",
        "Executions whose commission was never reported.",
        attrgetter("pending"),
        visible=True,
        width=70,
    ),
    text_column("currency", "Currency", "That of the amounts.", visible=True, width=70),
)
