"""All that is known of one order as plain text, for a support ticket.

Each time has its offset from UTC. Accounts are hidden in it while they are hidden on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from ibmonitor.domain.explain.facts import is_unacknowledged
from ibmonitor.domain.explain.other_records import Record, explain_record, order_of
from ibmonitor.domain.messages.reasons import message_words
from ibmonitor.domain.messages.tws_text import plain_text_of
from ibmonitor.domain.records.link import Link
from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.domain.sums.day_trades import FillKind
from ibmonitor.domain.timeline.entry import Entry
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting, commission_words
from ibmonitor.domain.wording.staleness import stale_sentence
from ibmonitor.domain.wording.writing import Writing, one_line
from ibmonitor.models.columns.moments import entry_when, execution_moment
from ibmonitor.models.columns.record_facts import NOT_ACKNOWLEDGED, Fact, facts_of
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import Moment, count_text, number_text, price_text, zone_of
from ibmonitor.models.text.link_words import address, state_words
from ibmonitor.models.text.market_zones import zone_of_order
from ibmonitor.models.text.order_words import record_words
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, offset_text

_PROTOBUF = 201
"""The first server version whose messages are protobuf (TWS_FACTS)."""
_MOST_FILLS = 100
_MOST_ENTRIES = 200
"""A ticket with more lines than this is not read."""


def ticket_text(record: Record, link: Link, program: str, now: datetime, divided: str = "", closed: str = "") -> str:
    """Return the text about a record's order, or about the record where its order is not known.

    `program` is the program's name and version, `now` the current time (aware UTC), `divided` what needs review in how
    a group order was divided, `closed` the past day that is shown, which says more than the state of its link.
    """
    order = order_of(record)
    writing = Writing(number_text, _in_zone_of(order), CONTRACT_NAMES.name_of_con_id, price_text)
    sections = [
        _why(record, writing, divided),
        _section("Facts", (_fact_line(fact) for fact in facts_of(record) if fact.text)),
    ]
    if isinstance(record, Message):
        sections.append(_section("TWS message", _message(record, writing)))
    if order is not None:
        sections += [
            _timeline(order, link),
            _section(f"Fills ({len(order.fills):,})", _fills(order)) if order.fills else [],
            _section("IDs", _ids(order)),
        ]
    sections.append(_section("Connection", _connection(record, link, program, now, writing, closed)))
    return ACCOUNT_MASK.text("\n\n".join("\n".join(lines) for lines in sections if lines)) + "\n"


def _why(record: Record, writing: Writing, divided: str) -> list[str]:
    explanation = explain_record(record, writing)
    # The facts below have the number that is filled.
    sentences = [each for each in explanation.facts if each != explanation.amount]
    lines = [record_words(record), explanation.as_of, explanation.headline, divided, *sentences]
    if explanation.look_at:
        lines += ["Possible reasons:", *explanation.look_at]
    return [line for line in lines if line]


def _fact_line(fact: Fact) -> str:
    return f"{fact.label}: {fact.text if fact.moment is None else _time(fact.moment)}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """The lines under a title; nothing without any line."""
    found = list(lines)
    return [title, *found] if found else []


def _message(message: Message, writing: Writing) -> Iterator[str]:
    code = "" if message.code is None else f" {message.code}"
    yield f"{writing.time(message.time or message.received)}  {message.severity.value}{code}: {one_line(message.text)}"
    if one_line(message.plain) != one_line(message.text):
        yield one_line(message.plain)
    if message.advanced_order_reject_json.strip():
        yield f"Advanced reject: {one_line(message.advanced_order_reject_json)}"


def _timeline(order: Order, link: Link) -> list[str]:
    writing = TimelineWriting(number_text, price_text, CONTRACT_NAMES.name, CONTRACT_NAMES.name_of_con_id)
    entries = timeline(order, writing, link.live_intervals, zone_of_order(order))
    lines = [_entry_line(entry) for entry in entries[-_MOST_ENTRIES:]]
    left_out = len(entries) - len(lines)
    return _section(
        f"Timeline (times in {SHOWN_ZONE.name})",
        [f"{left_out:,} earlier entries are left out", *lines] if left_out else lines,
    )


def _entry_line(entry: Entry) -> str:
    count = f" ×{entry.count}" if entry.count > 1 else ""
    words = entry.what
    message = entry.record
    if isinstance(message, Message) and message.code is not None and message_words(message):
        # The timeline leaves out the words that state only the kind of a message: here TWS's own are whole.
        words = words.replace(message_words(message), plain_text_of(message.text))
    return f"{_time(entry_when(entry))}  {one_line(words)}{count}"


def _fills(order: Order) -> Iterator[str]:
    for fill in order.fills[:_MOST_FILLS]:
        yield _fill_line(fill)
    left_out = len(order.fills) - _MOST_FILLS
    if left_out > 0:
        yield f"and {count_text(left_out, 'more fill')}"


def _fill_line(fill: Fill) -> str:
    execution = fill.execution
    parts = [
        f"{execution.side} {number_text(execution.shares)}".strip(),
        "" if execution.price is None else f"at {price_text(execution.price)}",
        f"on {execution.exchange}" if execution.exchange else "",
        f"for {execution.acct_number}" if execution.acct_number else "",
    ]
    more = [
        FillKind.PARENT.value if fill.is_whole else "",
        _commission(fill.commission),
        f"replaced by {fill.superseded_by}" if fill.superseded_by else "",
        f"Exec ID {execution.exec_id}",
    ]
    words = ", ".join(filter(None, (" ".join(filter(None, parts)), *more)))
    return f"{_time(execution_moment(fill))}  {words}"


def _commission(commission: Commission | None) -> str:
    return "commission pending" if commission is None else f"commission {commission_words(commission, price_text)}"


def _ids(order: Order) -> Iterator[str]:
    perm_id = NOT_ACKNOWLEDGED if is_unacknowledged(order) else order.perm_id
    numbers = {"permId": perm_id, "clientId": order.client_id, "orderId": order.order_id}
    yield ", ".join(f"{name} {'unknown' if number is None else number}" for name, number in numbers.items())
    if order.order_ref.strip():
        yield f"orderRef {one_line(order.order_ref)}"
    if order.parent_id:
        yield f"parentId {order.parent_id}"
    if order.oca_group.strip():
        yield f"ocaGroup {one_line(order.oca_group)}"
    if order.fills:
        shown = [fill.execution.exec_id for fill in order.fills[:_MOST_FILLS]]
        more = len(order.fills) - len(shown)
        yield f"execIds {', '.join(shown)}{f' and {more:,} more' if more else ''}"


def _connection(
    record: Record, link: Link, program: str, now: datetime, writing: Writing, closed: str
) -> Iterator[str]:
    yield f"{program}, copied {writing.time(now)}"
    client = "" if link.client_id is None else f"client ID {link.client_id}"
    if address(link):
        yield f"TWS at {', '.join(filter(None, (address(link), client, _protocol(link.server_version))))}"
    # Of a connection that is retried, the seconds until then are of no use later.
    yield f"The state at the end of {closed}" if closed else state_words(link, now).partition(" in ")[0]
    confirmed = order_of(record) or record
    if not isinstance(confirmed, Message) and confirmed.stale_since is not None:
        yield stale_sentence(confirmed, writing.time)


def _protocol(server_version: int | None) -> str:
    if server_version is None:
        return "server version unknown"
    return f"server version {server_version} ({'protobuf' if server_version >= _PROTOBUF else 'text'} messages)"


def _in_zone_of(order: Order | None) -> Callable[[datetime], str]:
    zone = zone_of_order(order)
    return lambda time: _time(Moment(time, exchange=zone))


def _time(moment: Moment) -> str:
    """Write a time with its offset from UTC; TWS's text of one that is no moment."""
    if moment.time is None:
        return one_line(moment.raw) or "time unknown"
    shown = moment.time.astimezone(zone_of(moment)[0])
    return f"{shown.isoformat(' ', 'seconds')[:19]} {offset_text(shown)}"
