"""The words of a notice, and of several merged into one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ibmonitor.domain.notices.notice import (
    Back,
    Lost,
    News,
    NoticeKind,
    Wording,
    back_notice,
    lost_notice,
    merged_notice,
    notice_of,
)
from ibmonitor.domain.records.events import (
    Event,
)
from ibmonitor.domain.records.records import Severity
from tests.domain.notices.watch import CORRECTED_ID, FIRST_ID, LATER, LONG_AGO, Watch, filled, rejected, working
from tests.support.blotter_events import (
    AAPL,
    BAG,
    execution,
    open_order,
    order_status,
)
from tests.support.make_records import NOON, make_order


def test_a_correction_shows_what_it_corrects(watch: Watch) -> None:
    watch.connect(execution(FIRST_ID, time=LONG_AGO))
    watch.apply(execution(CORRECTED_ID, time=LONG_AGO, price=Decimal("292.5"), shares=Decimal(90)))
    watch.apply(execution(CORRECTED_ID, time=LONG_AGO, price=Decimal("292.5"), shares=Decimal(90)))
    (notice,) = watch.taken()
    assert notice.title == "Corrected: bought 90 AAPL"
    assert notice.text == (
        f"Price 292.79 → 292.5 and quantity 100 → 90. Execution {CORRECTED_ID} corrects {FIRST_ID}. Account DU9000001."
    )
    assert notice.record is watch.blotter.fill_by_exec_id(CORRECTED_ID)


def test_a_group_order_is_one_order(watch: Watch) -> None:
    group: dict[str, Any] = {"faGroup": "Growth", "account": "DF1"}
    watch.connect(*working(**group))
    whole = execution(FIRST_ID, perm_id=71, acct_number="DF1", time=LATER)
    parts = [
        execution(f"0000e1a7.0000000{n}.01.01", perm_id=71, acct_number=f"DU{n}", shares=Decimal(50), time=LATER)
        for n in (2, 3)
    ]
    events: list[Event] = [whole, *parts, open_order(71, 1, 71, status="Filled", **group), *parts]
    for event in events:
        watch.apply(event)
    assert [(notice.title, notice.text[-13:]) for notice in watch.taken()] == [
        ("Filled: BUY 100 AAPL", "Group Growth.")
    ]


def test_a_bracket_and_a_combo_are_orders_of_their_own(watch: Watch) -> None:
    watch.connect(*working(71), *working(72, parentId=71), open_order(73, 1, 73, contract=BAG))
    watch.apply(*filled(71))
    watch.apply(*filled(72))
    watch.apply(order_status(73, 1, 73, status="Filled", filled=100, remaining=0))
    leg = "0000e1a7.00000073.01.01.01"
    watch.apply(execution(leg, perm_id=73, client_id=1, order_id=73, shares=Decimal(100)))
    assert watch.titles() == [*["Filled: BUY 100 AAPL"] * 2, "Filled: BUY 100 AAPL combo"]


def test_many_of_several_kinds_are_counted_by_kind(watch: Watch) -> None:
    watch.connect(*working(71), *working(72), *working(73), *working(74), execution(FIRST_ID))
    watch.apply(*filled(71), *filled(72), rejected(73), order_status(73, 1, 73, status="Inactive"))
    watch.apply(order_status(74, 1, 74, why_held="locate"), execution(CORRECTED_ID))
    (notice,) = watch.taken()
    assert notice.title == "2 orders filled, 1 rejected, 1 held, 1 execution corrected"
    assert notice.severity is Severity.ERROR


def test_an_order_is_named_with_its_size_and_its_account_or_group() -> None:
    order = make_order(0, action="BUY", total_quantity=Decimal(100), contract=AAPL, account="DU1", perm_id=5)
    held = notice_of(News(NoticeKind.HELD, order, "It waits"), Wording(account=lambda name: name.lower()))
    assert (held.title, held.text) == ("Held: BUY 100 AAPL", "It waits. Account du1.")
    assert (held.severity, held.record) == (Severity.WARNING, order)
    order.fa_group = "Growth"
    assert notice_of(News(NoticeKind.FILLED, order), Wording()).text == "Completely filled. Group Growth."
    bare = make_order(1, perm_id=7)
    assert notice_of(News(NoticeKind.REJECTED, bare), Wording()).title == "Rejected: Perm ID 7"


def test_a_merged_notice_names_the_first_and_counts_the_rest() -> None:
    orders = [make_order(number, action="BUY", total_quantity=Decimal(number), contract=AAPL) for number in range(1, 6)]
    news = [News(NoticeKind.FILLED, order) for order in orders[:4]] + [News(NoticeKind.REJECTED, orders[4])]
    merged = merged_notice(news, Wording())
    assert (merged.kind, merged.title) == (None, "4 orders filled, 1 rejected")
    assert merged.text == "BUY 1 AAPL, BUY 2 AAPL, BUY 3 AAPL and 2 more"
    assert merged.severity is Severity.ERROR


def test_the_return_of_the_connection_brings_the_news_that_are_wanted() -> None:
    order = make_order(1, action="SELL", total_quantity=Decimal(5), contract=AAPL)
    back = Back(timedelta(seconds=90), (News(NoticeKind.FILLED, order),))
    said = back_notice(back, {NoticeKind.LINK, NoticeKind.FILLED}, Wording())
    assert said is not None
    assert (said.title, said.text) == (
        "Reconnected after 1 min 30 s",
        "While disconnected, filled: SELL 5 AAPL. Completely filled.",
    )
    only_news = back_notice(back, {NoticeKind.FILLED}, Wording())
    assert only_news is not None
    assert (only_news.kind, only_news.title) == (NoticeKind.FILLED, "While the connection was lost")
    assert back_notice(back, set(), Wording()) is None
    assert lost_notice(Lost(NOON, "")).text == "IB Monitor reconnects automatically."
