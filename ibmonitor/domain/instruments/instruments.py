"""`Instruments`: a unique name for every instrument that TWS has sent.

A name is as short as possible: multiplier, class, currency and exchange are added only where another known instrument
would have the same name. So a name may change when a contract becomes known; it never depends on which came first.
Names are computed when one is next requested, and only for what has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ibmonitor.domain.instruments.combo_words import Part, combo_name, in_order, signed
from ibmonitor.domain.instruments.facts import InstrumentFacts, new_facts
from ibmonitor.domain.instruments.key import BAG, InstrumentKey, Legs, key_of, legs_of
from ibmonitor.domain.instruments.words import additions, multiplier_text, single_name, sort_text, words_of
from ibmonitor.domain.records.records import Contract
from ibmonitor.domain.wording.writing import one_line, plain_instrument

_Groups = dict[str | None, dict[InstrumentFacts, None]]
_ID_MARK = "#"


class Instruments:
    """All instruments by their identity. The blotter adds every contract that it receives."""

    def __init__(self) -> None:
        self._known: dict[InstrumentKey, InstrumentFacts] = {}
        self._by_short: _Groups = {}
        self._by_stem: _Groups = {}
        self._shared_stems: set[str | None] = set()
        """Stems of several instruments that differ only in their conIds."""
        self._combos_of: dict[int, dict[InstrumentFacts, None]] = {}
        """Combos by the conIds of their legs."""
        self._outdated: dict[InstrumentFacts, None] = {}
        self._renamed: dict[InstrumentKey, None] = {}

    def clear(self) -> None:
        """Remove all instruments."""
        self._known.clear()
        self._by_short.clear()
        self._by_stem.clear()
        self._shared_stems.clear()
        self._combos_of.clear()
        self._outdated.clear()
        self._renamed.clear()

    def learn(self, contract: Contract, *, is_execution: bool = False) -> None:
        """Add a contract from TWS; an execution's exchange is only where that execution took place."""
        key = key_of(contract)
        facts = self._known.get(key)
        if facts is None:
            facts = self._known[key] = new_facts(key, contract, is_execution=is_execution)
            for con_id, _ in facts.legs:
                self._combos_of.setdefault(con_id, {})[facts] = None
        elif not facts.merge(contract, is_execution=is_execution):
            return
        self._outdated[facts] = None
        if isinstance(key, int):
            self._outdated.update(self._combos_of.get(key, {}))

    def knows(self, key: InstrumentKey) -> bool:
        """Return whether an instrument with this `key_of` was added; that of one with a conId is its conId."""
        return key in self._known

    def name(self, contract: Contract | None) -> str:
        """Return the name of an instrument; empty where nothing is known about it."""
        if contract is None:
            return ""
        facts = self._find(contract)
        return self._short_name(contract) if facts is None else facts.name or ""

    def name_of_con_id(self, con_id: int) -> str:
        """Return the name of the instrument with a conId, as the conditions of an order refer to one."""
        self._name_outdated()
        facts = self._known.get(con_id)
        return (facts.name if facts is not None else None) or plain_instrument(con_id)

    def sort_key(self, contract: Contract) -> str:
        """Return the sort key: symbol, date, strike and right, and for a combo its name too."""
        facts = self._find(contract)
        return sort_text(contract) if facts is None else facts.sort_key

    def words(self, contract: Contract) -> tuple[str, ...]:
        """Return the texts that an instrument is found by: its name first, then other names of it and its legs."""
        facts = self._find(contract)
        return (self._short_name(contract),) if facts is None else facts.words

    def exchanges(self, contract: Contract) -> tuple[str, ...]:
        """Return all exchanges that an instrument was sent with, the primary one first; several may be empty."""
        facts = self._known.get(key_of(contract))
        return () if facts is None else (facts.contract.primary_exchange, *sorted(facts.routes), *sorted(facts.venues))

    def legs(self, contract: Contract) -> list[str]:
        """Return each leg of a combo with its side, those that are bought first; none for other instruments."""
        if contract.sec_type != BAG:
            return []
        self._name_outdated()
        return [signed(leg.ratio, self._leg_name(leg)) for leg in in_order(self._parts(legs_of(contract)))]

    def pop_renamed(self) -> frozenset[InstrumentKey]:
        """Return the `key_of` instruments whose name, sort key or texts have changed since the last call."""
        self._name_outdated()
        renamed = frozenset(self._renamed)
        self._renamed.clear()
        return renamed

    def _find(self, contract: Contract) -> InstrumentFacts | None:
        if self._outdated:
            self._name_outdated()
        return self._known.get(key_of(contract))

    # Computing names

    def _name_outdated(self) -> None:
        """Compute the names of new and changed instruments, and of those with equal names."""
        if not self._outdated:
            return
        affected = self._outdated
        self._outdated = {}
        shorts: dict[str | None, None] = {}
        for facts in affected:
            short = self._short_name(facts.contract)
            facts.additions = self._additions(facts)
            shorts |= {facts.short: None, short: None}
            _move(self._by_short, facts, facts.short, short)
            facts.short = short
        stems: dict[str | None, None] = {}
        for name in shorts:
            for facts, stem in _stems(name or "", self._by_short.get(name, {})).items():
                stems |= {facts.stem: None, stem: None}
                if stem != facts.stem:
                    _move(self._by_stem, facts, facts.stem, stem)
                    facts.stem = stem
                    affected[facts] = None
        for touched in stems:
            alike = self._by_stem.get(touched, {})
            if (sum(each.is_certain for each in alike) > 1) != (touched in self._shared_stems):
                self._shared_stems ^= {touched}
                affected.update(alike)
        for facts in affected:
            self._name(facts)

    def _name(self, facts: InstrumentFacts) -> None:
        stem = facts.stem or ""
        needs_id = not stem or stem in self._shared_stems or _ID_MARK in stem
        name = f"{stem} {facts.id_text}".strip() if needs_id else stem
        sort_key = sort_text(self._first(facts))
        if facts.legs:
            # After its first leg.
            sort_key = f"{sort_key} \t{name}"
        words = (name, *self._more_words(facts))
        is_other = name != facts.name or sort_key != facts.sort_key or (bool(facts.legs) and words != facts.words)
        if facts.name is not None and is_other:
            self._renamed[facts.key] = None
        facts.name, facts.sort_key, facts.words = name, sort_key, words

    # Legs

    def _short_name(self, contract: Contract) -> str:
        if contract.sec_type != BAG:
            return single_name(contract)
        return combo_name(words_of(contract).symbol, self._parts(legs_of(contract)))

    def _parts(self, legs: Legs) -> list[Part]:
        known = ((con_id, ratio, self._known.get(con_id)) for con_id, ratio in legs)
        return [Part(ratio, facts.contract if facts else None, con_id) for con_id, ratio, facts in known]

    def _leg_contracts(self, facts: InstrumentFacts) -> list[Contract]:
        parts = in_order(self._parts(facts.legs))
        return [leg.contract for leg in parts if leg.contract is not None]

    def _leg_name(self, leg: Part) -> str:
        facts = self._known.get(leg.con_id)
        return (facts.name if facts else None) or f"contract ID {leg.con_id}"

    def _first(self, facts: InstrumentFacts) -> Contract:
        """The contract that a combo is sorted by: its first leg."""
        return next(iter(self._leg_contracts(facts)), facts.contract)

    def _additions(self, facts: InstrumentFacts) -> tuple[str, ...]:
        if not facts.legs:
            return additions(facts.contract, facts.exchange)
        legs = self._leg_contracts(facts)
        multipliers = _all_of(multiplier_text(leg.multiplier) for leg in legs)
        classes = _all_of(one_line(leg.trading_class) for leg in legs)
        return multipliers, classes, one_line(facts.contract.currency), facts.exchange

    def _more_words(self, facts: InstrumentFacts) -> Iterator[str]:
        for contract in self._leg_contracts(facts) if facts.legs else (facts.contract,):
            if facts.legs:
                yield single_name(contract)
            texts = contract.local_symbol, contract.trading_class, contract.last_trade_date_or_contract_month
            yield from filter(None, map(one_line, texts))


def _move(groups: _Groups, facts: InstrumentFacts, before: str | None, now: str) -> None:
    if before is not None:
        del groups[before][facts]
        if not groups[before]:
            del groups[before]
    groups.setdefault(now, {})[facts] = None


def _all_of(texts: Iterable[str]) -> str:
    return "/".join(dict.fromkeys(filter(None, texts)))


def _stems(short: str, alike: Iterable[InstrumentFacts]) -> dict[InstrumentFacts, str]:
    """Return for each instrument of one short name that name with additions that make it differ."""
    certain, vague = [each for each in alike if each.is_certain], [each for each in alike if not each.is_certain]
    fitting = {each: [one for one in certain if each.may_be(one)] for each in vague}
    stems = dict(_parted(short, [*certain, *(each for each in vague if not fitting[each])], 0))
    for each, fits in fitting.items():
        # One without an identity gets the name of the only instrument it can be; if there are several, the short one.
        if fits:
            stems[each] = stems[fits[0]] if len(fits) == 1 else short
    return stems


def _parted(stem: str, alike: Sequence[InstrumentFacts], first: int) -> Iterator[tuple[InstrumentFacts, str]]:
    """Add the first differing addition to the names, then continue with those that are still equal."""
    width = min((len(each.additions) for each in alike), default=0) if len(alike) > 1 else 0
    for number in range(first, width):
        parts: dict[str, list[InstrumentFacts]] = {}
        for each in alike:
            parts.setdefault(each.additions[number], []).append(each)
        if len(parts) > 1:
            for addition, some in parts.items():
                yield from _parted(f"{stem} {addition}".strip(), some, number + 1)
            return
    for each in alike:
        yield each, stem


_NONE_KNOWN = Instruments()


def short_name(contract: Contract) -> str:
    """Return the name of an instrument without regard to others."""
    return _NONE_KNOWN.name(contract)
