"""Sums that follow every change that the blotter reports are those of a full count, in any order of arrival."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import Event, ManagedAccounts
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums import kept_totals
from ibmonitor.domain.sums.kept_totals import KeptTotals
from ibmonitor.domain.sums.totals import Money, Sums, money_of
from tests.support.blotter_events import commission, execution, new_blotter, open_order
from tests.support.examples import examples
from tests.support.fill_streams import MASTER, Stream, full_count, values
from tests.support.make_records import make_fill


class Kept:
    """A blotter, and the sums of its fills and of its commissions in the accounts shown."""

    def __init__(self) -> None:
        self.blotter = new_blotter()
        self.hidden: set[str] = set()
        self.clear()

    def clear(self) -> None:
        self.blotter.clear()
        self.of_fills, self.of_commissions = KeptTotals(), KeptTotals()

    def apply(self, event: Event) -> None:
        self.take_in(self.blotter.apply(event))

    def hide(self, accounts: set[str]) -> None:
        self.hidden = accounts
        self.take_in(Change(fills=tuple(self.blotter.fills), commissions=tuple(self.blotter.commissions)))

    def take_in(self, change: Change) -> None:
        for fill in change.fills:
            (self.of_fills.put if self.shows(fill) else self.of_fills.take_out)(fill)
        for each in change.commissions:
            kept = self.of_commissions
            (kept.put_commission if self.shows(each.fill) else kept.take_out_commission)(each)

    def shows(self, fill: Fill | None) -> bool:
        return fill is None or fill.execution.acct_number not in self.hidden

    def check(self) -> None:
        fills = list(filter(self.shows, self.blotter.fills))
        commissions = [each for each in self.blotter.commissions if self.shows(each.fill)]
        assert values(self.of_fills.sums) == values(full_count(fills, ()))
        reported = [each.fill for each in commissions if each.fill is not None]
        assert values(self.of_commissions.sums) == values(full_count(reported, commissions))


@given(st.integers(0, 1_000_000))
@examples(30)
def test_every_event(seed: int) -> None:
    kept, stream = Kept(), Stream(seed)
    for _ in range(60):
        kept.apply(stream.event())
        kept.check()


@given(st.integers(0, 1_000_000))
@examples(30)
def test_filters_and_a_new_start(seed: int) -> None:
    kept, stream = Kept(), Stream(seed)
    for number in range(60):
        kept.apply(stream.event())
        if not number % 5:
            kept.hide({account for account in stream.accounts if stream.random.random() < 0.3})
            kept.check()
        if number == 40:
            kept.clear()


def test_a_master_found_by_an_order() -> None:
    """It is found when the second of two accounts has as much as the first, and TWS reports half of both."""
    kept = Kept()
    kept.apply(ManagedAccounts(("B1", "U1", "U2")))
    kept.apply(open_order(71, 1, 11))
    for account in ("B1", "U1"):
        kept.apply(execution(f"{account}.1.01.01", perm_id=71, client_id=1, order_id=11, acct_number=account))
        kept.apply(commission(f"{account}.1.01.01", "1"))
        kept.check()
    assert [fill.is_whole for fill in kept.blotter.fills] == [True, False]
    assert kept.of_commissions.sums.fills == 1


def test_fills_that_learn_their_perm_id_from_their_order() -> None:
    kept = Kept()
    kept.apply(open_order(None, 1, 11))
    kept.apply(execution("e.1.01.01", perm_id=0, client_id=1, order_id=11, acct_number="DU1"))
    kept.apply(open_order(71, 1, 11))
    kept.apply(execution("e.2.01.01", perm_id=71, client_id=None, order_id=0, acct_number=MASTER))
    kept.check()
    assert kept.of_fills.sums.fills == 1


def test_one_change_in_an_order_of_many_fills_reads_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor in one that is divided among accounts."""
    fills = [make_fill(number) for number in range(1, 101)]
    kept = KeptTotals()
    for number, fill in enumerate(fills):
        fill.execution = replace(fill.execution, perm_id=7)
        fill.is_whole = number == 50
        kept.put(fill)
    assert kept.sums.fills == 99
    read: list[Fill] = []

    def reading(fill: Fill) -> Money:
        read.append(fill)
        return money_of(fill)

    monkeypatch.setattr(kept_totals, "money_of", reading)
    fills[3].superseded_by = "another"
    kept.put(fills[3])
    assert kept.sums.fills == 98
    assert read == [fills[3]]


def test_fills_in_any_order_of_arrival_and_what_is_taken_out_leaves_no_trace() -> None:
    fills = [make_fill(number) for number in (900, 905, 20, 950, 500)]
    kept = KeptTotals()
    for fill in fills:
        kept.put(fill)
    assert values(kept.sums) == values(full_count(fills, ()))
    for fill in (*fills, *fills):
        kept.take_out(fill)
    assert values(kept.sums) == values(Sums())
