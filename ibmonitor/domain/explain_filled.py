"""How much of an order is filled of how much and at which average price, in words."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.explain_writing import Writing, known
from ibmonitor.domain.records import ComboRole, Order

_ZERO = Decimal(0)


def is_all_filled(order: Order) -> bool:
    """Whether TWS's numbers or the order's fills show that all of it is filled, whatever its status says."""
    filled, whole = known(order.filled), known(order.total_quantity)
    return filled is not None and whole is not None and filled >= whole > 0


def is_shown_by_fills(order: Order) -> bool:
    """Whether the fills known here make up the whole order by themselves."""
    executed, whole = known(order.executed), known(order.total_quantity)
    return executed is not None and whole is not None and executed >= whole > 0


def amount_filled(order: Order, writing: Writing) -> str:
    """Say "40 of 100 at an average price of 292.33"; empty when how much is filled is not known."""
    filled, whole, price = known(order.filled), known(order.total_quantity), known(order.avg_fill_price)
    if filled is None:
        return ""
    amount = writing.number(filled) if filled else "nothing"
    if whole:
        amount += f" of {writing.number(whole)}"
    # TWS sends an average of 0 before the first fill.
    if filled and price is not None:
        amount += f" at an average price of {writing.number(price)}"
    return amount


def filled_sentence(order: Order, writing: Writing) -> str:
    """Say how much is filled and how much is not."""
    whole, remaining = known(order.total_quantity), known(order.remaining)
    amount = amount_filled(order, writing)
    if not amount:
        return f"How much is filled of its {writing.number(whole)} is not known." if whole else _nothing_known(order)
    if order.status == "Filled" and not is_all_filled(order):
        return f"Told here so far: {amount}."
    left = ""
    if remaining and (known(order.filled) or not whole):
        left = f"; {writing.number(remaining)} {'not filled' if order.is_done else 'remaining'}"
    if not whole and not left:
        left = "; the whole quantity is not known"
    if order.is_done:
        start = "Filled"
    else:
        start = "Filled so far" if order.missing_since is None else "Filled as far as TWS has told"
    return f"{start}: {amount}{left}."


def _nothing_known(order: Order) -> str:
    cash = order.order_fields.get("cashQty")
    size = " Its size is an amount of money." if isinstance(cash, Decimal) and known(cash) else ""
    return f"How much of it is filled is not known.{size}"


def fill_notes(order: Order, writing: Writing) -> list[str]:
    """Return what else is to be known about the fills, one sentence each."""
    counted = [fill for fill in order.fills if fill.superseded_by is None]
    revised = sum(1 for fill in counted if fill.execution.pending_price_revision)
    liquidated = sum(1 for fill in counted if fill.execution.liquidation)
    corrected = len(order.fills) - len(counted)
    has_legs = any(fill.combo_role is ComboRole.LEG for fill in order.fills)
    notes = [_ahead(order, writing), "" if has_legs else _untold(order, writing)]
    if revised:
        notes.append(f"The price of {_fills(revised)} may still change (pending price revision).")
    if liquidated:
        notes.append(f"IB liquidated: {_fills(liquidated)} {_be(liquidated)} part of a liquidation that IB started.")
    if corrected:
        notes.append(f"{_fills(corrected).capitalize()} {_be(corrected)} replaced by a correction and not counted.")
    return [note for note in notes if note]


def _ahead(order: Order, writing: Writing) -> str:
    """Say that the fills known here go beyond what TWS's last report said."""
    executed = known(order.executed) or _ZERO
    reported = known(order.reported.filled) if order.reported else None
    if reported is None or executed <= reported:
        return ""
    told = writing.number(reported) if reported else "nothing"
    return f"Its fills are ahead of TWS's last report, which told of {told} filled."


def _untold(order: Order, writing: Writing) -> str:
    """Say that TWS reports more than the fills known here make up."""
    executed, filled = known(order.executed) or _ZERO, known(order.filled)
    if filled is None or filled <= executed:
        return ""
    return (
        f"The fills for {writing.number(filled - executed)} of it have not been told here: "
        "TWS tells those since midnight, or of the days its Trade Log shows."
    )


def _fills(count: int) -> str:
    return "one fill" if count == 1 else f"{count} fills"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
