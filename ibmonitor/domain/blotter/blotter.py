"""The store of all that is known about the account, and the only reader of events.

`Blotter.apply(event)`, or `apply_all` for many, is the only way in. `order_book.py` finds orders and `order_updates.py`
writes them; `fill_book.py` joins fills and commissions, and `executions.py` links them to their orders.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import get_args

from ibmonitor.domain.blotter.coverage import Coverage
from ibmonitor.domain.blotter.executions import Executions
from ibmonitor.domain.blotter.fa_xml import FaXmlError
from ibmonitor.domain.blotter.fill_book import FillBook
from ibmonitor.domain.blotter.link_updates import LinkFact, apply_account_asked, apply_to_link
from ibmonitor.domain.blotter.live_scope import LiveScope
from ibmonitor.domain.blotter.masters import Masters
from ibmonitor.domain.blotter.message_book import MessageBook
from ibmonitor.domain.blotter.message_orders import perm_id_in, possible_orders
from ibmonitor.domain.blotter.open_order_lists import OpenOrderLists
from ibmonitor.domain.blotter.order_book import IdSource, OrderBook
from ibmonitor.domain.blotter.order_history import ids_in_words, note_listed
from ibmonitor.domain.blotter.order_parents import Parents
from ibmonitor.domain.blotter.order_progress import recompute, shows_end
from ibmonitor.domain.blotter.order_updates import (
    apply_completed_order,
    apply_open_order,
    apply_order_status,
    is_preview,
)
from ibmonitor.domain.blotter.settled import Settled
from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.records.change import NOTHING, Change, Changes, commissions_of, with_combos
from ibmonitor.domain.records.events import (
    AccountAsked,
    ClockCompared,
    CommissionReport,
    CompletedOrder,
    CompletedOrdersEnd,
    ConfigResponse,
    CurrentTime,
    Event,
    ExecDetails,
    ExecDetailsEnd,
    Fault,
    LinkChanged,
    LinkMoved,
    ManagedAccounts,
    NextValidId,
    OpenOrder,
    OpenOrderEnd,
    OrderBound,
    OrderStatus,
    ReceiveFA,
    RequestChanged,
    TwsMessage,
)
from ibmonitor.domain.records.field_values import id_in
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.order_ids import UNBOUND_ORDER_ID, client_key
from ibmonitor.domain.records.records import Commission, Contract, Fill, HistoryEntry, HistoryKind, Message, Order
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.domain.records.slice import Slice
from ibmonitor.domain.times.tws_time import parse_tws_time, why_no_moment

_LINK_CHANGED = Change(link=True)

# Looking up an Enum member costs as much as the rest of what is done with it for every event.
_LIVE, _STATUS, _PAST = IdSource

_utc_now = partial(datetime.now, UTC)

_TICK = timedelta(microseconds=1)
"""Less than any event takes: what was received later has the later time, although the clock was read only once."""


class Blotter:
    """Orders, fills, commissions and messages in order of arrival, and the facts of the connection.

    `instruments` names their instruments. `clock` returns the time of receipt (aware UTC); `zone` is the operator's,
    for times that TWS sends without a zone.
    """

    def __init__(self, *, clock: Callable[[], datetime] = _utc_now, zone: tzinfo | None = None) -> None:
        self.link = Link()
        self._clock = clock
        self._is_in_slice = False
        self._slice_began = datetime.min.replace(tzinfo=UTC)
        self._next_time = self._slice_began
        """The time of receipt of the next event of the slice."""
        self._zone = zone
        self._live_scope = LiveScope()
        self._coverage = Coverage()
        self._order_book = OrderBook()
        self._parents = Parents(self._order_book)
        self._open_order_lists = OpenOrderLists()
        self._settled = Settled(self._order_book.orders, self._open_order_lists, self._coverage, self._now)
        self.news = self._settled.news
        """Leaves out the events that need not be applied, since they change nothing."""
        self.instruments = Instruments()
        self._fill_book = FillBook(self.instruments)
        self._masters = Masters(self.link, self._order_book.orders, self._fill_book.fills)
        self._executions = Executions(self._order_book, self._fill_book, self._masters)
        self._message_book = MessageBook()
        self._pending: dict[tuple[RequestKind, str] | str, int | None] = {}
        """The ids of this program's requests that TWS may still answer or refuse."""
        self.orders: list[Order] = self._order_book.orders
        self.fills: list[Fill] = self._fill_book.fills
        self.commissions: list[Commission] = self._fill_book.commissions
        self.messages: list[Message] = self._message_book.messages
        self._handlers: dict[type, Callable[..., Change]] = {
            ExecDetails: self._on_exec_details,
            CommissionReport: self._on_commission_report,
            OpenOrder: self._on_open_order,
            OrderStatus: self._on_order_status,
            CompletedOrder: self._on_completed_order,
            OrderBound: self._on_order_bound,
            TwsMessage: self._on_tws_message,
            Fault: self._on_fault,
            LinkChanged: self._on_link_changed,
            LinkMoved: self._on_link_fact,
            ManagedAccounts: self._on_link_fact,
            ConfigResponse: self._on_link_fact,
            ClockCompared: self._on_link_fact,
            RequestChanged: self._on_request_changed,
            ReceiveFA: self._on_receive_fa,
            AccountAsked: self._on_account_asked,
            NextValidId: self._on_marker,
            OpenOrderEnd: self._on_marker,
            CurrentTime: self._on_marker,
            ExecDetailsEnd: self._on_marker,
            CompletedOrdersEnd: self._on_marker,
        }
        _check_vocabulary(self._handlers)
        self._shortcuts: dict[type, Callable[..., bool]] = {
            ExecDetails: self._take_plain_execution,
            CommissionReport: self._take_first_report,
        }
        """Apply what is common and changes nothing else, of which there can be 100,000 at once; `False`, and nothing
        changed, for what is not."""

    def apply(self, event: Event) -> Change:
        """Apply an event and return the records that are new or changed; `NOTHING` for a mere repeat.

        Raises nothing: an event whose handler fails becomes a message.
        """
        try:
            change = self._handlers[type(event)](event)
            return self._masters.update(change) if change.orders or change.link else change
        except Exception as error:  # noqa: BLE001 - behind a Qt signal an exception would vanish, and the event with it
            return self._report_failure(event, error)

    def now(self) -> datetime:
        """Return the current time (aware UTC); during a replay, the moment that is shown."""
        return self._clock()

    def apply_all(self, events: Sequence[Event], changes: Changes) -> Slice:
        """Apply the events that were read in one slice of time, and add what they change; return what they are."""
        known: list[Event] = []
        confirmed: list[Event] = []
        with self._in_slice() as time:
            for event in self.news(events):
                take = self._shortcuts.get(type(event))
                try:
                    if take is not None and take(event, changes):
                        continue
                except Exception as error:  # noqa: BLE001 - as in `apply`
                    changes.add(self._report_failure(event, error))
                    continue
                change = self.apply(event)
                if change is NOTHING:
                    if take is not None:
                        known.append(event)
                    continue
                changes.add(change)
                if change.confirmed:
                    confirmed.append(event)
        return Slice(time, events, (*known, *confirmed), confirmed)

    @contextmanager
    def _in_slice(self) -> Iterator[datetime]:
        """Read the clock only once for the events of a slice, and return what it says.

        Their times of receipt still follow each other: tables and timelines sort by them.
        """
        now = self._clock()
        # The clock of a replay may stand still between two slices.
        if now != self._slice_began:
            self._slice_began = self._next_time = now
        self._is_in_slice = True
        try:
            yield now
        finally:
            self._is_in_slice = False

    def _now(self) -> datetime:
        if not self._is_in_slice:
            return self._clock()
        now = self._next_time
        self._next_time = now + _TICK
        return now

    def clear(self) -> None:
        """Remove all records; the facts of the connection stay, and serial numbers are not reused."""
        self._order_book.clear()
        self._settled.clear()
        self._parents.clear()
        self._fill_book.clear()
        self._executions.clear()
        self._message_book.clear()
        self.instruments.clear()

    def parent_accounts(self) -> frozenset[str]:
        """Return the accounts found or suspected to be masters, apart from those recognized by name."""
        return self._masters.parent_accounts()

    def order_by_perm_id(self, perm_id: int) -> Order | None:
        """Return the order with this permId, if TWS has described it."""
        return self._order_book.by_perm_id(perm_id)

    def order_by_client(self, client_id: int, order_id: int) -> Order | None:
        """Return this client's order with this order id, if TWS has described it."""
        return self._order_book.by_client(client_id, order_id)

    def orders_by_client(self, client_id: int, order_id: int) -> tuple[Order, ...]:
        """Return all orders with this client id and order id; several have them where TWS has reset its order ids."""
        # An order is also found by ids that it had before.
        found = self._order_book.orders_with_id(order_id)
        return tuple(order for order in found if (order.client_id, order.order_id) == (client_id, order_id))

    def fill_by_exec_id(self, exec_id: str) -> Fill | None:
        """Return the fill with this execId, superseded or not."""
        return self._fill_book.fill(exec_id)

    @property
    def zone(self) -> tzinfo | None:
        """The operator's zone, for times that TWS sends without one."""
        return self._zone

    def set_zone(self, zone: tzinfo | None) -> Change:
        """Read times without a zone in another zone from now on, those already received included."""
        self._zone = zone
        fills = []
        for fill in self.fills:
            before = _reading(fill.execution.time, fill.zone)
            fill.time, fill.zone = parse_tws_time(fill.execution.time, zone), zone
            if _reading(fill.execution.time, zone) != before:
                fills.append(fill)
        fills += with_combos(self._fill_book.relink(fills))
        orders = []
        for order in self.orders:
            raw, before = order.completed_time_raw, _reading(order.completed_time_raw, order.completed_time_zone)
            order.completed_time, order.completed_time_zone = parse_tws_time(raw, zone), zone
            if _reading(raw, zone) != before:
                orders.append(order)
        if not orders and not fills:
            return NOTHING
        return Change(orders=tuple(orders), fills=tuple(fills), commissions=commissions_of(fills))

    # Orders

    def _on_open_order(self, event: OpenOrder) -> Change:
        fields = event.order_fields
        if is_preview(fields):
            return NOTHING
        client_id = id_in(fields, "clientId") or 0
        now = self._now()
        perm_id = id_in(fields, "permId")
        order, renamed, is_certain = self._order_of(perm_id, client_id, event.order_id, _LIVE, now, event.contract)
        if order is None:
            return self._unidentified("an open order", event, now)
        contract, status = order.contract, order.settled_status
        order.unsettle()
        different = apply_open_order(order, event, now, self._zone)
        different = self._open_order_lists.note_open(order, now, is_news=different) or different
        change = self._finish(order, different or renamed, now, self._describe(order, contract))
        if is_certain:
            self._settled.add(order, event, status if change is NOTHING else None)
        return change

    def _on_completed_order(self, event: CompletedOrder) -> Change:
        fields = event.order_fields
        if is_preview(fields):
            return NOTHING
        order_id = id_in(fields, "orderId")
        client_id = None if order_id is None else id_in(fields, "clientId") or 0
        now = self._now()
        perm_id = id_in(fields, "permId")
        order, renamed, _ = self._order_of(perm_id, client_id, order_id, _PAST, now, event.contract)
        if order is None:
            return self._unidentified("a completed order", event, now)
        contract = order.contract
        different = apply_completed_order(order, event, now, self._zone)
        if not different:
            note_listed(order, now)
        return self._finish(order, different or renamed, now, self._describe(order, contract))

    def _on_order_status(self, event: OrderStatus) -> Change:
        now = self._now()
        order, renamed, is_certain = self._order_of(event.perm_id, event.client_id, event.order_id, _STATUS, now)
        if order is None:
            return self._unidentified("the status of an order", event, now)
        lists, open_order = self._open_order_lists, order.settled_open_order
        order.unsettle()
        different = apply_order_status(order, event, now, is_listing=lists.is_listing)
        different = lists.note_open(order, now, is_news=different) or different
        change = self._finish(order, different or renamed, now)
        # What openOrder writes does not depend on the status in between.
        if is_certain:
            self._settled.add(order, open_order, event)
        return change

    def _on_order_bound(self, event: OrderBound) -> Change:
        # It describes no order, so it creates no row: the ids are kept until one is described.
        identity = self._order_book.identify(event.perm_id, client_key(event.client_id, event.order_id), _LIVE)
        if identity is None:
            return NOTHING
        now = self._now()
        detail = ids_in_words(None, event.client_id, event.order_id)
        history = identity.history if identity.order is None else identity.order.history
        if any(each.kind is HistoryKind.BOUND and each.detail == detail for each in history):
            return NOTHING
        history.append(HistoryEntry(now, HistoryKind.BOUND, detail=detail))
        if identity.order is None:
            return NOTHING
        order = self._order_book.row(identity, now)
        return self._finish(order, different=True, now=now)

    def _order_of(
        self,
        perm_id: int | None,
        client_id: int | None,
        order_id: int | None,
        source: IdSource,
        now: datetime,
        contract: Contract | None = None,
    ) -> tuple[Order | None, bool, bool]:
        """Return the row of the order with these ids, whether its ids have changed, and whether they are certain."""
        key = client_key(client_id, order_id)
        identity = self._order_book.identify(perm_id, key, source)
        if identity is None:
            return None, False, False
        if contract is not None and contract.sec_type == "BAG":
            self._order_book.note_combo(identity)
        before = _ids(identity.order) if identity.order is not None else None
        order = self._order_book.row(identity, now)
        if order.order_id is None and client_id is not None and order_id == UNBOUND_ORDER_ID:
            order.client_id, order.order_id = client_id, order_id
        return order, before != _ids(order), self._order_book.are_certain(identity, key)

    def _describe(self, order: Order, known: Contract | None) -> list[Fill]:
        """Register the contract of an order if it is not `known`; return the fills that get their legs from it."""
        if order.contract is None or order.contract is known:
            return []
        self.instruments.learn(order.contract)
        return self._fill_book.describe_combos(order.fills)

    def _finish(self, order: Order, different: bool, now: datetime, fills: Sequence[Fill] = ()) -> Change:
        """Recompute an order after an event and return the change, with `fills` and what came from other rows."""
        self._executions.mark_legs()
        merged, adopted = self._order_book.pop_moves()
        if merged or adopted:
            fills = (*adopted, *fills, *self._fill_book.describe_combos(order.fills if merged else adopted))
        different = self._live_scope.mark(order) or different
        different = self._coverage.confirm(order) or different
        placed = self._message_book.place(order)
        if not (recompute(order) or different or merged or adopted or placed):
            return NOTHING
        order.last_update = now
        relatives = (*order.doubles, *self._parents.link(order))
        if not (fills or relatives or placed or merged):
            return Change((order,))
        fills = with_combos(fills)
        orders = dict.fromkeys((order, *relatives, *(each for message in placed for each in message.candidates)))
        messages = (*order.messages, *order.possible_messages) if merged else placed
        return Change(
            orders=tuple(orders),
            fills=fills,
            commissions=commissions_of(fills),
            messages=messages,
            merged_orders=merged,
        )

    # Executions and commissions

    def _on_exec_details(self, event: ExecDetails) -> Change:
        if not event.execution.exec_id:
            return self._unidentified("an execution", event, self._now())
        change = self._executions.apply(event, self._now(), self._zone)
        # A fill that is new or has changed is the first of a change.
        fill = change.fills[0] if change.fills else self._fill_book.fill(event.execution.exec_id)
        if fill is None or not self._coverage.confirm(fill):
            return change
        order = fill.order
        if order is not None and shows_end(fill, order) and self._coverage.confirm(order):
            return change._replace(orders=(*change.orders, order), fills=(*change.fills, fill))
        return Change(confirmed=(fill,)) if change is NOTHING else change

    def _take_plain_execution(self, event: ExecDetails, changes: Changes) -> bool:
        fill = self._executions.add_plain(event, self._now(), self._zone)
        if fill is None:
            return False
        fill.live_interval = self._coverage.current
        changes.fills[fill] = None
        if fill.commission is not None:
            changes.commissions[fill.commission] = None
        return True

    def _on_commission_report(self, event: CommissionReport) -> Change:
        now = self._now()
        commission = self._fill_book.add_report(event, now) or self._fill_book.update_report(event)
        if commission is None:
            known = self._fill_book.commission(event.exec_id)
            return Change(confirmed=(known,)) if known and self._coverage.confirm(known) else NOTHING
        self._coverage.confirm(commission)
        return _with_fills(commission)

    def _take_first_report(self, event: CommissionReport, changes: Changes) -> bool:
        now = self._now()
        commission = self._fill_book.add_report(event, now, now - _TICK)
        if commission is None:
            return False
        commission.live_interval = self._coverage.current
        fill = commission.fill
        if fill is not None and fill.bag is not None:
            changes.add(_with_fills(commission))
            return True
        changes.commissions[commission] = None
        if fill is not None:
            changes.fills[fill] = None
        return True

    # Messages and the connection

    def _on_tws_message(self, event: TwsMessage) -> Change:
        now = self._now()
        is_of_request = event.req_id in self._pending.values()
        order_id = None if is_of_request or event.req_id in {-1, UNBOUND_ORDER_ID} else event.req_id
        perm_id = perm_id_in(event.text)
        orders: tuple[Order, ...] = ()
        if perm_id is not None:
            orders = tuple(filter(None, [self._order_book.by_perm_id(perm_id)]))
        elif order_id is not None:
            with_id = self._order_book.orders_with_id(order_id)
            for order in with_id:
                # It may turn out to be about this one when TWS reports the order again: see `MessageBook.place`.
                order.unsettle()
            orders = possible_orders(event, with_id, now)
        change = self._message_book.add(event, order_id, perm_id, orders, now)
        for order in orders:
            recompute(order)
        return change

    def _on_fault(self, event: Fault) -> Change:
        return self._message_book.add_own(event.plain, event.detail, self._now())

    def _unidentified(self, what: str, event: Event, now: datetime) -> Change:
        plain = f"TWS sent {what} without an id, so it cannot be identified and is not in the tables."
        return self._message_book.add_own(plain, repr(event), now)

    def _report_failure(self, event: Event, error: Exception) -> Change:
        name = type(event).__name__
        plain = f"Something TWS sent could not be processed ({name}), so the tables may be incomplete."
        failure = self._message_book.add_own(plain, f"{error!r} at {event!r}", self._now())
        merged, adopted = self._order_book.pop_moves()
        # What the event did before it failed must be shown: a row it created is the last of its table.
        return Change(
            orders=tuple(self.orders[-1:]),
            fills=(*self.fills[-1:], *adopted),
            commissions=(*self.commissions[-1:], *commissions_of(adopted)),
            messages=failure.messages,
            merged_orders=merged,
            link=True,
        )

    def _on_link_fact(self, event: LinkFact) -> Change:
        if not apply_to_link(self.link, event):
            return NOTHING
        if not self._live_scope.update(self.link):
            return _LINK_CHANGED
        return Change(orders=tuple(filter(self._live_scope.mark, self.orders)), link=True)

    def _on_receive_fa(self, event: ReceiveFA) -> Change:
        try:
            return self._on_link_fact(event)
        except FaXmlError as error:
            plain = (
                "TWS sent the advisor's groups or aliases in a form that cannot be read, so the known ones "
                f"stay: {error}."
            )
            return self._message_book.add_own(plain, event.xml, self._now())

    def _note_pending(self, event: RequestChanged | AccountAsked) -> None:
        """Keep the ids of requests that TWS may still answer: its messages have requests and orders in one field."""
        key = (event.kind, event.words) if isinstance(event, RequestChanged) else event.account
        if event.progress in {RequestProgress.RUNNING, RequestProgress.NO_ANSWER}:
            self._pending[key] = event.req_id
        else:
            self._pending.pop(key, None)

    def _on_account_asked(self, event: AccountAsked) -> Change:
        self._note_pending(event)
        return _LINK_CHANGED if apply_account_asked(self.link, event, self._now()) else NOTHING

    def _on_link_changed(self, event: LinkChanged) -> Change:
        if event.state is LinkState.CONNECTING:
            self._pending.clear()
            self._open_order_lists.reset()
        became_stale = self._coverage.update(event, self.link, self._now())
        change = self._on_link_fact(event)
        if not became_stale:
            return change
        # The texts of these are different now; of all others only the colors.
        working = (order for order in self.orders if not order.is_done)
        return Change(orders=tuple(dict.fromkeys((*change.orders, *working))), link=True)

    def _on_request_changed(self, event: RequestChanged) -> Change:
        self._note_pending(event)
        changed = self._open_order_lists.apply(event, self.orders, self._now())
        for order in changed:
            recompute(order)
        different = apply_to_link(self.link, event)
        return Change(orders=changed, link=different) if changed or different else NOTHING

    def _on_marker(self, _event: Event) -> Change:
        return NOTHING


def _with_fills(commission: Commission) -> Change:
    """A new or changed commission, and the fills that show it."""
    fill = commission.fill
    if fill is None:
        return Change(commissions=(commission,))
    if fill.bag is None:
        return Change(fills=(fill,), commissions=(commission,))
    # Once a leg's report is in, the whole combo needs none, but its other legs still do.
    fills = (fill.bag, *fill.bag.legs)
    return Change(fills=fills, commissions=commissions_of(fills))


def _reading(raw: str, zone: tzinfo | None) -> datetime | str:
    """Return what is shown for a time: the moment, or why it cannot be read."""
    return parse_tws_time(raw, zone) or why_no_moment(raw, zone)


def _check_vocabulary(handled: Collection[type]) -> None:
    """Find an event without a handler at start, not when TWS sends it. Raises `TypeError`."""
    missing = sorted(event.__name__ for event in get_args(Event) if event not in handled)
    if missing:
        raise TypeError(f"the blotter has no handler for {', '.join(missing)}")


def _ids(order: Order) -> tuple[int | None, int | None, int | None]:
    return order.perm_id, order.client_id, order.order_id
