"""Which accounts are masters by their names."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.accounts import is_master_account


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("F1234567", True),
        ("DF1234567", True),
        ("FA1234567", True),
        ("DFA1234567", True),
        ("I1234567", True),
        ("DI1234567", True),
        ("U1234567", False),
        ("DU1234567", False),
        ("", False),
        ("UF123", False),
        ("D1234567", False),
    ],
)
def test_masters_by_name(account: str, expected: bool) -> None:
    assert is_master_account(account) is expected
