"""What is measured: each entry is a row of the table, or a few."""

from __future__ import annotations

from dataclasses import dataclass

VERSIONS = {"text": 200, "text 178": 178, "protobuf": 226}
"""The server version of each protocol; ib_async knows none above 178."""
DECODER = "decoder"
"""The yardstick: the times of the same stream are divided by its."""


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    does: str
    """Module and function. The function gets the TWS and the size, and returns rows."""
    stream: str = "each_with_its_commission"
    """What TWS sends: a function of `streams`, or `groups`; without it there is no TWS."""
    sizes: tuple[int, ...] = (10_000, 100_000)
    protocols: tuple[str, ...] = ("text", "protobuf")


_ONE, _FEW, _MANY = (100_000,), (20_000,), (1_000, 10_000, 100_000)
_MINUTE = (60_000,)
_PROTOBUF = ("protobuf",)
_REFERENCES = (
    ("framing", "our framing alone"),
    ("direct", "parse, and read the fields"),
    (DECODER, "ibapi's decoder alone, fed by our framing"),
)


def _references(stream: str, sizes: tuple[int, ...], prefix: str = "") -> tuple[Case, ...]:
    def case(name: str, title: str, sizes: tuple[int, ...], *protocols: str) -> Case:
        what = "orders" if prefix else "fills"
        return Case(prefix + name, f"{what}: {title}", f"readers.{name}", stream, sizes, protocols or Case.protocols)

    return (
        *(case(name, title, sizes) for name, title in _REFERENCES),
        # With ten times as many, each event takes it nearly ten times as long.
        case("stock_ibapi", "stock ibapi with an empty wrapper", sizes[:1]),
        case("ib_async", "ib_async, without a window", sizes, "text 178"),
    )


CASES = (
    *_references(Case.stream, Case.sizes),
    Case("fills", "fills, each with its commission", "window.fills"),
    Case("fills_kept", "the same, kept in the history", "window.fills_kept"),
    Case("fills_first", "all fills, then all commissions", "window.fills", "commissions_last"),
    Case("sorted", "fills into a table sorted by price", "window.fills_sorted", sizes=_ONE, protocols=_PROTOBUF),
    Case("filtered", "fills with a text filter", "window.fills_filtered", sizes=_ONE, protocols=_PROTOBUF),
    Case("day", "fills with the Day tab in front", "window.fills_on_day", sizes=_ONE, protocols=_PROTOBUF),
    *_references("only_orders", _FEW, "orders_"),
    Case("orders", "open orders, each with its status", "window.orders", "only_orders", _FEW),
    Case("live", "one more fill, live", "window.live_fill", sizes=_MANY, protocols=_PROTOBUF),
    Case("details", "live fills of one order, its details open", "window.details_open", "one_order", _FEW, _PROTOBUF),
    Case("no_details", "the same, details closed", "window.details_closed", "one_order", _FEW, _PROTOBUF),
    Case("poll", "a live fill behind a poll of unchanged orders", "window.poll", "only_orders", (30_000,), _PROTOBUF),
    Case("reconnect", "reconnect", "window.reconnect", sizes=_ONE, protocols=_PROTOBUF),
    Case("groups", "group orders for 50 accounts, Allocations tab", "window.groups", "groups", (300,), _PROTOBUF),
    Case("find", "find", "window.find", sizes=_ONE, protocols=_PROTOBUF),
    Case("sort_and_filter", "the table of fills", "window.sort_and_filter", sizes=_ONE, protocols=_PROTOBUF),
    Case("snapshot", "`ibmonitor snapshot --format json`", "processes.snapshot", sizes=_ONE, protocols=_PROTOBUF),
    Case("idle", "20 seconds in which nothing happens", "window.idle", sizes=_ONE, protocols=_PROTOBUF),
    Case("minute", "1,000 fills a second for a minute", "window.minute", "no_fills", _MINUTE, _PROTOBUF),
    Case("minute_kept", "the same, kept in the history", "window.minute_kept", "no_fills", _MINUTE, _PROTOBUF),
    Case("history", "a history", "history.history", "", (1_000_000,), _PROTOBUF),
    Case("start", "start, to the first painted window", "processes.start", "", (0,), _PROTOBUF),
)
