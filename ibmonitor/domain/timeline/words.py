"""The words of the timeline for a status, a fill and a commission."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ibmonitor.domain.instruments.instruments import short_name
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.records import ComboRole, Commission, Contract, Fill, Order, StatusChange
from ibmonitor.domain.records.statuses import describe, is_done
from ibmonitor.domain.records.value import value
from ibmonitor.domain.wording.held import held_sentence
from ibmonitor.domain.wording.money import with_currency
from ibmonitor.domain.wording.rounding import rounded_average
from ibmonitor.domain.wording.writing import lowered, plain_instrument, plain_number

Write = Callable[[Decimal], str]
"""How a number is written in a sentence."""


@value
class TimelineWriting:
    """How the entries of a timeline write what is not a word."""

    number: Write = plain_number
    """Writes quantities."""
    money: Write = plain_number
    """Writes prices and amounts."""
    contract_name: Callable[[Contract], str] = short_name
    """Names an instrument, such as a combo's leg."""
    instrument: Callable[[int], str] = plain_instrument
    """Names an instrument by its conId."""


_SIDES = {"BOT": "bought", "SLD": "sold"}


def side_words(side: str) -> str:
    """Return "bought" or "sold" for an execution's side; another word as it is."""
    return _SIDES.get(side, side)


def status_words(
    said: StatusChange, before: StatusChange | None, write: Write, write_money: Write, meaning: str = ""
) -> str:
    """Return the status with what it means, or what is new where TWS repeats the status of `before`.

    `meaning` replaces IB's description where more is known.
    """
    # TWS may leave what held an order as it was, when nothing holds it any more.
    held = "" if is_done(said.status) else held_sentence(said.why_held)
    is_new = before is None or before.status != said.status
    if before is None or before.status != said.status:
        words = meaning or f"{said.status}: {_meaning(said.status)}"
    elif before.why_held and not said.why_held:
        words = f"Still {said.status}, no longer held."
    elif before.why_held == said.why_held and (differences := _differences(before, said, write, write_money)):
        words = f"{', '.join(differences)}."
    else:
        words = f"Still {said.status}."
    # What is new comes first.
    return " ".join(filter(None, (words, held) if is_new else (held, words)))


def _meaning(status: str) -> str:
    """Return the first sentence of what a status means, as it continues after a colon."""
    first, dot, _ = describe(status).partition(". ")
    return lowered(f"{first}{dot.strip()}") if first else "IB does not document this status."


def _differences(before: StatusChange, said: StatusChange, write: Write, write_money: Write) -> list[str]:
    """Return which numbers changed: "Filled 40 → 80"; one that was not known before has no old number."""

    def average(price: Decimal) -> str:
        return write_money(rounded_average(price))

    pairs = (
        ("Filled", before.filled, said.filled, write),
        ("Remaining", before.remaining, said.remaining, write),
        ("Average price", _average(before), _average(said), average),
    )
    return [_difference(name, old, new, each) for name, old, new, each in pairs if old != new]


def _average(said: StatusChange) -> Decimal | None:
    """The average; `None` for the 0 that TWS sends without a fill."""
    return said.avg_fill_price if said.filled or said.avg_fill_price else None


def _difference(name: str, old: Decimal | None, new: Decimal | None, write: Write) -> str:
    number = "unknown" if new is None else write(new)
    return f"{name} {number}" if old is None else f"{name} {write(old)} → {number}"


def sentence(words: str) -> str:
    """Return TWS's words as a sentence; they may end in a colon and a new line."""
    text = plain_text_of(words).rstrip(":.")
    return f"{text}." if text else ""


def fill_words(fill: Fill, order: Order, write: Write, write_money: Write, name: Callable[[Contract], str]) -> str:
    """Return what was traded where; and the account, if it is not the order's. No stop at the end."""
    execution = fill.execution
    is_elsewhere = execution.acct_number not in {"", order.account}
    parts = [
        side_words(execution.side),
        "an unknown quantity" if execution.shares is None else write(execution.shares),
        name(fill.contract) if fill.combo_role is ComboRole.LEG else "",
        "" if execution.price is None else f"at {write_money(execution.price)}",
        f"on {execution.exchange}" if execution.exchange else "",
        f"for {execution.acct_number}" if is_elsewhere else "",
    ]
    more = [
        "the price may still be revised" if execution.pending_price_revision else "",
        "liquidated by IB" if execution.liquidation else "",
    ]
    return ", ".join(filter(None, [" ".join(filter(None, parts)), *more]))


def commission_words(commission: Commission, write_money: Write) -> str:
    """Return the amount and, if TWS sent one, the realized P&L. No stop at the end."""
    amount, pnl = commission.commission_and_fees, commission.realized_pnl
    words = "amount unknown" if amount is None else with_currency(write_money(amount), commission.currency)
    return words if pnl is None else f"{words}, realized P&L {write_money(pnl)}"
