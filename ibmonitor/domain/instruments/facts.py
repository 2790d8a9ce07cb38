"""`InstrumentFacts`: what all reports of one instrument say together, whichever comes first."""

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
"""No exchange: the route that lets IB choose one."""


@dataclass(slots=True, eq=False)
class InstrumentFacts:
    """One instrument: its contract, and what is made of it."""

    key: InstrumentKey
    contract: Contract
    """Of each field what is known; where reports differ, the one that says more."""
    legs: Legs
    is_certain: bool
    """Known by its conId or its legs. What has neither may be an instrument that is known by one as well."""
    routes: set[str] = field(default_factory=set)
    venues: set[str] = field(default_factory=set)
    """The exchanges that orders go to, and those where executions took place."""
    short: str | None = None
    """Its name where no other has the same; `None` before it is worked out."""
    stem: str | None = None
    """The short name with what tells it from others, but for its conId."""
    additions: tuple[str, ...] = ()
    name: str | None = None
    sort_key: str = ""
    words: tuple[str, ...] = ()
    """What it is found by: the name, and what else it and its legs are called."""

    def take(self, told: Contract, *, is_execution: bool) -> bool:
        """Take in a report; return whether it says anything new."""
        changes: dict[str, object] = {}
        for name in _TEXTS:
            known, own = getattr(self.contract, name), getattr(told, name)
            if own != known and (len(own), own) > (len(known), known):
                changes[name] = own
        known_strike, strike = strike_of(self.contract), strike_of(told)
        if strike is not None and (known_strike is None or known_strike < strike):
            changes["strike"] = strike
        if changes:
            self.contract = replace(self.contract, **changes)  # type: ignore[arg-type]  # each of its field's type
        exchanges = self.venues if is_execution else self.routes
        if told.exchange in exchanges or told.exchange in _ANYWHERE:
            return bool(changes)
        exchanges.add(told.exchange)
        return True

    @property
    def exchange(self) -> str:
        """The home exchange or else the only one there is; where orders go before where executions took place."""
        if not self.is_certain:
            return ""
        only = (next(iter(some)) for some in (self.routes, self.venues) if len(some) == 1)
        return one_line(self.contract.primary_exchange or next(only, ""))

    @property
    def id_text(self) -> str:
        """The conId, or those of all legs: the last resort. Empty for what is not certain."""
        if self.legs:
            return " ".join(signed(ratio, f"#{con_id}") for con_id, ratio in self.legs)
        return f"#{self.key}" if self.is_certain else ""

    def may_be(self, other: InstrumentFacts) -> bool:
        """Whether nothing that is known of both tells them apart."""
        both = zip(self.additions, other.additions, strict=False)
        return all(mine == others or not mine or not others for mine, others in both)


def new_facts(key: InstrumentKey, contract: Contract, *, is_execution: bool) -> InstrumentFacts:
    """Return what a first report says."""
    legs = legs_of(contract) if contract.sec_type == BAG else ()
    facts = InstrumentFacts(key, contract, legs, identity_of(contract) is not None)
    facts.take(contract, is_execution=is_execution)
    return facts
