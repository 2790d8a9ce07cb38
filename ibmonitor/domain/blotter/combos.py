"""Which fill of a whole combo the fills of its legs belong to.

TWS does not report it. The best match is used: a fill of the whole combo in the same order and account whose execId
begins in the same way, or else the one nearest in time. The legs of a corrected fill move to its correction. The result
depends only on which fills are known, never on the order in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from ibmonitor.domain.records.exec_id import stem_of
from ibmonitor.domain.records.order_ids import client_key
from ibmonitor.domain.records.records import ComboRole, Fill

_BAG, _LEG = ComboRole.BAG, ComboRole.LEG
_SERIAL = attrgetter("serial")


class Combos:
    """The fills of combos and of their legs, by the ids of their orders."""

    def __init__(self) -> None:
        self._groups: dict[object, _Group] = {}

    def clear(self) -> None:
        """Remove everything."""
        self._groups.clear()

    def add(self, fill: Fill) -> set[Fill]:
        """Add a new or changed fill; return the fills whose `bag` or `legs` this changes."""
        if fill.combo_role is _LEG:
            for group in self._groups_of(fill):
                group.add_leg(fill)
            return self._link([fill])
        legs = list(fill.legs)
        if fill.combo_role is _BAG and fill.superseded_by is None:
            for group in self._groups_of(fill):
                legs += group.add_bag(fill)
        return self._link(legs)

    def remove(self, fill: Fill) -> set[Fill]:
        """Remove a fill that is about to change; return the fills whose `bag` or `legs` this changes."""
        for group in self._groups_of(fill):
            group.remove(fill)
        if fill.bag is not None:
            return _join(fill, None)
        return self._link(fill.legs)

    def _link(self, legs: Iterable[Fill]) -> set[Fill]:
        changed: set[Fill] = set()
        for leg in dict.fromkeys(legs):
            bag = self._best_bag(leg)
            if bag is not leg.bag:
                changed |= _join(leg, bag)
            for group in self._groups_of(leg):
                group.note_link(leg)
        return changed

    def _best_bag(self, leg: Fill) -> Fill | None:
        bags = [
            bag
            for group in self._groups_of(leg)
            for bag in group.bags_for(leg)
            if bag.superseded_by is None and _is_one_order(bag, leg)
        ]
        return min(bags, key=lambda bag: _distance(bag, leg), default=None)

    def _groups_of(self, fill: Fill) -> Iterator[_Group]:
        """The groups of fills of the same order: by its permId, and by client ID and order ID."""
        execution = fill.execution
        if execution.perm_id:
            yield self._groups.setdefault((execution.acct_number, execution.perm_id), _Group())
        key = client_key(execution.client_id, execution.order_id)
        if key is not None:
            yield self._groups.setdefault((execution.acct_number, *key), _Group())


class _Group:
    """The combo fills of one order, by how their execIds begin."""

    def __init__(self) -> None:
        self._bags: dict[str, dict[Fill, None]] = {}
        self._legs: dict[str, dict[Fill, None]] = {}
        self._loose: dict[Fill, None] = {}
        """Legs without a fill of the whole combo whose execId begins in the same way: another may match better."""

    def add_leg(self, leg: Fill) -> None:
        self._legs.setdefault(_stem(leg), {})[leg] = None

    def add_bag(self, bag: Fill) -> list[Fill]:
        """Add it and return the legs that may belong to it."""
        self._bags.setdefault(_stem(bag), {})[bag] = None
        return [*self._legs.get(_stem(bag), ()), *self._loose]

    def remove(self, fill: Fill) -> None:
        self._bags.get(_stem(fill), {}).pop(fill, None)
        self._legs.get(_stem(fill), {}).pop(fill, None)
        self._loose.pop(fill, None)

    def note_link(self, leg: Fill) -> None:
        if leg.bag is None or _stem(leg.bag) != _stem(leg):
            self._loose[leg] = None
        else:
            self._loose.pop(leg, None)

    def bags_for(self, leg: Fill) -> Iterable[Fill]:
        alike = [bag for bag in self._bags.get(_stem(leg), ()) if bag.superseded_by is None]
        return alike or [bag for bags in self._bags.values() for bag in bags]


def _join(leg: Fill, bag: Fill | None) -> set[Fill]:
    """Move a leg to a bag, or to none; return the fills that this changes."""
    changed = {leg}
    if leg.bag is not None:
        leg.bag.legs = tuple([other for other in leg.bag.legs if other is not leg])
        changed.add(leg.bag)
    leg.bag = bag
    if bag is not None:
        bag.legs = tuple(sorted((*bag.legs, leg), key=_SERIAL))
        changed.add(bag)
    return changed


def _is_one_order(bag: Fill, leg: Fill) -> bool:
    """Two permIds are two orders, whatever their order ids; if one is unknown, client and order id decide."""
    one, other = bag.execution, leg.execution
    if one.perm_id and other.perm_id:
        return one.perm_id == other.perm_id
    return (one.client_id, one.order_id) == (other.client_id, other.order_id)


def _distance(bag: Fill, leg: Fill) -> tuple[bool, bool, float, str]:
    apart = abs((bag.time - leg.time).total_seconds()) if bag.time and leg.time else None
    return _stem(bag) != _stem(leg), apart is None, apart or 0.0, bag.execution.exec_id


def _stem(fill: Fill) -> str:
    return stem_of(fill.execution.exec_id)
