"""Whatever order executions and commissions arrive in, and however often, the same book comes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import CommissionReport, ExecDetails
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.domain.sums.totals import Totals
from tests.support.blotter_events import AAPL, BAG, commission, execution, new_blotter, open_order

Book = list[ExecDetails | CommissionReport]


def exec_ids() -> st.SearchStrategy[list[str]]:
    """Ids of executions with chains of corrections, of legs, and some that follow no rule."""
    revision = st.sampled_from(["01", "1", "02", "3", "9", "10", "x", ""])
    base = st.sampled_from(["0000e0d5.1.01", "0000e0d5.2.01", "0000e0d5.3.01", "0000e0d5.1.01.01", "odd", ""])
    dotted = st.builds(lambda head, tail: f"{head}.{tail}", base, revision)
    return st.lists(st.one_of(dotted, st.sampled_from(["dotless", "7", "²"])), min_size=1, max_size=12, unique=True)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Executions, some reported again with less, most with a commission, and commissions of executions never seen."""
    events: Book = []
    for number, exec_id in enumerate(draw(exec_ids())):
        order = draw(st.integers(1, 3))
        shares = Decimal(draw(st.integers(1, 500)))
        full = execution(
            exec_id,
            contract=draw(st.sampled_from([AAPL, BAG])),
            shares=shares,
            cum_qty=draw(st.sampled_from([shares, Decimal(500)])),
            acct_number=draw(st.sampled_from(["DU1", "DU2", "DF9"])),
            perm_id=draw(st.sampled_from([order + 70, None])),
            client_id=order,
            order_id=order + 10,
            avg_price=Decimal(draw(st.integers(1, 9))),
            submitter="trader",
        )
        events.append(full)
        if draw(st.booleans()):
            meagre = replace(full.execution, perm_id=draw(st.sampled_from([0, None])), submitter="")
            events.append(replace(full, execution=meagre))
        if draw(st.booleans()):
            currency = draw(st.sampled_from(["USD", "EUR"]))
            amount = draw(st.sampled_from(["1.0003", "-0.25", None]))
            events.append(commission(exec_id, amount, currency=currency))
            if draw(st.booleans()):
                events.append(commission(exec_id, amount, currency=currency, realized_pnl=Decimal(number)))
    events += [commission(f"never.seen.{number}") for number in range(draw(st.integers(0, 2)))]
    return events


def filled_by(events: list[ExecDetails | CommissionReport]) -> Blotter:
    blotter = new_blotter()
    blotter.apply(open_order(71, 1, 11))
    for event in events:
        blotter.apply(event)
    blotter.apply(open_order(72, 2, 12))
    return blotter


def projection(blotter: Blotter) -> object:
    """All that is known of fills, commissions and what they add up to, except when it came."""
    fills = {
        fill.execution.exec_id: (
            fill.execution,
            fill.contract,
            fill.time,
            fill.combo_role,
            fill.superseded_by,
            fill.commission and fill.commission.exec_id,
            fill.order and fill.order.perm_id,
        )
        for fill in blotter.fills
    }
    commissions = {
        known.exec_id: (
            known.commission_and_fees,
            known.currency,
            known.realized_pnl,
            known.fill and known.fill.execution.exec_id,
        )
        for known in blotter.commissions
    }
    orders = {
        order.perm_id: (
            order.executed,
            order.filled,
            order.remaining,
            order.avg_fill_price,
            order.is_done,
            {fill.execution.exec_id for fill in order.fills},
        )
        for order in blotter.orders
    }
    assert len(fills) == len(blotter.fills)
    assert len(commissions) == len(blotter.commissions)
    return fills, commissions, orders, totals_of(blotter)


def totals_of(blotter: Blotter) -> object:
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    for known in blotter.commissions:
        totals.add_commission(known)
    counts = (totals.fills, totals.pending, totals.superseded, totals.without_execution)
    return counts, totals.commissions, totals.realized_pnl


@given(st.data())
def test_order_of_arrival_and_repeats_make_no_difference(data: st.DataObject) -> None:
    book = data.draw(books())
    again = data.draw(st.lists(st.sampled_from(book), max_size=10))
    shuffled = data.draw(st.permutations(book + again))
    assert projection(filled_by(shuffled)) == projection(filled_by(book))


@given(books())
def test_executed_is_what_the_counting_fills_add_up_to(book: Book) -> None:
    for order in filled_by(book).orders:
        counting = [fill for fill in order.fills if fill.superseded_by is None and fill.combo_role is not ComboRole.LEG]
        whole = sum(_shares(fill) for fill in counting if fill.execution.acct_number == "DF9")
        parts = sum(_shares(fill) for fill in counting if fill.execution.acct_number != "DF9")
        assert order.executed == max(whole, parts)


def _shares(fill: Fill) -> Decimal:
    assert fill.execution.shares is not None
    return fill.execution.shares


def naive_totals(blotter: Blotter) -> object:
    """The rules of the totals, written down once more for a whole book at a time."""
    orders: dict[object, list[Fill]] = {}
    for fill in blotter.fills:
        if fill.superseded_by is None:
            perm_id = fill.execution.perm_id or (fill.order.perm_id if fill.order else None)
            orders.setdefault(perm_id or (fill.execution.client_id, fill.execution.order_id), []).append(fill)
    count, paying = 0, []
    for fills in orders.values():
        counted = _level_that_counts(fills)
        wholes = [fill for fill in counted if fill.combo_role is not ComboRole.LEG]
        count += len(wholes or counted)
        charged, whole_charged = _charged(counted), _charged([fill for fill in fills if fill.is_whole])
        reported, whole_reported = sum(map(_amount, charged)), sum(map(_amount, whole_charged))
        is_by_whole = reported < len(charged) and whole_reported == len(whole_charged) > 0
        paying += whole_charged if is_by_whole or (not reported and whole_reported) else charged
    sums: dict[str, Decimal] = {}
    profits: dict[str, Decimal] = {}
    for fill in paying:
        if fill.commission is not None:
            currency = fill.commission.currency
            if fill.commission.commission_and_fees is not None:
                sums[currency] = sums.get(currency, Decimal(0)) + fill.commission.commission_and_fees
            if fill.commission.realized_pnl is not None:
                profits[currency] = profits.get(currency, Decimal(0)) + fill.commission.realized_pnl
    pending = sum(not _amount(fill) for fill in paying)
    superseded = sum(fill.superseded_by is not None for fill in blotter.fills)
    alone = sum(known.fill is None for known in blotter.commissions)
    return (count, pending, superseded, alone), sums, profits


def _charged(fills: list[Fill]) -> list[Fill]:
    """Of each combo's trade the legs, where one of them has a commission, and else the whole."""
    charged = []
    for fill in fills:
        combo = fill.bag if fill.combo_role is ComboRole.LEG else fill
        legs = [leg for leg in combo.legs if leg.superseded_by is None] if combo is not None else []
        is_by_legs = combo is None or any(map(_amount, legs))
        if is_by_legs == (fill.combo_role is ComboRole.LEG):
            charged.append(fill)
    return charged


def _level_that_counts(fills: list[Fill]) -> list[Fill]:
    whole = [fill for fill in fills if fill.execution.acct_number == "DF9"]
    parts = [fill for fill in fills if fill.execution.acct_number != "DF9"]
    if not whole or not parts:
        return whole or parts
    for is_leg in (False, True):
        sizes = [
            [_shares(fill) for fill in level if (fill.combo_role is ComboRole.LEG) == is_leg]
            for level in (whole, parts)
        ]
        if all(sizes):
            return parts if sum(sizes[1]) >= sum(sizes[0]) else whole
    return parts


def _amount(fill: Fill) -> bool:
    return fill.commission is not None and fill.commission.commission_and_fees is not None


@given(books())
def test_totals_are_those_of_a_naive_recomputation(book: Book) -> None:
    blotter = filled_by(book)
    assert totals_of(blotter) == naive_totals(blotter)


def test_a_master_without_money_of_its_own_does_not_replace_the_parts() -> None:
    """A leg in the master whose combo belongs to another order: no report of the master's is there to be complete."""
    stock_in_part = execution("dotless", perm_id=None, client_id=3, order_id=13, acct_number="DU1")
    combo = execution("0000e0d5.2.01.01", contract=BAG, perm_id=73, client_id=3, order_id=13, acct_number="DF9")
    leg_in_master = execution("0000e0d5.1.01.1", perm_id=None, client_id=3, order_id=13, acct_number="DF9")
    blotter = filled_by([stock_in_part, leg_in_master, combo])
    totals = Totals()
    for fill in blotter.fills:
        totals.add(fill)
    assert (totals.fills, totals.pending) == (2, 2)
    assert totals_of(blotter) == naive_totals(blotter)
