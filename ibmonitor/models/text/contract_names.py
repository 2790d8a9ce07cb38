"""The one place that decides how the window names an instrument: `CONTRACT_NAMES`, which asks the blotter's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.instruments.key import InstrumentKey, key_of
from ibmonitor.domain.records.records import Contract


class ContractNames(QObject):
    """The names of instruments. `Instruments` makes them; they change as contracts become known."""

    changed = Signal()
    """Some instruments have other names: whatever shows them outside the tables must be refreshed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._more: tuple[Instruments, ...] = ()
        self.use(Instruments())

    def use(self, instruments: Instruments) -> None:
        """Take the names from these instruments from now on."""
        self._instruments = instruments

    def add(self, instruments: Instruments) -> None:
        """Take the names of instruments that are not among those in use from these: a past day's are its own."""
        self._more = (*self._more, instruments)

    def remove(self, instruments: Instruments) -> None:
        """Take no more names from these."""
        self._more = tuple(each for each in self._more if each is not instruments)

    def name(self, contract: Contract | None) -> str:
        """The name; empty where no contract is known."""
        return self._that_know(contract).name(contract)

    def name_of_con_id(self, con_id: int) -> str:
        """The name of the instrument with a conId."""
        return self._with(con_id).name_of_con_id(con_id)

    def sort_key(self, contract: Contract | None) -> str | None:
        """The sort key: symbol, date, strike and right. `None` is unknown."""
        return None if contract is None else self._that_know(contract).sort_key(contract) or None

    def words(self, contract: Contract) -> tuple[str, ...]:
        """What an instrument is found by: its name, its local symbol and class, and those of a combo's legs."""
        return self._that_know(contract).words(contract)

    def exchanges(self, contract: Contract) -> tuple[str, ...]:
        """All exchanges that TWS has sent an instrument with."""
        return self._that_know(contract).exchanges(contract)

    def hint(self, contract: Contract | None) -> str:
        """The legs of a combo, a line each; empty for any other instrument."""
        return "" if contract is None else "\n".join(self._that_know(contract).legs(contract))

    def _that_know(self, contract: Contract | None) -> Instruments:
        # Called for each cell, and nearly always there are no others.
        return self._instruments if not self._more or contract is None else self._with(key_of(contract))

    def _with(self, key: InstrumentKey) -> Instruments:
        known = (each for each in (self._instruments, *self._more) if each.knows(key))
        return next(known, self._instruments)


CONTRACT_NAMES = ContractNames()
"""The program's."""
