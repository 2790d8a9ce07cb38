"""What can account for a difference: named where the numbers allow it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.allocation.values import Gap, GroupAllocation, State
from ibmonitor.domain.records.events import Event, ExecDetails, ManagedAccounts, ReceiveFA, TwsMessage
from ibmonitor.domain.records.records import Contract
from tests.support.blotter_events import AAPL, execution, new_blotter, open_order, order_status

Reported = dict[str, dict[str, str]]
"""What orderAllocations say, by account."""


def group(method: str, *amounts: str | None) -> Event:
    members = "".join(
        f"<Account><acct>U{number}</acct>{'' if amount is None else f'<amount>{amount}</amount>'}</Account>"
        for number, amount in enumerate(amounts, 1)
    )
    return ReceiveFA(
        1,
        f"<ListOfGroups><Group><name>G</name><defaultMethod>{method}</defaultMethod>"
        f'<ListOfAccts varName="list">{members}</ListOfAccts></Group></ListOfGroups>',
    )


def fill(account: str, shares: str, **known: Any) -> ExecDetails:
    known = {"perm_id": 7, "price": Decimal(20), "time": "20260611-13:00:00", **known}
    return execution(f"{account}.1.01", acct_number=account, shares=Decimal(shares), **known)


def divided(
    method: str,
    amounts: list[str | None],
    parts: list[str],
    *,
    filled: str = "",
    quantity: str = "",
    reported: Reported | None = None,
    codes: tuple[int, ...] = (),
    price: str = "20",
    action: str = "BUY",
    outsider: str = "",
    side: str = "",
    contract: Contract = AAPL,
) -> GroupAllocation:
    """An order that is filled whole, unless it says otherwise, and all of whose parts were received."""
    whole = filled or str(sum(map(Decimal, parts)) + Decimal(outsider or 0))
    state: dict[str, object] = {}
    if reported:
        state["orderAllocations"] = tuple(
            {"account": account, "isMonetary": False, **{name: Decimal(number) for name, number in numbers.items()}}
            for account, numbers in reported.items()
        )
    known: dict[str, Any] = {"price": Decimal(price), "side": "BOT" if action == "BUY" else "SLD", "contract": contract}
    events: list[Event] = [
        ManagedAccounts(("F1", "U1", "U2", "U3", "U9")),
        group(method, *amounts),
        open_order(
            7,
            1,
            5,
            contract=contract,
            account="",
            faGroup="G",
            totalQuantity=Decimal(quantity or whole),
            action=action,
            state=state,
        ),
        *(TwsMessage(5, code, "said", None) for code in codes),
        fill("F1", whole, **known),
        *(fill(f"U{number}", part, **known) for number, part in enumerate(parts, 1) if Decimal(part)),
    ]
    if outsider:
        events.append(fill("U9", outsider, **known))
    if side:
        events[-1] = fill("U2", parts[1], **{**known, "side": side})
    blotter = new_blotter()
    for event in events:
        blotter.apply(event)
    book = AllocationBook(blotter)
    (key,) = book.keys()
    return book.allocation(key)


def reasons(said: GroupAllocation) -> set[str]:
    """The reasons of the accounts that are not as expected; "review" for one without any."""
    found = set()
    for share in said.shares:
        assert (share.gap is Gap.POSSIBLE) == bool(share.possible_reasons) == (share.state is State.POSSIBLE)
        assert not (share.is_flagged and share.possible_reasons)
        assert share.gap is not Gap.POSSIBLE or share.reason.startswith("possible: ")
        if share.state in {State.POSSIBLE, State.REVIEW}:
            found.add(share.reason.removeprefix("possible: ") if share.possible_reasons else "review")
    return found


EQUAL, NONE, REVIEW = {"equal positions afterwards"}, set[str](), {"review"}


@pytest.mark.parametrize("method", ["Equal", "EqualQuantity", "equal quantity"])
@pytest.mark.parametrize(
    ("parts", "more", "expected"),
    [
        (["53", "97"], {}, EQUAL),
        (["97", "53"], {"action": "SELL"}, EQUAL),
        (["150", "0"], {}, EQUAL),
        (["75", "75"], {}, NONE),
        (["74", "76"], {}, NONE),
        (["53", "97"], {"quantity": "400"}, EQUAL),
        (["53", "77"], {"filled": "150"}, {"review"}),
        (["53", "97"], {"outsider": "7"}, REVIEW),
        (["53", "97"], {"side": "SLD"}, REVIEW),
    ],
)
def test_equal_has_two_meanings(method: str, parts: list[str], more: dict[str, Any], expected: set[str]) -> None:
    """IB: divide the order equally, or "bring all accounts in the group to equal quantities"."""
    events = divided(method, [None, None], parts, **more)
    if "filled" in more:
        # The part that nobody has is on its way.
        assert (events.is_waiting, events.flagged) == (True, ())
    else:
        assert reasons(events) == expected


def reported_positions(*positions: str) -> Reported:
    return {f"U{number}": {"position": position} for number, position in enumerate(positions, 1)}


@pytest.mark.parametrize(
    ("action", "positions", "parts", "is_possible"),
    [
        ("BUY", ["100", "50"], ["51", "101"], True),
        ("BUY", ["100", "50"], ["53", "99"], False),
        ("BUY", ["100", "50"], ["99", "53"], False),
        ("BUY", ["300", "50", "10"], ["0", "41", "81"], True),
        ("BUY", ["60", "50", "10"], ["0", "41", "81"], False),
        ("SELL", ["100", "51"], ["49", "0"], True),
        ("SELL", ["100", "90"], ["40", "3"], False),
    ],
)
def test_positions_that_tws_reports_decide(
    action: str, positions: list[str], parts: list[str], is_possible: bool
) -> None:
    amounts: list[str | None] = [None] * len(parts)
    said = divided("Equal", amounts, parts, reported=reported_positions(*positions), action=action)
    assert reasons(said) == (EQUAL if is_possible else REVIEW)


@pytest.mark.parametrize(
    ("amounts", "parts", "expected"),
    [
        (["1", "1", "1"], ["300", "300", "400"], {"lots of 100"}),
        (["3", "2", "2"], ["500", "200", "300"], {"lots of 100"}),
        (["1", "1", "1"], ["2000", "3000", "2000"], {"lots of 1,000"}),
        (["1", "1", "1"], ["100", "0", "0"], {"lots of 100"}),
        (["3", "4"], ["60", "90"], {"lots of 10"}),
        (["1", "1", "1"], ["300", "301", "399"], REVIEW),
        (["1", "1"], ["100", "300"], REVIEW),
        (["1", "1", "1"], ["0", "600", "300"], REVIEW),
        (["1", "1"], ["7", "14"], REVIEW),
        (["1", "1", "1"], ["0", "30", "60"], REVIEW),
    ],
)
def test_board_lots(amounts: list[str | None], parts: list[str], expected: set[str]) -> None:
    assert reasons(divided("Ratio", amounts, parts)) == expected


def test_lots_do_not_explain_an_unallocated_quantity() -> None:
    assert reasons(divided("Ratio", ["1", "1", "1"], ["300", "300", "300"], outsider="100")) == REVIEW


@pytest.mark.parametrize(
    ("parts", "price", "expected"),
    [
        (["791", "396"], "63.80", {"money at another price, near 63.2112"}),
        (["784", "392"], "63.80", NONE),
        (["900", "450"], "63.80", REVIEW),
        (["791", "385"], "63.80", REVIEW),
        (["791", "250"], "63.80", REVIEW),
        (["0", "1187"], "63.80", REVIEW),
    ],
)
def test_money_at_another_price(parts: list[str], price: str, expected: set[str]) -> None:
    """50,000 and 25,000; 63.20 instead of 63.80 is near, 55.55 is not."""
    assert reasons(divided("MonetaryAmount", ["50000", "25000"], parts, price=price)) == expected


def test_the_price_is_that_of_one_unit_whatever_the_multiplier() -> None:
    option = replace(AAPL, sec_type="OPT", multiplier="100")
    said = divided("MonetaryAmount", ["50000", "25000"], ["81", "40"], price="6.38", contract=option)
    assert reasons(said) == {"money at another price, near 6.1738"}
    said = divided("MonetaryAmount", ["50000"], ["80"], price="6.38", contract=replace(option, multiplier="9E+999999"))
    assert said.flagged == ()


def test_a_member_without_money_that_got_a_part_is_no_matter_of_the_price() -> None:
    said = divided("MonetaryAmount", ["50000", None], ["791", "20"], price="63.80")
    assert {share.account for share in said.flagged} == {"U1", "U2"}


@pytest.mark.parametrize(
    ("reported", "parts", "expected"),
    [
        ({"U1": ("60", "20"), "U2": ("60", "60")}, ["20", "60"], {"reduced for margin", "as TWS planned"}),
        ({"U1": ("60", "20"), "U2": ("60", "60")}, ["27", "53"], {"reduced for margin", "review"}),
        ({"U1": ("60", "20"), "U2": ("60", "60")}, ["3", "77"], REVIEW),
        ({"U1": ("20", "20"), "U2": ("60", "60")}, ["20", "60"], {"as TWS planned"}),
        ({"U1": ("60", "60"), "U2": ("60", "60")}, ["23", "57"], REVIEW),
        ({"U1": ("60", "20")}, ["20", "60"], {"reduced for margin", "review"}),
    ],
)
def test_the_reported_allocations_explain_a_difference(
    reported: dict[str, tuple[str, str]], parts: list[str], expected: set[str]
) -> None:
    """By ratio each is to have the same: TWS's own plan says otherwise."""
    numbers = {
        account: {"desiredAllocQty": desired, "allowedAllocQty": allowed}
        for account, (desired, allowed) in reported.items()
    }
    assert reasons(divided("Ratio", ["1", "1"], parts, reported=numbers)) == expected


@pytest.mark.parametrize(
    ("parts", "codes", "expected"),
    [
        (["21", "59"], (481,), {"reduced for margin"}),
        (["21", "59"], (399,), REVIEW),
        (["21", "59"], (), REVIEW),
        (["21", "53", "53"], (481,), {"reduced for margin"}),
        (["7", "53", "67"], (481,), REVIEW),
    ],
)
def test_a_reduced_order(parts: list[str], codes: tuple[int, ...], expected: set[str]) -> None:
    """The accounts that were not reduced have the same share of what the order was before."""
    assert reasons(divided("Ratio", ["1"] * len(parts), parts, codes=codes)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["7", "7.6667", "7.6667"], {"no fractions"}),
        (["6", "8.1667", "8.1667"], REVIEW),
        (["7.2", "7.5667", "7.5667"], REVIEW),
    ],
)
def test_an_account_without_fractions(parts: list[str], expected: set[str]) -> None:
    said = divided("Ratio", ["1", "1", "1"], parts)
    off = {share.account: share for share in said.shares}["U1"]
    assert ("no fractions" if off.possible_reasons else "review") in expected


def test_the_message_on_fractions_is_named() -> None:
    said = divided("Ratio", ["1", "1", "1"], ["7", "7.6667", "7.6667"], codes=(10251,))
    assert "(message 10251)" in said.shares[0].possible_reasons[0]


NUMBERS = ["0", "1", "3", "100", "1E-30", "1E+30", "0.0001", "700", "9E+999999", "NaN"]


@given(
    st.sampled_from(["Equal", "Ratio", "Percent", "MonetaryAmount"]),
    st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=3),
    st.lists(st.sampled_from(NUMBERS[:-2]), min_size=2, max_size=3),
    st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=3),
    st.sampled_from([(), (481,), (10251, 481)]),
    st.sampled_from(["20", "0", "-4.2", "1E+30"]),
)
def test_no_number_raises(
    method: str,
    amounts: list[str | None],
    parts: list[str],
    reported: list[tuple[str, str]],
    codes: tuple[int, ...],
    price: str,
) -> None:
    numbers = {
        f"U{number}": {"desiredAllocQty": desired, "allowedAllocQty": allowed, "position": desired}
        for number, (desired, allowed) in enumerate(reported, 1)
    }
    reasons(divided(method, amounts, parts, reported=numbers, codes=codes, price=price))


# Orders by money


def by_money(method: str, amounts: list[str | None], parts: list[str], *said: Event, **fields: Any) -> GroupAllocation:
    fields = {"account": "", "faGroup": "G", "totalQuantity": Decimal(0), "cashQty": Decimal(1000), **fields}
    events: list[Event] = [ManagedAccounts(("F1", "U1", "U2")), group(method, *amounts), open_order(7, 1, 5, **fields)]
    if parts:
        events.append(fill("F1", str(sum(map(Decimal, parts)))))
    events += [fill(f"U{number}", part) for number, part in enumerate(parts, 1) if Decimal(part)]
    blotter = new_blotter()
    for event in [*events, *said]:
        blotter.apply(event)
    book = AllocationBook(blotter)
    (key,) = book.keys()
    return book.allocation(key)


@pytest.mark.parametrize(
    ("method", "amounts", "parts", "expected", "why"),
    [
        ("Equal", [None, None], ["25", "25"], ["25", "25"], ["Equal 1/2 → 500 USD"] * 2),
        ("Ratio", ["1", "3"], ["12.5", "37.5"], ["12.5", "37.5"], ["Ratio 1 of 4 → 250 USD", "Ratio 3 of 4 → 750 USD"]),
        ("Percent", ["20", "80"], ["10", "40"], ["10", "40"], ["Percent 20% → 200 USD", "Percent 80% → 800 USD"]),
        ("MonetaryAmount", ["400", "600"], ["20", "30"], ["20", "30"], ["Money → 400 USD", "Money → 600 USD"]),
        ("MonetaryAmount", ["400", None], ["20", "0"], ["20", "0"], None),
        ("NetLiq", [None, None], ["20", "30"], [None, None], ["NetLiq needs account values"] * 2),
    ],
)
def test_an_order_by_money_is_divided_by_money(
    method: str, amounts: list[str | None], parts: list[str], expected: list[str | None], why: list[str] | None
) -> None:
    said = by_money(method, amounts, parts)
    assert (said.cash, said.quantity) == (Decimal(1000), sum(map(Decimal, parts)))
    shares = [share.expected for share in said.shares]
    assert [share.quantity for share in shares] == [None if each is None else Decimal(each) for each in expected]
    assert why is None or [share.why for share in shares] == why
    assert said.flagged == ()


def test_an_order_by_money_has_no_quantity_before_it_is_filled() -> None:
    for said in (by_money("Equal", [None, None], []), by_money("Equal", [None, None], [], order_status(7, 1, 5))):
        assert (said.quantity, said.is_waiting) == (None, False)
        assert [share.expected.why for share in said.shares] == ["Equal 1/2 → 500 USD; nothing is filled yet"] * 2


def test_an_order_by_money_that_went_to_one_account_is_flagged() -> None:
    said = by_money("Ratio", ["1", "3"], ["40", "10"])
    assert [share.reason for share in said.flagged] == ["27.5 more than 12.5 expected", "27.5 short of 37.5 expected"]


@pytest.mark.parametrize("cash", [Decimal(0), Decimal(-5), Decimal("NaN"), Decimal("9E+999999"), "1000", None])
def test_money_that_is_none_makes_no_order_by_money(cash: object) -> None:
    said = by_money("Equal", [None, None], ["25", "25"], cashQty=cash)
    assert (said.cash, said.quantity) == (None, None)
