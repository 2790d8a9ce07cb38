"""`ContractWatch`: updates the rows of instruments whose names have changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject

from ibmonitor.domain.instruments.key import InstrumentKey, key_of
from ibmonitor.domain.records.records import Contract
from ibmonitor.models.live.feed import Feed
from ibmonitor.models.text.contract_names import CONTRACT_NAMES

R = TypeVar("R")


class ContractWatch(QObject):
    """Checks for new names after each flush of the feed; costs nothing per record while no name changes."""

    def __init__(self, feed: Feed, parent: QObject | None = None, *, is_past: bool = False) -> None:
        """The names of a past day (`is_past`) are added to those of today; see `close`."""
        super().__init__(parent)
        self._blotter = feed.blotter
        self._tables = feed.tables
        if is_past:
            CONTRACT_NAMES.add(feed.blotter.instruments)
        else:
            CONTRACT_NAMES.use(feed.blotter.instruments)
        feed.flushed.connect(self._on_flushed)

    def close(self) -> None:
        """A past day is no longer shown."""
        CONTRACT_NAMES.remove(self._blotter.instruments)

    def _on_flushed(self) -> None:
        renamed = self._blotter.instruments.pop_renamed()
        if not renamed:
            return
        blotter, tables = self._blotter, self._tables
        orders, fills, commissions, messages = blotter.orders, blotter.fills, blotter.commissions, blotter.messages
        tables.orders.merge(_named(renamed, orders, [order.contract for order in orders]))
        tables.fills.merge(_named(renamed, fills, [fill.contract for fill in fills]))
        fill_contracts = [commission.fill.contract if commission.fill else None for commission in commissions]
        tables.commissions.merge(_named(renamed, commissions, fill_contracts))
        order_contracts = [message.order.contract if message.order else None for message in messages]
        tables.messages.merge(_named(renamed, messages, order_contracts))
        CONTRACT_NAMES.changed.emit()


def _named(renamed: Collection[InstrumentKey], records: Sequence[R], contracts: Sequence[Contract | None]) -> list[R]:
    """The records whose contract is one of these instruments."""
    # A hundred thousand fills are of a few hundred contracts.
    distinct = {id(contract): contract for contract in contracts if contract is not None}
    matching = {number for number, contract in distinct.items() if key_of(contract) in renamed}
    return [record for record, contract in zip(records, contracts, strict=True) if id(contract) in matching]
