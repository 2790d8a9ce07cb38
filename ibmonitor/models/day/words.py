"""The words of the day's charts: names of groups, tooltips of marks, and the charts as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import Group, GroupBy
from ibmonitor.domain.sums.day_trades import commission_of
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.models.columns.fill_notes import uncharged_text
from ibmonitor.models.day.series import DayView, Mark, quantity_of, time_of
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import PENDING, count_text, number_text, time_text
from ibmonitor.models.text.plain_text import cut

MOST_LISTED = 10
"""Fills of a mark that are listed."""
_LONGEST_SUMMARY = 4000
"""Characters; more is too long for a screen reader."""
_TIME = slice(11, 19)
_MINUTE = slice(11, 16)


def day_name(day: date, today: date) -> str:
    """A day as the tables write it."""
    return f"{day.isoformat()} (today)" if day == today else day.isoformat()


def money_text(amount: Decimal, currency: str) -> str:
    """An amount with its currency."""
    return with_currency(number_text(amount, 2, 2), currency)


def group_name(group: Group, group_by: GroupBy) -> str:
    """An account or a symbol as it may be shown, on one line."""
    if group is None:
        return "Others"
    if group_by is GroupBy.ALL:
        return "All"
    if group_by is GroupBy.SYMBOL:
        return " ".join(group.split()) or "Unknown symbol"
    return ACCOUNT_NAMES.line(group)


def totals_text(view: DayView) -> str:
    """The sums of the day, written like the footer of the fills table, and what they leave out."""
    sums, currency = view.sums, view.currency
    parts = [count_text(sums.fills, "fill")]
    commissions, realized_pnl = sums.commissions.get(currency), sums.realized_pnl.get(currency)
    if commissions is not None:
        parts.append(f"Commission {money_text(commissions, currency)}")
    if realized_pnl is not None:
        parts.append(f"Realized P&L {money_text(realized_pnl, currency)}")
    if sums.without_pnl[currency]:
        parts.append(f"{sums.without_pnl[currency]:,} without realized P&L")
    if sums.pending:
        parts.append(f"{count_text(sums.pending, 'commission')} {PENDING}")
    left_out = [f"{sums.superseded:,} corrected"] if sums.superseded else []
    if view.without_time:
        left_out.append(f"{count_text(view.without_time, 'commission')} without time")
    if left_out:
        parts.append(f"Not counted: {', '.join(left_out)}")
    return "   ·   ".join(parts)


def no_commission_text(view: DayView) -> str:
    """Why there is no commission curve; empty if there is one."""
    if view.commissions:
        return ""
    pending = view.sums.pending
    return f"No commissions yet: {count_text(pending, 'report')} {PENDING}." if pending else "No commissions are known."


def no_pnl_text(view: DayView) -> str:
    """Why there is no curve of realized P&L; empty if there is one."""
    if view.realized_pnl:
        return ""
    without = view.sums.without_pnl[view.currency]
    if without:
        return f"No realized P&L: {count_text(without, 'report')} without. Fills that open a position realize none."
    pending = view.sums.pending
    return (
        f"No realized P&L yet: {count_text(pending, 'report')} {PENDING}." if pending else "No realized P&L is known."
    )


def mark_title(mark: Mark, title: str, view: DayView, group: Group) -> str:
    """What a mark represents, in a few short lines."""
    lines = [span_text(mark)]
    if view.group_by is not GroupBy.ALL:
        lines.append(group_name(group, view.group_by))
    if mark.is_hour:
        quantity = quantity_of(mark)
        lines.append(count_text(len(mark.fills), "fill"))
        if quantity is not None:
            lines.append(f"Quantity {number_text(quantity)}")
    else:
        lines.append(f"{title} so far {money_text(mark.value, view.currency)}")
    return "\n".join(lines)


def span_text(mark: Mark) -> str:
    """The time span in the zone shown: of an hour its start and end, of fills the first and the last."""
    start, end = time_text(time_of(mark.start)), time_text(time_of(mark.end))
    if mark.is_hour:
        return f"{start[_MINUTE]} to {end[_MINUTE]}"
    return start[_TIME] if start == end else f"{start[_TIME]} to {end[_TIME]}"


def fills_text(fills: Sequence[Fill]) -> str:
    """The first fills of a mark, two lines each, and how many more there are."""
    lines = [fill_text(fill) for fill in fills[:MOST_LISTED]]
    if len(fills) > MOST_LISTED:
        lines.append(f"and {len(fills) - MOST_LISTED:,} more")
    return "\n".join(lines)


def fill_text(fill: Fill) -> str:
    """One fill in two lines."""
    execution, commission = fill.execution, fill.commission
    paid = commission_of(fill)
    money = uncharged_text(fill) if paid is None or commission is None else money_text(paid, commission.currency)
    trade = " ".join(filter(None, (execution.side, number_text(execution.shares), CONTRACT_NAMES.name(fill.contract))))
    price = "" if execution.price is None else f"at {number_text(execution.price, 2)}, "
    account = ACCOUNT_NAMES.line(execution.acct_number)
    return f"{time_text(fill.time)[_TIME]}  {account}  {trade}\n    {price}commission {money}"


def description(mark: Mark, view: DayView, group: Group) -> str:
    """The filter of a table that shows a mark's fills, in words."""
    name = "" if view.group_by is GroupBy.ALL or group is None else f" {group or group_name(group, view.group_by)}"
    day = "" if view.day is None else f"{view.day.isoformat()} "
    return f"{day}{span_text(mark)}{name}"


def summary(view: DayView) -> str:
    """Everything the charts show, as text for screen readers."""
    if view.day is None:
        return ""
    sentences = [f"{view.day.isoformat()}: {totals_text(view).replace('   ·   ', ', ')}"]
    if view.group_by is not GroupBy.ALL:
        for group in view.sums.groups:
            parts = []
            for what, series in (("commission", view.commissions), ("realized P&L", view.realized_pnl)):
                parts += [
                    f"{what} {money_text(each.marks[-1].value, view.currency)}"
                    for each in series
                    if each.group == group
                ]
            sentences.append(f"{group_name(group, view.group_by)}: {', '.join(parts) or 'no commission reported'}")
    per_hour: dict[float, int] = {}
    for bars in view.hours:
        for mark in bars.marks:
            per_hour[mark.start] = per_hour.get(mark.start, 0) + len(mark.fills)
    hours = [f"{time_text(time_of(hour))[_MINUTE]} {number:,}" for hour, number in sorted(per_hour.items())]
    sentences.append(f"Fills per hour: {', '.join(hours)}")
    return cut(". ".join(sentences) + ".", _LONGEST_SUMMARY)
