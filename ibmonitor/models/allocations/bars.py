"""The bars of a group order's charts: what each account should get, what it got, and what that cost.

Values and texts only; `windows/allocations/bar_chart.py` draws them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ibmonitor.domain.allocation.values import AccountShare, Gap, GroupAllocation
from ibmonitor.domain.wording.money import currency_name
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import PENDING, commissions_text, count_text, number_text
from ibmonitor.models.text.plain_text import cut

Look = Literal["filled", "hollow", "hatched", "crossed"]
"""How bars differ without color."""

_CURRENCY_LOOKS: tuple[tuple[str, Look], ...] = (
    ("info", "filled"),
    ("good", "hatched"),
    ("muted", "hollow"),
    ("warning", "crossed"),
)
"""Tone and look of each currency; a fifth looks like the first again, in its own lane."""
_NOT_DETERMINED = "?"
_LONGEST_SUMMARY = 4000
"""Characters; more is too long for a screen reader."""


@dataclass(frozen=True, slots=True)
class BarSeries:
    """Bars of one kind: at most one per account."""

    title: str
    lane: int
    """Which bar of the account this is, from the top; series whose bars never overlap may share a lane."""
    values: tuple[Decimal | None, ...]
    """By account; `None` is no bar."""
    texts: tuple[str, ...]
    """By account: the text next to the bar."""
    tone: str
    look: Look


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart."""

    names: tuple[str, ...]
    """The accounts, masked if they are hidden."""
    hints: tuple[str, ...]
    """By account: the tooltip with all values, in lines."""
    series: tuple[BarSeries, ...]
    """Empty where there is no bar to draw."""
    note: str
    """What the bars do not show; may be empty."""
    summary: str
    """All values as text, for screen readers."""

    @property
    def lanes(self) -> int:
        """How many bars an account has room for."""
        return max((series.lane for series in self.series), default=-1) + 1


def order_line(allocation: GroupAllocation) -> str:
    """The group order in one line."""
    what = " ".join(filter(None, (allocation.side, size_text(allocation), CONTRACT_NAMES.name(allocation.contract))))
    group = f"group {allocation.group_name}" if allocation.group_name else ""
    return "   ·   ".join(filter(None, (what, group, allocation.method)))


def size_text(allocation: GroupAllocation) -> str:
    """The size of the order: its quantity, or its amount of money."""
    if allocation.cash is None:
        return number_text(allocation.quantity)
    currency = allocation.contract.currency if allocation.contract is not None else ""
    return " ".join(filter(None, (number_text(allocation.cash, 2), currency, "of")))


def quantity_bars(allocation: GroupAllocation) -> Bars:
    """Expected against allocated, by account."""
    shares = allocation.shares
    series = [
        _series("Expected", 0, shares, lambda share: share.expected.quantity, _expected_text, "muted", "hollow"),
        _series("Allocated", 1, shares, _if_flagged(is_flagged=False), _allocated_text, "info", "filled"),
    ]
    if allocation.flagged:
        flagged = _if_flagged(is_flagged=True)
        series.append(_series("Allocated, needs review", 1, shares, flagged, _no_text, "bad", "crossed"))
    known = any(share.expected.quantity is not None or share.allocated is not None for share in shares)
    notes = (
        _not_determined(shares) + _not_received(allocation) if shares else ["No account is known to have a part yet."]
    )
    return _bars(shares, series if known else (), notes, "Expected and allocated by account", _quantity_words)


def commission_bars(allocation: GroupAllocation) -> Bars:
    """What each account paid; each currency separately."""
    shares = allocation.shares
    currencies = sorted({currency for share in shares for currency, _ in share.commissions})
    series = []
    for lane, currency in enumerate(currencies):
        tone, look = _CURRENCY_LOOKS[lane % len(_CURRENCY_LOOKS)]
        values, text = _in_currency(currency), _commission_text(currency, is_first=lane == 0)
        series.append(_series(currency_name(currency), lane, shares, values, text, tone, look))
    notes = [] if series else ["No commission has been reported."]
    pending = sum(share.pending for share in shares)
    if pending:
        notes.append(f"The commission of {count_text(pending, 'execution')} has not been reported yet.")
    return _bars(shares, series, notes, "Commission by account", _commission_words)


def _bars(
    shares: Sequence[AccountShare],
    series: Sequence[BarSeries],
    notes: Sequence[str],
    title: str,
    words: Callable[[AccountShare], str],
) -> Bars:
    names = tuple(ACCOUNT_NAMES.line(share.account) for share in shares)
    accounts = [f"{name}: {words(share)}" for name, share in zip(names, shares, strict=True)]
    summary = cut(". ".join([title, *accounts, *(note.rstrip(".") for note in notes)]) + ".", _LONGEST_SUMMARY)
    hints = tuple(_hint(name, share) for name, share in zip(names, shares, strict=True))
    return Bars(names, hints, tuple(series), "\n".join(notes), summary)


def _series(
    title: str,
    lane: int,
    shares: Sequence[AccountShare],
    value: Callable[[AccountShare], Decimal | None],
    text: Callable[[AccountShare], str],
    tone: str,
    look: Look,
) -> BarSeries:
    return BarSeries(title, lane, tuple(map(value, shares)), tuple(map(text, shares)), tone, look)


def _if_flagged(*, is_flagged: bool) -> Callable[[AccountShare], Decimal | None]:
    return lambda share: share.allocated if share.is_flagged is is_flagged else None


def _in_currency(currency: str) -> Callable[[AccountShare], Decimal | None]:
    return lambda share: dict(share.commissions).get(currency)


def _no_text(_share: AccountShare) -> str:
    return ""


def _expected_text(share: AccountShare) -> str:
    return _rounded(share.expected.quantity) or _NOT_DETERMINED


def _allocated_text(share: AccountShare) -> str:
    return _rounded(share.allocated) or _NOT_DETERMINED


def _rounded(quantity: Decimal | None) -> str:
    """At most four decimals: an expected share may have infinitely many."""
    return number_text(quantity, max_decimals=4)


def _commission_text(currency: str, *, is_first: bool) -> Callable[[AccountShare], str]:
    def text(share: AccountShare) -> str:
        amount = dict(share.commissions).get(currency)
        if amount is not None:
            return number_text(amount, 2)
        return PENDING if is_first and share.pending and not share.commissions else ""

    return text


def _commission_words(share: AccountShare) -> str:
    return commissions_text(share.commissions, share.pending) or "none"


def _quantity_words(share: AccountShare) -> str:
    expected = _rounded(share.expected.quantity) or "not determined"
    allocated = _rounded(share.allocated) or "not known"
    return f"expected {expected}, allocated {allocated}" + (f", {share.reason}" if share.reason else "")


def _hint(name: str, share: AccountShare) -> str:
    expected = _rounded(share.expected.quantity) or "not determined"
    reason = f" ({share.reason})" if share.reason else ""
    return "\n".join(
        (
            name,
            f"Expected: {expected}" + (f" ({share.expected.why.rstrip('.')})" if share.expected.why else ""),
            f"Allocated: {_rounded(share.allocated) or 'not known'}",
            f"Difference: {_rounded(share.difference) or 'not known'}{reason}",
            f"Commission: {_commission_words(share)}",
        )
    )


def _not_determined(shares: Sequence[AccountShare]) -> list[str]:
    reasons = Counter(share.expected.why.rstrip(".") for share in shares if share.expected.quantity is None)
    return [
        f"Expected is not determined for {count_text(number, 'account')}" + (f": {why}." if why else ".")
        for why, number in reasons.items()
    ]


def _not_received(allocation: GroupAllocation) -> list[str]:
    waiting = sum(share.gap is Gap.WAITING for share in allocation.shares)
    unknown = sum(share.allocated is None and share.gap is not Gap.WAITING for share in allocation.shares)
    notes = [f"Waiting for the parts of {count_text(waiting, 'account')}."] if waiting else []
    return [*notes, f"What is allocated is not known for {count_text(unknown, 'account')}."] if unknown else notes
