"""The share that a group's method and amounts give each member, reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.allocation.methods import EQUAL, PERCENT, method_called, share_by_account, short_number
from ibmonitor.domain.records.groups import AccountGroup, GroupMember


def group(method: str, **amounts: str | None) -> AccountGroup:
    members = (GroupMember(name, None if text is None else Decimal(text)) for name, text in amounts.items())
    return AccountGroup("G", method, tuple(members))


@pytest.mark.parametrize(
    ("method", "amounts", "shares"),
    [
        ("Percent", {"U1": "60", "U2": "25.5"}, {"U1": "60", "U2": "25.5"}),
        ("Ratio", {"U1": "3", "U2": "1"}, {"U1": "75", "U2": "25"}),
        ("Ratio", {"U1": "3", "U2": None, "U3": "0"}, {"U1": "100", "U3": "0"}),
        ("Ratio", {"U1": "0"}, {}),
        ("Ratio", {"U1": "3", "U2": "-1"}, {}),
        ("ContractsOrShares", {"U1": "100", "U2": "300"}, {"U1": "25", "U2": "75"}),
        ("MonetaryAmount", {"U1": "5000", "U2": "15000"}, {"U1": "25", "U2": "75"}),
        ("Equal", {"U1": None, "U2": None, "U3": "7", "U4": None}, dict.fromkeys(("U1", "U2", "U3", "U4"), "25")),
        ("EqualQuantity", {"U1": None, "U2": None}, {"U1": "50", "U2": "50"}),
        ("NetLiq", {"U1": "1"}, {}),
        ("AvailableEquity", {"U1": "1"}, {}),
        ("", {"U1": "1"}, {}),
        ("Of a later TWS", {"U1": "1"}, {}),
        ("Equal", {}, {}),
    ],
)
def test_shares(method: str, amounts: dict[str, str | None], shares: dict[str, str]) -> None:
    assert share_by_account(group(method, **amounts)) == {name: Decimal(text) for name, text in shares.items()}


def test_a_method_is_known_by_each_of_its_names_however_they_are_written() -> None:
    assert method_called(" per cent") is method_called("PERCENT") is PERCENT
    assert method_called("Equal Quantity") is method_called("equal") is EQUAL
    assert method_called("Of a later TWS") is method_called("") is None


@pytest.mark.parametrize(
    ("name", "reads_amounts"),
    [("Ratio", True), ("Percent", True), ("ContractsOrShares", True), ("Equal", False), ("NetLiq", False)],
)
def test_a_method_knows_whether_it_reads_amounts(name: str, reads_amounts: bool) -> None:
    method = method_called(name)
    assert method is not None
    assert method.reads_amounts is reads_amounts


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1234.50000", "1,234.5"),
        ("66.66666", "66.6667"),
        ("-0.5", "-0.5"),
        ("0E-8", "0"),
        ("0.00001234", "0.00001234"),
        ("1E+6", "1,000,000"),
        ("1E+30", "1" + ",000" * 10),
        ("1.09E+31", "10,900,000,000,000,000,000,000,000,000,000"),
        ("1E-31", "0"),
        ("-1E-31", "0"),
        ("9E+999999", "9E+999999"),
    ],
)
def test_short_numbers_have_no_exponent_as_long_as_they_can_be_a_quantity(number: str, words: str) -> None:
    assert short_number(Decimal(number)) == words
