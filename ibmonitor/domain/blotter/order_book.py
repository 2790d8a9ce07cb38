"""Finds the order of an event: permId and (clientId, orderId) are keys of one row; two rows are merged when they match.

Only the ids in events matter here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from itertools import count
from operator import attrgetter

from ibmonitor.domain.blotter.merging import absorb
from ibmonitor.domain.blotter.order_progress import count_fill
from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.order_ids import ClientKey, client_key
from ibmonitor.domain.records.records import Fill, HistoryEntry, Order

_NO_MOVES: tuple[tuple[Order, ...], tuple[Fill, ...]] = ((), ())


class IdSource(Enum):
    """How reliable an event's (clientId, orderId) is."""

    LIVE = "live"
    """openOrder, orderBound: the current ids."""
    STATUS = "status"
    """orderStatus: the client can be the one that cancelled, which can have an order of its own with this id."""
    PAST = "past"
    """execDetails, completedOrder: the ids at that time, which the client may have reused since."""


# Looking up an Enum member costs as much as the rest of what is done with it for every event.
_LIVE, _STATUS, _PAST = IdSource


class Identity:
    """One order: its ids, its row once TWS has described it, and its fills until then."""

    __slots__ = ("fills", "history", "is_combo", "keys", "order", "owner_certain", "perm_id")

    def __init__(self, perm_id: int | None) -> None:
        self.perm_id = perm_id
        self.keys: tuple[ClientKey, ...] = ()
        self.owner_certain = False
        self.is_combo = False
        """Its contract, or that of one of its executions, is a BAG: its other executions are of legs."""
        self.order: Order | None = None
        self.fills: list[Fill] = []
        self.history: list[HistoryEntry] = []
        """What happened to it before it had a row."""


def _may_adopt(holder: Identity, source: IdSource) -> bool:
    """Whether `holder`, found by client and order id, can be the order with the event's permId."""
    return holder.perm_id is None and not (source is _STATUS and holder.owner_certain)


def _unsettle(identity: Identity) -> None:
    """Its ids have changed: what its row shows depends on them, when TWS reports it again."""
    if identity.order is not None:
        identity.order.unsettle()


class OrderBook:
    """The orders in order of arrival, and the identities behind them."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self._by_perm_id: dict[int, Identity] = {}
        self._by_key: dict[ClientKey, Identity] = {}
        self._clients: set[int] = set()
        self._former: dict[ClientKey, dict[Identity, None]] = {}
        """Orders that had these ids before an order with another permId got them."""
        self._combos: list[Identity] = []
        """Orders newly known to be combos."""
        self._serials = count()
        self._merged: list[Order] = []
        self._adopted: list[Fill] = []

    def clear(self) -> None:
        """Remove all orders; serial numbers are not reused."""
        self.orders.clear()
        self._by_perm_id.clear()
        self._by_key.clear()
        self._former.clear()
        self._clients.clear()

    def by_perm_id(self, perm_id: int) -> Order | None:
        identity = self._by_perm_id.get(perm_id)
        return identity.order if identity else None

    def by_client(self, client_id: int, order_id: int) -> Order | None:
        identity = self._by_key.get((client_id, order_id))
        return identity.order if identity else None

    def orders_with_id(self, order_id: int) -> tuple[Order, ...]:
        """Return the orders of all clients that have or had this order id, by client."""
        holders = (each for client_id in sorted(self._clients) for each in self._holders((client_id, order_id)))
        return tuple(dict.fromkeys(each.order for each in holders if each.order is not None))

    def identify(self, perm_id: int | None, key: ClientKey | None, source: IdSource) -> Identity | None:
        """Return the identity with these ids, after storing new ones; `None` without any id (permId 0 is none).

        Two permIds are two orders whatever else they share: a client's order ids start again when TWS resets them.
        """
        by_perm_id = self._by_perm_id.get(perm_id) if perm_id else None
        by_key = self._by_key.get(key) if key else None
        if by_perm_id is not None:
            self._learn_key(by_perm_id, key, by_key, source)
            return by_perm_id
        if by_key is not None and (not perm_id or _may_adopt(by_key, source)):
            if perm_id:
                by_key.perm_id = perm_id
                self._by_perm_id[perm_id] = by_key
            by_key.owner_certain = by_key.owner_certain or source is not _STATUS
            return by_key
        if not perm_id and key is None:
            return None
        identity = Identity(perm_id or None)
        if perm_id:
            self._by_perm_id[perm_id] = identity
        self._learn_key(identity, key, by_key, source)
        return identity

    def row(self, identity: Identity, now: datetime) -> Order:
        """Return the identity's row with its current ids; the row is created if there is none."""
        order = identity.order
        if order is None:
            order = Order(next(self._serials), now, now, fills=identity.fills, history=identity.history)
            identity.order = order
            self.orders.append(order)
            self._adopt(order, identity.fills)
        if order.perm_id != identity.perm_id:
            order.perm_id = identity.perm_id
            if order.fills:
                # What fills are those of one order is known by the permId, if their executions do not say.
                self.note_changed_fills(fill for fill in order.fills if not fill.execution.perm_id)
        if identity.keys:
            order.client_id, order.order_id = identity.keys[-1]
        if self._former:
            self._note_doubles(identity)
        return order

    def are_certain(self, identity: Identity, key: ClientKey | None) -> bool:
        """Whether an event with these ids of an order would change none of it, as long as its ids stay the same.

        Not where another order has had them, nor where this one may get them later from the one that has them now.
        """
        is_named = key is None or bool(identity.keys)
        return is_named and (not self._former or self._former.keys().isdisjoint(identity.keys))

    @property
    def has_news(self) -> bool:
        """Whether `pop_combos` or `pop_moves` has anything to return."""
        return bool(self._combos or self._adopted or self._merged)

    def note_combo(self, identity: Identity) -> None:
        """Mark an order as a combo; `pop_combos` returns it once."""
        if not identity.is_combo:
            identity.is_combo = True
            self._combos.append(identity)

    def pop_combos(self) -> list[Identity]:
        """Return, once, the orders newly known to be combos: their executions may be of legs."""
        if not self._combos:
            return []
        combos, self._combos = self._combos, []
        return combos

    def note_changed_fills(self, fills: Iterable[Fill]) -> None:
        """Add fills that changed with their order to what `pop_moves` returns."""
        self._adopted.extend(fills)

    def identify_execution(self, execution: Execution) -> Identity | None:
        """Return the identity an execution belongs to; quick where the execution has no new ids."""
        client_id, order_id = execution.client_id, execution.order_id
        identity = self._by_perm_id.get(execution.perm_id)  # type: ignore[arg-type] # None finds nothing
        if identity is not None and identity.owner_certain and identity.keys[-1:] == ((client_id, order_id),):
            return identity
        return self.identify(execution.perm_id, client_key(client_id, order_id), _PAST)

    def pop_moves(self) -> tuple[tuple[Order, ...], tuple[Fill, ...]]:
        """Return the rows that were merged away and the fills that moved to another row since the last call."""
        if not self._adopted and not self._merged:
            return _NO_MOVES
        moves = tuple(self._merged), tuple(self._adopted)
        self._merged.clear()
        self._adopted.clear()
        return moves

    def _learn_key(self, identity: Identity, key: ClientKey | None, holder: Identity | None, source: IdSource) -> None:
        """Store `key` for `identity`, whose permId is known; `holder` is the identity that has the key now."""
        if key is None:
            return
        certain = source is not _STATUS
        if holder is not identity:
            if not certain and identity.keys:
                return
            if holder is not None and source is not _LIVE and not _may_adopt(holder, source):
                return
            if certain and not identity.owner_certain:
                self._forget_keys(identity)
            if holder is not None and holder.perm_id is None:
                self._merge(identity, holder)
            elif holder is not None:
                _unsettle(holder)
                holder.keys = tuple(other for other in holder.keys if other != key)
                self._former.setdefault(key, {})[holder] = None
            self._by_key[key] = identity
            self._clients.add(key[0])
        identity.owner_certain = identity.owner_certain or certain
        if identity.keys == (key,):
            return
        _unsettle(identity)
        others = tuple([other for other in identity.keys if other != key])
        # The last key is the one shown: the ids in an execution are of the past and do not hide the current ones.
        identity.keys = (key, *others) if source is _PAST else (*others, key)

    def _holders(self, key: ClientKey) -> list[Identity]:
        """Return the identities that have or had these ids."""
        holder = self._by_key.get(key)
        return [*self._former.get(key, ()), *([] if holder is None else [holder])]

    def _note_doubles(self, identity: Identity) -> None:
        """Record in `doubles` which rows share client and order id with this one."""
        for key in identity.keys:
            if key in self._former:
                orders = dict.fromkeys(each.order for each in self._holders(key) if each.order is not None)
                for order in orders:
                    order.doubles = tuple(other for other in orders if other is not order)

    def _forget_keys(self, identity: Identity) -> None:
        for key in identity.keys:
            del self._by_key[key]
        identity.keys = ()

    def _merge(self, identity: Identity, other: Identity) -> None:
        """Move all of `other` into `identity`; of two rows the older one stays."""
        for key in other.keys:
            self._by_key[key] = identity
        identity.keys += other.keys
        if identity.is_combo or other.is_combo:
            identity.is_combo = True
            self._combos.append(identity)
        history = identity.history if identity.order is None else []
        history += other.history if other.order is None else []
        waiting = identity.fills if identity.order is None else []
        waiting_too = other.fills if other.order is None else []
        if identity.order is not None and other.order is not None:
            identity.order = self._join(identity.order, other.order)
        else:
            identity.order = identity.order or other.order
        if identity.order is None:
            identity.fills, identity.history = waiting + waiting_too, history
            return
        identity.history = identity.order.history
        identity.history.extend(history)
        identity.fills = identity.order.fills
        for fills in (waiting, waiting_too):
            identity.fills.extend(fills)
            self._adopt(identity.order, fills)

    def _join(self, one: Order, another: Order) -> Order:
        """Merge two rows; the older one stays."""
        stays, goes = sorted((one, another), key=attrgetter("serial"))
        stays.unsettle()
        goes.unsettle()
        absorb(stays, goes)
        self._adopted.extend(stays.fills)
        del self.orders[bisect_left(self.orders, goes.serial, key=attrgetter("serial"))]
        self._merged.append(goes)
        return stays

    def _adopt(self, order: Order, fills: list[Fill]) -> None:
        for fill in fills:
            fill.order = order
            count_fill(order, fill)
        self._adopted.extend(fills)
