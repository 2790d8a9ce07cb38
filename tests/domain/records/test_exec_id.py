"""Which execution an id is a revision of."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.exec_id import base_of, is_leg, revision_of


@pytest.mark.parametrize(
    ("exec_id", "base", "revision", "leg"),
    [
        ("0000e0d5.6889ab01.01.01", "0000e0d5.6889ab01.01", 1, False),
        ("0000e0d5.6889ab01.01.10", "0000e0d5.6889ab01.01", 10, False),
        ("0000e0d5.6889ab01.01.01.02", "0000e0d5.6889ab01.01.01", 2, True),
        ("0000e0d5.6889ab01.01.01.01.02", "0000e0d5.6889ab01.01.01.01", 2, False),
        ("0000e0d5.6889ab01.02", "0000e0d5.6889ab01", 2, False),
        ("a." + "9" * 18, "a", 999_999_999_999_999_999, False),
        ("redacted-fill-000000001", "redacted-fill-000000001", None, False),
        ("12345", "12345", None, False),
        ("a.b", "a.b", None, False),
        ("a.", "a.", None, False),
        (".01", ".01", None, False),
        ("a.²", "a.²", None, False),
        ("a.٣", "a.٣", None, False),
        ("a.-1", "a.-1", None, False),
        ("a." + "9" * 19, "a." + "9" * 19, None, False),
        ("a." + "9" * 5000, "a." + "9" * 5000, None, False),
        ("", "", None, False),
    ],
)
def test_parts(exec_id: str, base: str, revision: int | None, *, leg: bool) -> None:
    assert (base_of(exec_id), revision_of(exec_id)) == (base, revision)
    assert is_leg(exec_id) == leg
