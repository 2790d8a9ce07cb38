"""Executions and their commissions, joined in either order of arrival, and the revisions of an execution.

`executions.py` links fills to their orders.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import count
from operator import attrgetter

from ibmonitor.domain.blotter.combos import Combos
from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.instruments.key import BAG, legs_of
from ibmonitor.domain.records.events import LIVE_FILL, CommissionReport, ExecDetails
from ibmonitor.domain.records.exec_id import base_of, is_leg, revision_of
from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.records import ComboRole, Commission, Contract, Fill
from ibmonitor.domain.times.tws_time import parse_tws_time

# Looking up an Enum member costs more than the rest of the work that is done with it for every fill.
_NONE, _BAG, _LEG = ComboRole.NONE, ComboRole.BAG, ComboRole.LEG

_FIRST_REVISION = ".01"


class FillBook:
    """All fills and commissions in order of arrival."""

    def __init__(self, instruments: Instruments) -> None:
        """`instruments` receives the contract of every execution."""
        self._instruments = instruments
        self.fills: list[Fill] = []
        self.commissions: list[Commission] = []
        self.combos = Combos()
        self._by_exec_id: dict[str, Fill] = {}
        self._revisions: dict[str, list[Fill]] = {}
        """All revisions of an execution by the base of their execIds; nothing for a single ordinary first one."""
        self._orphans: dict[str, Commission] = {}
        """Commissions whose execution has not been seen, by exec_id."""
        self._contracts: dict[object, Contract] = {}
        """One object per contract: 100,000 fills are of a few hundred."""
        self._fill_serials = count()
        self._commission_serials = count()

    def clear(self) -> None:
        """Remove everything; serial numbers are not reused."""
        self.fills.clear()
        self.commissions.clear()
        self.combos.clear()
        self._by_exec_id.clear()
        self._revisions.clear()
        self._orphans.clear()
        self._contracts.clear()

    def fill(self, exec_id: str) -> Fill | None:
        """Return the fill with this exec_id, superseded or not."""
        return self._by_exec_id.get(exec_id)

    def commission(self, exec_id: str) -> Commission | None:
        """Return the commission of the execution with this exec_id, whether that has been seen or not."""
        fill = self._by_exec_id.get(exec_id)
        return fill.commission if fill is not None else self._orphans.get(exec_id)

    def add(self, event: ExecDetails, now: datetime, zone: tzinfo | None) -> tuple[Fill, list[Fill] | None]:
        """Add a new execution, with its commission if that came first.

        Return the fill and, where there are several, all revisions of the execution.
        """
        fill = self._add(event, now, zone, _role(event.execution.exec_id, event.contract))
        return fill, self._join_revisions(fill)

    def is_plain(self, event: ExecDetails) -> bool:
        """Whether an execution is certain to be no correction, to have none yet, and to be of no combo by itself."""
        exec_id = event.execution.exec_id
        return (
            exec_id not in self._by_exec_id
            and exec_id.endswith(_FIRST_REVISION)
            and not self._revisions
            and event.contract.sec_type != BAG
            and not is_leg(exec_id)
        )

    def add_plain(self, event: ExecDetails, now: datetime, zone: tzinfo | None) -> Fill:
        """Add an execution that `is_plain`."""
        return self._add(event, now, zone, _NONE)

    def _add(self, event: ExecDetails, now: datetime, zone: tzinfo | None, role: ComboRole) -> Fill:
        execution = event.execution
        exec_id = execution.exec_id
        fill = Fill(
            next(self._fill_serials),
            now,
            execution,
            self._shared(event.contract),
            parse_tws_time(event.time or execution.time, zone),
            role,
            is_live=event.req_id == LIVE_FILL,
            zone=zone,
        )
        self.fills.append(fill)
        self._by_exec_id[exec_id] = fill
        if self._orphans:
            commission = self._orphans.pop(exec_id, None)
            if commission is not None:
                self._join(fill, commission)
        return fill

    def revise(self, fill: Fill, execution: Execution, contract: Contract, zone: tzinfo | None) -> None:
        """Replace an execution by what two reports of it contain together."""
        fill.execution = execution
        fill.contract = self._shared(contract)
        fill.time = parse_tws_time(execution.time, zone)
        fill.zone = zone
        fill.combo_role = _role(execution.exec_id, contract)

    def describe_combos(self, fills: Iterable[Fill]) -> list[Fill]:
        """Add the legs of a combo's order to those of its fills that list none; return these."""
        described = []
        for fill in fills:
            order = fill.contract.sec_type == BAG and fill.order
            known = order.contract if order else None
            if known is not None and known.sec_type == BAG and legs_of(known) and not legs_of(fill.contract):
                fill.contract = self._shared(
                    replace(fill.contract, combo_legs=known.combo_legs, combo_legs_descrip=known.combo_legs_descrip)
                )
                described.append(fill)
        return described

    def relink(self, fills: Iterable[Fill]) -> list[Fill]:
        """Find the combos of fills whose times have changed; return the fills that this changes."""
        of_combos = [fill for fill in fills if fill.combo_role is not _NONE]
        return sorted({each for fill in of_combos for each in self.combos.add(fill)}, key=attrgetter("serial"))

    def revisions(self, fill: Fill) -> list[Fill] | None:
        """Return all revisions of the execution, this one included; `None` when it is the only one."""
        revisions = self._revisions.get(base_of(fill.execution.exec_id), ())
        return list(revisions) if len(revisions) > 1 else None

    def update_report(self, event: CommissionReport) -> Commission | None:
        """Apply another report of a commission; return it, or `None` when that adds nothing to what is known."""
        known = self.commission(event.exec_id)
        return known if known is not None and _update_commission(known, event) else None

    def add_report(self, event: CommissionReport, now: datetime, before: datetime | None = None) -> Commission | None:
        """Add the first report of a commission; `None`, and nothing added, when there was one.

        If the event before it, received just `before`, was its execution, it has the same time: one object less for
        each, and nothing else came in between.
        """
        exec_id = event.exec_id
        fill = self._by_exec_id.get(exec_id)
        if exec_id in self._orphans if fill is None else fill.commission is not None:
            return None
        commission = Commission(
            next(self._commission_serials),
            fill.received if fill is not None and fill.received == before else now,
            exec_id,
            event.commission_and_fees,
            event.currency,
            event.realized_pnl,
            event.yield_,
            event.yield_redemption_date,
        )
        self.commissions.append(commission)
        if fill is None:
            self._orphans[exec_id] = commission
        else:
            self._join(fill, commission)
        return commission

    def _join(self, fill: Fill, commission: Commission) -> None:
        fill.commission = commission
        commission.fill = fill
        # One string for both instead of two equal ones: there can be 100,000.
        commission.exec_id = fill.execution.exec_id

    def _join_revisions(self, fill: Fill) -> list[Fill] | None:
        """Find the other revisions of a new execution; `None` when there are none.

        Almost every execution is a first revision that is never corrected: it is found by its execId when one comes.
        """
        exec_id = fill.execution.exec_id
        is_first = exec_id.endswith(_FIRST_REVISION)
        if is_first and not self._revisions:
            return None
        base = base_of(exec_id)
        revisions = self._revisions.get(base)
        if revisions is None:
            if is_first:
                return None
            first = self._by_exec_id.get(base + _FIRST_REVISION)
            revisions = self._revisions[base] = [] if first is None else [first]
        revisions.append(fill)
        return list(revisions) if len(revisions) > 1 else None

    def _shared(self, contract: Contract) -> Contract:
        key: object = (contract.con_id, contract.exchange)
        known = self._contracts.get(key)
        if known is contract or known == contract:
            return known
        if contract.sec_type == BAG:
            # All combos of a currency share one conId.
            key = contract
            known = self._contracts.get(key)
            if known is not None:
                return known
        self._contracts[key] = contract
        self._instruments.learn(contract, is_execution=True)
        return contract


def newest_of(fills: list[Fill]) -> dict[Fill, Fill]:
    """Return for each fill of one base the fill that counts now: itself, or its latest correction."""
    newest: dict[object, Fill] = {}
    for fill in fills:
        key = _corrected(fill)
        other = newest.get(key)
        if other is None or _age(other) < _age(fill):
            newest[key] = fill
    return {fill: newest[_corrected(fill)] for fill in fills}


def _corrected(fill: Fill) -> object:
    """Return what the revisions of one execution have in common, among those with one base.

    A correction has "all parameters identical except for the execID" (IB): what happened in another account is none.
    IB says of a combo's legs that their fifth segment "will distinguish between these unique inner-combo executions",
    and of corrections that they differ in the last segment alone. So two executions of a leg are one corrected only
    when all else agrees as well; executions that follow one another differ in their cumulative quantity.
    """
    execution = fill.execution
    if revision_of(execution.exec_id) is None:
        return execution.exec_id
    if not is_leg(execution.exec_id):
        return execution.acct_number
    return execution.acct_number, fill.contract.con_id, fill.contract.local_symbol, execution.side, execution.cum_qty


def _age(fill: Fill) -> tuple[int, str]:
    # The text decides between "1" and "01", so that the same fill wins in any order of arrival.
    exec_id = fill.execution.exec_id
    return revision_of(exec_id) or 0, exec_id


def _role(exec_id: str, contract: Contract) -> ComboRole:
    """Return the role that the execution alone shows; `executions.py` knows whether its order is a combo."""
    if contract.sec_type == "BAG":
        return _BAG
    return _LEG if is_leg(exec_id) else _NONE


def _update_commission(known: Commission, event: CommissionReport) -> bool:
    """Apply a later report; fields that it leaves out keep their values.

    TWS may send a report again with the realized P&L filled in. Another source may leave it out, which means nothing
    about the trade.
    """
    before = _values(known)
    if event.commission_and_fees is not None:
        known.amount_sent = event.commission_and_fees
    known.currency = event.currency or known.currency
    if event.realized_pnl is not None:
        known.pnl_sent = event.realized_pnl
    if event.yield_ is not None:
        known.yield_sent = event.yield_
    known.yield_redemption_date = event.yield_redemption_date or known.yield_redemption_date
    return before != _values(known)


def _values(commission: Commission) -> object:
    return (
        commission.amount_sent,
        commission.currency,
        commission.pnl_sent,
        commission.yield_sent,
        commission.yield_redemption_date,
    )
