"""What a second report of one execution adds to the first: known wins over unknown, and of two known the later wins.

So a report that leaves something out never hides what an earlier one told, and the order in which a full and a
meagre report arrive does not matter.
"""

from __future__ import annotations

from dataclasses import fields, replace

from ibmonitor.domain.records.records import Contract, Execution

_UNKNOWN = (None, "", ())
_EXECUTION_FIELDS = tuple(field.name for field in fields(Execution))
_CONTRACT_FIELDS = tuple(field.name for field in fields(Contract))


def merged_execution(known: Execution, told: Execution) -> Execution:
    """Return the execution as both reports tell it; a permId or orderId of 0 is no id."""
    blank = {name: getattr(known, name) for name in _EXECUTION_FIELDS if getattr(told, name) in _UNKNOWN}
    for name in ("perm_id", "order_id"):
        # 0 is no id, but it is what TWS said, so it wins over nothing at all.
        if not getattr(told, name) and getattr(known, name) is not None:
            blank[name] = getattr(known, name)
    return replace(told, **blank)


def merged_contract(known: Contract, told: Contract) -> Contract:
    """Return the contract as both reports tell it."""
    blank = {name: getattr(known, name) for name in _CONTRACT_FIELDS if getattr(told, name) in _UNKNOWN}
    return replace(told, **blank)
