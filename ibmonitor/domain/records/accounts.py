"""Which accounts are masters by their names."""

from __future__ import annotations

_MASTERS = ("F", "DF", "I", "DI")


def is_master_account(account: str) -> bool:
    """Whether this is a master account by its name.

    An advisor's is F1234567 or FA1234567, an introducing broker's I1234567; paper accounts begin with D.
    Executions in other accounts are parts of the executions in a master account. An account with another name can be a
    master too: see `Link.is_master`.
    """
    return account.startswith(_MASTERS)
