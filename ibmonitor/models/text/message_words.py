"""A message on one line: its severity, the order it is about, and TWS's own text."""

from __future__ import annotations

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.reasons import message_words
from ibmonitor.domain.records.records import Message
from ibmonitor.models.text.order_words import order_words


def is_refusal(message: Message) -> bool:
    """Whether TWS refused an order, or a change to one, for good."""
    return _is_of_kind(message, MessageKind.REFUSAL)


def is_about_link(message: Message) -> bool:
    """Whether TWS reports the state of a connection: this program's, or its own to IB."""
    return _is_of_kind(message, MessageKind.LINK)


def severity_word(message: Message) -> str:
    """Rejected for an order that TWS refused; otherwise the message's severity."""
    is_of_order = bool(message.orders) or message.code in {201, 203}
    return "Rejected" if is_of_order and is_refusal(message) else message.severity.value


def message_line(message: Message) -> str:
    """TWS's text and the order it is about, on one line; for this program's own messages, their text."""
    if message.code is None:
        return message.plain or message.text
    return " · ".join(filter(None, (_about(message), message_words(message) or message.plain)))


def _about(message: Message) -> str:
    if message.order is not None:
        return order_words(message.order)
    if message.candidates:
        clients = " or ".join(str(order.client_id) for order in message.candidates)
        return f"order ID {message.req_id} of client {clients}"
    is_of_order = severity_word(message) == "Rejected" and message.req_id is not None and message.req_id > 0
    return f"order ID {message.req_id}" if is_of_order else ""


def _is_of_kind(message: Message, kind: MessageKind) -> bool:
    return message.code is not None and kind_of(message.code, message.text) is kind
