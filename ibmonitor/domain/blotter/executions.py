"""Links executions to their orders, their corrections and their combos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from operator import attrgetter

from ibmonitor.domain.blotter.fill_book import FillBook, newest_of
from ibmonitor.domain.blotter.masters import Masters
from ibmonitor.domain.blotter.merging import merged_contract, merged_execution
from ibmonitor.domain.blotter.order_book import Identity, OrderBook
from ibmonitor.domain.blotter.order_progress import count_fill, note_if_ahead, recompute, recounted
from ibmonitor.domain.instruments.key import BAG
from ibmonitor.domain.records.change import NOTHING, Change, commissions_of, with_combos
from ibmonitor.domain.records.events import ExecDetails
from ibmonitor.domain.records.exec_id import stem_of
from ibmonitor.domain.records.records import ComboRole, Fill, Order

_NONE, _BAG, _LEG = ComboRole.NONE, ComboRole.BAG, ComboRole.LEG


class Executions:
    """Links the executions of the fill book to the orders of the order book."""

    def __init__(self, order_book: OrderBook, fill_book: FillBook, masters: Masters) -> None:
        self._order_book = order_book
        self._fill_book = fill_book
        self._masters = masters
        self._trades: set[str] = set()
        """How the execIds of combos' fills begin; those of their legs begin in the same way."""
        self._unnamed: dict[str, list[Fill]] = {}
        """Ordinary fills that name no order, by how their execIds begin: they may turn out to be legs."""

    def clear(self) -> None:
        """Remove everything."""
        self._trades.clear()
        self._unnamed.clear()

    def apply(self, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Change:
        """Add an execution, or what another report adds to a known one."""
        known = self._fill_book.fill(event.execution.exec_id)
        if known is not None:
            return self._apply_repeat(known, event, now, zone)
        fill, revisions = self._fill_book.add(event, now, zone)
        self._link_to_order(fill, now)
        if fill.order is not None and fill.combo_role is not _LEG:
            note_if_ahead(fill.order, fill)
        return self._recompute(fill, revisions, now)

    def add_plain(self, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Fill | None:
        """Add an execution as `apply` does if it changes no other record, else return `None` and add nothing.

        So do nearly all when TWS is asked for them: their orders are done and no longer listed.
        """
        if not self._fill_book.is_plain(event):
            return None
        identity = self._order_book.identify_execution(event.execution)
        if identity is None or identity.order is not None or identity.is_combo or self._order_book.has_news:
            return None
        fill = self._fill_book.add_plain(event, now, zone)
        fill.is_whole = self._masters.is_master(fill.execution.acct_number)
        identity.fills.append(fill)
        return fill

    def _apply_repeat(self, fill: Fill, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Change:
        """Write what is new in a later report of a known execution, such as ids that TWS did not know at first."""
        if fill.execution == event.execution and fill.contract == event.contract:
            return NOTHING
        execution = merged_execution(fill.execution, event.execution)
        contract = merged_contract(fill.contract, event.contract)
        if fill.execution == execution and fill.contract == contract:
            return NOTHING
        before = fill.order
        self._unlink_from_order(fill)
        parted = () if fill.combo_role is _NONE else self._fill_book.combos.remove(fill)
        self._fill_book.revise(fill, execution, contract, zone)
        self._link_to_order(fill, now)
        change = self._recompute(fill, self._fill_book.revisions(fill), now, parted)
        if before is None or before in (fill.order, *change.orders, *change.merged_orders):
            return change
        recompute(before)
        before.last_update = now
        return change._replace(orders=(*change.orders, before))

    def _unlink_from_order(self, fill: Fill) -> None:
        if fill.order is not None:
            count_fill(fill.order, fill, -1)
            fill.order.fills.remove(fill)
            fill.order = None
            return
        identity = self._order_book.identify_execution(fill.execution)
        if identity is not None and fill in identity.fills:
            identity.fills.remove(fill)
        unnamed = self._unnamed.get(stem_of(fill.execution.exec_id), [])
        if fill in unnamed:
            unnamed.remove(fill)

    def mark_legs(self) -> None:
        """Mark the executions of orders newly known to be combos as legs, except those of the whole combo.

        A leg's execution can have an execId of four segments, its own contract and the permId of the combo's order;
        it can arrive before that order is described (TWS_FACTS, "Executions").
        """
        for identity in self._order_book.pop_combos():
            for fill in list(identity.fills):
                if fill.combo_role is _NONE:
                    self._make_leg(fill)

    def _make_leg(self, fill: Fill) -> None:
        with recounted(fill):
            fill.combo_role = _LEG
        self._order_book.note_changed_fills({fill: None, **dict.fromkeys(self._fill_book.combos.add(fill))})

    def _recompute(
        self, fill: Fill, revisions: list[Fill] | None, now: datetime, parted: Iterable[Fill] = ()
    ) -> Change:
        """Recompute what a new or changed fill affects: its corrections, its combo, and the orders of all these.

        `parted` are fills that were linked to it before.
        """
        merged: tuple[Order, ...] = ()
        adopted: tuple[Fill, ...] = ()
        if self._order_book.has_news:
            self.mark_legs()
            merged, adopted = self._order_book.pop_moves()
        if revisions is None and not adopted and fill.combo_role is _NONE and not parted:
            commissions = () if fill.commission is None else (fill.commission,)
            order = fill.order
            if order is None:
                return Change(fills=(fill,), commissions=commissions)
            recompute(order)
            order.last_update = now
            return Change(orders=(order,), fills=(fill,), commissions=commissions, merged_orders=merged)
        superseded = self._supersede(revisions, fill) if revisions else ()
        joined = fill.order.fills if merged and fill.order is not None else adopted
        fills = tuple(dict.fromkeys((fill, *superseded, *adopted, *self._fill_book.describe_combos(joined))))
        orders = tuple({each.order: None for each in fills if each.order is not None})
        for order in orders:
            recompute(order)
            order.last_update = now
        linked = dict.fromkeys(parted)
        for each in (fill, *superseded):
            if each.combo_role is not _NONE:
                linked.update(dict.fromkeys(self._fill_book.combos.add(each)))
        others = sorted({*with_combos((*fills, *linked))}.difference(fills), key=attrgetter("serial"))
        fills = (*fills, *others)
        return Change(orders=orders, fills=fills, commissions=commissions_of(fills), merged_orders=merged)

    def _link_to_order(self, fill: Fill, now: datetime) -> None:
        """Link a fill to its order, or keep it until the order is described."""
        fill.is_whole = self._masters.is_master(fill.execution.acct_number)
        identity = self._order_book.identify_execution(fill.execution)
        self._find_role(fill, identity)
        if identity is None:
            return
        identity.fills.append(fill)
        if identity.order is not None:
            # What is known of the order follows from nearly all that its executions say.
            fill.execution = fill.execution.whole()
            order = self._order_book.row(identity, now)
            fill.order = order
            if fill.contract.sec_type == BAG:
                self._fill_book.describe_combos((fill,))
            count_fill(order, fill)

    def _find_role(self, fill: Fill, identity: Identity | None) -> None:
        """Set the combo role: a fill of a whole combo shows that its order is one; the order's other fills are legs."""
        if identity is not None:
            if fill.combo_role is _BAG:
                self._order_book.note_combo(identity)
            elif fill.combo_role is _NONE and identity.is_combo:
                fill.combo_role = _LEG
        if fill.combo_role is _BAG:
            stem = stem_of(fill.execution.exec_id)
            self._trades.add(stem)
            for unnamed in self._unnamed.pop(stem, ()):
                self._make_leg(unnamed)
        elif identity is None and fill.combo_role is _NONE:
            stem = stem_of(fill.execution.exec_id)
            if stem in self._trades:
                fill.combo_role = _LEG
            else:
                self._unnamed.setdefault(stem, []).append(fill)

    def _supersede(self, revisions: list[Fill], fill: Fill) -> list[Fill]:
        """Mark the revisions of an execution that a correction has replaced; return the other fills this changes."""
        changed = []
        for each, newest in newest_of(revisions).items():
            superseded_by = None if newest is each else newest.execution.exec_id
            if superseded_by == each.superseded_by:
                continue
            with recounted(each):
                each.superseded_by = superseded_by
            if each is not fill:
                changed.append(each)
        return changed
