"""Assigns executions to group orders: by the order they name, or else by `inference.py`.

An update costs the same however many records there are. The assignment is recomputed when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmonitor.domain.allocation.inference import MatchKey, TimeWindow, TimeWindows, search_keys
from ibmonitor.domain.allocation.order_executions import OrderExecutions, executions_key
from ibmonitor.domain.allocation.order_parts import is_allocated
from ibmonitor.domain.allocation.values import UnassignedReason
from ibmonitor.domain.records.records import ComboRole, Fill, Order


class Matching:
    """The group order of each execution. Call `recompute` before reading it."""

    def __init__(self, keys: Iterator[int]) -> None:
        self.groups: dict[int, OrderExecutions] = {}
        """Group orders by key, in order of arrival."""
        self.unassigned: dict[UnassignedReason, dict[Fill, None]] = {why: {} for why in UnassignedReason}
        """Sub-accounts' executions that are in no group order."""
        self.changed: dict[OrderExecutions, None] = {}
        """Group orders that changed or ceased to be group orders; the reader clears this and the next."""
        self.changed_unassigned: set[UnassignedReason] = set()
        self._keys = keys
        self._executions: dict[object, OrderExecutions] = {}
        self._executions_of: dict[Fill, OrderExecutions] = {}
        self._outdated: dict[OrderExecutions, None] = {}
        self._place_of: dict[Fill, UnassignedReason | OrderExecutions] = {}
        """Of each sub-account's execution whose own order is no group order."""
        self._unmatched: dict[MatchKey, dict[Fill, None]] = {}
        """Sub-accounts' executions without a known order, by their search keys."""
        self._search_keys: dict[Fill, tuple[MatchKey, ...]] = {}
        self._to_match: dict[Fill, None] = {}
        self._anchors: dict[MatchKey, dict[OrderExecutions, None]] = {}
        """Group orders by their match keys."""
        self._windows: dict[MatchKey, TimeWindows[OrderExecutions]] = {}
        self._changed_keys: set[MatchKey] = set()
        """Keys whose group orders, or their windows, have changed."""

    def update_fill(self, fill: Fill) -> None:
        """Add an execution, or note that it has changed."""
        order = fill.order
        key = executions_key(fill) if order is None else order
        known = self._executions_of.get(fill)
        if known is not None and known.order_key == key:
            self._outdated[known] = None
            return
        executions = self._executions.get(key)
        if executions is None:
            executions = self._executions[key] = OrderExecutions(key, order)
        executions.fills[fill] = None
        self._executions_of[fill] = executions
        self._outdated[executions] = None
        if known is not None:
            self._move(known, fill, executions)

    def update_order(self, order: Order) -> None:
        """Add an order, or note that it has changed."""
        executions = self._executions.get(order)
        if executions is None:
            if not is_allocated(order):
                return
            executions = self._executions[order] = OrderExecutions(order, order)
        self._outdated[executions] = None

    def of_order(self, order: Order) -> OrderExecutions | None:
        """Return the executions of an order; `None` where it has neither executions nor parts."""
        return self._executions.get(order)

    def forget(self, order: Order) -> None:
        """Remove an order that was merged into another; its executions move to the order they name now."""
        executions = self._executions.pop(order, None)
        if executions is None:
            return
        executions.order_key, executions.order = executions, None
        self._outdated[executions] = None
        for fill in list(executions.fills):
            self.update_fill(fill)

    def recompute(self) -> None:
        """Bring the assignment up to date with the records."""
        for executions in self._outdated:
            if executions.is_group_order():
                self._recompute_group(executions)
            else:
                self._recompute_other(executions)
            # Legs of no known order belong to the group order of their combo.
            self._to_match.update(
                {leg: None for fill in executions.fills for leg in fill.legs if leg in self._search_keys}
            )
        self._outdated.clear()
        for key in self._changed_keys:
            self._windows.pop(key, None)
            self._to_match.update(self._unmatched.get(key, {}))
        self._changed_keys.clear()
        legs: dict[Fill, None] = {}
        for fill in self._to_match:
            if fill.combo_role is ComboRole.LEG:
                legs[fill] = None
                continue
            self._place(fill, self._match(fill))
            legs.update(dict.fromkeys(leg for leg in fill.legs if leg in self._search_keys))
        for leg in legs:
            self._place(leg, self._place_of_combo(leg))
        self._to_match.clear()

    def _move(self, executions: OrderExecutions, fill: Fill, other: OrderExecutions) -> None:
        """Remove an execution that now names another order; if it was the last, the other order inherits the key."""
        del executions.fills[fill]
        self._outdated[executions] = None
        if executions.fills or executions.order is not None:
            return
        self._executions.pop(executions.order_key, None)
        if executions.key is not None and other.key is None:
            other.key, executions.key = executions.key, None
            self.groups[other.key] = other
            self.changed[executions] = None

    def _recompute_group(self, executions: OrderExecutions) -> None:
        if executions.key is None:
            executions.key = next(self._keys)
            self.groups[executions.key] = executions
        self.changed[executions] = None
        for fill in executions.fills:
            self._stop_search(fill)
            self._place(fill, None)
        self._set_anchor(executions, *executions.anchor())

    def _recompute_other(self, executions: OrderExecutions) -> None:
        if executions.key is not None:
            del self.groups[executions.key]
            executions.key = None
            self.changed[executions] = None
        self._set_anchor(executions, (), None)
        for fill in executions.fills:
            if executions.order is None:
                self._start_search(fill)
            else:
                self._stop_search(fill)
                self._place(fill, UnassignedReason.OWN_ORDER)

    def _set_anchor(
        self, executions: OrderExecutions, match_keys: tuple[MatchKey, ...], window: TimeWindow | None
    ) -> None:
        """Set the keys and the times by which executions are matched to a group order."""
        if (executions.match_keys, executions.window) == (match_keys, window):
            return
        for key in executions.match_keys:
            del self._anchors[key][executions]
        for key in match_keys:
            self._anchors.setdefault(key, {})[executions] = None
        self._changed_keys.update(executions.match_keys, match_keys)
        executions.match_keys, executions.window = match_keys, window

    def _start_search(self, fill: Fill) -> None:
        """Match an execution now, and again whenever the group orders under its search keys change."""
        match_keys = search_keys(fill)
        if self._search_keys.get(fill) != match_keys:
            self._stop_search(fill)
            self._search_keys[fill] = match_keys
            for key in match_keys:
                self._unmatched.setdefault(key, {})[fill] = None
        self._to_match[fill] = None

    def _stop_search(self, fill: Fill) -> None:
        self._to_match.pop(fill, None)
        for key in self._search_keys.pop(fill, ()):
            del self._unmatched[key][fill]

    def _place_of_combo(self, leg: Fill) -> UnassignedReason | OrderExecutions:
        """A combo's leg belongs to the group order of the combo's own execution."""
        if leg.bag is None:
            return UnassignedReason.UNKNOWN
        place = self._place_of.get(leg.bag)
        if place is not None:
            return place
        executions = self._executions_of.get(leg.bag)
        return executions if executions is not None and executions.key is not None else UnassignedReason.UNKNOWN

    def _match(self, fill: Fill) -> UnassignedReason | OrderExecutions:
        matches: dict[OrderExecutions, None] = {}
        for key in self._search_keys[fill]:
            anchors = self._anchors.get(key)
            if anchors:
                windows = self._windows.get(key)
                if windows is None:
                    windows = self._windows[key] = TimeWindows([(anchor.window, anchor) for anchor in anchors])
                matches.update(dict.fromkeys(windows.around(fill.time)))
        if len(matches) == 1:
            return next(iter(matches))
        return UnassignedReason.AMBIGUOUS if matches else UnassignedReason.UNKNOWN

    def _place(self, fill: Fill, place: UnassignedReason | OrderExecutions | None) -> None:
        """Set where an execution belongs whose own order is no group order; `None` for the others."""
        before = self._place_of.get(fill)
        if before is not place:
            if isinstance(before, OrderExecutions):
                del before.matched[fill]
                self.changed[before] = None
            elif before is not None:
                del self.unassigned[before][fill]
                self.changed_unassigned.add(before)
            if place is None:
                del self._place_of[fill]
            else:
                self._place_of[fill] = place
        if isinstance(place, OrderExecutions):
            place.matched[fill] = None
            self.changed[place] = None
        elif place is not None:
            self.unassigned[place][fill] = None
            self.changed_unassigned.add(place)
