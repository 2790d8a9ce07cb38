"""The requests this program makes, each with the marks of its answer and of its refusal in TWS's messages."""

from __future__ import annotations

import re

from ibmonitor.domain.messages.meanings import NOT_AN_ADVISOR_TEXT, MessageKind, kind_of
from ibmonitor.domain.records.events import (
    CompletedOrdersEnd,
    ConfigResponse,
    ExecDetailsEnd,
    NextValidId,
    OpenOrderEnd,
    ReceiveFA,
    TwsMessage,
)
from ibmonitor.domain.records.requests import Refusal, RequestKind
from ibmonitor.tws.session.request_tracker import PendingRequest

VALIDATION_FAILED = 321
READ_ONLY_TEXT = "Read-Only mode"
READ_ONLY_SENTENCE = (
    "TWS refused it because its API is read-only. To see these too, untick 'Read-Only API' in TWS "
    "(Global Configuration > API > Settings); this program never changes an order either way."
)

NOT_BOUND_SENTENCE = (
    "TWS refused it because its API is read-only: orders made in TWS stay without an order id. To have them bound, "
    "untick 'Read-Only API' in TWS (Global Configuration > API > Settings)."
)

MANY = 100
"""So many order or commission events within one time-out are an answer; fewer may be live traffic."""


_NO_ADVISOR_DATA = frozenset({330, 344, 585})
"""Not an advisor's login, and profiles, which are no more."""

_ABOUT_ORDERS = frozenset({MessageKind.CANCELLED, MessageKind.CANCEL_REFUSED, MessageKind.ORDER_WARNING})
"""An order of another client may have the number of a request as its order id."""

CLIENT_ID_IN_USE = 326
NOT_FOR_THIS_CLIENT = 327


def start() -> PendingRequest:
    """The start of the API, which ends with nextValidId; orders may be downloaded before it."""
    return PendingRequest(
        RequestKind.START,
        lambda event: isinstance(event, NextValidId),
        lambda message: message.code == CLIENT_ID_IN_USE,
        lambda wrapper: wrapper.orders_received,
    )


def config(req_id: int) -> PendingRequest:
    """TWS's API settings."""
    return PendingRequest(
        RequestKind.CONFIG,
        lambda event: isinstance(event, ConfigResponse) and event.req_id in (req_id, None),
        lambda message: message.req_id == req_id,
        lambda _: 0,
        req_id=req_id,
    )


def open_orders() -> PendingRequest:
    """The open orders of all clients."""
    return PendingRequest(
        RequestKind.OPEN_ORDERS,
        lambda event: isinstance(event, OpenOrderEnd),
        lambda message: _refuses(message, "all"),
        lambda wrapper: wrapper.orders_received,
        MANY,
    )


def own_open_orders() -> PendingRequest:
    """The open orders of this client id."""
    return PendingRequest(
        RequestKind.OWN_ORDERS,
        lambda event: isinstance(event, OpenOrderEnd),
        lambda message: _refuses(message, "as"),
        lambda wrapper: wrapper.orders_received,
        MANY,
    )


def binding() -> PendingRequest:
    """The binding of future manual orders, which TWS answers only when it refuses."""
    return PendingRequest(
        RequestKind.BINDING,
        lambda _: False,
        lambda message: message.code == NOT_FOR_THIS_CLIENT or _refuses(message, "ar"),
        lambda _: 0,
    )


def executions(
    req_id: int, kind: RequestKind = RequestKind.EXECUTIONS, *, words: str = "", account: str = ""
) -> PendingRequest:
    """Executions with their commission reports. Several may be requested at once: the end names its request."""
    return PendingRequest(
        kind,
        lambda event: isinstance(event, ExecDetailsEnd) and event.req_id == req_id,
        lambda message: message.req_id == req_id and kind_of(message.code, message.text) not in _ABOUT_ORDERS,
        lambda wrapper: wrapper.requested_fills_received * MANY + wrapper.commissions_received,
        MANY,
        req_id,
        words,
        account,
    )


def completed_orders(kind: RequestKind = RequestKind.COMPLETED_ORDERS) -> PendingRequest:
    """Today's orders that are over."""
    return PendingRequest(
        kind,
        lambda event: isinstance(event, CompletedOrdersEnd),
        lambda message: _refuses(message, "S"),
        lambda wrapper: wrapper.completed_orders_received,
    )


def advisor_data(kind: RequestKind, fa_data_type: int) -> PendingRequest:
    """An advisor's groups or aliases, which come in one piece."""
    return PendingRequest(
        kind,
        lambda event: isinstance(event, ReceiveFA) and event.fa_data_type == fa_data_type,
        _refuses_advisor_data,
        lambda _: 0,
    )


def _refuses_advisor_data(message: TwsMessage) -> bool:
    """The message names no request: -1 was seen (captures/, "non FA customers")."""
    if is_no_advisor(message.text) or message.code in _NO_ADVISOR_DATA:
        return True
    return message.code == VALIDATION_FAILED and "FA data" in message.text


def is_no_advisor(text: str) -> bool:
    """Whether TWS says that the login is not an advisor's, which is nothing to worry about."""
    return NOT_AN_ADVISOR_TEXT.casefold() in text.casefold()


def refusal_of(text: str) -> Refusal | None:
    """Why TWS refused a request, by TWS's own text; `None` where this program does not know the reason."""
    if READ_ONLY_TEXT in text:
        return Refusal.READ_ONLY
    return Refusal.NOT_AN_ADVISOR if is_no_advisor(text) else None


def refusal_sentence(kind: RequestKind, text: str) -> str:
    """The sentence for the user about the refusal of a request in TWS's own `text`."""
    if refusal_of(text) is not Refusal.READ_ONLY:
        return f"TWS refused it: {text}"
    return NOT_BOUND_SENTENCE if kind is RequestKind.BINDING else READ_ONLY_SENTENCE


def _refuses(message: TwsMessage, tag: str) -> bool:
    """Whether a read-only refusal means the request with TWS's tag for it.

    The message has no request id (-1, 0 or unset were seen); TWS names the request by its own tag, as in
    "Error validating request.-'S' : cause - ..." (captures/read_only_sv225.txt). Without a tag it is whichever waits.
    """
    if message.code != VALIDATION_FAILED or READ_ONLY_TEXT not in message.text:
        return False
    named = re.search(r"-'(\w+)'", message.text)
    return named is None or named.group(1) == tag
