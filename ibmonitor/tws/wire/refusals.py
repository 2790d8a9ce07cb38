"""How TWS refuses a request, and the sentence for the user."""

from __future__ import annotations

import re

from ibmonitor.domain.messages.meanings import NOT_AN_ADVISOR_TEXT
from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.domain.records.requests import Refusal, RequestKind

CLIENT_ID_IN_USE = 326
NOT_FOR_THIS_CLIENT = 327
_VALIDATION_FAILED = 321
_NO_ADVISOR_DATA = frozenset({330, 344, 585})
"""Not an advisor's login; 585: profiles, which no longer exist."""
_READ_ONLY_TEXT = "Read-Only mode"

READ_ONLY_SENTENCE = (
    "TWS refused it because its API is read-only. To see these too, uncheck 'Read-Only API' in TWS "
    "(Global Configuration > API > Settings); this program never changes an order either way."
)
NOT_BOUND_SENTENCE = (
    "TWS refused it because its API is read-only: orders made in TWS stay without an order ID. To have them bound, "
    "uncheck 'Read-Only API' in TWS (Global Configuration > API > Settings)."
)


def is_read_only_refusal(message: TwsMessage, tag: str) -> bool:
    """Whether a read-only refusal is that of the request with TWS's tag for it.

    The message has no request id (-1, 0 or unset were seen); TWS names the request by its own tag, as in
    "Error validating request.-'S' : cause - ..." (captures/read_only_sv225.txt). Without a tag it is the pending one.
    """
    if message.code != _VALIDATION_FAILED or _READ_ONLY_TEXT not in message.text:
        return False
    named = re.search(r"-'(\w+)'", message.text)
    return named is None or named.group(1) == tag


def is_advisor_data_refusal(message: TwsMessage) -> bool:
    """The message names no request: -1 was seen (captures/, "non FA customers")."""
    if _is_no_advisor(message.text) or message.code in _NO_ADVISOR_DATA:
        return True
    return message.code == _VALIDATION_FAILED and "FA data" in message.text


def refusal_of(text: str) -> Refusal | None:
    """The reason of a refusal, by TWS's own text; `None` where this program does not know it."""
    if _READ_ONLY_TEXT in text:
        return Refusal.READ_ONLY
    return Refusal.NOT_AN_ADVISOR if _is_no_advisor(text) else None


def refusal_sentence(kind: RequestKind, text: str) -> str:
    """The sentence for the user about the refusal of a request in TWS's own `text`."""
    if refusal_of(text) is not Refusal.READ_ONLY:
        return f"TWS refused it: {text}"
    return NOT_BOUND_SENTENCE if kind is RequestKind.BINDING else READ_ONLY_SENTENCE


def _is_no_advisor(text: str) -> bool:
    return NOT_AN_ADVISOR_TEXT.casefold() in text.casefold()
