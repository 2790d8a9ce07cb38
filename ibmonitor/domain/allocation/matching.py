"""Which executions belong to which group order: gathers them by their orders, and finds the group of what has none.

Taking in a record costs the same however many there are; conclusions are drawn when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmonitor.domain.allocation.inference import Slot, Window, Windows, slots_to_look_in
from ibmonitor.domain.allocation.order_executions import OrderExecutions, name_of
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.values import UnassignedReason
from ibmonitor.domain.records.records import ComboRole, Fill, Order


class Matching:
    """Where each execution belongs. Call `settle` before looking at what came of it."""

    def __init__(self, keys: Iterator[int]) -> None:
        self.groups: dict[int, OrderExecutions] = {}
        """The group orders by key, in order of arrival."""
        self.apart: dict[UnassignedReason, dict[Fill, None]] = {why: {} for why in UnassignedReason}
        """Sub-accounts' executions that are in no group order."""
        self.changed: dict[OrderExecutions, None] = {}
        """Group orders that are different, or none any more, since whoever clears this did so."""
        self.gone: set[int] = set()
        """Likewise the keys of those that are none any more."""
        self.changed_apart: set[UnassignedReason] = set()
        """Likewise of those in no group order."""
        self._keys = keys
        self._executions: dict[object, OrderExecutions] = {}
        self._executions_of: dict[Fill, OrderExecutions] = {}
        self._unsettled: dict[OrderExecutions, None] = {}
        self._place_of: dict[Fill, UnassignedReason | OrderExecutions] = {}
        """Of each sub-account's execution that is not in the bundle of a group order."""
        self._strays: dict[Slot, dict[Fill, None]] = {}
        """Sub-accounts' executions without a known order, by where they look for one."""
        self._looks_in: dict[Fill, tuple[Slot, ...]] = {}
        self._to_find: dict[Fill, None] = {}
        self._standing: dict[Slot, dict[OrderExecutions, None]] = {}
        """Group orders by the slots they stand in."""
        self._windows: dict[Slot, Windows[OrderExecutions]] = {}
        self._new_slots: set[Slot] = set()
        """Those where other group orders stand than before, or with other windows."""

    def take_fill(self, fill: Fill) -> None:
        """Take in an execution that is new or different."""
        order = fill.order
        name = name_of(fill) if order is None else order
        known = self._executions_of.get(fill)
        if known is not None and known.name == name:
            self._unsettled[known] = None
            return
        bundle = self._executions.get(name)
        if bundle is None:
            bundle = self._executions[name] = OrderExecutions(name, order)
        bundle.fills[fill] = None
        self._executions_of[fill] = bundle
        self._unsettled[bundle] = None
        if known is not None:
            self._leave(known, fill, bundle)

    def take_order(self, order: Order) -> None:
        """Take in an order that is new or different."""
        bundle = self._executions.get(order)
        if bundle is None:
            if not is_allocated(order):
                return
            bundle = self._executions[order] = OrderExecutions(order, order)
        self._unsettled[bundle] = None

    def forget(self, order: Order) -> None:
        """Forget an order that turned out to be another; its executions go where they say they belong now."""
        bundle = self._executions.pop(order, None)
        if bundle is None:
            return
        bundle.name, bundle.order = bundle, None
        self._unsettled[bundle] = None
        for fill in list(bundle.fills):
            self.take_fill(fill)

    def settle(self) -> None:
        """Draw the conclusions from what has been taken in."""
        for bundle in self._unsettled:
            if bundle.is_group_order():
                self._settle_group(bundle)
            else:
                self._settle_other(bundle)
            # Legs of no known order belong where their whole does.
            self._to_find.update({leg: None for fill in bundle.fills for leg in fill.legs if leg in self._looks_in})
        self._unsettled.clear()
        for slot in self._new_slots:
            self._windows.pop(slot, None)
            self._to_find.update(self._strays.get(slot, {}))
        self._new_slots.clear()
        legs: dict[Fill, None] = {}
        for fill in self._to_find:
            if fill.combo_role is ComboRole.LEG:
                legs[fill] = None
                continue
            self._place(fill, self._find(fill))
            legs.update(dict.fromkeys(leg for leg in fill.legs if leg in self._looks_in))
        for leg in legs:
            self._place(leg, self._where_whole_is(leg))
        self._to_find.clear()

    def _leave(self, bundle: OrderExecutions, fill: Fill, other: OrderExecutions) -> None:
        """Take an execution out of a bundle for another, which inherits the key of one that is left without any."""
        del bundle.fills[fill]
        self._unsettled[bundle] = None
        if bundle.fills or bundle.order is not None:
            return
        self._executions.pop(bundle.name, None)
        if bundle.key is not None and other.key is None:
            other.key, bundle.key = bundle.key, None
            self.groups[other.key] = other
            self.changed[bundle] = None

    def _settle_group(self, bundle: OrderExecutions) -> None:
        if bundle.key is None:
            bundle.key = next(self._keys)
            self.groups[bundle.key] = bundle
        self.changed[bundle] = None
        for fill in bundle.fills:
            self._look_no_more(fill)
            self._place(fill, None)
        self._stand(bundle, *bundle.standing())

    def _settle_other(self, bundle: OrderExecutions) -> None:
        if bundle.key is not None:
            del self.groups[bundle.key]
            self.gone.add(bundle.key)
            bundle.key = None
            self.changed[bundle] = None
        self._stand(bundle, (), None)
        for fill in bundle.fills:
            if bundle.order is None:
                self._look(fill)
            else:
                self._look_no_more(fill)
                self._place(fill, UnassignedReason.OWN_ORDER)

    def _stand(self, bundle: OrderExecutions, slots: tuple[Slot, ...], window: Window | None) -> None:
        """Let executions look for a group order in these slots, at times within the window."""
        if (bundle.slots, bundle.window) == (slots, window):
            return
        for slot in bundle.slots:
            del self._standing[slot][bundle]
        for slot in slots:
            self._standing.setdefault(slot, {})[bundle] = None
        self._new_slots.update(bundle.slots, slots)
        bundle.slots, bundle.window = slots, window

    def _look(self, fill: Fill) -> None:
        """Have a stray look for its group order, now and whenever others stand where it looks."""
        slots = slots_to_look_in(fill)
        if self._looks_in.get(fill) != slots:
            self._look_no_more(fill)
            self._looks_in[fill] = slots
            for slot in slots:
                self._strays.setdefault(slot, {})[fill] = None
        self._to_find[fill] = None

    def _look_no_more(self, fill: Fill) -> None:
        self._to_find.pop(fill, None)
        for slot in self._looks_in.pop(fill, ()):
            del self._strays[slot][fill]

    def _where_whole_is(self, leg: Fill) -> UnassignedReason | OrderExecutions:
        """A combo's leg belongs where the combo's own execution does."""
        if leg.bag is None:
            return UnassignedReason.UNKNOWN
        place = self._place_of.get(leg.bag)
        if place is not None:
            return place
        bundle = self._executions_of.get(leg.bag)
        return bundle if bundle is not None and bundle.key is not None else UnassignedReason.UNKNOWN

    def _find(self, fill: Fill) -> UnassignedReason | OrderExecutions:
        fitting: dict[OrderExecutions, None] = {}
        for slot in self._looks_in[fill]:
            standing = self._standing.get(slot)
            if standing:
                windows = self._windows.get(slot)
                if windows is None:
                    windows = self._windows[slot] = Windows([(bundle.window, bundle) for bundle in standing])
                fitting.update(dict.fromkeys(windows.around(fill.time)))
        if len(fitting) == 1:
            return next(iter(fitting))
        return UnassignedReason.AMBIGUOUS if fitting else UnassignedReason.UNKNOWN

    def _place(self, fill: Fill, place: UnassignedReason | OrderExecutions | None) -> None:
        """Note where an execution is that is in no group order's bundle; `None` for one that is."""
        before = self._place_of.get(fill)
        if before is not place:
            if isinstance(before, OrderExecutions):
                del before.found[fill]
                self.changed[before] = None
            elif before is not None:
                del self.apart[before][fill]
                self.changed_apart.add(before)
            if place is None:
                del self._place_of[fill]
            else:
                self._place_of[fill] = place
        if isinstance(place, OrderExecutions):
            place.found[fill] = None
            self.changed[place] = None
        elif place is not None:
            self.apart[place][fill] = None
            self.changed_apart.add(place)
