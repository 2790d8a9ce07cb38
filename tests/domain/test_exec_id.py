"""Which execution an id is a revision of."""

from __future__ import annotations

import pytest

from ibmonitor.domain.exec_id import base_of, is_leg, revision_of, segments_of


@pytest.mark.parametrize(
    ("exec_id", "base", "revision", "segments"),
    [
        ("0000e0d5.6889ab01.01.01", "0000e0d5.6889ab01.01", 1, 4),
        ("0000e0d5.6889ab01.01.10", "0000e0d5.6889ab01.01", 10, 4),
        ("0000e0d5.6889ab01.01.01.02", "0000e0d5.6889ab01.01.01", 2, 5),
        ("redacted-fill-000000001", "redacted-fill-000000001", None, 1),
        ("12345", "12345", None, 1),
        ("a.b", "a.b", None, 2),
        ("a.", "a.", None, 2),
        (".01", ".01", None, 2),
        ("a.²", "a.²", None, 2),
        ("a.٣", "a.٣", None, 2),
        ("a.-1", "a.-1", None, 2),
        ("a." + "9" * 5000, "a." + "9" * 5000, None, 2),
        ("", "", None, 1),
    ],
)
def test_parts(exec_id: str, base: str, revision: int | None, segments: int) -> None:
    assert (base_of(exec_id), revision_of(exec_id), segments_of(exec_id)) == (base, revision, segments)
    assert is_leg(exec_id) == (segments == 5)
