"""`Watch`: a blotter whose changes go to `Notices`, and events for it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.notices.notice import Notice, NoticeKind, Wording
from ibmonitor.domain.notices.tracker import Notices
from ibmonitor.domain.records.events import (
    Event,
    LinkChanged,
    TwsMessage,
)
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.records import Fill, Message, Order
from tests.support.blotter_events import (
    TickingClock,
    execution,
    open_order,
    order_status,
)

ALL = frozenset(NoticeKind)
LONG_AGO = "20260610-09:00:00"
LATER = "20260611-20:00:00"
FIRST_ID, CORRECTED_ID = "0000e1a7.00000001.01.01", "0000e1a7.00000001.01.02"


class Watch:
    """A blotter and its notices, updated as the feed does it."""

    def __init__(self) -> None:
        self.clock = TickingClock()
        self.blotter = Blotter(clock=self.clock)
        self.notices = Notices(self.blotter.fill_by_exec_id)

    def apply(self, *events: Event) -> None:
        """All of these come in one flush."""
        orders: dict[Order, None] = {}
        fills: dict[Fill, None] = {}
        messages: dict[Message, None] = {}
        link = False
        for event in events:
            change = self.blotter.apply(event)
            orders.update(dict.fromkeys(change.orders))
            fills.update(dict.fromkeys(change.fills))
            messages.update(dict.fromkeys(change.messages))
            link = link or change.link
            for merged in change.merged_orders:
                orders.pop(merged, None)
        if orders or fills:
            self.notices.update(orders, fills, self.blotter.link, self.clock())
        if link:
            self.notices.update_link(self.blotter.link, self.clock())
        for message in messages:
            self.notices.add_message(message)

    def link(self, state: LinkState, reason: str = "") -> None:
        self.apply(to(state, reason))

    def connect(self, *known: Event) -> None:
        """A connection comes up, and its synchronization brings the known records."""
        self.link(LinkState.CONNECTING)
        self.link(LinkState.SYNCHRONISING)
        self.apply(*known)
        self.link(LinkState.UP)

    def lose(self) -> None:
        self.link(LinkState.DOWN, "TWS closed it.")
        self.link(LinkState.WAITING, "TWS closed it.")

    def taken(self, wanted: Iterable[NoticeKind] = ALL) -> list[Notice]:
        """All that is due, as it would be shown."""
        notices = []
        while (notice := self.notices.next_notice(frozenset(wanted), Wording())) is not None:
            notices.append(notice)
        return notices

    def titles(self) -> list[str]:
        return [notice.title for notice in self.taken()]


def to(state: LinkState, reason: str = "") -> LinkChanged:
    return LinkChanged(state, "127.0.0.1", 7497, 7, reason)


def rejected(order_id: int, text: str = "Order rejected - reason:The exchange is closed.") -> TwsMessage:
    return TwsMessage(order_id, 201, text, None)


def filled(perm_id: int, **known: Any) -> tuple[Event, ...]:
    """The events of an order that is filled live, each sent twice as TWS does."""
    status = order_status(perm_id, 1, perm_id, status="Filled", filled=100, remaining=0, avg_fill_price=Decimal("50.1"))
    return (
        execution(f"0000e1a7.{perm_id:08x}.01.01", perm_id=perm_id, client_id=1, order_id=perm_id, time=LATER, **known),
        open_order(perm_id, 1, perm_id, status="Filled"),
        status,
        open_order(perm_id, 1, perm_id, status="Filled"),
        status,
    )


def working(perm_id: int = 71, **fields: Any) -> tuple[Event, ...]:
    opened = open_order(perm_id, 1, perm_id, status="Submitted", **fields)
    return opened, order_status(perm_id, 1, perm_id)
