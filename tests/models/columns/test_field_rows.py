"""The list of all fields of an order: how a value is written, and which rows a search finds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from ibmonitor.domain.search.field_list import FieldRow, FieldState
from ibmonitor.models.columns.field_rows import FIELD_COLUMNS, found, row_tone, value_text
from ibmonitor.models.text.account_mask import ACCOUNT_MASK

COLUMNS = {column.key: column for column in FIELD_COLUMNS}


def row(value: object = None, state: FieldState = FieldState.SET, name: str = "lmtPrice") -> FieldRow:
    return FieldRow("Order", name, "Limit price", "The limit.", state, value)


@pytest.fixture
def hidden() -> Iterator[None]:
    ACCOUNT_MASK.use_secret_from(lambda: bytes(32))
    ACCOUNT_MASK.learn(["XK77"])
    ACCOUNT_MASK.set_hiding(True)
    yield
    ACCOUNT_MASK.set_hiding(False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.5"), "1,234.5"),
        (1234, "1234"),
        (True, "yes"),
        (("a", "b"), "1: a  |  2: b"),
        ({"tag": "speed", "value": 5}, "speed = 5"),
        (({"tag": "speed", "value": 5},), "1: speed = 5"),
        ("x" * 100_001, "x" * 100_000 + "…"),
    ],
)
def test_a_value_is_on_one_line(value: object, text: str) -> None:
    assert value_text(row(value)) == text


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (FieldState.DEFAULT, "0 (default)"),
        (FieldState.UNSET, "not set"),
        (FieldState.NOT_RECEIVED, "not received yet"),
    ],
)
def test_without_a_value_the_reason_is_shown(state: FieldState, text: str) -> None:
    field = row(0, state)
    column = COLUMNS["value"]
    assert column.text(field) == value_text(field) == text
    assert column.hint
    assert column.hint(field).startswith("TWS ")
    assert row_tone(field) == "stale"


def test_the_hint_has_the_parts_of_a_list_on_lines() -> None:
    hint = COLUMNS["value"].hint
    assert hint
    assert (hint(row(("a", "b"))), hint(row(("a",))), hint(row("a"))) == ("1: a\n2: b", "", "")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("", True), ("LIMIT", True), ("1,234", True), ("1234", True), ("order lmtprice", True), ("stop", False)],
)
def test_a_row_is_found_by_all_that_is_shown_of_it(text: str, is_found: bool) -> None:
    field = row(Decimal("1234.5"))
    assert found([field], text) == ([field] if is_found else [])


@pytest.mark.usefixtures("hidden")
def test_accounts_in_a_value_are_hidden() -> None:
    assert "XK77" not in COLUMNS["value"].text(row("XK77", name="account"))
    assert "XK77" not in COLUMNS["value"].text(row(("XK77", "and XK77")))
