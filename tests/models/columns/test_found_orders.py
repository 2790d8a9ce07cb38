"""What a suggestion of the find box says."""

from __future__ import annotations

from decimal import Decimal

from ibmonitor.domain.search.conditions import Nearness
from ibmonitor.domain.search.find import Found
from ibmonitor.models.columns.found_orders import cells_of, why_of
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.shown_zone import ShownZone, ZoneChoice
from tests.support.make_contracts import stock
from tests.support.make_records import full_fill, make_commission, make_fill, make_message, make_order

ORDER = {
    "perm_id": 1903,
    "client_id": 7,
    "order_id": 6,
    "account": "DU1",
    "action": "BUY",
    "total_quantity": Decimal(60),
    "contract": stock(1, "TSLA"),
    "status": "Inactive",
}


def found(record: object, by: str = "") -> Found:
    return Found(record, by, Nearness.SAME_ID)  # type: ignore[arg-type]


def test_an_order() -> None:
    order = make_order(0, **ORDER, reject_reason="Too\nlarge")
    cells = cells_of(found(order))
    assert (cells.order, cells.account, cells.ids) == ("BUY 60 TSLA", "DU1", "6 of client 7 · 1903")
    assert cells.status_tone == "bad"
    assert why_of(found(order)) == "Too large"
    assert cells.line("why").startswith("BUY 60 TSLA  ·  ")


def test_what_is_filled_needs_no_reason() -> None:
    filled = {**ORDER, "status": "Filled", "filled": Decimal(60), "is_done": True}
    assert why_of(found(make_order(0, **filled))) == "60 of 60"


def test_an_alias_is_shown_and_a_group_takes_the_place_of_the_account() -> None:
    ACCOUNT_NAMES.set_aliases({"DU1": "Anna"})
    try:
        assert cells_of(found(make_order(0, **ORDER))).account == "Anna (DU1)"
    finally:
        ACCOUNT_NAMES.set_aliases({})
    assert cells_of(found(make_order(0, **ORDER, fa_group="Growth"))).account == "Growth"


def test_what_it_was_found_by_comes_before_its_ids() -> None:
    assert cells_of(found(make_order(0, **ORDER), "Order ref x")).ids == "Order ref x · 6 of client 7 · 1903"


def test_an_order_of_which_nothing_is_known() -> None:
    cells = cells_of(found(make_order(0)))
    assert (cells.account, cells.status, cells.ids) == ("", "", "")
    assert why_of(found(make_order(0))) == "No status from TWS yet, only its IDs."


def test_a_fill_and_a_commission_without_their_order() -> None:
    assert cells_of(found(full_fill())).order.startswith("BOT 1 ")
    assert cells_of(found(full_fill())).ids == "371 of client 7 · 1713290001"
    assert cells_of(found(make_commission(), "Exec ID 0000e0d5.01.01.01")).ids == "Exec ID 0000e0d5.01.01.01"
    assert why_of(found(make_commission())) == "TWS has not sent the execution of this commission."


def test_a_long_reason_is_cut() -> None:
    order = make_order(0, **{**ORDER, "status": "Cancelled"}, messages=[make_message(1, "x" * 5000)], is_done=True)
    assert len(why_of(found(order))) == 300


def test_the_time_of_a_fill_is_in_the_zone_shown(shown_zone: ShownZone) -> None:
    """That of its exchange, too: TWS has not described its order."""
    for choice, text in ((ZoneChoice.EASTERN, "2026-07-01 08:00:00"), (ZoneChoice.EXCHANGE, "2026-07-01 08:00:00 EDT")):
        shown_zone.choose(choice)
        assert cells_of(found(make_fill(1))).time == text
