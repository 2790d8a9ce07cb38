"""A history of many days: opening one, finding an id, and summing a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event, LinkChanged, ManagedAccounts
from ibmonitor.domain.records.link import LinkState
from ibmonitor.domain.records.slice import Slice
from ibmonitor.journal.batch import Batch
from ibmonitor.journal.days import slices_of
from ibmonitor.journal.events.codec import Codec
from ibmonitor.journal.find import Wanted, find
from ibmonitor.journal.rows.days import EXCHANGE
from ibmonitor.journal.session import Circumstances, Session
from ibmonitor.journal.store.open_store import open_store
from ibmonitor.journal.store.store import Store
from ibmonitor.journal.sums import SumsBy, sums_of
from tests.benchmarks.measure import Row, Stopwatch
from tests.support.blotter_events import commission, execution
from tests.support.make_contracts import stock

_A_DAY, _A_SLICE = 4_000, 40
_FIRST = date(2026, 1, 5)
_SYMBOLS = [stock(number, f"S{number}") for number in range(1, 200)]


def history(_tws: None, size: int) -> list[Row]:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "history" / "default.sqlite")
        days = size // _A_DAY
        watch = Stopwatch()
        for number in range(days):
            _write(store, number)
        watch.stop()
        rows = [watch.row("written", events=2 * size, bytes=store.size() / size)]
        middle = _day(days // 2)
        month = middle - timedelta(30), middle
        an_id = f"{days // 2:08x}.{_A_DAY // 2:08x}.01.01"
        of: tuple[tuple[str, Callable[[], object]], ...] = (
            ("a day of 4,000 fills opened", lambda: _opened(store, middle)),
            ("an execId found", lambda: find(store, Wanted(text=an_id)).executions),
            ("an order reference found", lambda: find(store, Wanted(text=f"swing-{days // 2}-7"))),
            (
                "a month summed by symbol",
                lambda: sums_of(store, "paper", *month, [SumsBy.SYMBOL]),
            ),
        )
        for title, work in of:
            watch.start()
            found = work()
            watch.stop()
            assert found
            rows.append(watch.row(title))
        store.close()
        return rows


def _day(number: int) -> date:
    return _FIRST + timedelta(days=number)


def _write(store: Store, number: int) -> None:
    """One day, in one transaction."""
    time = datetime.combine(_day(number), datetime.min.time(), UTC) + timedelta(hours=15)
    session = Session(Codec(), Circumstances("IB Monitor", UTC, EXCHANGE), follows=False)
    batch, states = Batch(), (LinkState.CONNECTING, LinkState.SYNCHRONISING, LinkState.UP)
    links: list[Event] = [LinkChanged(state, "127.0.0.1", 7497, 1) for state in states]
    session.add(Slice(time, [*links, ManagedAccounts(("DU1", "DU2", "DU3"))]), batch.add)
    for first in range(0, _A_DAY, _A_SLICE):
        time += timedelta(seconds=3)
        events: list[Event] = []
        for at in range(first, first + _A_SLICE):
            events += _fill(number, at, time)
        session.add(Slice(time, events), batch.add)
    with store.writing() as connection:
        batch.write(connection)


def _fill(day: int, number: int, time: datetime) -> list[Event]:
    exec_id, order = f"{day:08x}.{number:08x}.01.01", number // 4
    return [
        execution(
            exec_id,
            contract=_SYMBOLS[order % len(_SYMBOLS)],
            time=f"{time:%Y%m%d-%H:%M:%S}",
            acct_number=f"DU{order % 3 + 1}",
            perm_id=day * _A_DAY + order + 1,
            client_id=1,
            order_id=order + 1,
            order_ref=f"swing-{day}-{order}",
            shares=Decimal(number % 900 + 1),
            price=Decimal(number * 7919 % 10**6) / 100,
        ),
        commission(exec_id, str(Decimal(number * 104729 % 10**5) / 10**4), realized_pnl=Decimal(number % 1000) / 10),
    ]


def _opened(store: Store, day: date) -> int:
    now = datetime.now(UTC)
    blotter = Blotter(clock=lambda: now)
    for each in slices_of(store, day, "paper", EXCHANGE, Codec()):
        now = each.time
        blotter.apply_all(each.events, Changes())
    assert len(blotter.fills) == _A_DAY
    return len(blotter.fills)
