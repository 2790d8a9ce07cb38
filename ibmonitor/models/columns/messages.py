"""The columns of the messages table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from ibmonitor.domain.messages.codes import MessageKind
from ibmonitor.domain.messages.meanings import kind_of
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.records import Message, Severity
from ibmonitor.domain.wording.reject_json import pretty
from ibmonitor.models.columns.moments import message_moment, message_received
from ibmonitor.models.table.column import Column, id_column, text_column, time_column, word_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import time_text

R = TypeVar("R")

_RANKS = {severity: number for number, severity in enumerate(Severity)}
_WORDS = {number: severity.value for severity, number in _RANKS.items()}
_TONES: dict[Severity, Tone] = {Severity.WARNING: "warning", Severity.ERROR: "bad"}


def row_tone(message: Message) -> Tone:
    """Messages about data farms are gray: no order, fill or commission depends on them."""
    is_quiet = message.code is not None and kind_of(message.code, message.text) is MessageKind.FARM
    return "done" if is_quiet else ""


def _time(message: Message) -> datetime:
    """When it was last sent."""
    return message.time or message.latest


def _time_hint(message: Message) -> str:
    return "" if message.count == 1 else f"The first of {message.count} was received {time_text(message.received)}."


def _times(message: Message) -> int | None:
    return message.count if message.count > 1 else None


def _times_text(message: Message) -> str:
    times = _times(message)
    return "" if times is None else f"×{times}"


def severity_tone(severity: Severity) -> Tone:
    return _TONES.get(severity, "")


def severity_column(tooltip: str, read: Callable[[R], Severity]) -> Column[R]:
    """The severity of a record; sorted from Info to Error."""

    def rank(record: R) -> int:
        return _RANKS[read(record)]

    def tone(record: R) -> Tone:
        return severity_tone(read(record))

    return word_column("severity", "Severity", tooltip, rank, _WORDS, visible=True, width=66, tone=tone)


def _order_text(message: Message) -> str:
    order = message.order
    if order is None:
        clients = " or ".join(str(each.client_id) for each in message.candidates)
        return f"ambiguous: client {clients}" if clients else ""
    return " ".join(part for part in (order.action, CONTRACT_NAMES.name(order.contract)) if part)


def _order_tone(message: Message) -> Tone:
    return "pending" if message.candidates else ""


def _order_hint(message: Message) -> str:
    if not message.candidates:
        return ""
    orders = [
        f"client {order.client_id}: {order.action} {CONTRACT_NAMES.name(order.contract)}"
        for order in message.candidates
    ]
    return "\n".join(
        ("Several clients have an order with this ID, and TWS does not report whose it is about:", *orders)
    )


def _words(message: Message) -> str:
    """TWS's text; HTML is removed here and kept in the hint."""
    return message.text if message.code is None else plain_text_of(message.text)


def _reject_hint(message: Message) -> str:
    return pretty(message.advanced_order_reject_json)


def _order_perm_id(message: Message) -> int | None:
    return message.order.perm_id if message.order else None


MESSAGE_COLUMNS: tuple[Column[Message], ...] = (
    time_column(
        "time",
        "Time",
        "TWS's time of the message, or else when it was last received.",
        _time,
        moment=message_moment,
        visible=True,
        width=144,
        hint=_time_hint,
    ),
    severity_column("Info, Warning or Error. TWS sends all of them as errors.", attrgetter("severity")),
    id_column("code", "Code", "TWS's message code; blank for a message of IB Monitor's own.", visible=True, width=54),
    id_column(
        "count",
        "Count",
        "How often exactly this message was received, where more than once.",
        _times,
        text=_times_text,
        visible=True,
        width=52,
    ),
    text_column(
        "order",
        "Order",
        "The order the message is about, where that is certain; ambiguous where several clients have one with its ID.",
        _order_text,
        visible=True,
        width=164,
        tone=_order_tone,
        hint=_order_hint,
    ),
    text_column(
        "plain",
        "What it means",
        "What happened and what to do, in plain words.",
        visible=True,
        width=382,
        hint=attrgetter("plain"),
    ),
    text_column(
        "text",
        "TWS message",
        "TWS's own text, or the raw data of what could not be read.",
        _words,
        visible=True,
        width=382,
        hint=attrgetter("text"),
    ),
    id_column(
        "req_id",
        "Request or order ID",
        "An order ID of an unnamed client, a request ID, or -1: TWS does not report which.",
        width=130,
    ),
    id_column("perm_id", "Perm ID", "The Perm ID of the order the message is about.", _order_perm_id),
    text_column(
        "advanced_order_reject_json",
        "Advanced reject",
        "TWS's machine-readable description of a rejection, as JSON.",
        width=200,
        hint=_reject_hint,
    ),
    time_column("received", "Received", "When IB Monitor received the message.", moment=message_received, width=144),
)
