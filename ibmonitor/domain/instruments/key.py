"""Which contracts are one instrument: by conId, and combos by their legs, since all combos share a few conIds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ibmonitor.domain.records.numbers import known
from ibmonitor.domain.records.records import ComboLeg, Contract

BAG = "BAG"

Leg = tuple[int, int]
"""conId (0 where it is not known) and ratio, which is negative for a leg that is sold."""
Legs = tuple[Leg, ...]
Identity = int | Legs
InstrumentKey = Identity | tuple[object, ...]

_DESCRIBED = re.compile(r"\s*([0-9]{1,18})\|(-?[0-9]{1,9})\s*")
"""One leg in comboLegsDescrip: `909446204|-1`."""


def identity_of(contract: Contract) -> Identity | None:
    """Return what identifies the instrument: conId or legs; `None` where TWS does not send them."""
    if contract.sec_type != BAG:
        return contract.con_id or None
    return legs_of(contract) or None


def key_of(contract: Contract) -> InstrumentKey:
    """Return the identity or, where that is unknown, all fields that describe the instrument."""
    return identity_of(contract) or loose_key_of(contract)


def loose_key_of(contract: Contract) -> tuple[object, ...]:
    """Return the fields that describe an instrument, without the exchange, which is where it was traded."""
    strike = known(contract.strike)
    return (
        contract.symbol,
        contract.sec_type,
        contract.last_trade_date_or_contract_month,
        strike or None,
        contract.right,
        contract.multiplier,
        contract.currency,
        contract.local_symbol,
        contract.trading_class,
    )


def legs_of(contract: Contract) -> Legs:
    """Return a combo's legs, sorted, from its list of legs or else from its description."""
    return _legs_of(contract.combo_legs, contract.combo_legs_descrip)


@lru_cache(maxsize=1 << 12)
def _legs_of(listed: tuple[ComboLeg, ...], described: str) -> Legs:
    if listed:
        return _in_order((leg.con_id or 0, (leg.ratio or 1) * _sign(leg.action)) for leg in listed)
    parts = [_DESCRIBED.fullmatch(part) for part in described.split(",")]
    return _in_order((int(part[1]), int(part[2])) for part in parts if part) if all(parts) else ()


def _sign(action: str) -> int:
    """SELL sells, and so does the SSHORT of institutions."""
    return -1 if action.upper().startswith("S") else 1


def _in_order(legs: Iterable[Leg]) -> Legs:
    return tuple(sorted(legs))
