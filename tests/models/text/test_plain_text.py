"""Texts from outside are cut, and shown as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.plain_text import cut, plain_tooltip


@pytest.fixture
def hidden() -> Iterator[None]:
    ACCOUNT_MASK.use_secret_from(lambda: bytes(32))
    ACCOUNT_MASK.set_hiding(True)
    yield
    ACCOUNT_MASK.set_hiding(False)


@pytest.mark.parametrize(("text", "short"), [("", ""), ("abc", "abc"), ("abcd", "abc…")])
def test_a_text_that_was_longer_ends_with_an_ellipsis(text: str, short: str) -> None:
    assert cut(text, 3) == short


def test_a_tooltip_shows_markup_as_text() -> None:
    assert plain_tooltip("<img src=x>\nb") == "<qt>&lt;img src=x&gt;<br>b</qt>"
    assert plain_tooltip("") == ""


@pytest.mark.usefixtures("hidden")
def test_an_account_at_the_cut_is_hidden_before_the_text_is_cut() -> None:
    for length in range(1990, 2001):
        assert "U12" not in plain_tooltip(f"{' ' * length}U1234567 and more")
