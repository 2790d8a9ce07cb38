"""Sums of a range of days from the rows are those of the same fills in a blotter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ibmonitor.domain.records.events import Event, ExecDetails
from ibmonitor.domain.records.records import Fill
from ibmonitor.domain.sums.day_sums import GroupBy, KeptDay
from ibmonitor.domain.sums.totals import Sums
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.sums import SumsBy, sums_of
from tests.journal.history import empty, write
from tests.support.blotter_events import commission, execution, open_order
from tests.support.examples import examples
from tests.support.fill_streams import MASTER, Stream, full_count, values

FIRST, LAST = date(2026, 6, 10), date(2026, 6, 12)


class Days(Stream):
    """A stream over three days. An execution has one account and one day, as IB's do."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.known: dict[str, tuple[str, str]] = {}

    def execution(self) -> Event:
        event = super().execution()
        assert isinstance(event, ExecDetails)
        told, exec_id = event.execution.whole(), event.execution.exec_id
        day = f"202606{self.random.randint(10, 12)}-13:30:30"
        account, time = self.known.setdefault(exec_id, (told.acct_number, day))
        return replace(event, execution=replace(told, acct_number=account, time=time))


def counted(fills: Iterable[Fill]) -> object:
    return values(full_count(fills, ()))


def added(groups: Iterable[Sums]) -> object:
    """The counts of groups together."""
    groups = list(groups)
    return [sum(getattr(each, name) for each in groups) for name in ("fills", "pending", "superseded")]


@given(st.integers(0, 1_000_000))
@settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_fills(store: Store, seed: int) -> None:
    stream = Days(seed)
    empty(store)
    accounts = (*stream.accounts, MASTER)
    fills = write(store, (stream.event() for _ in range(60)), accounts=accounts).fills
    site = "live" if "U1" in stream.accounts else "paper"
    found = sums_of(store, site, FIRST, LAST, (SumsBy.DAY, SumsBy.ACCOUNT))
    assert values(found.total) == counted(fills)
    assert added(found.groups.values()) == added([found.total])
    for day in (10, 11, 12):
        of_day = [fill for fill in fills if fill.time is not None and fill.time.day == day]
        assert values(sums_of(store, site, date(2026, 6, day), date(2026, 6, day)).total) == counted(of_day)
    some = [fill for fill in fills if fill.execution.acct_number in stream.accounts[:2]]
    assert values(sums_of(store, site, FIRST, LAST, accounts=stream.accounts[:2]).total) == counted(some)


def group_order() -> list[Event]:
    whole = execution("e.1.01.01", acct_number=MASTER, perm_id=7, shares=Decimal(100))
    parts = [
        execution(f"e.{number}.01.01", acct_number=account, perm_id=7, shares=Decimal(50))
        for number, account in ((2, "DU1"), (3, "DU2"))
    ]
    return [whole, *parts, *(commission(f"e.{number}.01.01", f"{number}") for number in (1, 2, 3))]


def test_of_a_group_order_each_account_has_its_part(store: Store) -> None:
    fills = write(store, group_order(), accounts=(MASTER, "DU1", "DU2")).fills
    found = sums_of(store, "paper", FIRST, LAST, (SumsBy.ACCOUNT,))
    assert {group: (sums.fills, dict(sums.commissions)) for group, sums in found.groups.items()} == {
        (MASTER,): (0, {}),
        ("DU1",): (1, {"USD": Decimal(2)}),
        ("DU2",): (1, {"USD": Decimal(3)}),
    }
    day = KeptDay(GroupBy.ACCOUNT)
    for fill in fills:
        day.put(fill)
    for _ in day.arrange():
        pass
    assert day.sums().commissions == found.total.commissions == {"USD": Decimal(5)}


def test_an_execution_without_a_perm_id_is_of_its_order(store: Store) -> None:
    of_order: dict[str, Any] = {"client_id": 1, "order_id": 6}
    fills = write(
        store,
        [open_order(71, 1, 6, account=MASTER)],
        [execution("e.1.01.01", acct_number=MASTER, perm_id=71, **of_order)],
        [execution("e.2.01.01", acct_number="DU1", perm_id=0, **of_order)],
        accounts=(MASTER, "DU1"),
    ).fills
    total = sums_of(store, "paper", FIRST, LAST).total
    assert values(total) == counted(fills)
    assert total.fills == 1


def test_a_range_is_of_its_days_and_of_one_site(store: Store) -> None:
    times: Sequence[str] = ("20260610-23:59:59", "20260611-03:59:59", "20260611-04:00:00")
    write(store, (execution(f"e.{number}.01.01", time=time, perm_id=7) for number, time in enumerate(times)))
    found = sums_of(store, "paper", date(2026, 6, 10), date(2026, 6, 11), (SumsBy.DAY, SumsBy.SYMBOL))
    assert {group: sums.fills for group, sums in found.groups.items()} == {
        ("2026-06-10", "AAPL"): 2,
        ("2026-06-11", "AAPL"): 1,
    }
    assert sums_of(store, "paper", date(2026, 6, 11), date(2026, 6, 11)).total.pending == 1
    assert sums_of(store, "live", FIRST, LAST).groups == {}
