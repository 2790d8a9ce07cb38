"""`SearchIndex`: the words of every order, and of fills whose order is not known, as they were when last read.

Reading twenty thousand orders takes a while, so it is done in steps: `catch_up` reads what is new or has changed since.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain, islice
from operator import attrgetter

from ibmonitor.domain.records.by_serial import BySerial
from ibmonitor.domain.records.order_ids import order_key
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.search.fields import IDS, NUMBERS, TEXTS, Kind, Names, values_of
from ibmonitor.domain.search.standing import Standing, side_standing, standing_of
from ibmonitor.domain.search.words import words_in
from ibmonitor.domain.timeline.last_change import last_change

Steps = Generator[None, None, None]
"""Work in small steps: something else can be done at each `yield`."""

_STRIDE = 16
"""Orders read between two yields; they take less than a millisecond."""
_FILLS = 256
"""Fills that are put to their orders between two yields, which takes almost no time."""
_ALL_FILLS = 4096
"""Fills that are asked for their order between two yields."""
_SERIAL = attrgetter("serial")


class Entry:
    """What one order is found by; or one order of which only fills are known."""

    __slots__ = ("ids_end", "names_end", "newest_first", "numbers_end", "record", "standing", "status", "text")

    def __init__(
        self, record: Order | Fill, changed: float, values: Iterable[tuple[Kind, str]], standing: Standing
    ) -> None:
        """`changed` is when it changed last, in seconds since the epoch."""
        self.record = record
        """The order, or the newest of the fills."""
        self.newest_first = -changed, -record.serial
        """What sorts what has changed last before all others."""
        self.standing: int = standing.value
        """As a number: an operation on Python's flags costs more than a search in a text."""
        self.status = (record.status or "").casefold() if isinstance(record, Order) else ""
        ids: list[str] = []
        numbers: list[str] = []
        names: list[str] = []
        texts: list[str] = []
        for kind, text in values:
            if not text:
                continue
            if kind in IDS:
                ids.append(f" {text}")
            elif kind in NUMBERS:
                numbers.append(f" {text}")
                continue
            (texts if kind in TEXTS else names).append(words_in(text))
        # One text, since one search in it is faster than four; what stands first fits best.
        parts = ["".join(part) for part in (ids, numbers, names, texts)]
        self.text = " ".join((*parts, ""))
        self.ids_end = len(parts[0]) + 1
        self.numbers_end = self.ids_end + len(parts[1]) + 1
        self.names_end = self.numbers_end + len(parts[2]) + 1


class SearchIndex:
    """The entries, updated by `outdate` and `catch_up`. `names` say how accounts and instruments are called."""

    def __init__(self, names: Names | None = None) -> None:
        self.names = names or Names()
        self._entries: dict[object, Entry] = {}
        """By order, or by the key of an unknown order."""
        self._unknown: dict[object, list[Fill]] = {}
        """The fills of each order that is not known. In lists, which take half the memory of dicts: with those of an
        order, all are taken away, from the first on."""
        self._key_of: BySerial[object] = BySerial()
        """The key of each of these fills."""
        self._outdated: dict[Order, None] = {}
        """Orders that must be read before they are compared."""
        self._renamed: dict[Order, None] = {}
        """Orders that are read again when there is time: only the names of accounts or instruments have changed."""
        self._fills: dict[Fill, None] = {}
        """Fills whose order is not known, or was not, and that have changed."""
        self._all_fills: Iterator[Fill] = iter(())
        """Those that were there at first and have not been asked for their order."""
        self._unread: dict[object, None] = {}
        """The keys of unknown orders whose fills have changed."""
        self.symbols: set[str] = set()
        """All symbols, in lower case."""

    def clear(self) -> None:
        """Forget all records."""
        self._entries.clear()
        self._unknown.clear()
        self._key_of = BySerial()
        self._outdated.clear()
        self._renamed.clear()
        self._fills.clear()
        self._all_fills = iter(())
        self._unread.clear()
        self.symbols.clear()

    def start(self, orders: Iterable[Order], fills: Iterable[Fill]) -> None:
        """These are the records that there are; `outdate` adds to them, and is not called before."""
        self.outdate(orders)
        self._all_fills = iter(fills)

    def outdate(self, orders: Iterable[Order], fills: Iterable[Fill] = ()) -> None:
        """These records are new or have changed."""
        self._outdated.update(dict.fromkeys(orders))
        key_of = self._key_of.get
        self._fills.update((fill, None) for fill in fills if fill.order is None or key_of(fill) is not None)

    def outdate_names(self) -> None:
        """Accounts or instruments have other names."""
        self._renamed = {entry.record: None for entry in self._entries.values() if isinstance(entry.record, Order)}
        self._fills.update(dict.fromkeys(chain.from_iterable(self._unknown.values())))

    def forget(self, orders: Iterable[Order]) -> None:
        """Remove orders that have become part of others."""
        for order in orders:
            self._entries.pop(order, None)
            self._outdated.pop(order, None)
            self._renamed.pop(order, None)

    @property
    def size(self) -> int:
        """How much there is to read and to compare."""
        return len(self._entries) + self.backlog

    @property
    def backlog(self) -> int:
        """How much there is to read, besides the fills of the start."""
        return len(self._outdated) + len(self._renamed) + len(self._fills) + len(self._unread)

    def catch_up(self) -> Steps:
        """Read what is new or has changed, the newest first. It can be given up at any step, and begun again."""
        while orders := list(islice(chain(reversed(self._outdated), reversed(self._renamed)), _STRIDE)):
            for order in orders:
                self._read(order)
            yield
        while some := list(islice(self._all_fills, _ALL_FILLS)):
            self.outdate((), some)
            yield
        while some := list(islice(self._fills, _FILLS)):
            for fill in some:
                del self._fills[fill]
                self._place(fill)
            if not self._fills:
                # An emptied dict keeps the room that it once needed.
                self._fills = {}
            yield
        while keys := list(islice(self._unread, _STRIDE)):
            for key in keys:
                del self._unread[key]
                self._read_unknown(key)
            yield

    def knows(self, order: Order) -> bool:
        """Whether an order is there; one that has become part of another is not."""
        return order in self._entries

    def entries(self) -> list[Entry]:
        """All that has been read."""
        return list(self._entries.values())

    def entry(self, order: Order) -> Entry:
        """The entry of an order as it is now."""
        known = self._entries.get(order)
        return self._read(order) if known is None or order in self._outdated else known

    def newest_like(self, fill: Fill) -> Fill:
        """The fill that stands for all fills of an order that is not known."""
        fills = self._unknown.get(self._key_of.get(fill))
        return fill if not fills else max(fills, key=_SERIAL)

    def _read(self, order: Order) -> Entry:
        self._outdated.pop(order, None)
        self._renamed.pop(order, None)
        entry = Entry(order, last_change(order).timestamp(), values_of(order, self.names), standing_of(order))
        self._entries[order] = entry
        if order.contract is not None:
            self.symbols.add(order.contract.symbol.casefold())
        return entry

    # Fills whose order is not known

    def _place(self, fill: Fill) -> None:
        """Put a fill to those of its order while that is not known, and take it away once it is."""
        key = self._key_of.get(fill)
        if fill.order is None:
            if key is None:
                key = order_key(fill)
                self._key_of.set(fill, key)
                self._unknown.setdefault(key, []).append(fill)
            self._unread[key] = None
        elif key is not None:
            self._key_of.set(fill, None)
            self._unknown[key].remove(fill)
            self._unread[key] = None

    def _read_unknown(self, key: object) -> None:
        fills = self._unknown.get(key)
        if not fills:
            self._unknown.pop(key, None)
            self._entries.pop(_unknown(key), None)
            return
        newest = max(fills, key=_SERIAL)
        values = dict.fromkeys(chain.from_iterable(values_of(fill, self.names) for fill in fills))
        standing = side_standing(newest.execution.side)
        self._entries[_unknown(key)] = Entry(newest, (newest.time or newest.received).timestamp(), values, standing)
        self.symbols.add(newest.contract.symbol.casefold())


def _unknown(key: object) -> tuple[str, object]:
    """The key of an unknown order among the entries; a fill can be its own key."""
    return "unknown", key
