"""Which notifications are due: each once, and none for what is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.notices.notice import Notice, NoticeKind
from ibmonitor.domain.records.events import (
    ClockCompared,
    Event,
    ExecDetails,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.link import LinkState, RequestProgress
from ibmonitor.domain.records.records import Order, Severity
from ibmonitor.domain.records.requests import RequestKind
from tests.domain.notices.watch import (
    ALL,
    CORRECTED_ID,
    FIRST_ID,
    LATER,
    LONG_AGO,
    Watch,
    filled,
    rejected,
    working,
)
from tests.support.blotter_events import (
    completed_order,
    execution,
    open_order,
    order_status,
)


def test_the_first_synchronisation_is_no_news(watch: Watch) -> None:
    held = order_status(73, 1, 73, status="PreSubmitted", why_held="locate")
    corrections = execution(FIRST_ID, perm_id=71), execution(CORRECTED_ID, perm_id=71, price=Decimal(40))
    watch.connect(
        *filled(71), open_order(72, 1, 72, status="Inactive"), rejected(72), open_order(73, 1, 73), held, *corrections
    )
    assert watch.taken() == []
    # Nor is it when a refresh brings it again.
    watch.apply(*filled(71), open_order(72, 1, 72, status="Inactive"), held, *corrections)
    assert watch.taken() == []


def test_a_warning_about_the_account_is_news_even_when_it_is_there_at_the_start(watch: Watch) -> None:
    margin = TwsMessage(-1, 2148, "Account DU1 has a margin deficit. Positions can be liquidated.", None)
    watch.connect(margin)
    (notice,) = watch.taken()
    assert notice.kind is NoticeKind.ACCOUNT
    assert "margin deficit" in notice.text
    watch.apply(margin)
    assert watch.taken() == [], "once"


def test_an_execution_that_ib_forced_is_news_once_whatever_corrects_it(watch: Watch) -> None:
    watch.connect()
    forced: dict[str, Any] = {"perm_id": 71, "time": LATER, "liquidation": 1}
    watch.apply(
        execution(FIRST_ID, **forced), execution("0000e1a7.00000009.01.01", perm_id=72, time=LATER, liquidation=0)
    )
    (notice,) = watch.taken([NoticeKind.LIQUIDATED])
    assert notice.kind is NoticeKind.LIQUIDATED
    watch.apply(execution(CORRECTED_ID, **forced))
    assert watch.taken([NoticeKind.LIQUIDATED]) == []


@pytest.mark.parametrize(
    ("time", "ahead", "expected"),
    [
        (LONG_AGO, 0, []),
        (LATER, 0, ["Filled: BUY 100 AAPL"]),
        ("no time at all", 0, []),
        # TWS's clock is ahead by more than that.
        (LATER, 24 * 3600, []),
    ],
)
def test_a_completed_order_received_first_is_news_only_if_it_ended_since_the_connection(
    watch: Watch, time: str, ahead: int, expected: list[str]
) -> None:
    watch.connect(ClockCompared(timedelta(seconds=ahead)))
    # In two flushes, as an answer comes.
    asked, later = (
        RequestChanged(RequestKind.COMPLETED_ORDERS, RequestProgress(word)) for word in ("running", "complete")
    )
    watch.apply(asked, execution(FIRST_ID, perm_id=71, time=time))
    watch.apply(completed_order(71, status="Filled", filledQuantity=Decimal(100)), later)
    assert watch.titles() == expected


def test_an_order_of_another_client_that_a_refresh_shows_to_be_filled(watch: Watch) -> None:
    watch.connect(*working())
    asked, later = (RequestChanged(RequestKind.EXECUTIONS, RequestProgress(word)) for word in ("running", "complete"))
    watch.apply(asked, completed_order(71, status="Filled", filledQuantity=Decimal(100)), later)
    assert watch.titles() == ["Filled: BUY 100 AAPL"]


def test_a_rejection_of_an_order_that_is_not_known(watch: Watch) -> None:
    watch.connect()
    watch.apply(rejected(71))
    watch.apply(rejected(71))
    (notice,) = watch.taken()
    assert (notice.title, notice.kind) == ("Rejected: order ID 71", NoticeKind.REJECTED)
    assert notice.text == "The exchange is closed. TWS has sent nothing else of this order."
    # When TWS describes it after all, that is the same rejection.
    watch.apply(open_order(71, 1, 71, status="Inactive"))
    assert watch.taken() == []


def test_a_rejection_that_can_be_one_of_two_orders(watch: Watch) -> None:
    watch.connect(open_order(71, 1, 5), open_order(72, 2, 5))
    watch.apply(rejected(5))
    assert [notice.text for notice in watch.taken()] == [
        "The exchange is closed. It can be one of 2 orders with this ID."
    ]


def test_a_hold_that_is_over_before_it_is_shown_is_no_news(watch: Watch) -> None:
    watch.connect(*working())
    watch.apply(order_status(71, 1, 71, why_held="locate"))
    watch.apply(order_status(71, 1, 71, filled=1))
    assert watch.taken() == []


def test_each_correction_of_a_chain_has_one_notice_and_names_the_one_before(watch: Watch) -> None:
    third = FIRST_ID.replace(".01.01", ".01.03")
    watch.connect(execution(FIRST_ID))
    watch.apply(execution(third, price=Decimal(3)), execution(CORRECTED_ID, price=Decimal(2)))
    (notice,) = watch.taken()
    assert notice.text.startswith(f"Price 2 → 3. Execution {third} corrects {CORRECTED_ID}.")


def test_old_executions_from_a_query_are_no_correction(watch: Watch) -> None:
    watch.connect()
    watch.apply(
        RequestChanged(RequestKind.QUERY, RequestProgress.RUNNING, words="7 days"), execution(FIRST_ID, time=LONG_AGO)
    )
    watch.apply(
        execution(CORRECTED_ID, time=LONG_AGO),
        RequestChanged(RequestKind.QUERY, RequestProgress.COMPLETE, words="7 days"),
    )
    assert watch.taken() == []


def test_two_rows_that_become_one_order_have_one_notice(watch: Watch) -> None:
    watch.connect(order_status(None, 1, 11), order_status(71, None, None))
    watch.apply(order_status(71, None, None, status="Filled", filled=100, remaining=0))
    assert len(watch.titles()) == 1
    watch.apply(open_order(71, 1, 11, status="Filled"))
    watch.apply(order_status(71, 1, 11, status="Filled", filled=100, remaining=0))
    assert len(watch.blotter.orders) == 1
    assert watch.titles() == []


def test_many_at_once_are_one_notice(watch: Watch) -> None:
    perm_ids = range(71, 76)
    watch.connect(*(event for perm_id in perm_ids for event in working(perm_id)))
    watch.apply(*(event for perm_id in perm_ids for event in filled(perm_id)))
    (notice,) = watch.taken()
    assert notice == Notice(
        None, "5 orders filled", "BUY 100 AAPL, BUY 100 AAPL, BUY 100 AAPL and 2 more", Severity.INFO
    )


@pytest.mark.parametrize("off", NoticeKind)
def test_each_kind_can_be_left_out(watch: Watch, off: NoticeKind) -> None:
    watch.connect(*working(71), *working(72), *working(73), execution(FIRST_ID))
    watch.apply(*filled(71), rejected(72), order_status(72, 1, 72, status="Inactive"))
    kinds = [notice.kind for notice in watch.taken(ALL - {off})]
    watch.apply(order_status(73, 1, 73, why_held="locate"), execution(CORRECTED_ID))
    watch.lose()
    kinds += [notice.kind for notice in watch.taken(ALL - {off})]
    order = [NoticeKind.FILLED, NoticeKind.REJECTED, NoticeKind.LINK, NoticeKind.HELD, NoticeKind.CORRECTED]
    assert kinds == [kind for kind in order if kind is not off]


def test_a_loss_and_the_return_have_one_notice_each(watch: Watch) -> None:
    watch.connect(*working())
    watch.lose()
    for _ in range(3):
        watch.link(LinkState.CONNECTING)
        watch.link(LinkState.DOWN, "Connection refused")
        watch.link(LinkState.WAITING, "Connection refused")
    (lost,) = watch.taken()
    assert (lost.title, lost.text, lost.kind) == ("Connection lost", "TWS closed it.", NoticeKind.LINK)
    watch.clock.now += timedelta(minutes=12)
    watch.connect(*working())
    (back,) = watch.taken()
    assert (back.title, back.text) == ("Reconnected after 12 min", "Data is up to date.")


def test_tws_may_lose_ib(watch: Watch) -> None:
    watch.connect()
    watch.link(LinkState.CUT_OFF, "TWS has lost its connection to Interactive Brokers.")
    assert [notice.text for notice in watch.taken()] == ["TWS has lost its connection to Interactive Brokers."]
    watch.link(LinkState.SYNCHRONISING)
    assert watch.taken() == []
    watch.link(LinkState.UP)
    assert [title[:11] for title in watch.titles()] == ["Reconnected"]


def test_a_loss_that_ends_before_it_is_shown_is_in_the_notice_of_the_return(watch: Watch) -> None:
    watch.connect()
    watch.lose()
    watch.connect()
    assert [title[:11] for title in watch.titles()] == ["Reconnected"]


def test_disconnecting_by_the_user_is_no_loss(watch: Watch) -> None:
    watch.connect()
    watch.notices.expect_disconnect()
    watch.link(LinkState.DOWN, "You have disconnected.")
    watch.link(LinkState.CONNECTING)
    watch.link(LinkState.WAITING, "Connection refused")
    watch.connect()
    assert watch.taken() == []
    # The next one is one again.
    watch.lose()
    assert watch.titles() == ["Connection lost"]


def test_a_connection_that_never_came_up_is_not_lost(watch: Watch) -> None:
    watch.link(LinkState.CONNECTING)
    watch.link(LinkState.WAITING, "Connection refused")
    watch.connect(*filled(71))
    assert watch.taken() == []


WHILE_AWAY = (*filled(71), *filled(72), rejected(73), open_order(73, 1, 73, status="Inactive"))


@pytest.mark.parametrize(
    ("later", "wanted", "title", "text"),
    [
        (WHILE_AWAY, ALL, "Reconnected after ", "While disconnected: 2 orders filled, 1 rejected."),
        (WHILE_AWAY, ALL - {NoticeKind.LINK}, "While the connection was lost", "2 orders filled, 1 rejected."),
        (
            WHILE_AWAY,
            ALL - {NoticeKind.FILLED},
            "Reconnected",
            "While disconnected, rejected: BUY 100 AAPL. The exchange",
        ),
        (WHILE_AWAY, {NoticeKind.LINK}, "Reconnected", "Data is up to date."),
        (filled(71), {NoticeKind.FILLED}, "While the connection was lost", "Filled: BUY 100 AAPL. At an average"),
    ],
)
def test_news_while_disconnected_are_in_one_notice_once(
    watch: Watch, later: tuple[Event, ...], wanted: frozenset[NoticeKind], title: str, text: str
) -> None:
    known = (*working(71), *working(72), *working(73), *filled(70))
    watch.connect(*known)
    watch.lose()
    watch.taken()
    watch.connect(*filled(70), *later)
    (notice,) = watch.taken(wanted)
    assert notice.title.startswith(title)
    assert notice.text.startswith(text)
    assert (notice.record is None) == text.startswith(("While disconnected: 2", "2 ", "Data"))
    watch.apply(*known, *later)
    assert watch.taken() == []


def test_news_of_one_gap_are_not_repeated_after_the_next(watch: Watch) -> None:
    watch.connect(*working(71), *working(72))
    for perm_id in (71, 72):
        watch.lose()
        watch.taken()
        watch.connect(*filled(perm_id))
        assert [notice.text[:40] for notice in watch.taken()] == ["While disconnected, filled: BUY 100 AAPL"]


def test_news_while_the_user_had_disconnected_come_without_a_loss(watch: Watch) -> None:
    watch.connect(*working())
    watch.notices.expect_disconnect()
    watch.link(LinkState.DOWN, "You have disconnected.")
    watch.connect(*filled(71))
    (notice,) = watch.taken()
    assert (notice.title, notice.kind) == ("While disconnected", NoticeKind.FILLED)


def test_after_clearing_the_next_synchronization_is_the_first(watch: Watch) -> None:
    watch.connect(*working())
    watch.blotter.clear()
    watch.notices.clear()
    watch.connect(*filled(71))
    assert watch.taken() == []


def test_notices_are_discarded_while_the_user_looks_at_the_window(watch: Watch) -> None:
    watch.connect(*working())
    watch.apply(*filled(71))
    watch.lose()
    watch.notices.discard()
    assert (watch.notices.is_due, watch.taken()) == (False, [])


_PERM_IDS = st.integers(71, 73)
_EVENTS = st.one_of(
    _PERM_IDS.flatmap(
        lambda perm_id: st.sampled_from(
            [
                *working(perm_id),
                *filled(perm_id),
                rejected(perm_id),
                order_status(perm_id, 1, perm_id, status="Inactive"),
                order_status(perm_id, 1, perm_id, status="PreSubmitted", why_held="locate"),
                order_status(perm_id, 1, perm_id, status="Cancelled"),
                completed_order(perm_id, status="Filled", filledQuantity=Decimal(100)),
            ]
        )
    ),
    st.sampled_from(
        [
            replace(execution(exec_id, perm_id=71, time=time), req_id=req_id)
            for exec_id in (FIRST_ID, CORRECTED_ID)
            for time in (LONG_AGO, LATER)
            for req_id in (-1, 5)
        ]
    ),
)


def refreshed(order: Order) -> tuple[Event, ...]:
    """What TWS sends of an order when everything is requested again."""
    perm_id, status = order.perm_id, order.status
    if status is None or perm_id is None:
        return ()
    numbers = {"filled": order.filled, "remaining": order.remaining, "avg_fill_price": order.avg_fill_price}
    said: dict[str, Any] = {"status": status, "why_held": order.why_held, **numbers}
    opened = [open_order(perm_id, 1, perm_id, status=status)] if order.order_fields else []
    return *opened, order_status(perm_id, 1, perm_id, **said)


@given(st.lists(_EVENTS, max_size=12), st.lists(_EVENTS, max_size=12))
def test_repeats_and_refreshes_make_no_difference(known: list[Event], live: list[Event]) -> None:
    once, often = Watch(), Watch()
    once.connect(*known)
    often.connect(*(event for event in known for _ in range(2)))
    assert once.taken() == often.taken() == []
    for event in live:
        once.apply(event)
        often.apply(event, event)
        often.apply(event)
        assert once.titles() == often.titles()
    orders = [event for order in once.blotter.orders for event in refreshed(order)]
    current = [*orders, *(event for event in (*known, *live) if isinstance(event, ExecDetails))]
    once.apply(*current)
    assert once.taken() == []
    once.lose()
    once.taken()
    once.connect(*current)
    assert [notice.text for notice in once.taken()] == ["Data is up to date."]
