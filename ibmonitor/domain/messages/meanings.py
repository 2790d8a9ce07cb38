"""What a message of TWS's means: its severity, its kind, a plain sentence, and advice.

The table of codes is in `codes.py`; here are the meanings that also depend on a message's text. No sentence states an
order's status: TWS sends some of these codes for orders that stay open.
"""

from __future__ import annotations

import re

from ibmonitor.domain.messages.codes import CODES, MessageKind
from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.records.value import value


@value
class Meaning:
    """How a message is shown; `advice` is empty where nothing needs to be done."""

    severity: Severity
    sentence: str
    advice: str = ""
    kind: MessageKind = MessageKind.OTHER

    @property
    def plain(self) -> str:
        return f"{self.sentence} {self.advice}".rstrip()


_READ_ONLY_TEXT = "API interface is currently in Read-Only mode"
NOT_AN_ADVISOR_TEXT = "FA data operations ignored for non FA customers"
_RESTRICTED_TEXT = "Restriction is specified in Precautionary Settings"
"""In every refusal by a limit set in TWS, also under codes that IB does not document (451)."""
_NOT_BEFORE_TEXT = "will not be placed at the exchange until"

_DATA_REQUEST = re.compile(
    r"market data (?:subscription|request|type)|historical (?:data|news)|scanner|generic tick|ticker id|tick-by-tick"
    r"|bar size|account summary|fundamental|market depth|contract details|\bFA data",
    re.IGNORECASE,
)
"""If found in a 320 to 323, which TWS sends for orders and other requests, the request was not an order."""
_REASON = re.compile("[:\uff1a]\\s*\\S")
"""A colon, in Chinese a wide one, with text after it."""
_REJECTED = re.compile(r"\s*order rejected\b", re.IGNORECASE)
_MARGIN = re.compile(
    r"liquidation of positions|position liquidation|margin (?:compliant|requirement|deficien|call)|\bregulation t\b",
    re.IGNORECASE,
)

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
_MOST_READ = 4_000
"""Characters of a text that are searched: an endless text must not block the program."""
_ANY_REQUEST = frozenset({320, 321, 322, 323})
_DIRECTLY_ROUTED = frozenset({10311, 10329})

_MEANINGS = {code.number: Meaning(code.severity, code.sentence, code.advice, code.kind) for code in CODES}

_READ_ONLY = Meaning(
    _INFO,
    "TWS's API is in read-only mode, and TWS refused one request for it.",
    "Everything else still works. To see what was refused too, uncheck Read-Only API in TWS's API settings; IB Monitor "
    "never changes an order either way.",
    MessageKind.REQUEST,
)
_NOT_AN_ADVISOR = Meaning(
    _INFO,
    "This login is not a financial advisor's, so there are no groups and aliases to show.",
    kind=MessageKind.REQUEST,
)
_DATA_REFUSED = Meaning(
    _WARNING,
    "TWS refused an API client's request for data. No order is affected.",
    "TWS's text gives the reason.",
    MessageKind.REQUEST,
)
_CANCELLED_FOR_A_REASON = Meaning(
    _WARNING,
    "TWS reports the cancellation of an order, and gives a reason.",
    "TWS's text gives it.",
    MessageKind.CANCELLED,
)
_CANCELLED_WITHOUT_REASON = Meaning(
    _INFO,
    "TWS reports the cancellation of an order, and gives no reason.",
    "If nobody here asked for it, an earlier message about the order can give one.",
    MessageKind.CANCELLED,
)
_NOT_BEFORE = Meaning(
    _WARNING,
    "Warning (order still open): it goes to its exchange later.",
    "TWS's text gives the time.",
    MessageKind.ORDER_WARNING,
)
_PRECAUTION = "An order, or a change to it, was refused: TWS's precautionary settings do not allow it."
_RAISE_IT = (
    "TWS's text names the setting; these are in Global Configuration, under Presets and under API > Precautions."
)

_UNDOCUMENTED = "IB does not document this code."
_UNDOCUMENTED_NOTICE = Meaning(_INFO, _UNDOCUMENTED, "TWS's text is all there is.")
_UNDOCUMENTED_PROBLEM = Meaning(_WARNING, _UNDOCUMENTED, "TWS's text is all there is.")
_UNDOCUMENTED_REFUSAL = Meaning(
    _ERROR,
    "An order, or a change to it, was refused.",
    f"TWS's text gives the reason. {_UNDOCUMENTED}",
    MessageKind.REFUSAL,
)
_UNDOCUMENTED_MARGIN = Meaning(
    _ERROR,
    "IB warns about an account's margin; positions may be liquidated.",
    f"Read TWS's text and check the account's margin in TWS now. {_UNDOCUMENTED}",
    MessageKind.ACCOUNT,
)


def meaning_of(code: int, text: str) -> Meaning:
    """Return the meaning of a message from its code and, where a code has several meanings, its text.

    Codes from 2100 to 2199 that are not in the table are notices, all other unknown codes problems.
    """
    known = _MEANINGS.get(code)
    text = text[:_MOST_READ]
    if known is None:
        return _undocumented(code, text)
    if code in _ANY_REQUEST:
        return _of_request(text) or known
    if code == 202:
        return _CANCELLED_FOR_A_REASON if _REASON.search(text) else _CANCELLED_WITHOUT_REASON
    if code == 399 and _contains(text, _NOT_BEFORE_TEXT):
        return _NOT_BEFORE
    if code in _DIRECTLY_ROUTED and _contains(text, _RESTRICTED_TEXT):
        return Meaning(_ERROR, _PRECAUTION, _RAISE_IT, MessageKind.REFUSAL)
    return known


def kind_of(code: int, text: str = "") -> MessageKind:
    """Return what a message is about."""
    return meaning_of(code, text).kind


def _of_request(text: str) -> Meaning | None:
    """Return the meaning of a refused request that was certainly not an order; else `None`."""
    if _contains(text, _READ_ONLY_TEXT):
        return _READ_ONLY
    if _contains(text, NOT_AN_ADVISOR_TEXT):
        return _NOT_AN_ADVISOR
    return _DATA_REFUSED if _DATA_REQUEST.search(text) else None


def _undocumented(code: int, text: str) -> Meaning:
    if _contains(text, _RESTRICTED_TEXT):
        return Meaning(_ERROR, _PRECAUTION, f"{_RAISE_IT} {_UNDOCUMENTED}", MessageKind.REFUSAL)
    if _REJECTED.match(text):
        return _UNDOCUMENTED_REFUSAL
    if _MARGIN.search(text):
        return _UNDOCUMENTED_MARGIN
    return _UNDOCUMENTED_NOTICE if 2100 <= code <= 2199 else _UNDOCUMENTED_PROBLEM


def _contains(text: str, words: str) -> bool:
    return words.casefold() in text.casefold()
