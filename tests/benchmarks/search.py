"""`python -m tests.benchmarks.search`: how long the find box takes from a text to its results, and the longest pause.

No number is asserted: machines are noisy. The pause is how long the Qt loop did not get round to a timer that is due;
in parentheses, both as the time of the processor, which other programs on a busy machine do not add to.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter, process_time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.change import Change
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.search.find import Results
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.order_search import OrderSearch
from ibmonitor.models.live.tables import make_tables
from ibmonitor.windows.main.find_box import FindBox
from tests.benchmarks.readers import Pauses
from tests.support.blotter_events import AAPL, execution, open_order, order_status

SYMBOLS = ("AAPL", "SPY", "MSFT", "KO", "TSLA", "GME", "AMZN", "NVDA", "META", "IBM")
STATUSES = ("Submitted", "PreSubmitted", "Filled", "Cancelled", "Inactive")
TEXTS = (
    *("order 6 of client 1", "1/6", "#6", "6", "100", "1903554", "1903560000", "DU2250", "Growth", "swing"),
    *("rejected", "working", "partly filled", "SPY 100", "AAPL sell", "AAPL 230.5", "201", "exceeds", "s", "sp"),
    *("not filled", "working not AAPL", "rejected or cancelled", "USD"),
    *("zzz", "SPY zzz", "yesterday", "0000e1a7.0000ffff", "0000e1a7.0000ffff.01.01", "account DU2250001", "today"),
)


def filled(orders: int, fills: int) -> Feed:
    """A desk with so many orders and fills; one order in 20 is not described by TWS."""
    blotter = Blotter()
    feed = Feed(blotter, make_tables())
    ContractWatch(feed, feed)
    contracts = [replace(AAPL, con_id=1000 + n, symbol=name, local_symbol=name) for n, name in enumerate(SYMBOLS)]
    for number in range(orders):
        ids = 1903550000 + number, number % 7, 1 + number // 7
        status = STATUSES[number % len(STATUSES)]
        if number % 20:
            blotter.apply(
                open_order(
                    *ids,
                    contract=contracts[number % len(contracts)],
                    action=("BUY", "SELL")[number % 2],
                    account=f"DU22500{number % 40:02}",
                    orderRef=f"swing {number % 500}",
                    orderType="LMT",
                    lmtPrice=Decimal(20000 + number % 9000) / 100,
                    faGroup="Growth" if number % 11 == 0 else "",
                )
            )
            blotter.apply(order_status(*ids, status=status, filled=10 * (number % 4), remaining=100))
            if status == "Inactive":
                blotter.apply(TwsMessage(ids[2], 201, "Order rejected - reason: size exceeds the limit", None, ""))
    for number in range(fills):
        order = number % orders
        blotter.apply(
            execution(
                f"0000e1a7.{number:08x}.01.01",
                contract=contracts[order % len(contracts)],
                perm_id=1903550000 + order,
                client_id=order % 7,
                order_id=1 + order // 7,
                acct_number=f"DU22500{order % 40:02}",
                shares=Decimal(1),
                cum_qty=Decimal(1),
            )
        )
    return feed


class Bench:
    def __init__(self, feed: Feed) -> None:
        self.search = OrderSearch(feed)
        self.loop = QEventLoop()
        self.results: list[Results] = []
        self.first_at = 0.0
        """When the first results came, where not all orders had been read."""
        self.begun_at = 0.0
        self.search.found.connect(self._on_found)

    def _on_found(self, results: Results) -> None:
        if results.is_partial:
            self.first_at = self.first_at or perf_counter()
            return
        self.results.append(results)
        self.loop.quit()

    def measure(self, start: Callable[[], object]) -> tuple[float, float, float, float]:
        """Milliseconds until the results are there, and of the longest pause: by the clock, and of the processor."""
        self.results.clear()
        pauses, worked = Pauses(), Pauses(process_time)
        begun = perf_counter(), process_time()
        ended: list[tuple[float, float]] = []
        self.search.found.connect(
            lambda results: None if results.is_partial else ended.append((perf_counter(), process_time()))
        )

        def begin() -> None:
            pauses.start()
            worked.start()
            self.begun_at = perf_counter()
            start()

        QTimer.singleShot(0, begin)
        while not self.results:
            self.loop.exec()
        wall, cpu = (1000 * (end - start) for end, start in zip(ended[0], begun, strict=True))
        return wall, pauses.longest_ms(), cpu, worked.longest_ms()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--fills", type=int, default=100_000)
    options = parser.parse_args()
    app = QApplication([])
    feed = filled(options.orders, options.fills)
    gc.collect()
    gc.freeze()
    bench = Bench(feed)
    box = FindBox(bench.search)
    box.resize(420, 30)
    box.show()
    print(f"{options.orders:,} orders, {options.fills:,} fills, {len(SYMBOLS)} symbols\n")
    print("| text | ms | longest pause, ms | found | understood as |")
    print("| --- | --- | --- | --- | --- |")
    for text in ("SPY", *TEXTS):
        runs = []
        for _ in range(1 if text == "SPY" else 3):
            box.setText(text)
            runs.append(bench.measure(lambda: box.textEdited.emit(box.text())))
        wall, pause, cpu, work = min(runs)
        results = bench.results[0]
        first = (bench.first_at - bench.begun_at) * 1000
        name = f"SPY, the first search of all ({first:.0f} ms to the first results)" if text == "SPY" else text
        print(
            f"| {name} | {wall:.0f} ({cpu:.0f}) | {pause:.0f} ({work:.0f}) | {results.total:,} | {results.meaning} |",
            flush=True,
        )
    orders = feed.tables.orders
    feed.collect(Change(orders=tuple(feed.blotter.orders)))
    feed.flush()
    box.setText("SPY 100")
    bench.measure(lambda: box.textEdited.emit(box.text()))
    started = process_time()
    orders.set_predicate("none", lambda order: order.serial % 10 == 0)
    print(f"\nAny filter of the table: {(process_time() - started) * 1000:.0f} ms of the processor")
    orders.set_predicate("none", None)
    started = process_time()
    orders.set_predicate("narrowed", bench.results[0].fits)
    spent = (process_time() - started) * 1000
    print(f"This filter of the table: {spent:.0f} ms of the processor, {orders.rowCount():,} rows")
    app.sendPostedEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
