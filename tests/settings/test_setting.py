"""A whole number as the user types it."""

import pytest

from ibmonitor.settings.table import SETTINGS


@pytest.mark.parametrize(
    ("text", "number"), [("7497", 7497), (" 7496 ", 7496), ("007", 7), ("1", 1), ("65535", 65_535)]
)
def test_a_number_is_read_as_typed(text: str, number: int) -> None:
    assert SETTINGS["port"].number(text) == (number, "")


@pytest.mark.parametrize("text", ["", " ", "0", "65536", "-1", "7_497", "7e3", "seven", "٧٤٩٧", "9" * 5000])
def test_a_number_that_is_none_gives_a_reason(text: str) -> None:
    number, reason = SETTINGS["port"].number(text)
    assert number is None
    assert reason.endswith(".")
