"""TWS's texts as people read them: some are HTML, many have several lines."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")


def plain_text_of(text: str) -> str:
    """Return TWS's words on one line, without HTML tags."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
