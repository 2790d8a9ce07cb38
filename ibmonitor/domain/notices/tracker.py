"""`Notices`: told of what has changed, it says which notifications are due: each once, and none for what is old.

Old is what the first synchronisation tells, and what a later answer tells of the time before it. What became of orders
while TWS could not tell is news once TWS tells again, in one notice with the return of the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta
from enum import Enum

from ibmonitor.domain.messages.meanings import MessageKind, kind_of
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
from ibmonitor.domain.query.query import is_query
from ibmonitor.domain.records.exec_id import base_of, revision_of
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.records import Fill, Message, Order
from ibmonitor.domain.records.requests import COMPLETED_ORDERS, EXECUTIONS, SUB_ACCOUNTS

MOST_BY_THEMSELVES = 3
"""When more than this are due, they become one."""

_CANNOT_TELL = frozenset({LinkState.DOWN, LinkState.WAITING, LinkState.CONNECTING, LinkState.CUT_OFF})
_IS_LOST = frozenset({LinkState.WAITING, LinkState.CUT_OFF})
"""Not `DOWN`: that is the user's own doing, or passes into `WAITING`."""
_TELL_OF_THE_PAST = frozenset({EXECUTIONS, COMPLETED_ORDERS, SUB_ACCOUNTS})
# Looking a member up in its Enum costs more than all else that is done with it, and this is done for every order.
_FILLED, _REJECTED = NoticeKind.FILLED, NoticeKind.REJECTED


class _Phase(Enum):
    FIRST = "first"
    """Until TWS has told everything for the first time: all of that is known before."""
    LIVE = "live"
    AWAY = "away"
    """From when TWS could not tell until it has told everything anew."""


_FIRST, _LIVE, _AWAY = _Phase.FIRST, _Phase.LIVE, _Phase.AWAY


class Notices:
    """Looks only at what has changed. `fill_by_exec_id` is the blotter's."""

    def __init__(self, fill_by_exec_id: Callable[[str], Fill | None]) -> None:
        self._fill_by_exec_id = fill_by_exec_id
        self._began: datetime | None = None
        """Since when TWS was first asked to tell everything; `None` while it never was."""
        self._excused = False
        """The user has ended the connection: neither its end nor its return is news."""
        self._lost: Lost | None = None
        """The loss that has been told, until the connection is back."""
        self._link_due: Lost | Back | None = None
        self.forget()

    def forget(self) -> None:
        """All records have been forgotten: those to come are first ones again."""
        self._phase = _FIRST
        self._settled: datetime | None = None
        """Up to when all that had arrived was looked at, while TWS was asked for nothing of the past."""
        self._filled: set[int] = set()
        """Serials of the orders that were seen filled."""
        self._filled_perm_ids: set[int] = set()
        """Two rows may turn out to be one order."""
        self._seen: set[tuple[NoticeKind, str, str, int]] = set()
        """The other states: which, and by what name the order was seen in it."""
        self._corrections: set[str] = set()
        self._liquidations: set[str] = set()
        """Executions that IB started, by what they have in common with their corrections."""
        self._messages: set[int] = set()
        self._due: list[News] = []
        self._away: list[News] = []

    def see(self, orders: Iterable[Order], fills: Iterable[Fill], link: Link, now: datetime) -> None:
        """Take in which orders and fills have changed; `link` is as it is after that, and told of by itself."""
        is_first, filled = self._phase is _FIRST, self._filled
        for order in orders:
            if order.serial in filled:
                continue
            if is_first and order.is_done and order.remaining is not None and not order.remaining:
                # Of a hundred thousand old orders no more is asked.
                self._note_filled(order)
            elif may_be_notable(order):
                self._look(order, link)
        superseded = []
        for fill in fills:
            if fill.superseded_by is not None:
                superseded.append(fill)
            if fill.execution.liquidation:
                self._look_at_liquidation(fill, link)
        if superseded:
            self._look_at_corrections(superseded, link)
        self._settle(link, now)

    def see_message(self, message: Message) -> None:
        """Take in a message: one about an account, or a refusal of an order that is not certain, is news by itself."""
        if message.code is None or message.serial in self._messages:
            return
        kind = kind_of(message.code, message.text)
        is_refusal = kind is MessageKind.REFUSAL and message.order is None and (message.req_id or 0) > 0
        if not is_refusal and kind is not MessageKind.ACCOUNT:
            return
        self._messages.add(message.serial)
        if self._phase is not _FIRST or kind is MessageKind.ACCOUNT:
            self._add(News(_REJECTED if is_refusal else NoticeKind.ACCOUNT, message, message_words(message)))

    def see_link(self, link: Link, now: datetime) -> None:
        """Take in what has become of the connection."""
        self._began = link.live_intervals[0].began if link.live_intervals else None
        if link.state is LinkState.UP:
            self._come_up(now)
        elif self._phase is not _FIRST and link.state in _CANNOT_TELL:
            self._phase = _AWAY
            if link.state in _IS_LOST and self._lost is None and not self._excused:
                self._lost = self._link_due = Lost(link.stale_since or now, link.reason)
        self._settle(link, now)

    def leave(self) -> None:
        """The user ends the connection."""
        self._excused = True
        self._lost = None
        if isinstance(self._link_due, Lost):
            self._link_due = None

    @property
    def is_due(self) -> bool:
        """Whether there may be something to show."""
        return bool(self._due or self._link_due)

    def drop(self) -> None:
        """Let nothing be due: the user sees it by himself."""
        self._due.clear()
        self._link_due = None

    def take(self, wanted: Container[NoticeKind], wording: Wording) -> Notice | None:
        """Return the next notice to show, of the kinds that are wanted; `None` when there is none.

        The connection's come first. More than a few others become one.
        """
        event, self._link_due = self._link_due, None
        match event:
            case Lost() if NoticeKind.LINK in wanted:
                return lost_notice(event)
            case Back():
                notice = back_notice(event, wanted, wording)
                if notice is not None:
                    return notice
        self._due = [news for news in self._due if news.kind in wanted and _still_holds(news)]
        if len(self._due) > MOST_BY_THEMSELVES:
            news, self._due = self._due, []
            return merged_notice(news, wording)
        return notice_of(self._due.pop(0), wording) if self._due else None

    # Orders and executions

    def _look(self, order: Order, link: Link) -> None:
        state = notable_state(order)
        if state is None or not self._note(order, state):
            return
        kind, _, detail = state
        if kind is _REJECTED and any(message.serial in self._messages for message in order.messages):
            # Its message came before it, and was told of.
            return
        if self._is_news(order, link):
            self._add(News(kind, order, detail))

    def _note(self, order: Order, state: State) -> bool:
        """Remember that an order was seen in a state; return whether that is the first time."""
        kind, which, _ = state
        if kind is _FILLED:
            return self._note_filled(order)
        names = {(kind, which, "serial", order.serial)}
        if order.perm_id:
            names.add((kind, which, "perm ID", order.perm_id))
        is_new = names.isdisjoint(self._seen)
        self._seen |= names
        return is_new

    def _note_filled(self, order: Order) -> bool:
        perm_id = order.perm_id
        is_new = perm_id not in self._filled_perm_ids
        self._filled.add(order.serial)
        if perm_id:
            self._filled_perm_ids.add(perm_id)
        return is_new

    def _is_news(self, order: Order, link: Link) -> bool:
        if self._phase is _FIRST:
            return False
        if self._is_settled(order.first_seen) or not order.completed_order_status:
            # It was known in another state, or it is an open order that was not there when all of them were told.
            return True
        times = [fill.time for fill in order.fills if fill.superseded_by is None]
        return self._is_since_began(max(filter(None, [*times, order.completed_time]), default=None), link)

    def _look_at_liquidation(self, fill: Fill, link: Link) -> None:
        exec_id = fill.execution.exec_id
        base = base_of(exec_id)
        if base in self._liquidations:
            return
        self._liquidations.add(base)
        if self._phase is not _FIRST and (fill.is_live or self._is_since_began(fill.time, link)):
            self._add(News(NoticeKind.LIQUIDATED, fill))

    def _look_at_corrections(self, superseded: list[Fill], link: Link) -> None:
        corrected: dict[str, Fill] = {}
        for fill in superseded:
            by = fill.superseded_by or ""
            other = corrected.get(by)
            if by not in self._corrections and (other is None or _revision(other) < _revision(fill)):
                corrected[by] = fill
        for by, fill in corrected.items():
            self._corrections.add(by)
            correction = self._fill_by_exec_id(by)
            known = self._is_settled(fill.received) or self._is_since_began(fill.time, link)
            if correction is not None and known and self._phase is not _FIRST:
                self._add(News(NoticeKind.CORRECTED, correction, corrected=fill))

    def _is_settled(self, heard: datetime) -> bool:
        return self._settled is not None and heard <= self._settled

    def _is_since_began(self, time: datetime | None, link: Link) -> bool:
        """Whether a time of TWS's clock lies after TWS was first asked; where that is not known, it does not."""
        if time is None or self._began is None:
            return False
        return time - (link.clock_ahead or timedelta()) >= self._began

    def _add(self, news: News) -> None:
        (self._away if self._phase is _AWAY else self._due).append(news)

    # The connection

    def _come_up(self, now: datetime) -> None:
        if self._phase is _AWAY:
            lost, away = self._lost, [news for news in self._away if _still_holds(news)]
            if lost is not None or away:
                self._link_due = Back(None if lost is None else now - lost.since, tuple(away))
        self._phase = _LIVE
        self._excused = False
        self._lost = None
        self._away = []

    def _settle(self, link: Link, now: datetime) -> None:
        if self._phase is _LIVE and not _asks_for_the_past(link):
            self._settled = now


def _still_holds(news: News) -> bool:
    """A hold that was over before it could be told of is no news."""
    if news.kind is not NoticeKind.HELD or not isinstance(news.record, Order):
        return True
    state = notable_state(news.record)
    return state is not None and state[0] is NoticeKind.HELD


def _revision(fill: Fill) -> int:
    return revision_of(fill.execution.exec_id) or 0


def _asks_for_the_past(link: Link) -> bool:
    return any(
        request.progress is RequestProgress.RUNNING and (name in _TELL_OF_THE_PAST or is_query(name))
        for name, request in link.requests.items()
    )
