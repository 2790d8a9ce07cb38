"""`Notices`: decides from changed records which notifications are due, each once, and none for old events.

Old is what the first synchronization brings, and what later answers report of the time before it. What happened to
orders while disconnected is reported in one notice with the reconnection.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta
from enum import Enum

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.reasons import message_words
from ibmonitor.domain.notices.notable import State, may_be_notable, notable_state
from ibmonitor.domain.notices.notice import (
    Back,
    Lost,
    News,
    Notice,
    NoticeKind,
    Wording,
    back_notice,
    lost_notice,
    merged_notice,
    notice_of,
)
from ibmonitor.domain.records.exec_id import base_of, revision_of
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.records import Fill, Message, Order
from ibmonitor.domain.records.requests import RequestKind

MOST_SEPARATE = 3
"""When more than this are due, they are merged into one."""

_OFFLINE = frozenset({LinkState.DOWN, LinkState.WAITING, LinkState.CONNECTING, LinkState.CUT_OFF})
_LOST_STATES = frozenset({LinkState.WAITING, LinkState.CUT_OFF})
"""Not `DOWN`: then the user has disconnected, or `WAITING` follows."""
_PAST_REQUESTS = frozenset(
    {RequestKind.EXECUTIONS, RequestKind.QUERY, RequestKind.COMPLETED_ORDERS, RequestKind.SUB_ACCOUNTS}
)
# Looking up an Enum member costs more than the rest of the work, and it is done for every order.
_FILLED, _REJECTED = NoticeKind.FILLED, NoticeKind.REJECTED


class _Phase(Enum):
    FIRST = "first"
    """Until the first synchronization is complete: what it brings is not news."""
    LIVE = "live"
    AWAY = "away"
    """From the loss of the connection until everything has been received again."""


_FIRST, _LIVE, _AWAY = _Phase.FIRST, _Phase.LIVE, _Phase.AWAY


class Notices:
    """Looks at changed records only. `fill_by_exec_id` is the blotter's."""

    def __init__(self, fill_by_exec_id: Callable[[str], Fill | None]) -> None:
        self._fill_by_exec_id = fill_by_exec_id
        self._first_sync_began: datetime | None = None
        """When the first synchronization began; `None` before it."""
        self._is_disconnect_expected = False
        """The user has disconnected: neither that nor the next connection is news."""
        self._lost: Lost | None = None
        """The loss that was reported, until the connection is back."""
        self._link_due: Lost | Back | None = None
        self.clear()

    def clear(self) -> None:
        """Start over, as the blotter was cleared: the next records are the first again."""
        self._phase = _FIRST
        self._caught_up_at: datetime | None = None
        """Records received up to this moment are known: no request for past records was running then."""
        self._filled: set[int] = set()
        """Serials of the orders already seen filled."""
        self._filled_perm_ids: set[int] = set()
        """Their permIds: two rows may be merged into one order."""
        self._seen: set[tuple[NoticeKind, str, str, int]] = set()
        """The other states already seen: (kind, key, kind of ID, ID)."""
        self._corrections: set[str] = set()
        self._liquidations: set[str] = set()
        """Executions of liquidations, by the part of the execId that corrections share."""
        self._messages: set[int] = set()
        self._due: list[News] = []
        self._away: list[News] = []

    def update(self, orders: Iterable[Order], fills: Iterable[Fill], link: Link, now: datetime) -> None:
        """Process changed orders and fills; `link` is the current one, whose changes go to `update_link`."""
        is_first, filled = self._phase is _FIRST, self._filled
        for order in orders:
            if order.serial in filled:
                continue
            if is_first and order.is_done and order.remaining is not None and not order.remaining:
                # The first synchronization can bring a hundred thousand old orders: check no more of them.
                self._mark_filled(order)
            elif may_be_notable(order):
                self._check_order(order, link)
        superseded = []
        for fill in fills:
            if fill.superseded_by is not None:
                superseded.append(fill)
            if fill.execution.is_liquidation:
                self._check_liquidation(fill, link)
        if superseded:
            self._check_corrections(superseded, link)
        self._note_caught_up(link, now)

    def add_message(self, message: Message) -> None:
        """Process a message: one about an account, or a rejection whose order is not certain, gets its own notice."""
        if message.code is None or message.serial in self._messages:
            return
        kind = kind_of(message.code, message.text)
        is_refusal = kind is MessageKind.REFUSAL and message.order is None and (message.req_id or 0) > 0
        if not is_refusal and kind is not MessageKind.ACCOUNT:
            return
        self._messages.add(message.serial)
        if self._phase is not _FIRST or kind is MessageKind.ACCOUNT:
            self._add(News(_REJECTED if is_refusal else NoticeKind.ACCOUNT, message, message_words(message)))

    def update_link(self, link: Link, now: datetime) -> None:
        """Process a change of the connection."""
        self._first_sync_began = link.live_intervals[0].began if link.live_intervals else None
        if link.state is LinkState.UP:
            self._on_reconnected(now)
        elif self._phase is not _FIRST and link.state in _OFFLINE:
            self._phase = _AWAY
            if link.state in _LOST_STATES and self._lost is None and not self._is_disconnect_expected:
                self._lost = self._link_due = Lost(link.stale_since or now, link.reason)
        self._note_caught_up(link, now)

    def expect_disconnect(self) -> None:
        """Note that the user disconnects."""
        self._is_disconnect_expected = True
        self._lost = None
        if isinstance(self._link_due, Lost):
            self._link_due = None

    @property
    def is_due(self) -> bool:
        """Whether there may be something to show."""
        return bool(self._due or self._link_due)

    def discard(self) -> None:
        """Discard what is due: the user is looking at the window."""
        self._due.clear()
        self._link_due = None

    def next_notice(self, wanted: Container[NoticeKind], wording: Wording) -> Notice | None:
        """Return the next notice of the wanted kinds; `None` when there is none.

        Those of the connection come first. More than `MOST_SEPARATE` others are merged into one.
        """
        event, self._link_due = self._link_due, None
        match event:
            case Lost() if NoticeKind.LINK in wanted:
                return lost_notice(event)
            case Back():
                notice = back_notice(event, wanted, wording)
                if notice is not None:
                    return notice
        self._due = [news for news in self._due if news.kind in wanted and _is_still_true(news)]
        if len(self._due) > MOST_SEPARATE:
            news, self._due = self._due, []
            return merged_notice(news, wording)
        return notice_of(self._due.pop(0), wording) if self._due else None

    # Orders and executions

    def _check_order(self, order: Order, link: Link) -> None:
        state = notable_state(order)
        if state is None or not self._mark_seen(order, state):
            return
        kind, _, detail = state
        if kind is _REJECTED and any(message.serial in self._messages for message in order.messages):
            # Its message came first, and had a notice.
            return
        if self._is_news(order, link):
            self._add(News(kind, order, detail))

    def _mark_seen(self, order: Order, state: State) -> bool:
        """Record that an order was seen in a state; return whether it is the first time."""
        kind, which, _ = state
        if kind is _FILLED:
            return self._mark_filled(order)
        names = {(kind, which, "serial", order.serial)}
        if order.perm_id:
            names.add((kind, which, "perm ID", order.perm_id))
        is_new = names.isdisjoint(self._seen)
        self._seen |= names
        return is_new

    def _mark_filled(self, order: Order) -> bool:
        perm_id = order.perm_id
        is_new = perm_id not in self._filled_perm_ids
        self._filled.add(order.serial)
        if perm_id:
            self._filled_perm_ids.add(perm_id)
        return is_new

    def _is_news(self, order: Order, link: Link) -> bool:
        if self._phase is _FIRST:
            return False
        if self._was_known(order.first_seen) or not order.completed_order_status:
            # It was known in another state, or it is an open order that was not in the list of all open orders.
            return True
        times = [fill.time for fill in order.fills if fill.superseded_by is None]
        return self._is_after_first_sync(max(filter(None, [*times, order.completed_time]), default=None), link)

    def _check_liquidation(self, fill: Fill, link: Link) -> None:
        exec_id = fill.execution.exec_id
        base = base_of(exec_id)
        if base in self._liquidations:
            return
        self._liquidations.add(base)
        if self._phase is not _FIRST and (fill.is_live or self._is_after_first_sync(fill.time, link)):
            self._add(News(NoticeKind.LIQUIDATED, fill))

    def _check_corrections(self, superseded: list[Fill], link: Link) -> None:
        corrected: dict[str, Fill] = {}
        for fill in superseded:
            by = fill.superseded_by or ""
            other = corrected.get(by)
            if by not in self._corrections and (other is None or _revision(other) < _revision(fill)):
                corrected[by] = fill
        for by, fill in corrected.items():
            self._corrections.add(by)
            correction = self._fill_by_exec_id(by)
            known = self._was_known(fill.received) or self._is_after_first_sync(fill.time, link)
            if correction is not None and known and self._phase is not _FIRST:
                self._add(News(NoticeKind.CORRECTED, correction, corrected=fill))

    def _was_known(self, received: datetime) -> bool:
        return self._caught_up_at is not None and received <= self._caught_up_at

    def _is_after_first_sync(self, time: datetime | None, link: Link) -> bool:
        """Whether a time by TWS's clock is after the first synchronization began; `False` where that is not known."""
        if time is None or self._first_sync_began is None:
            return False
        return time - (link.clock_ahead or timedelta()) >= self._first_sync_began

    def _add(self, news: News) -> None:
        (self._away if self._phase is _AWAY else self._due).append(news)

    # The connection

    def _on_reconnected(self, now: datetime) -> None:
        if self._phase is _AWAY:
            lost, away = self._lost, [news for news in self._away if _is_still_true(news)]
            if lost is not None or away:
                self._link_due = Back(None if lost is None else now - lost.since, tuple(away))
        self._phase = _LIVE
        self._is_disconnect_expected = False
        self._lost = None
        self._away = []

    def _note_caught_up(self, link: Link, now: datetime) -> None:
        if self._phase is _LIVE and not _is_requesting_past(link):
            self._caught_up_at = now


def _is_still_true(news: News) -> bool:
    """A hold that ended before its notice was shown is not news."""
    if news.kind is not NoticeKind.HELD or not isinstance(news.record, Order):
        return True
    state = notable_state(news.record)
    return state is not None and state[0] is NoticeKind.HELD


def _revision(fill: Fill) -> int:
    return revision_of(fill.execution.exec_id) or 0


def _is_requesting_past(link: Link) -> bool:
    return any(
        request.progress is RequestProgress.RUNNING and request.kind in _PAST_REQUESTS
        for request in link.requests.values()
    )
