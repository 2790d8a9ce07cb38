"""A blotter with its tables, updated as in the program."""

from __future__ import annotations

from typing import Any

from ibmonitor.domain.records.events import Event, TwsMessage
from ibmonitor.domain.search.fields import Names
from ibmonitor.domain.search.find import find
from ibmonitor.models.live.contract_watch import ContractWatch
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.live.tables import Tables, make_tables
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from tests.support.blotter_events import commission, execution, new_blotter, open_order
from tests.support.make_contracts import stock

POUNDS, DOLLARS = stock(18, "VOD", currency="GBP", local_symbol="VOD."), stock(19, "VOD")


class Desk:
    """A blotter with its tables, as the program has them."""

    def __init__(self) -> None:
        self.blotter = new_blotter()
        self.tables: Tables = make_tables()
        self.feed = Feed(self.blotter, self.tables)
        self.watch = ContractWatch(self.feed)

    def receive(self, *events: Event) -> None:
        for event in events:
            self.feed.on_event(event)
        self.feed.flush()

    def find(self, text: str) -> list[int | None]:
        """The Perm IDs of the orders that the find box finds."""
        found = find(text, self.blotter.orders, names=Names(contract=CONTRACT_NAMES.words)).found
        return [each.record.perm_id for each in found]  # type: ignore[union-attr]


def shown(table: RecordTable[Any], key: str = "contract") -> list[str]:
    number = table.column_number(key)
    return [table.index(row, number).data() for row in range(table.rowCount())]


def trade(perm_id: int, contract: Any) -> list[Event]:
    exec_id = f"0000e0d5.{perm_id:08x}.01.01"
    return [
        open_order(perm_id, 1, perm_id, contract=contract),
        execution(exec_id, perm_id=perm_id, contract=contract),
        commission(exec_id),
        TwsMessage(perm_id, 399, "Order Message", None, ""),
    ]
