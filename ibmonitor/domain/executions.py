"""Brings executions together with their orders and with their corrections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from operator import attrgetter

from ibmonitor.domain.change import NOTHING, Change
from ibmonitor.domain.events import ExecDetails
from ibmonitor.domain.fill_book import FillBook, newest_of
from ibmonitor.domain.fill_merge import merged_contract, merged_execution
from ibmonitor.domain.masters import Masters
from ibmonitor.domain.order_book import OrderBook
from ibmonitor.domain.order_fills import conclude, count_fill
from ibmonitor.domain.records import ComboRole, Fill

_NONE = ComboRole.NONE


class Executions:
    """Where an execution of the fill book meets an order of the order book."""

    def __init__(self, order_book: OrderBook, fill_book: FillBook, masters: Masters) -> None:
        self._order_book = order_book
        self._fill_book = fill_book
        self._masters = masters

    def tell(self, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Change:
        """Take in an execution, or what another report of a known one adds to it."""
        known = self._fill_book.fill(event.execution.exec_id)
        if known is not None:
            return self._tell_again(known, event, now, zone)
        fill, revisions = self._fill_book.add(event, now, zone)
        self._meet_order(fill, now)
        return self._settle(fill, revisions, now)

    def _tell_again(self, fill: Fill, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Change:
        """Take over what TWS says differently the second time, such as ids it did not know the first time."""
        if fill.execution == event.execution and fill.contract == event.contract:
            return NOTHING
        execution = merged_execution(fill.execution, event.execution)
        contract = merged_contract(fill.contract, event.contract)
        if fill.execution == execution and fill.contract == contract:
            return NOTHING
        self._part_from_order(fill)
        parted = () if fill.combo_role is _NONE else self._fill_book.combos.let_go(fill)
        self._fill_book.revise(fill, execution, contract, zone)
        self._meet_order(fill, now)
        return self._settle(fill, self._fill_book.revisions(fill), now, parted)

    def _part_from_order(self, fill: Fill) -> None:
        if fill.order is not None:
            count_fill(fill.order, fill, -1)
            fill.order.fills.remove(fill)
            fill.order = None
            return
        identity = self._order_book.identify_execution(fill.execution)
        if identity is not None and fill in identity.fills:
            identity.fills.remove(fill)

    def _settle(self, fill: Fill, revisions: list[Fill] | None, now: datetime, parted: Iterable[Fill] = ()) -> Change:
        """Conclude what a new or changed fill means for its corrections, its combo, and the orders of all these.

        `parted` are those that were linked to it, and may be so no longer.
        """
        merged, adopted = self._order_book.take_moves()
        if revisions is None and not adopted and fill.combo_role is _NONE and not parted:
            commissions = () if fill.commission is None else (fill.commission,)
            order = fill.order
            if order is None:
                return Change((), (fill,), commissions)
            conclude(order)
            order.last_update = now
            return Change((order,), (fill,), commissions, (), merged)
        superseded = self._supersede(revisions, fill) if revisions else ()
        fills = (fill, *superseded, *adopted)
        commissions = tuple({each.commission: None for each in fills if each.commission is not None})
        orders = tuple({each.order: None for each in fills if each.order is not None})
        for order in orders:
            conclude(order)
            order.last_update = now
        linked = dict.fromkeys(parted)
        for each in (fill, *superseded):
            if each.combo_role is not _NONE:
                linked.update(dict.fromkeys(self._fill_book.combos.take(each)))
        others = sorted((each for each in linked if each not in fills), key=attrgetter("serial"))
        return Change(orders, (*fills, *others), commissions, (), merged)

    def _meet_order(self, fill: Fill, now: datetime) -> None:
        """Link a fill to its order, or let it wait for the order to be described."""
        fill.is_whole = self._masters.is_master(fill.execution.acct_number)
        identity = self._order_book.identify_execution(fill.execution)
        if identity is None:
            return
        identity.fills.append(fill)
        if identity.order is not None:
            order = self._order_book.row(identity, now)
            fill.order = order
            count_fill(order, fill)

    def _supersede(self, revisions: list[Fill], fill: Fill) -> list[Fill]:
        """Mark which revisions of an execution a correction has replaced; return the others this changes."""
        changed = []
        for each, newest in newest_of(revisions).items():
            superseded_by = None if newest is each else newest.execution.exec_id
            if superseded_by == each.superseded_by:
                continue
            if each.order is not None:
                count_fill(each.order, each, -1)
            each.superseded_by = superseded_by
            if each.order is not None:
                count_fill(each.order, each)
            if each is not fill:
                changed.append(each)
        return changed
