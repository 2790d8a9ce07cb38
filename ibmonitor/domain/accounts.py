"""What an account's name says about it."""

from __future__ import annotations


def is_advisor_account(account: str) -> bool:
    """Whether this is an advisor's own (master) account: F1234567, or DF1234567 with paper money.

    Its executions are wholes of which the sub-accounts' executions are parts.
    """
    return account.startswith(("F", "DF"))
