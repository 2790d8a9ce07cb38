"""A status, a fill and a commission in the words of the timeline."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ibmonitor.domain.records.records import (
    StatusChange,
)
from ibmonitor.domain.timeline.entry import EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting, status_words
from ibmonitor.domain.wording.held import held_sentence
from tests.domain.timeline.orders import add_commission, add_fill, add_status, at, new_order, only, words


def test_a_status_is_in_ibs_words_with_its_numbers() -> None:
    order = new_order()
    add_status(order, 1, "PendingCancel", "120", "180", "212.25")
    entry = only(order, EntryKind.STATUS)
    assert entry.what.startswith("PendingCancel: a request to cancel the order has been sent")
    assert (entry.status, entry.filled, entry.remaining, entry.average) == (
        "PendingCancel",
        Decimal(120),
        Decimal(180),
        Decimal("212.25"),
    )
    assert (entry.time, entry.record) == (None, None)


def test_an_unknown_status_is_shown_as_it_is() -> None:
    order = new_order()
    add_status(order, 1, "Pondering")
    entry = only(order, EntryKind.STATUS)
    assert (entry.status, entry.what) == ("Pondering", "Pondering: IB does not document this status.")


def test_a_repeated_status_shows_what_differs() -> None:
    order = new_order()
    add_status(order, 1, "Submitted", "0", "100")
    add_status(order, 2, "Submitted", "40", "60")
    add_status(order, 3, "Submitted", "40", "60", why_held="locate")
    add_status(order, 4, "Submitted", "40", "60")
    add_status(order, 5, "Submitted", "40", "60")
    assert words(order)[1:] == [
        "Filled 0 → 40, Remaining 100 → 60.",
        f"{held_sentence('locate')} Still Submitted.",
        "Still Submitted, no longer held.",
        "Still Submitted.",
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "Fill: bought 180 at 292.79 on IBKRATS."),
        ({"side": "SLD", "price": Decimal("-0.50")}, "Fill: sold 180 at -0.5 on IBKRATS."),
        ({"side": "SOMETHING"}, "Fill: SOMETHING 180 at 292.79 on IBKRATS."),
        ({"price": None, "exchange": ""}, "Fill: bought 180."),
        (
            {"pending_price_revision": True, "liquidation": 1},
            "Fill: bought 180 at 292.79 on IBKRATS, the price may still be revised, liquidated by IB.",
        ),
    ],
)
def test_a_fill_in_words(known: dict[str, Any], expected: str) -> None:
    order = new_order()
    fill = add_fill(order, 1, "180.0", **known)
    (entry,) = timeline(order)
    assert (entry.what, entry.record) == (expected, fill)


@pytest.mark.parametrize(("account", "expected"), [("DF1", " for DU1."), ("DU1", "."), ("", " for DU1.")])
def test_a_fill_in_another_account_than_the_orders_names_the_account(account: str, expected: str) -> None:
    order = new_order(account=account)
    add_fill(order, 1, "180")
    assert words(order) == [f"Fill: bought 180 at 292.79 on IBKRATS{expected}"]


def test_unknown_shares_are_unknown() -> None:
    order = new_order()
    fill = add_fill(order, 1, "1")
    fill.execution = replace(fill.execution, shares=None)
    assert words(order) == ["Fill: bought an unknown quantity at 292.79 on IBKRATS."]


@pytest.mark.parametrize(
    ("amount", "pnl", "expected"),
    [
        ("1.250", None, "Commission: 1.25 USD."),
        ("-0.3", "68.05", "Commission: -0.3 USD, realized P&L 68.05."),
        ("0", "0", "Commission: 0 USD, realized P&L 0."),
        (None, None, "Commission: amount unknown."),
    ],
)
def test_a_commission_in_words(amount: str | None, pnl: str | None, expected: str) -> None:
    order = new_order()
    report = add_commission(add_fill(order, 1, "10"), 2, amount, pnl)
    entry = only(order, EntryKind.COMMISSION)
    assert (entry.what, entry.record) == (expected, report)


def test_numbers_are_written_as_the_reader_wants_them() -> None:
    order = new_order()
    add_commission(add_fill(order, 1, "10"), 2)
    shown = [
        entry.what
        for entry in timeline(order, TimelineWriting(lambda number: f"<{number}>", lambda number: f"${number}"))
    ]
    assert shown == ["Fill: bought <10> at $292.79 on IBKRATS.", "Commission: $1.25 USD."]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ((0, 0), (7, "204.11"), "Filled 0 → 7, Average price 204.11."),
        ((7, "204.11"), (12, "204.2"), "Filled 7 → 12, Average price 204.11 → 204.2."),
        ((7, 0), (12, "-0.5"), "Filled 7 → 12, Average price 0 → -0.5."),
        ((0, 0), (7, 0), "Filled 0 → 7, Average price 0."),
        ((7, None), (7, "204.11"), "Average price 204.11."),
        ((0, None), (0, 0), "Still Submitted."),
        ((None, None), (7, "204.11"), "Filled 7, Average price 204.11."),
        ((7, "204.11"), (7, None), "Average price 204.11 → unknown."),
    ],
)
def test_a_number_that_was_not_known_before_has_no_old_value(
    before: tuple[object, object], after: tuple[object, object], shown: str
) -> None:
    def number(known: object) -> Decimal | None:
        return None if known is None else Decimal(str(known))

    said, then = (
        StatusChange(at(1), "Submitted", number(filled), Decimal(0), number(price), "", "orderStatus")
        for filled, price in (after, before)
    )
    assert status_words(said, then, str, str) == shown
