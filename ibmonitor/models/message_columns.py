"""The columns of the messages table."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from ibmonitor.domain.records import Message, Severity
from ibmonitor.models.column import Column, id_column, text_column, time_column, word_column
from ibmonitor.models.formats import contract_text
from ibmonitor.models.roles import Tone

_LOUDNESS = {severity: number for number, severity in enumerate(Severity)}
_WORDS = {number: severity.value for severity, number in _LOUDNESS.items()}
_TONES: dict[Severity, Tone] = {Severity.WARNING: "warning", Severity.ERROR: "bad"}


def row_tone(_message: Message) -> Tone:
    return ""


def _time(message: Message) -> datetime:
    return message.time or message.received


def _loudness(message: Message) -> int:
    return _LOUDNESS[message.severity]


def _severity_tone(message: Message) -> Tone:
    return _TONES.get(message.severity, "")


def _order_text(message: Message) -> str:
    order = message.order
    if order is None:
        return ""
    return " ".join(part for part in (order.action, contract_text(order.contract)) if part)


def _order_perm_id(message: Message) -> int | None:
    return message.order.perm_id if message.order else None


MESSAGE_COLUMNS: tuple[Column[Message], ...] = (
    time_column(
        "time",
        "Time",
        "TWS's time of the message, or else when it was received, in this computer's time zone.",
        _time,
        visible=True,
        width=144,
    ),
    word_column(
        "severity",
        "Severity",
        "Info, Warning or Error. TWS sends all of them as errors.",
        _loudness,
        _WORDS,
        visible=True,
        width=66,
        tone=_severity_tone,
    ),
    id_column(
        "code",
        "Code",
        "TWS's message code; blank for a message of IB Monitor's own.",
        attrgetter("code"),
        visible=True,
        width=54,
    ),
    text_column(
        "order",
        "Order",
        "The order the message is about, where that is certain.",
        _order_text,
        visible=True,
        width=164,
    ),
    text_column(
        "plain",
        "What it means",
        "What happened and what to do, in plain words.",
        attrgetter("plain"),
        visible=True,
        width=408,
        hint=attrgetter("plain"),
    ),
    text_column(
        "text",
        "TWS's words",
        "What TWS said, or the raw matter of what could not be understood.",
        attrgetter("text"),
        visible=True,
        width=408,
        hint=attrgetter("text"),
    ),
    id_column(
        "req_id",
        "Request or order ID",
        "An order id of an unnamed client, a request id, or -1: TWS does not say which.",
        attrgetter("req_id"),
        width=130,
    ),
    id_column("perm_id", "Perm ID", "The Perm ID of the order the message is about.", _order_perm_id),
    text_column(
        "advanced_order_reject_json",
        "Advanced reject",
        "TWS's machine-readable description of a rejection, as JSON.",
        attrgetter("advanced_order_reject_json"),
        width=200,
        hint=attrgetter("advanced_order_reject_json"),
    ),
    time_column(
        "received",
        "Received",
        "When IB Monitor received the message, in this computer's time zone.",
        attrgetter("received"),
        width=144,
    ),
)
