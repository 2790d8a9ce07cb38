"""What each account should get of a group order, by every method, reckoned by hand."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.expected import OrderFacts, expected_shares
from ibmonitor.domain.allocation.order_parts import AccountPart
from ibmonitor.domain.allocation.values import Expected, Source
from ibmonitor.domain.records.groups import AccountGroup, GroupMember

A, B, C = "DU1", "DU2", "DU3"
Amount = str | None
METHOD, REPORTED, OTHERS, NONE = Source.METHOD, Source.REPORTED, Source.OTHERS, Source.NONE


def group_of(*members: tuple[str, Amount], method: str = "") -> AccountGroup:
    listed = (GroupMember(account, None if amount is None else Decimal(amount)) for account, amount in members)
    return AccountGroup("Group", method, tuple(listed))


def facts_of(method: str, group: AccountGroup | None, quantity: Amount = "300", **more: Any) -> OrderFacts:
    price = more.pop("price", None)
    reported = {
        account: AccountPart(account, desired_quantity=None if desired is None else Decimal(desired), is_monetary=False)
        for account, desired in more.pop("reported", {}).items()
    }
    return OrderFacts(
        method,
        group,
        None if quantity is None else Decimal(quantity),
        None if price is None else Decimal(price),
        Decimal(more.pop("multiplier", 1)),
        more.pop("percentage", ""),
        more.pop("reported_parts", reported),
        "its average price",
    )


def shares_of(method: str, *amounts: Amount, quantity: Amount = "300", **more: Any) -> dict[str, Expected]:
    """The shares of a group of DU1, DU2 and so on with these amounts."""
    members = ((f"DU{number}", amount) for number, amount in enumerate(amounts, 1))
    return expected_shares(facts_of(method, group_of(*members), quantity, **more))


def quantities(shares: dict[str, Expected], decimals: int = 4) -> list[str | None]:
    return [None if s.quantity is None else f"{s.quantity:.{decimals}f}" for s in shares.values()]


def sources(shares: dict[str, Expected]) -> list[Source]:
    return [share.source for share in shares.values()]


def words(shares: dict[str, Expected]) -> list[str]:
    return [share.why for share in shares.values()]


@pytest.mark.parametrize("method", ["Equal", "EqualQuantity", "equal quantity", " EQUAL "])
@pytest.mark.parametrize(
    ("quantity", "amounts", "each"),
    [
        ("300", (None, None, None), "100.0000"),
        ("400", (None,) * 6, "66.6667"),
        ("100", ("5", None, "-9"), "33.3333"),
        ("0.5", (None, None), "0.2500"),
        ("7", (None,), "7.0000"),
    ],
)
def test_equal(method: str, quantity: str, amounts: tuple[Amount, ...], each: str) -> None:
    shares = shares_of(method, *amounts, quantity=quantity)
    assert quantities(shares) == [each] * len(amounts)
    assert set(sources(shares)) == {METHOD}


@pytest.mark.parametrize(
    ("quantity", "amounts", "expected"),
    [
        ("400", ("3", "1"), ["300.0000", "100.0000"]),
        ("100", ("1", "1", "1"), ["33.3333", "33.3333", "33.3333"]),
        ("10", ("2.5", "1.5", "1"), ["5.0000", "3.0000", "2.0000"]),
        ("300", ("2", None, "1"), ["200.0000", "0.0000", "100.0000"]),
        ("300", ("2", "0"), ["300.0000", "0.0000"]),
        ("300", ("0", "0"), [None, None]),
        ("300", (None, None), [None, None]),
        ("300", ("3", "-1"), [None, None]),
    ],
)
def test_ratio(quantity: str, amounts: tuple[Amount, ...], expected: list[str | None]) -> None:
    shares = shares_of("Ratio", *amounts, quantity=quantity)
    assert list(shares) == [A, B, C][: len(amounts)], "in the group's order"
    assert quantities(shares) == expected
    assert set(sources(shares)) == {NONE if None in expected else METHOD}


@pytest.mark.parametrize(
    ("quantity", "amounts", "expected", "of"),
    [
        ("250", ("60", "40"), ["150.0000", "100.0000"], [METHOD, METHOD]),
        ("100", ("33.3", "33.3", "33.4"), ["33.3000", "33.3000", "33.4000"], [METHOD] * 3),
        ("300", ("50", "30"), ["150.0000", "90.0000"], [METHOD, METHOD]),
        ("300", ("90", "30"), ["270.0000", "90.0000"], [METHOD, METHOD]),
        ("300", ("50", "30", None), ["150.0000", "90.0000", "60.0000"], [METHOD, METHOD, OTHERS]),
        ("300", ("60", "40", None), ["180.0000", "120.0000", "0.0000"], [METHOD, METHOD, OTHERS]),
        ("300", ("70", "40", None), ["210.0000", "120.0000", "0.0000"], [METHOD, METHOD, OTHERS]),
        ("300", ("70", None, None), ["210.0000", None, None], [METHOD, NONE, NONE]),
        ("300", ("100", "0"), ["300.0000", "0.0000"], [METHOD, METHOD]),
        ("300", ("60", "-5"), ["180.0000", None], [METHOD, NONE]),
        ("300", ("0", "0"), [None, None], [NONE, NONE]),
        ("300", (None,), ["300.0000"], [OTHERS]),
    ],
)
def test_percent(quantity: str, amounts: tuple[Amount, ...], expected: list[str | None], of: list[Source]) -> None:
    shares = shares_of("Percent", *amounts, quantity=quantity)
    assert quantities(shares) == expected
    assert sources(shares) == of


@pytest.mark.parametrize(
    ("quantity", "amounts", "expected", "of"),
    [
        ("200", ("100", "50", "50"), ["100.0000", "50.0000", "50.0000"], [METHOD] * 3),
        ("300", ("100", "50", "50"), [None] * 3, [NONE] * 3),
        ("150", ("100", "50", "50"), [None] * 3, [NONE] * 3),
        ("300", ("100", "50", None), ["100.0000", "50.0000", "150.0000"], [METHOD, METHOD, OTHERS]),
        ("150", ("100", "50", None), ["100.0000", "50.0000", "0.0000"], [METHOD, METHOD, OTHERS]),
        ("140", ("100", "50", None), [None] * 3, [NONE] * 3),
        ("300", ("100", None, None), ["100.0000", None, None], [METHOD, NONE, NONE]),
        ("300", ("100", "NaN"), ["100.0000", None], [METHOD, NONE]),
        ("300", ("300", "0"), ["300.0000", "0.0000"], [METHOD, METHOD]),
        ("300", (None, None), [None, None], [NONE, NONE]),
        ("300", (None,), ["300.0000"], [OTHERS]),
    ],
)
def test_contracts_or_shares(
    quantity: str, amounts: tuple[Amount, ...], expected: list[str | None], of: list[Source]
) -> None:
    shares = shares_of("ContractsOrShares", *amounts, quantity=quantity)
    assert quantities(shares) == expected
    assert sources(shares) == of


@pytest.mark.parametrize(
    ("price", "multiplier", "amounts", "expected"),
    [
        ("25", 1, ("10000", "5000"), ["400.0000", "200.0000"]),
        ("25.5", 1, ("10000",), ["392.1569"]),
        ("2.5", 100, ("10000", "1250"), ["40.0000", "5.0000"]),
        ("50", 1, ("10000", None), ["200.0000", "0.0000"]),
        ("50", 1, ("10000", "-1"), ["200.0000", None]),
        ("50", 0, ("10000",), [None]),
        (None, 1, ("10000", "5000"), [None, None]),
        ("0", 1, ("10000",), [None]),
        ("-4.2", 100, ("10000",), [None]),
        ("50", 1, (None, None), [None, None]),
        ("50", 1, ("0", "0"), [None, None]),
    ],
)
def test_monetary_amount(
    price: Amount, multiplier: int, amounts: tuple[Amount, ...], expected: list[str | None]
) -> None:
    shares = shares_of("MonetaryAmount", *amounts, quantity=None, price=price, multiplier=multiplier)
    assert quantities(shares) == expected
    assert sources(shares) == [NONE if quantity is None else METHOD for quantity in expected]


@pytest.mark.parametrize(
    ("method", "reported", "expected", "of"),
    [
        ("NetLiq", {}, [None] * 3, [NONE] * 3),
        ("AvailableEquity", {}, [None] * 3, [NONE] * 3),
        ("PctChange", {}, [None] * 3, [NONE] * 3),
        ("Astrology", {}, [None] * 3, [NONE] * 3),
        ("NetLiq", {A: "150", B: "90", C: "60"}, ["150.0000", "90.0000", "60.0000"], [REPORTED] * 3),
        ("NetLiq", {A: "150", B: "90"}, ["150.0000", "90.0000", "60.0000"], [REPORTED, REPORTED, OTHERS]),
        (
            "AvailableEquity",
            {A: "150", B: None, C: "150"},
            ["150.0000", "0.0000", "150.0000"],
            [REPORTED, OTHERS, REPORTED],
        ),
        ("AvailableEquity", {A: "150"}, ["150.0000", None, None], [REPORTED, NONE, NONE]),
        ("NetLiq", {A: "250", B: "90"}, ["250.0000", "90.0000", None], [REPORTED, REPORTED, NONE]),
        ("PctChange", {A: "-150", B: "NaN", C: "9E+999999"}, [None] * 3, [NONE] * 3),
        ("", {A: "150"}, ["150.0000", None, None], [REPORTED, NONE, NONE]),
        ("Equal", {A: "150"}, ["100.0000"] * 3, [METHOD] * 3),
    ],
)
def test_what_the_group_does_not_determine_comes_from_tws_or_from_the_others(
    method: str, reported: dict[str, Amount], expected: list[str | None], of: list[Source]
) -> None:
    shares = shares_of(method, None, None, None, reported=reported)
    assert quantities(shares) == expected
    assert sources(shares) == of


@pytest.mark.parametrize("method", ["NetLiq", "AvailableEquity", "Ratio", "Percent", "ContractsOrShares"])
def test_a_group_of_one_account_has_it_all(method: str) -> None:
    assert quantities(shares_of(method, None)) == ["300.0000"]


@pytest.mark.parametrize(
    ("method", "amounts", "more", "why"),
    [
        ("Equal", (None, None, None), {}, ["Equal 1/3 → 100"] * 3),
        ("Ratio", ("2", "1.50"), {}, ["Ratio 2 of 3.5 → 171.4286", "Ratio 1.5 of 3.5 → 128.5714"]),
        ("Ratio", ("2", None), {}, ["Ratio 2 of 2 → 300", "The group gives it no amount"]),
        ("Ratio", ("2", "0"), {}, ["Ratio 2 of 2 → 300", "The group gives it no amount"]),
        ("Ratio", (None, None), {}, ["The group has no amounts"] * 2),
        ("Ratio", ("0", "0"), {}, ["The group's amounts add up to 0"] * 2),
        ("Ratio", ("1", "-2"), {}, ["An amount of the group cannot be used", "The group's amount is negative: -2"]),
        ("Percent", ("60", "40"), {}, ["Percent 60% → 180", "Percent 40% → 120"]),
        (
            "Percent",
            ("50", "30"),
            {},
            [
                "Percent 50% → 150; the group's percentages add up to 80",
                "Percent 30% → 90; the group's percentages add up to 80",
            ],
        ),
        ("Percent", ("80", None), {}, ["Percent 80% → 240", "What the other accounts' 240 leave of 300"]),
        ("Percent", ("100", None), {}, ["Percent 100% → 300", "The other accounts' shares add up to all of it"]),
        (
            "ContractsOrShares",
            ("100", "1E+2"),
            {},
            ["The group's amounts add up to 200, the order is of 300"] * 2,
        ),
        (
            "ContractsOrShares",
            ("100", "sNaN"),
            {},
            ["Shares → 100", "The group's amount is not a plausible number"],
        ),
        (
            "MonetaryAmount",
            ("1E+4",),
            {"price": "2.50000", "multiplier": 100},
            ["Money 10,000 at its average price, 2.5 × 100 → 40"],
        ),
        ("MonetaryAmount", ("10000",), {}, ["MonetaryAmount needs a positive price"]),
        ("netliq", (None, None), {}, ["NetLiq needs account values"] * 2),
        ("Available Equity", (None, None), {}, ["AvailableEquity needs account values"] * 2),
        ("PctChange", (None,), {"percentage": "-25"}, ["PctChange needs positions: it changes them by -25%"]),
        ("PctChange", (None,), {}, ["PctChange needs positions"]),
        ("Astrology\n2", (None,), {}, ['The method "Astrology 2" is not known']),
        ("", (None,), {}, ["Neither the order nor its group has a method"]),
        ("Equal", (None,), {"quantity": None}, ["The order's quantity is not known"]),
        (
            "NetLiq",
            (None, None),
            {"reported": {A: "400"}},
            ["TWS's desiredAllocQty 400", "The other accounts' shares add up to 400, more than the order"],
        ),
    ],
)
def test_each_share_has_its_calculation_or_why_it_is_not_determined(
    method: str, amounts: tuple[Amount, ...], more: dict[str, Any], why: list[str]
) -> None:
    assert words(shares_of(method, *amounts, **more)) == why


def test_accounts_outside_the_group_have_twss_quantity() -> None:
    shares = shares_of("Equal", None, None, reported={B: "1", "DU8": "20", "DU9": None})
    assert quantities(shares) == ["150.0000", "150.0000", "20.0000", None]
    assert shares["DU8"].source is REPORTED
    assert shares["DU9"] == Expected(None, NONE, "It is not in the order's group")


@pytest.mark.parametrize(
    ("method", "group", "why"),
    [
        ("NetLiq", None, "TWS has not listed the order's group"),
        ("", None, "The order has no group and no method"),
        ("Equal", group_of(), "TWS lists no accounts in the order's group"),
    ],
)
def test_without_a_group_only_tws_determines(method: str, group: AccountGroup | None, why: str) -> None:
    shares = expected_shares(facts_of(method, group, reported={A: "100", B: None, C: None}))
    assert shares[A] == Expected(Decimal(100), REPORTED, "TWS's desiredAllocQty 100")
    assert shares[B] == shares[C] == Expected(None, NONE, why)
    assert expected_shares(facts_of(method, group)) == {}


def test_amounts_of_money_that_tws_sends_are_no_quantities() -> None:
    parts = {A: AccountPart(A, desired_quantity=Decimal(5000), is_monetary=True)}
    assert quantities(shares_of("NetLiq", None, None, reported_parts=parts)) == [None, None]


def test_the_groups_method_is_the_default_for_the_order() -> None:
    group = group_of((A, "60"), (B, "40"), method="Percent")
    assert quantities(expected_shares(facts_of("", group))) == ["180.0000", "120.0000"]


def test_amounts_count_only_for_the_method_they_were_written_for() -> None:
    group = group_of((A, "60"), (B, "40"), method="Percent")
    shares = expected_shares(facts_of("ContractsOrShares", group, "100"))
    assert words(shares) == ["The group's amounts are for Percent, the order's method is ContractsOrShares"] * 2
    assert quantities(expected_shares(facts_of("Equal", group, "100"))) == ["50.0000", "50.0000"]


@pytest.mark.parametrize(
    ("method", "more", "expected"),
    [
        ("Equal", {}, ["150.0000", "150.0000"]),
        ("Ratio", {}, ["200.0000", "100.0000"]),
        ("Percent", {}, ["240.0000", "120.0000"]),
        ("ContractsOrShares", {"quantity": "120"}, ["80.0000", "40.0000"]),
        ("MonetaryAmount", {"price": "2"}, ["40.0000", "20.0000"]),
    ],
)
def test_the_amounts_of_an_account_that_is_listed_twice_are_added(
    method: str, more: dict[str, Any], expected: list[str]
) -> None:
    group = group_of((A, "50"), (B, "40"), (A, "30"))
    assert quantities(expected_shares(facts_of(method, group, **more))) == expected


HOSTILE = [None, "0", "-1", "1E-30", "1E+30", "9E+999999", "NaN", "sNaN", "Infinity", "-Infinity", "3"]
METHODS = ["Equal", "Ratio", "Percent", "ContractsOrShares", "MonetaryAmount", "NetLiq", "PctChange", "", "?" * 9999]


@given(
    st.sampled_from(METHODS),
    st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from(HOSTILE)), max_size=4),
    st.sampled_from(HOSTILE),
    st.sampled_from(HOSTILE),
    st.sampled_from([amount for amount in HOSTILE if amount is not None]),
    st.dictionaries(st.sampled_from([A, B, "DU9"]), st.sampled_from(HOSTILE), max_size=3),
)
def test_no_number_raises_and_every_share_is_plausible(
    method: str,
    members: list[tuple[str, Amount]],
    quantity: Amount,
    price: Amount,
    multiplier: str,
    reported: dict[str, Amount],
) -> None:
    facts = facts_of(method, group_of(*members), quantity, price=price, multiplier=multiplier, reported=reported)
    shares = expected_shares(facts)
    assert set(shares) == {account for account, _ in members} | set(reported)
    for share in shares.values():
        assert share.why
        assert len(share.why) < 200
        assert (share.quantity is None) == (share.source is NONE)
        assert share.quantity is None or Decimal(0) <= share.quantity <= Decimal("1E+31")


@given(
    st.sampled_from(["Equal", "Ratio", "Percent", "ContractsOrShares", "NetLiq"]),
    st.integers(1, 10**9).map(lambda thousandths: Decimal(thousandths) / 1000),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=20),
    st.booleans(),
)
def test_the_shares_add_up_to_the_order(method: str, quantity: Decimal, sizes: list[int], is_one_missing: bool) -> None:
    """Each method with amounts that are right for it, to three decimals; one may be missing."""
    whole = {"Percent": Decimal(100), "ContractsOrShares": quantity}.get(method, Decimal(sum(sizes)))
    parts = [(whole * size / sum(sizes)).quantize(Decimal("0.001"), ROUND_FLOOR) for size in sizes[1:]]
    last = None if is_one_missing else whole - sum(parts)
    members = tuple(GroupMember(f"DU{number}", amount) for number, amount in enumerate([*parts, last]))
    reported = {}
    if method == "NetLiq":
        reported = {m.account: AccountPart(m.account, desired_quantity=quantity / len(sizes)) for m in members[1:]}
    facts = OrderFacts(method, AccountGroup("G", "", members), quantity, None, Decimal(1), "", reported, "")
    shares = [share.quantity for share in expected_shares(facts).values()]
    known = [share for share in shares if share is not None]
    assert len(known) == len(members)
    with localcontext(prec=60):
        assert abs(sum(known, Decimal(0)) - quantity) <= Decimal("1E-20")
