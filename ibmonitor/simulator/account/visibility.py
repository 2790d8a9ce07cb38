"""Who is told what without asking: TWS's rules of client ids."""

from __future__ import annotations

from ibmonitor.simulator.account.records import SimExecution, SimOrder

DEFAULT_CLIENT = 0
_UNBOUND = frozenset({None, 0, 2147483647})
"""Order ids of what was entered in TWS: orders have 0, their executions may have the unset number."""


def is_pushed_to(what: SimOrder | SimExecution, client_id: int, master_client_id: int | None) -> bool:
    """Whether a client hears of an order or execution as it happens.

    Its own: always. Client 0: also what was entered in TWS or came by FIX. The master id: what all API clients do,
    which for master id 0 makes everything (IB's documentation of the Master Client ID). What was entered in TWS counts
    as an API order once it is bound: it has an id of client 0 then (inferred).
    """
    if what.is_manual and what.order_id in _UNBOUND:
        return client_id == DEFAULT_CLIENT
    return client_id in {what.client_id, master_client_id}
