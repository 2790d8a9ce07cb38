"""Which order an event is about: permId and (clientId, orderId) are names of one row, merged when they meet.

Knows nothing of what the events say beyond their ids.
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
from ibmonitor.domain.records.order_ids import ClientKey, client_key
from ibmonitor.domain.records.records import Execution, Fill, HistoryEntry, Order

_NO_MOVES: tuple[tuple[Order, ...], tuple[Fill, ...]] = ((), ())


class IdSource(Enum):
    """How far an event's (clientId, orderId) can be believed."""

    LIVE = "live"
    """openOrder, orderBound: the ids the order has now."""
    STATUS = "status"
    """orderStatus: the client may be the one that cancelled, which may have an order of its own with this id."""
    PAST = "past"
    """execDetails, completedOrder: the ids it had then, which the client may have used again since."""


class Identity:
    """All that is known to be one order: its names, its row once TWS has described it, and its fills until then."""

    __slots__ = ("fills", "history", "is_combo", "keys", "order", "owner_certain", "perm_id")

    def __init__(self, perm_id: int | None) -> None:
        self.perm_id = perm_id
        self.keys: tuple[ClientKey, ...] = ()
        self.owner_certain = False
        self.is_combo = False
        """Its contract, or that of one of its executions, is a BAG: all its other executions are of legs."""
        self.order: Order | None = None
        self.fills: list[Fill] = []
        self.history: list[HistoryEntry] = []
        """What was told of it before it had a row."""


def _may_adopt(holder: Identity, claim: IdSource) -> bool:
    """Whether an order known by its permId is the one that has this key, and no permId yet."""
    return holder.perm_id is None and not (claim is IdSource.STATUS and holder.owner_certain)


class OrderBook:
    """The orders in order of arrival, and the identities behind them."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self._by_perm_id: dict[int, Identity] = {}
        self._by_key: dict[ClientKey, Identity] = {}
        self._clients: set[int] = set()
        self._former: dict[ClientKey, dict[Identity, None]] = {}
        """The orders that had a name before another order, with another permId, took it over."""
        self._combos: list[Identity] = []
        """Those that are newly known to be combos."""
        self._serials = count()
        self._merged: list[Order] = []
        self._adopted: list[Fill] = []

    def clear(self) -> None:
        """Forget all orders; serial numbers go on."""
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

    def identify(self, perm_id: int | None, key: ClientKey | None, claim: IdSource) -> Identity | None:
        """Return the identity with these names, having learnt from them; `None` when there are none (permId 0 is none).

        Two permIds are two orders whatever else they share: a client's order ids start again when TWS resets them.
        """
        by_perm_id = self._by_perm_id.get(perm_id) if perm_id else None
        by_key = self._by_key.get(key) if key else None
        if by_perm_id is not None:
            self._learn_key(by_perm_id, key, by_key, claim)
            return by_perm_id
        if by_key is not None and (not perm_id or _may_adopt(by_key, claim)):
            if perm_id:
                by_key.perm_id = perm_id
                self._by_perm_id[perm_id] = by_key
            by_key.owner_certain = by_key.owner_certain or claim is not IdSource.STATUS
            return by_key
        if not perm_id and key is None:
            return None
        identity = Identity(perm_id or None)
        if perm_id:
            self._by_perm_id[perm_id] = identity
        self._learn_key(identity, key, by_key, claim)
        return identity

    def row(self, identity: Identity, now: datetime) -> Order:
        """Return the identity's row, made if it has none, with the ids that are known by now."""
        order = identity.order
        if order is None:
            order = Order(next(self._serials), now, now, fills=identity.fills, history=identity.history)
            identity.order = order
            self.orders.append(order)
            self._adopt(order, identity.fills)
        order.perm_id = identity.perm_id
        if identity.keys:
            order.client_id, order.order_id = identity.keys[-1]
        if self._former:
            self._note_doubles(identity)
        return order

    def note_combo(self, identity: Identity) -> None:
        """Note that an order is a combo; `take_combos` returns it once."""
        if not identity.is_combo:
            identity.is_combo = True
            self._combos.append(identity)

    def take_combos(self) -> list[Identity]:
        """Return the orders that are newly known to be combos, with executions that may be of their legs."""
        if not self._combos:
            return []
        combos, self._combos = self._combos, []
        return combos

    def note_changed_fills(self, fills: Iterable[Fill]) -> None:
        """Let `take_moves` return fills that are different by what their order has turned out to be."""
        self._adopted.extend(fills)

    def identify_execution(self, execution: Execution) -> Identity | None:
        """Return the identity an execution belongs to; quick where the execution tells nothing new about it."""
        client_id, order_id = execution.client_id, execution.order_id
        identity = self._by_perm_id.get(execution.perm_id)  # type: ignore[arg-type] # None finds nothing
        if identity is not None and identity.owner_certain and identity.keys[-1:] == ((client_id, order_id),):
            return identity
        return self.identify(execution.perm_id, client_key(client_id, order_id), IdSource.PAST)

    def take_moves(self) -> tuple[tuple[Order, ...], tuple[Fill, ...]]:
        """Return the rows that have gone and the fills that have come to another row since the last call."""
        if not self._adopted and not self._merged:
            return _NO_MOVES
        moves = tuple(self._merged), tuple(self._adopted)
        self._merged.clear()
        self._adopted.clear()
        return moves

    def _learn_key(self, identity: Identity, key: ClientKey | None, holder: Identity | None, claim: IdSource) -> None:
        """Let `identity`, whose permId is known, be found under `key` too; `holder` is who is found there now."""
        if key is None:
            return
        certain = claim is not IdSource.STATUS
        if holder is not identity:
            if not certain and identity.keys:
                return
            if holder is not None and claim is not IdSource.LIVE and not _may_adopt(holder, claim):
                return
            if certain and not identity.owner_certain:
                self._forget_keys(identity)
            if holder is not None and holder.perm_id is None:
                self._merge(identity, holder)
            elif holder is not None:
                holder.keys = tuple(other for other in holder.keys if other != key)
                self._former.setdefault(key, {})[holder] = None
            self._by_key[key] = identity
            self._clients.add(key[0])
        identity.owner_certain = identity.owner_certain or certain
        if identity.keys == (key,):
            return
        others = tuple([other for other in identity.keys if other != key])
        # The last key is the one shown: what an execution says of the past does not hide what the order is called now.
        identity.keys = (key, *others) if claim is IdSource.PAST else (*others, key)

    def _holders(self, key: ClientKey) -> list[Identity]:
        """Return who has or had a name."""
        holder = self._by_key.get(key)
        return [*self._former.get(key, ()), *([] if holder is None else [holder])]

    def _note_doubles(self, identity: Identity) -> None:
        """Let all rows that share the order's name know each other."""
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
        """Move all of `other` into `identity`; of two rows the one that was there first stays."""
        for key in other.keys:
            self._by_key[key] = identity
        identity.keys += other.keys
        if identity.is_combo or other.is_combo:
            identity.is_combo = True
            self._combos.append(identity)
        told = identity.history if identity.order is None else []
        told += other.history if other.order is None else []
        waiting = identity.fills if identity.order is None else []
        waiting_too = other.fills if other.order is None else []
        if identity.order is not None and other.order is not None:
            identity.order = self._join(identity.order, other.order)
        else:
            identity.order = identity.order or other.order
        if identity.order is None:
            identity.fills, identity.history = waiting + waiting_too, told
            return
        identity.history = identity.order.history
        identity.history.extend(told)
        identity.fills = identity.order.fills
        for fills in (waiting, waiting_too):
            identity.fills.extend(fills)
            self._adopt(identity.order, fills)

    def _join(self, one: Order, another: Order) -> Order:
        """Make one row of two; the one that was there first stays."""
        stays, goes = sorted((one, another), key=attrgetter("serial"))
        self._adopted.extend(goes.fills)
        absorb(stays, goes)
        del self.orders[bisect_left(self.orders, goes.serial, key=attrgetter("serial"))]
        self._merged.append(goes)
        return stays

    def _adopt(self, order: Order, fills: list[Fill]) -> None:
        for fill in fills:
            fill.order = order
            count_fill(order, fill)
        self._adopted.extend(fills)
