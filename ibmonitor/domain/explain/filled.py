"""Filled quantity, remaining quantity and average price of an order, in words."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.order_fills import counts_of
from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.statuses import FILLED
from ibmonitor.domain.terms.prices import average_price
from ibmonitor.domain.wording.rounding import rounded_average
from ibmonitor.domain.wording.writing import Writing

_ZERO = Decimal(0)


def is_all_filled(order: Order) -> bool:
    """Whether TWS's numbers or the order's fills show that all of it is filled, whatever its status says."""
    filled, whole = known(order.filled), known(order.total_quantity)
    return filled is not None and whole is not None and filled >= whole > 0


def is_shown_by_fills(order: Order) -> bool:
    """Whether the fills received here add up to the whole order."""
    executed, whole = known(order.executed), known(order.total_quantity)
    return executed is not None and whole is not None and executed >= whole > 0


def amount_filled(order: Order, writing: Writing) -> str:
    """Return "40 of 100 at an average price of 292.33"; empty when how much is filled is not known."""
    filled, whole, price = known(order.filled), known(order.total_quantity), known(average_price(order))
    if filled is None:
        return ""
    amount = writing.number(filled)
    if whole:
        amount += f" of {writing.number(whole)}"
    if filled and price is not None:
        amount += f" at an average price of {writing.price(rounded_average(price))}"
    return amount


def filled_sentence(order: Order, writing: Writing) -> str:
    """Return how much is filled and how much remains."""
    whole, remaining = known(order.total_quantity), known(order.remaining)
    amount = amount_filled(order, writing)
    if not amount:
        of = f" of {writing.number(whole)}" if whole else ""
        return f"How much is filled{of} is not known."
    if order.status == FILLED and not whole:
        return f"Filled {amount}."
    if order.status == FILLED and not is_all_filled(order):
        return f"Reported so far: filled {amount}."
    left = ""
    if remaining and (known(order.filled) or not whole):
        left = f"; {writing.number(remaining)} {'not filled' if order.is_done else 'remaining'}"
    if not whole and not left and not known(order.cash_qty):
        left = "; the whole quantity is not known"
    start = "Last reported: filled" if order.missing_since is not None and not order.is_done else "Filled"
    return f"{start} {amount}{left}."


def fill_notes(order: Order, writing: Writing) -> list[str]:
    """Return what else matters about the fills, one sentence each."""
    counts = counts_of(order)
    revised, liquidated = counts.revised, counts.liquidated
    corrected = len(order.fills) - counts.valid_accounts.total()
    notes = [
        _ahead(order, writing),
        "" if counts.legs else _missing_executions(order, writing),
        _corrected_average(order, writing),
    ]
    if revised:
        notes.append(f"The price of {_fills(revised)} may still change (pending price revision).")
    if liquidated:
        notes.append(f"IB liquidated: {_fills(liquidated)} {_be(liquidated)} part of a liquidation that IB started.")
    if corrected:
        notes.append(f"{_fills(corrected).capitalize()} {_be(corrected)} replaced by a correction and not counted.")
    return [note for note in notes if note]


def _ahead(order: Order, writing: Writing) -> str:
    """Return a sentence if the fills received add up to more than TWS reports, with the number that is shown."""
    executed, filled = known(order.executed) or _ZERO, known(order.filled)
    reported = known(order.reported.filled) if order.reported else None
    cumulative = order.last_fill.execution.cum_qty if order.last_fill else None
    is_reported = reported is not None or (cumulative and cumulative == filled)
    if not is_reported and filled is not None and executed > filled == known(order.total_quantity):
        return (
            f"The executions received here add up to {writing.number(executed)}, more than the order's quantity. TWS "
            "can send one trade twice, and has not reported how much is filled."
        )
    if filled is not None and executed > filled:
        return (
            f"TWS reports {writing.number(filled)} filled; the executions received here add up to "
            f"{writing.number(executed)}. TWS can send one trade twice: its own figure is shown."
        )
    if reported is None or executed <= reported:
        return ""
    return f"Its executions are newer than TWS's last report, which was {writing.number(reported)} filled."


def _missing_executions(order: Order, writing: Writing) -> str:
    """Return a sentence if TWS reports more than the fills received add up to."""
    executed, filled = known(order.executed) or _ZERO, known(order.filled)
    if filled is None or filled <= executed:
        return ""
    return (
        f"TWS reports {writing.number(filled)} filled; the executions received here add up to "
        f"{writing.number(executed)}. TWS sends executions since midnight, or of the days its Trade Log shows."
    )


def _corrected_average(order: Order, writing: Writing) -> str:
    """Return TWS's own average price, if a correction has changed that of the fills that count."""
    reported = known(order.reported.avg_fill_price) if order.reported else None
    average = known(order.avg_fill_price)
    if not order.corrections or not reported or average is None or reported == average:
        return ""
    counted, before = (writing.price(rounded_average(price)) for price in (average, reported))
    return f"The average price {counted} is that of the fills that count; TWS reported {before} before the correction."


def _fills(count: int) -> str:
    return "one fill" if count == 1 else f"{count} fills"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
