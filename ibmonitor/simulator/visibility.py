"""Who is told what without asking: TWS's rules of client ids."""

from __future__ import annotations

from ibmonitor.simulator.records import SimExecution, SimOrder

DEFAULT_CLIENT = 0


def is_pushed_to(what: SimOrder | SimExecution, client_id: int, master_client_id: int | None) -> bool:
    """Whether a client hears of an order or execution as it happens.

    Its own: always. Client 0: also what was entered in TWS or came by FIX. The master id: what all API clients do,
    which for master id 0 makes everything (IB's documentation of the Master Client ID).
    """
    if what.is_manual:
        return client_id == DEFAULT_CLIENT
    return client_id in {what.client_id, master_client_id}
