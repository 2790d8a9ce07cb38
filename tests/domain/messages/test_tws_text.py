"""TWS's texts made readable: one line, no tags, no entities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.messages.tws_text import plain_text_of


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("Order held", "Order held"),
        ("Order Message:\nBUY 60 TSLA\n\tWarning: later\n", "Order Message: BUY 60 TSLA Warning: later"),
        ("a\u00a0b\u2028c\x85d", "a b c d"),
        ("<html>Size exceeds<br>the <b>limit</b></html>", "Size exceeds the limit"),
        ("one<BR/>two<br />three", "one two three"),
        ("10<i>,000</i> USD", "10,000 USD"),
        ("<P align=left>first</P><p>second</p>", "first second"),
        ("see <a href='https://example.com/?a=1&b=2' target=\"_blank\">here</a>.", "see here."),
        ("<ul><li>one<li>two</ul>", "one two"),
        ("<h1>Head</h1>text", "Head text"),
        ("<!DOCTYPE html><!-- no\n<b>word -->text<!-- -->", "text"),
        ("R&amp;D, &lt;b&gt;, 5&nbsp;USD, &#65;&#x42;", "R&D, <b>, 5 USD, AB"),
        ("&amp;lt;", "&lt;"),
        ("&#0;&#9999999;", "\ufffd\ufffd"),
    ],
)
def test_tags_entities_and_blanks(text: str, plain: str) -> None:
    assert plain_text_of(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "a < b",
        "a <b and c> d",
        "limit <10",
        "10 > 5 < 7",
        "<acct>U1</acct>",
        "<input required>",
        "<br",
        "< br >",
        "<>",
        "<123>",
        "<bold>",
        "<b x>",
        "R&D and AT&T; S&P",
        "&copy &notanentity; &#; &#x;",
        "&#" + "1" * 5000 + ";",
        "<!-- not ended",
    ],
)
def test_text_that_only_looks_like_a_tag_or_entity_stays(text: str) -> None:
    assert plain_text_of(text) == text


@given(st.text() | st.text("<>/!-&;#abrix= \"'\n"))
def test_any_text_becomes_one_line(text: str) -> None:
    plain = plain_text_of(text)
    assert plain == " ".join(plain.split())
    if not set(text) & set("<&"):
        assert plain == " ".join(text.split())


@pytest.mark.parametrize("part", ["<!--", "<b ", "<b x='", "&#", "<font x=", "<p\n", "&amp"])
def test_a_very_long_text_is_read_quickly(part: str) -> None:
    text = part * 50_000
    assert plain_text_of(text) == " ".join(text.split())
