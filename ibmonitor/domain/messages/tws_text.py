"""TWS's texts made readable: on one line, without the HTML in some of its messages."""

from __future__ import annotations

import html
import re
from html.entities import html5

_INLINE = "a|abbr|acronym|b|big|code|del|em|font|i|ins|kbd|label|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var"
_BLOCK = (
    "address|article|blockquote|body|br|caption|center|col|dd|dir|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|"
    "html|img|li|link|main|menu|meta|nav|ol|p|pre|section|style|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_ATTRIBUTES = r"""(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)))*"""
"""Only with values: "a <b and c> d" is not a tag."""
_ENDS_NO_WORD = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}\s*/?>", re.IGNORECASE)
_ENDS_A_WORD = re.compile(
    rf"</?(?:{_BLOCK}){_ATTRIBUTES}\s*/?>|<!--(?:(?!<!--).)*?-->|<!doctype\s[^<>]*>", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""Must end with a semicolon: R&D and AT&T are not entities."""


def plain_text_of(text: str) -> str:
    """Return a text of TWS's on one line, without tags and with entities decoded. Never raises.

    Only HTML tags are removed: "a < b", "limit <10" and "<acct>" stay.
    """
    if "<" in text:
        text = _ENDS_NO_WORD.sub("", _ENDS_A_WORD.sub(" ", text))
    if "&" in text:
        text = _ENTITY.sub(_decoded, text)
    return " ".join(text.split())


def _decoded(entity: re.Match[str]) -> str:
    # For an unknown name, `html.unescape` would decode its first letters.
    return html.unescape(entity[0]) if entity[0][1] == "#" else html5.get(entity[0][1:], entity[0])
