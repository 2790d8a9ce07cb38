"""What an account's name says about it."""

from __future__ import annotations

_MASTERS = ("F", "DF", "I", "DI")


def is_master_account(account: str) -> bool:
    """Whether this is a master account by its name.

    An advisor's is F1234567 or FA1234567, an introducing broker's I1234567; with paper money they begin with D.
    Executions in a master account are wholes of which the executions in other accounts are parts. An account of
    another name can be a master too: `Link.is_master` knows all.
    """
    return account.startswith(_MASTERS)
