"""What the difference between an account's share and what it got is put down to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ibmonitor.domain.allocation import Expected, Gap, Source
from ibmonitor.domain.expected import judge, rounding_unit

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
        ("100", "60", "120", "40", "-40", Gap.UNEXPLAINED, "20 more than the 40 due"),
        ("100", "20", "120", "40", "-80", Gap.UNEXPLAINED, "20 less than the 40 due"),
        ("100", "97", "300", "100", "-3", Gap.UNEXPLAINED, "3 less than the 100 due"),
        ("100", "130", "300", "100", "30", Gap.UNEXPLAINED, "30 more than the 100 due"),
        ("100", "90", "310", "100", "-10", Gap.UNEXPLAINED, "10 less than the 100 due"),
        ("100", "0", "300", "100", "-100", Gap.UNEXPLAINED, "got nothing"),
        ("100", "0", "120", "40", "-100", Gap.UNEXPLAINED, "got nothing"),
        ("100", "30", None, None, "-70", Gap.NOT_TOLD, "not known how much of the order is filled"),
        ("100", "130", None, None, "30", Gap.UNEXPLAINED, "30 more than the 100 due"),
        ("100", None, "300", "100", None, Gap.NONE, ""),
        (None, "40", "300", None, None, Gap.NONE, ""),
        ("100", "NaN", "300", "100", None, Gap.NONE, ""),
        ("9E+999999", "40", "300", None, None, Gap.NONE, ""),
    ],
)
def test_a_members_part_of_an_order_of_300(
    share: Amount, allocated: Amount, filled: Amount, due: Amount, difference: Amount, gap: Gap, reason: str
) -> None:
    found = judge(share_of(share), number(allocated), Decimal(300), number(filled), ONE, True, True)
    assert (found.due, found.difference) == (number(due), number(difference))
    assert (found.gap, found.reason, found.is_flagged) == (gap, reason, gap is Gap.UNEXPLAINED)


@pytest.mark.parametrize(
    ("share", "allocated", "filled", "gap"),
    [
        ("100", "0", "300", Gap.NOT_TOLD),
        ("100", "60", "300", Gap.NOT_TOLD),
        ("100", "20", "120", Gap.NOT_TOLD),
        ("100", "40", "120", Gap.PARTIAL),
        ("100", "100", "300", Gap.NONE),
        ("100", "130", "300", Gap.UNEXPLAINED),
    ],
)
def test_while_parts_are_to_come_only_too_much_is_flagged(share: str, allocated: str, filled: str, gap: Gap) -> None:
    found = judge(share_of(share), Decimal(allocated), Decimal(300), Decimal(filled), ONE, True, False)
    assert (found.gap, found.is_flagged) == (gap, gap is Gap.UNEXPLAINED)


@pytest.mark.parametrize(
    ("source", "allocated", "reason", "is_flagged"),
    [
        (Source.METHOD, "0", "the group gives it no amount", False),
        (Source.METHOD, "1", "the group gives it no amount", True),
        (Source.TOLD, "0", "TWS gives it nothing", False),
        (Source.OTHERS, "50", "the others' shares leave it nothing", True),
    ],
)
@pytest.mark.parametrize("is_all_told", [True, False])
def test_a_member_without_shares(
    source: Source, allocated: str, reason: str, is_flagged: bool, is_all_told: bool
) -> None:
    found = judge(share_of("0", source), Decimal(allocated), Decimal(300), Decimal(300), ONE, True, is_all_told)
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
    found = judge(share_of(share, Source.TOLD), number(allocated), Decimal(300), Decimal(300), ONE, False, True)
    assert (found.gap, found.is_flagged) == (gap, gap is not Gap.NONE)


def test_fractions_have_a_finer_unit() -> None:
    unit = rounding_unit([Decimal("12.3456"), Decimal(100)])
    off = judge(share_of("4.1152"), Decimal("4.1150"), Decimal("12.3456"), Decimal("12.3456"), unit, True, True)
    assert (off.gap, off.reason) == (Gap.UNEXPLAINED, "0.0002 less than the 4.1152 due")
    near = judge(share_of("4.1152"), Decimal("4.1151"), Decimal("12.3456"), Decimal("12.3456"), unit, True, True)
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


HOSTILE = st.sampled_from([None, "0", "-1", "1E-30", "1E+30", "9E+999999", "NaN", "sNaN", "Infinity", "7", "300"])


@example("1E-30", "1E+30", "1E+30", "0", True, False)
@example("-1", "1E-30", "7", "1E-30", True, True)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, st.sampled_from([True, False, None]), st.booleans())
def test_no_number_raises(
    share: Amount, allocated: Amount, quantity: Amount, filled: Amount, is_member: bool | None, is_all_told: bool
) -> None:
    unit = rounding_unit([number(quantity), number(allocated)])
    found = judge(share_of(share), number(allocated), number(quantity), number(filled), unit, is_member, is_all_told)
    assert bool(found.reason) == (found.gap is not Gap.NONE)
    assert not found.is_flagged or found.gap is not Gap.NONE
    assert "E" not in found.reason
