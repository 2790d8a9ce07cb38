"""TWS's message codes: how serious each is, what it means in a plain sentence, and what to do about it.

The facts behind the sentences: IB's "Message Codes" page, and what captures and other clients' reports show. No
sentence says what an order's status is: TWS sends some of these codes for orders that live on.
"""

from __future__ import annotations

from enum import Enum

from ibmonitor.domain.records import Severity
from ibmonitor.domain.value import value


class MessageKind(Enum):
    """What a message is about."""

    REFUSAL = "refusal"
    CANCELLED = "cancelled"
    CANCEL_REFUSED = "cancel refused"
    ORDER_WARNING = "order warning"
    ACCOUNT = "account"
    REQUEST = "request"
    LINK = "link"
    FARM = "farm"
    OTHER = "other"


_KINDS = {
    **dict.fromkeys((201, 203, 321, 322, 328, 387, 434, 435, 436, 443, 460, 463), MessageKind.REFUSAL),
    202: MessageKind.CANCELLED,
    **dict.fromkeys((135, 136, 161, 10147, 10148), MessageKind.CANCEL_REFUSED),
    **dict.fromkeys((399, 404, 2109, 2137, 2161, 10349), MessageKind.ORDER_WARNING),
    2148: MessageKind.ACCOUNT,
}


def kind_of(code: int, text: str = "") -> MessageKind:
    """Return what a message is about."""
    return MessageKind.OTHER if READ_ONLY_TEXT in text else _KINDS.get(code, MessageKind.OTHER)


@value
class Meaning:
    """How a message is shown; `advice` is empty where there is nothing to do."""

    severity: Severity
    sentence: str
    advice: str = ""

    @property
    def plain(self) -> str:
        return f"{self.sentence} {self.advice}".rstrip()


READ_ONLY_TEXT = "API interface is currently in Read-Only mode"
NOT_AN_ADVISOR_TEXT = "FA data operations ignored for non FA customers"

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

_READ_ONLY = Meaning(
    _INFO,
    "TWS's API is in read-only mode, and TWS refused one request for it.",
    "Everything else still works. To see what was refused too, untick Read-Only API in TWS's API settings; IB Monitor "
    "never changes an order either way.",
)
_NOT_AN_ADVISOR = Meaning(_INFO, "This login is not a financial advisor's, so there are no groups and aliases to show.")

_MEANINGS: dict[int, Meaning] = {
    100: Meaning(
        _WARNING,
        "TWS received more messages a second than it allows.",
        "It disconnects after the third time. Close other programs that use the same client ID, or wait.",
    ),
    103: Meaning(_ERROR, "An API client used an order id a second time, and TWS refused the order."),
    104: Meaning(_WARNING, "An order that is filled already cannot be changed."),
    105: Meaning(_ERROR, "A change to an order did not match the original order, and TWS refused it."),
    110: Meaning(_ERROR, "The order's price does not fit the contract's minimum price step."),
    135: Meaning(_WARNING, "TWS found no order with this id."),
    161: Meaning(_WARNING, "The order is in a state in which it cannot be cancelled."),
    200: Meaning(_ERROR, "TWS found no such contract, or more than one."),
    201: Meaning(_ERROR, "An order was rejected.", "The text says why."),
    202: Meaning(_INFO, "An order was cancelled.", "If nobody here asked for it, the text may say why."),
    203: Meaning(_ERROR, "This account may not trade this contract."),
    320: Meaning(_ERROR, "TWS could not read a request of an API client.", "The text says what was wrong with it."),
    321: Meaning(_ERROR, "TWS refused a request of an API client.", "The text says why."),
    322: Meaning(_ERROR, "TWS could not carry out a request of an API client.", "The text says why."),
    323: Meaning(_ERROR, "TWS could not answer: an internal error.", "Press Refresh; if it stays, restart TWS."),
    326: Meaning(
        _ERROR,
        "Another program is connected to TWS with this client ID.",
        "Choose another client ID in the settings, or close the other program.",
    ),
    327: Meaning(
        _ERROR,
        "TWS lets only client ID 0 follow orders that are entered in TWS by hand.",
        "Set the client ID to 0, or switch auto-bind off.",
    ),
    330: Meaning(_INFO, "Only financial advisors and multi-client accounts can ask for their managed accounts."),
    344: Meaning(_INFO, "This login is not a financial advisor's."),
    382: Meaning(_ERROR, "The order exceeds the size limit set in TWS's presets."),
    383: Meaning(_ERROR, "The order exceeds the size limit set in TWS's presets."),
    388: Meaning(_ERROR, "The order is smaller than the smallest size the exchange takes."),
    399: Meaning(
        _WARNING, "TWS has a warning about an order.", "The order itself stands; the text says what to know about it."
    ),
    404: Meaning(
        _WARNING,
        "An order is held while TWS looks for shares to sell short.",
        "It is sent on as soon as shares are found.",
    ),
    501: Meaning(_WARNING, "This program is connected to TWS already."),
    502: Meaning(
        _ERROR,
        "TWS does not answer at this address.",
        "Start TWS or IB Gateway, switch on 'Enable ActiveX and Socket Clients', and check host and port.",
    ),
    503: Meaning(_ERROR, "This TWS is too old for this program.", "Update TWS or IB Gateway."),
    504: Meaning(_ERROR, "There is no connection to TWS.", "Press Connect."),
    505: Meaning(
        _WARNING,
        "TWS sent a kind of message that this program does not know.",
        "It was skipped; nothing else was lost.",
    ),
    506: Meaning(_ERROR, "TWS does not support the version of the API that this program speaks.", "Update TWS."),
    507: Meaning(
        _ERROR,
        "The connection broke off in the middle of a message, or TWS closed it.",
        "If it keeps happening, look for another program with the same client ID, and restart TWS.",
    ),
    508: Meaning(
        _WARNING,
        "TWS sent a message that could not be understood.",
        "It was skipped; press Refresh to ask for everything again.",
    ),
    585: Meaning(_INFO, "TWS no longer has allocation profiles for advisors; groups have taken their place."),
    1100: Meaning(
        _ERROR,
        "TWS has lost its connection to Interactive Brokers.",
        "What is shown may be out of date until it is back. TWS tries again by itself.",
    ),
    1101: Meaning(
        _WARNING,
        "TWS is connected to Interactive Brokers again, and what it had sent before must be asked for again.",
        "IB Monitor asks for everything again.",
    ),
    1102: Meaning(
        _INFO,
        "TWS is connected to Interactive Brokers again and has kept its data.",
        "IB Monitor asks for everything again, so that nothing in between is missed.",
    ),
    1300: Meaning(
        _ERROR,
        "The port TWS listens on was changed, and it is closing this connection.",
        "Enter the new port in the settings and connect again.",
    ),
    2100: Meaning(_INFO, "Another API client took over the account's updates."),
    2103: Meaning(_INFO, "A market data farm is disconnected.", "Orders and fills are not affected."),
    2104: Meaning(_INFO, "A market data farm is connected."),
    2105: Meaning(_INFO, "A historical data farm is disconnected.", "Orders and fills are not affected."),
    2106: Meaning(_INFO, "A historical data farm is connected."),
    2107: Meaning(_INFO, "A historical data farm is idle and connects when it is needed."),
    2108: Meaning(_INFO, "A market data farm is idle and connects when it is needed."),
    2109: Meaning(_INFO, "The order's 'outside regular hours' attribute does not apply and is ignored."),
    2110: Meaning(
        _WARNING,
        "TWS has lost its connection to its server.",
        "It is restored by itself; until then what is shown may be out of date.",
    ),
    2119: Meaning(_INFO, "A market data farm is connecting."),
    2137: Meaning(_WARNING, "The order would cross the position: it closes one and opens the opposite."),
    2148: Meaning(_WARNING, "TWS warns about the order's price or size.", "The text says what."),
    2157: Meaning(_INFO, "The security definition farm is disconnected.", "Orders and fills are not affected."),
    2158: Meaning(_INFO, "The security definition farm is connected."),
    2161: Meaning(_INFO, "TWS replaced a price or an attribute of the order.", "The text says which."),
    10147: Meaning(
        _WARNING,
        "An API client asked to cancel an order that TWS does not find.",
        "It is finished already, or was never accepted.",
    ),
    10148: Meaning(
        _WARNING,
        "An API client asked to cancel an order that cannot be cancelled any more.",
        "The text names the state it is in.",
    ),
    10349: Meaning(
        _WARNING,
        "TWS set an order's time in force from its presets.",
        "The order itself stands.",
    ),
}

_UNKNOWN_NOTICE = Meaning(_INFO, "TWS has something to say.", "Its own words stand beside this.")
_UNKNOWN = Meaning(_WARNING, "TWS reports a problem.", "Its own words stand beside this.")


def meaning_of(code: int, text: str) -> Meaning:
    """Return what a message of TWS's means, from its code and, where one code has several meanings, its text.

    Codes 2100 to 2199 that are not in the table are notices, all others problems.
    """
    if code == 321 and READ_ONLY_TEXT.lower() in text.lower():
        return _READ_ONLY
    if code == 321 and NOT_AN_ADVISOR_TEXT.lower() in text.lower():
        return _NOT_AN_ADVISOR
    known = _MEANINGS.get(code)
    if known is not None:
        return known
    return _UNKNOWN_NOTICE if 2100 <= code <= 2199 else _UNKNOWN
