"""What names an account, and what only looks like it."""

from __future__ import annotations

import pytest

from ibmonitor.journal.upkeep.naming import HIDDEN, Naming

NAMING = Naming("DU123")


@pytest.mark.parametrize("text", ["DU123", " du123 ", "DU123A", "DU123ab"])
def test_its_name(text: str) -> None:
    assert NAMING.is_all_of(text)
    assert NAMING.is_in(text)
    assert NAMING.removed_from(text) == ""


@pytest.mark.parametrize("text", ["DU1234", "XDU123", "U123", "DU123abc", "DU12", ""])
def test_another_name(text: str) -> None:
    assert not NAMING.is_in(text)
    assert NAMING.removed_from(text) == text


def test_its_name_among_other_words() -> None:
    assert not NAMING.is_all_of("DU123 and DU1234")
    assert NAMING.removed_from("DU1234,du123/DU123A") == f"DU1234,{HIDDEN}/{HIDDEN}"


def test_json_without_it() -> None:
    parts = [{"account": "DU123", "position": 1}, {"account": "DU9", "note": "with DU123"}, "DU123", "DU9", 7]
    content = {"account": "DU123", "DU123": 1, "orderRef": "for DU123", "parts": parts, "none": None}
    assert NAMING.without(content) == {
        "account": "",
        "orderRef": f"for {HIDDEN}",
        "parts": [{"account": "DU9", "note": f"with {HIDDEN}"}, "DU9", 7],
        "none": None,
    }
