"""`InstrumentFacts`: one instrument, merged from all contracts that TWS sends for it, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ibmonitor.domain.instruments.combo_words import signed
from ibmonitor.domain.instruments.key import BAG, InstrumentKey, Legs, identity_of, legs_of
from ibmonitor.domain.instruments.words import strike_of
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.wording.writing import one_line

_TEXTS = (
    "symbol",
    "sec_type",
    "last_trade_date_or_contract_month",
    "right",
    "multiplier",
    "currency",
    "local_symbol",
    "trading_class",
    "primary_exchange",
)
_ANYWHERE = frozenset({"", "SMART"})
"""Not an exchange: SMART lets IB choose one."""


@dataclass(slots=True, eq=False)
class InstrumentFacts:
    """One instrument: its contract, and the names made of it."""

    key: InstrumentKey
    contract: Contract
    """With the longer value of each field where contracts differ."""
    legs: Legs
    is_certain: bool
    """Identified by its conId or its legs. Without these it may be the same instrument as an identified one."""
    routes: set[str] = field(default_factory=set)
    venues: set[str] = field(default_factory=set)
    """The exchanges of orders (`routes`) and of executions (`venues`)."""
    short: str | None = None
    """Its name if no other has the same; `None` before it is computed."""
    stem: str | None = None
    """The short name with the additions that make it differ, without the conId."""
    additions: tuple[str, ...] = ()
    name: str | None = None
    sort_key: str = ""
    words: tuple[str, ...] = ()
    """The texts that it is found by: its name, and other names of it and its legs."""
    latest: tuple[Contract | None, bool] = None, False
    """What was merged last. TWS's orders and executions share their contracts, and most of them repeat one."""

    def merge(self, contract: Contract, *, is_execution: bool) -> bool:
        """Add what another contract of the instrument contains; return whether anything is new."""
        latest, was_execution = self.latest
        if contract is latest and is_execution is was_execution:
            return False
        self.latest = contract, is_execution
        changes: dict[str, object] = {}
        for name in _TEXTS:
            known, own = getattr(self.contract, name), getattr(contract, name)
            if own != known and (len(own), own) > (len(known), known):
                changes[name] = own
        known_strike, strike = strike_of(self.contract), strike_of(contract)
        if strike is not None and (known_strike is None or known_strike < strike):
            changes["strike"] = strike
        if changes:
            self.contract = replace(self.contract, **changes)  # type: ignore[arg-type]  # each of its field's type
        exchanges = self.venues if is_execution else self.routes
        if contract.exchange in exchanges or contract.exchange in _ANYWHERE:
            return bool(changes)
        exchanges.add(contract.exchange)
        return True

    @property
    def exchange(self) -> str:
        """The primary exchange, or else the only one of orders, or else the only one of executions."""
        if not self.is_certain:
            return ""
        only = (next(iter(some)) for some in (self.routes, self.venues) if len(some) == 1)
        return one_line(self.contract.primary_exchange or next(only, ""))

    @property
    def id_text(self) -> str:
        """The conId, or those of all legs: the last resort. Empty where it is not certain."""
        if self.legs:
            return " ".join(signed(ratio, f"#{con_id}") for con_id, ratio in self.legs)
        return f"#{self.key}" if self.is_certain else ""

    def may_be(self, other: InstrumentFacts) -> bool:
        """Whether everything that is known of both agrees."""
        both = zip(self.additions, other.additions, strict=False)
        return all(mine == others or not mine or not others for mine, others in both)


def new_facts(key: InstrumentKey, contract: Contract, *, is_execution: bool) -> InstrumentFacts:
    """Return the facts in the first contract of an instrument."""
    legs = legs_of(contract) if contract.sec_type == BAG else ()
    facts = InstrumentFacts(key, contract, legs, identity_of(contract) is not None)
    facts.merge(contract, is_execution=is_execution)
    return facts
