"""What TWS sends to which client without a request: its rules of client ids."""

from __future__ import annotations

from ibmonitor.simulator.account.records import SimExecution, SimOrder

DEFAULT_CLIENT = 0
_UNBOUND = frozenset({None, 0, 2147483647})
"""Order ids of orders entered in TWS: 0; their executions may have the unset number."""


def is_pushed_to(what: SimOrder | SimExecution, client_id: int, master_client_id: int | None) -> bool:
    """Whether a client receives an order or execution live.

    A client receives its own. Client 0 also receives what was entered in TWS or came by FIX. The master client receives
    what all API clients do; as client 0 it receives everything (IB's documentation of the Master Client ID). An order
    entered in TWS counts as an API order once it is bound, since it then has an id of client 0 (inferred).
    """
    if what.is_manual and what.order_id in _UNBOUND:
        return client_id == DEFAULT_CLIENT
    return client_id in {what.client_id, master_client_id}
