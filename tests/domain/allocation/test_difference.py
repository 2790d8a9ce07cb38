"""What the difference between an account's share and what it got is put down to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.difference import Received, compare, rounding_unit
from ibmonitor.domain.allocation.values import Expected, Gap, Source

Amount = str | None
ONE = Decimal(1)


def number(amount: Amount) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def share_of(amount: Amount, source: Source = Source.METHOD) -> Expected:
    return Expected(number(amount), source if amount is not None else Source.NONE, "why")


@pytest.mark.parametrize(
    ("share", "allocated", "filled", "due", "difference", "gap", "reason"),
    [
        ("100", "100", "300", "100", "0", Gap.NONE, ""),
        ("100.5", "100", "300", "100.5", "-0.5", Gap.ROUNDING, "rounding"),
        ("100", "101", "300", "100", "1", Gap.ROUNDING, "rounding"),
        ("100", "99", "120", "40", "-1", Gap.ROUNDING, "rounding"),
        ("100", "40", "120", "40", "-60", Gap.PARTIAL, "partial fill: 120 of 300"),
        ("100", "41", "120", "40", "-59", Gap.PARTIAL, "partial fill: 120 of 300"),
        ("100", "0", "0", "0", "-100", Gap.PARTIAL, "nothing filled of 300"),
        ("100", "0", "3", "1", "-100", Gap.PARTIAL, "partial fill: 3 of 300"),
        ("100", "60", "120", "40", "-40", Gap.UNEXPLAINED, "20 more than 40 expected by now"),
        ("100", "20", "120", "40", "-80", Gap.UNEXPLAINED, "20 short of 40 expected by now"),
        ("100", "97", "300", "100", "-3", Gap.UNEXPLAINED, "3 short of 100 expected"),
        ("100", "130", "300", "100", "30", Gap.UNEXPLAINED, "30 more than 100 expected"),
        ("100", "90", "310", "100", "-10", Gap.UNEXPLAINED, "10 short of 100 expected"),
        ("100", "0", "300", "100", "-100", Gap.UNEXPLAINED, "0 allocated"),
        ("100", "0", "120", "40", "-100", Gap.UNEXPLAINED, "0 allocated"),
        ("100", "30", None, None, "-70", Gap.NOT_RECEIVED, "not known how much of the order is filled"),
        ("100", "130", None, None, "30", Gap.UNEXPLAINED, "30 more than 100 expected"),
        ("100", None, "300", "100", None, Gap.NONE, ""),
        (None, "40", "300", None, None, Gap.NONE, ""),
        ("100", "NaN", "300", "100", None, Gap.NONE, ""),
        ("9E+999999", "40", "300", None, None, Gap.NONE, ""),
    ],
)
def test_a_members_part_of_an_order_of_300(
    share: Amount, allocated: Amount, filled: Amount, due: Amount, difference: Amount, gap: Gap, reason: str
) -> None:
    found = compare(share_of(share), number(allocated), Decimal(300), number(filled), ONE, True, Received.ALL)
    assert (found.due, found.difference) == (number(due), number(difference))
    assert (found.gap, found.reason, found.is_flagged) == (gap, reason, gap is Gap.UNEXPLAINED)


@pytest.mark.parametrize(
    ("share", "allocated", "filled", "waiting", "missing"),
    [
        ("100", None, "300", Gap.WAITING, Gap.NOT_RECEIVED),
        (None, None, "300", Gap.WAITING, Gap.NOT_RECEIVED),
        ("100", "0", "300", Gap.WAITING, Gap.NOT_RECEIVED),
        ("100", "60", "300", Gap.WAITING, Gap.NOT_RECEIVED),
        ("100", "20", "120", Gap.WAITING, Gap.NOT_RECEIVED),
        ("100", "130", "300", Gap.WAITING, Gap.UNEXPLAINED),
        ("100", "60", "120", Gap.WAITING, Gap.UNEXPLAINED),
        ("0", "60", "120", Gap.WAITING, Gap.NO_SHARE),
        ("100", "40", "120", Gap.PARTIAL, Gap.PARTIAL),
        ("100", "100", "300", Gap.NONE, Gap.NONE),
        ("100", "99.5", "300", Gap.ROUNDING, Gap.ROUNDING),
        ("0", None, "300", Gap.NONE, Gap.NONE),
        ("100", None, None, Gap.NONE, Gap.NONE),
        ("100", "0", "0", Gap.PARTIAL, Gap.PARTIAL),
        (None, "50", "300", Gap.NONE, Gap.NONE),
    ],
)
def test_only_an_excess_is_flagged_until_all_parts_are_received(
    share: Amount, allocated: Amount, filled: Amount, waiting: Gap, missing: Gap
) -> None:
    for received, gap in ((Received.WAITING, waiting), (Received.MISSING, missing)):
        found = compare(share_of(share), number(allocated), Decimal(300), number(filled), ONE, True, received)
        assert (found.gap, found.is_flagged) == (gap, gap in {Gap.UNEXPLAINED, Gap.NO_SHARE})
        assert bool(found.reason) == (gap is not Gap.NONE)


@pytest.mark.parametrize(
    ("source", "allocated", "reason", "is_flagged"),
    [
        (Source.METHOD, "0", "the group gives it no amount", False),
        (Source.METHOD, "1", "the group gives it no amount", True),
        (Source.REPORTED, "0", "TWS gives it nothing", False),
        (Source.OTHERS, "50", "the other accounts' shares leave nothing for it", True),
    ],
)
@pytest.mark.parametrize("received", [Received.ALL, Received.MISSING])
def test_a_member_without_shares(
    source: Source, allocated: str, reason: str, is_flagged: bool, received: Received
) -> None:
    found = compare(share_of("0", source), Decimal(allocated), Decimal(300), Decimal(300), ONE, True, received)
    assert (found.gap, found.reason, found.is_flagged) == (Gap.NO_SHARE, reason, is_flagged)
    assert found.difference == Decimal(allocated)


@pytest.mark.parametrize(
    ("share", "allocated", "gap"),
    [
        (None, "50", Gap.OUTSIDE),
        ("50", "50", Gap.OUTSIDE),
        ("0", "1", Gap.OUTSIDE),
        (None, "0", Gap.NONE),
        ("0", "0", Gap.NONE),
        (None, None, Gap.NONE),
        ("50", "0", Gap.UNEXPLAINED),
    ],
)
def test_an_account_outside_the_group(share: Amount, allocated: Amount, gap: Gap) -> None:
    found = compare(
        share_of(share, Source.REPORTED), number(allocated), Decimal(300), Decimal(300), ONE, False, Received.ALL
    )
    assert (found.gap, found.is_flagged) == (gap, gap is not Gap.NONE)


def test_fractions_have_a_finer_unit() -> None:
    unit = rounding_unit([Decimal("12.3456"), Decimal(100)])
    off = compare(
        share_of("4.1152"), Decimal("4.1150"), Decimal("12.3456"), Decimal("12.3456"), unit, True, Received.ALL
    )
    assert (off.gap, off.reason) == (Gap.UNEXPLAINED, "0.0002 short of 4.1152 expected")
    near = compare(
        share_of("4.1152"), Decimal("4.1151"), Decimal("12.3456"), Decimal("12.3456"), unit, True, Received.ALL
    )
    assert near.gap is Gap.ROUNDING


@pytest.mark.parametrize(
    ("quantities", "unit"),
    [
        ([], "1"),
        ([None, "300"], "1"),
        (["1E+2", "100.000", "0E-8"], "1"),
        (["100", "0.50", "2"], "0.1"),
        (["12.3456", "0.5"], "0.0001"),
        (["NaN", "sNaN", "1E-999999", "Infinity", "9E+999999", "3"], "1"),
    ],
)
def test_the_unit_is_the_last_decimal_in_use(quantities: list[Amount], unit: str) -> None:
    assert str(rounding_unit([number(quantity) for quantity in quantities])) == unit


HUGE = f"1{10 * ',000'}"


@pytest.mark.parametrize(
    ("share", "allocated", "quantity", "filled", "received", "reason"),
    [
        ("1E-30", "1E+30", "1E+30", "0", Received.MISSING, f"{HUGE} more than 0.{29 * '0'}1 expected"),
        ("-1", "1E-30", "7", "1E-30", Received.ALL, "1 more than -1 expected"),
        ("-1", "1E+30", "1E+30", "1E-30", Received.MISSING, f"{HUGE} more than -1 expected"),
        ("7", "300", "1E+30", "1E-30", Received.ALL, "293 more than 7 expected"),
        ("-1E+30", "9.9E+30", None, None, Received.ALL, f"10,900{9 * ',000'} more than -{HUGE} expected"),
    ],
)
def test_reasons_write_the_largest_and_smallest_numbers_without_an_exponent(
    share: str, allocated: str, quantity: Amount, filled: Amount, received: Received, reason: str
) -> None:
    unit = rounding_unit([number(quantity), number(allocated)])
    found = compare(share_of(share), number(allocated), number(quantity), number(filled), unit, True, received)
    assert found.reason == reason


HOSTILE = st.sampled_from(
    [None, "0", "-1", "1E-30", "1E+30", "9E+999999", "NaN", "sNaN", "Infinity", "7", "300", "-1E+30", "9.9E+30"]
)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.sampled_from([True, False, None]), st.sampled_from(Received))
def test_no_number_raises(
    share: Amount, allocated: Amount, quantity: Amount, filled: Amount, is_member: bool | None, received: Received
) -> None:
    unit = rounding_unit([number(quantity), number(allocated)])
    found = compare(share_of(share), number(allocated), number(quantity), number(filled), unit, is_member, received)
    assert bool(found.reason) == (found.gap is not Gap.NONE)
    assert not found.is_flagged or (found.gap is not Gap.NONE and received is not Received.WAITING)
    assert "E" not in found.reason
