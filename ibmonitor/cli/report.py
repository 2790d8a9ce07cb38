"""The blotter as text: JSON for programs, tables for people. Keys are TWS's names in snake_case; unknown is null."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from ibmonitor.cli.json_pieces import json_pieces
from ibmonitor.cli.report_allocations import allocation_lines, allocations_of
from ibmonitor.cli.report_choice import EVERYTHING, Choice
from ibmonitor.domain.allocation.book import AllocationBook
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.explain.explanation import explain
from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.domain.messages.reasons import message_words
from ibmonitor.domain.records.host import host_and_port
from ibmonitor.domain.records.link import Link, RequestProgress
from ibmonitor.domain.records.records import Commission, Contract, Fill, Message, Order, StatusChange
from ibmonitor.domain.records.requests import RequestKind, title_of
from ibmonitor.domain.records.tws_fields import snake_case
from ibmonitor.domain.terms.prices import order_prices
from ibmonitor.domain.terms.terms import size_in_words
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.domain.timeline.timeline import timeline
from ibmonitor.domain.timeline.words import TimelineWriting
from ibmonitor.domain.wording.rounding import rounded
from ibmonitor.domain.wording.writing import Writing, plain_number

Plain = object
"""What `json` can write."""


def as_json(blotter: Blotter, scope: str, chosen: Choice = EVERYTHING) -> Iterator[bytes]:
    """The report as UTF-8, in pieces. Quantities and money are strings, times ISO 8601 UTC next to TWS's own text."""
    link, contracts = blotter.link, _Contracts()
    report = {
        "connection": {
            "host": link.host,
            "port": link.port,
            "client_id": link.client_id,
            "server_version": link.server_version,
            "accounts": list(link.accounts),
            "scope": scope,
        },
        "orders": (_order(order, blotter) for order in blotter.orders if chosen.has_order(order)),
        "fills": (_fill(fill, blotter.instruments, contracts) for fill in blotter.fills if chosen.has_fill(fill)),
        "commissions": (_commission(each) for each in blotter.commissions if chosen.has_commission(each)),
        "messages": (_message(message) for message in blotter.messages if chosen.has_message(message)),
        "groups": plain(link.groups),
        "aliases": None if link.aliases is None else dict(link.aliases),
        **allocations_of(AllocationBook(blotter), plain, chosen.has_allocation),
        "requests": [
            {"name": request.title, "state": request.progress.value, "detail": request.detail}
            for request in link.requests.values()
        ],
    }
    return json_pieces(report)


def as_tables(blotter: Blotter, scope: str, chosen: Choice = EVERYTHING) -> str:
    """The most important columns of each table, with the reason of each order's state."""
    link, contracts = blotter.link, _Contracts()
    lines = [
        f"{host_and_port(link.host, link.port)}, server version {link.server_version}, client ID {link.client_id}",
        f"Accounts: {', '.join(link.accounts) or 'unknown'}",
        scope,
    ]
    orders = [_order_row(order, blotter.instruments) for order in blotter.orders if chosen.has_order(order)]
    fills = [_fill(fill, blotter.instruments, contracts) for fill in blotter.fills if chosen.has_fill(fill)]
    commissions = [_commission(each) for each in blotter.commissions if chosen.has_commission(each)]
    messages = [_message(message) for message in blotter.messages if chosen.has_message(message)]
    lines += table_lines(
        "Orders", ORDER_KEYS, orders, _missing(link, RequestKind.OPEN_ORDERS, RequestKind.COMPLETED_ORDERS)
    )
    lines += table_lines("Fills", FILL_KEYS, fills, _missing(link, RequestKind.EXECUTIONS))
    lines += table_lines("Commissions", COMMISSION_KEYS, commissions, _missing(link, RequestKind.EXECUTIONS))
    lines += _allocation_table(blotter, chosen)
    lines += table_lines("Messages", MESSAGE_KEYS, messages)
    lines += [
        "",
        "Requests",
        *(f"  {r.title}: {r.progress.value}. {r.detail}".rstrip() for r in link.requests.values()),
    ]
    return "\n".join(lines) + "\n"


def _allocation_table(blotter: Blotter, chosen: Choice) -> list[str]:
    """The parts of group orders, where there can be any."""
    rows = list(allocation_lines(AllocationBook(blotter), plain, chosen.has_allocation))
    if not rows and not blotter.link.groups:
        return []
    return table_lines("Allocations", ALLOCATION_KEYS, rows, _missing(blotter.link, RequestKind.SUB_ACCOUNTS))


ORDER_KEYS = (
    "perm_id", "client_id", "order_id", "account", "action", "total_quantity", "contract_name", "order_type", "price",
    "status", "filled", "remaining", "avg_fill_price", "why",
)  # fmt: skip
FILL_KEYS = (
    "time", "acct_number", "side", "shares", "contract_name", "price", "exchange", "perm_id", "exec_id",
    "commission_and_fees", "realized_pnl", "superseded_by",
)  # fmt: skip
ALLOCATION_KEYS = (
    "order_ref", "group", "method", "symbol", "account", "expected", "allocated", "difference", "average_price",
    "commission", "reason",
)  # fmt: skip
COMMISSION_KEYS = ("exec_id", "commission_and_fees", "currency", "realized_pnl", "yield_", "yield_redemption_date")
MESSAGE_KEYS = ("received", "severity", "code", "words")
ROUNDED_KEYS = frozenset({
    "total_quantity", "lmt_price", "filled", "remaining", "avg_fill_price", "shares", "price", "commission_and_fees",
    "realized_pnl", "yield_", "expected", "allocated", "difference", "average_price",
})  # fmt: skip
"""Numbers that the tables round for people; in JSON all are exact."""


def _order_row(order: Order, instruments: Instruments) -> dict[str, Plain]:
    """The order as the text table shows it."""
    prices = ", ".join(f"{each.kind.value} {plain_number(each.amount)}" for each in order_prices(order))
    size = size_in_words(order, Writing())
    return {
        **_fields(order, leave_out=ORDER_INNER),
        "total_quantity": size or plain(order.total_quantity),
        "contract_name": instruments.name(order.contract) or None,
        "price": prices.removeprefix("limit ") if prices.count(",") == 0 else prices,
        "why": explain(order, instrument=instruments.name_of_con_id).headline,
    }


def _order(order: Order, blotter: Blotter) -> dict[str, Plain]:
    instruments = blotter.instruments
    writing = TimelineWriting(contract_name=instruments.name, instrument=instruments.name_of_con_id)
    entries = timeline(order, writing, blotter.link.live_intervals)
    return {
        **_fields(order, leave_out=ORDER_INNER),
        **dict.fromkeys(_unknown_texts(order)),
        "why": _why(order, instruments),
        "timeline": [_entry(entry) for entry in entries],
        "status_history": [_status_change(change) for change in order.status_history],
        "symbol": order.contract.symbol if order.contract else None,
        "contract_name": instruments.name(order.contract) or None,
        "contract": plain(order.contract),
        "exec_ids": [fill.execution.exec_id for fill in order.fills],
    }


def _why(order: Order, instruments: Instruments) -> dict[str, Plain]:
    """Why the order is in its state; `reason` is in TWS's own words, null where TWS has given none."""
    explained = explain(order, instrument=instruments.name_of_con_id)
    return {
        "as_of": explained.as_of or None,
        "headline": explained.headline,
        "facts": list(explained.facts),
        "possible_reasons": list(explained.look_at),
        "reason": explained.reason.words or None if explained.reason else None,
        "is_rejection": bool(explained.reason and explained.reason.is_rejection),
    }


def _entry(entry: Entry) -> dict[str, Plain]:
    """One entry of the timeline; `time` is TWS's own, null where it sends none."""
    said: dict[str, Plain] = {
        "time": plain(entry.time),
        "received": plain(entry.received),
        "kind": "tells" if entry.kind is EntryKind.RESUMED else entry.kind.name.lower(),
        "text": entry.what,
    }
    if entry.changes:
        said["changes"] = [
            {"name": snake_case(each.name), "old": plain(each.old), "new": plain(each.new)} for each in entry.changes
        ]
    if entry.steps:
        said["steps"] = [_entry(step) for step in entry.steps]
    return said


def _unknown_texts(order: Order) -> Iterator[str]:
    """Texts of an order that are empty because TWS has not sent them, not because it sent them empty."""
    if not order.order_fields and not order.state_fields:
        # Known from orderStatus or its executions only.
        yield from (name for name in DESCRIBED_TEXTS if not getattr(order, name))
    if not any(change.source == "orderStatus" for change in order.status_history):
        yield "why_held"
    yield from (name for name in NEVER_EMPTY_TEXTS if not getattr(order, name))


def _status_change(change: StatusChange) -> dict[str, Plain]:
    why_held = change.why_held if change.source == "orderStatus" else None
    return {**_fields(change), "why_held": why_held}


def _fill(fill: Fill, instruments: Instruments, contracts: _Contracts) -> dict[str, Plain]:
    execution, report = fill.execution.whole(), fill.commission
    return {
        **_fields(execution),
        # There always is one: below server version 198 TWS sends none.
        "submitter": execution.submitter or None,
        "time": plain(fill.time),
        "time_raw": execution.time,
        "received": plain(fill.received),
        "symbol": fill.contract.symbol,
        "contract_name": instruments.name(fill.contract) or None,
        "contract": contracts.plain(fill.contract),
        "combo_role": plain(fill.combo_role),
        "superseded_by": fill.superseded_by,
        "commission": None if report is None else _charge(report),
    }


class _Contracts(dict[int, tuple[Contract, Plain]]):
    """The contracts of fills by their `id`: fills of one instrument share its contract."""

    def plain(self, contract: Contract) -> Plain:
        known = self.get(id(contract))
        if known is None:
            known = self[id(contract)] = contract, plain(contract)
        return known[1]


ORDER_INNER = frozenset({
    "serial", "fills", "messages", "possible_messages", "contract", "executed_whole", "executed_parts", "reported",
    "status_history", "history", "parent", "doubles",
    "completed_time_zone", "live_interval",
})  # fmt: skip
MESSAGE_INNER = frozenset({"serial", "order", "candidates"})

DESCRIBED_TEXTS = (
    "account", "action", "order_type", "tif", "oca_group", "order_ref", "fa_group", "fa_method", "fa_percentage",
    "model_code", "warning_text",
)  # fmt: skip
"""Sent by openOrder and completedOrder, where empty is an answer."""

NEVER_EMPTY_TEXTS = ("reject_reason", "completed_status", "completed_time_raw", "submitter")
"""Sent only for some orders or by newer versions of TWS, and never empty."""


def _commission(commission: Commission) -> dict[str, Plain]:
    return {
        "exec_id": commission.exec_id,
        **_charge(commission),
        "received": plain(commission.received),
        "execution_seen": commission.fill is not None,
    }


def _charge(commission: Commission) -> dict[str, Plain]:
    """The fields of a fill's commission; an empty date is none."""
    charge = {key: plain(getattr(commission, key)) for key in COMMISSION_KEYS if key != "exec_id"}
    return {**charge, "yield_redemption_date": commission.yield_redemption_date or None}


def _message(message: Message) -> dict[str, Plain]:
    """The message; `orders` are the permIds it is certainly about, `possible_orders` those it may be about."""
    perm_id = message.order.perm_id if message.order else None
    return {
        **_fields(message, leave_out=MESSAGE_INNER),
        "words": message_words(message) or message.plain,
        "perm_id": perm_id,
        "orders": [perm_id] if perm_id else [],
        "possible_orders": [order.perm_id for order in message.candidates if order.perm_id],
    }


def _fields(record: Any, leave_out: frozenset[str] = frozenset()) -> dict[str, Plain]:
    kind: Any = type(record)
    names, values_of = _names(kind, leave_out)
    return dict(zip(names, map(plain, values_of(record)[1:]), strict=True))


@cache
def _names(kind: Any, leave_out: frozenset[str]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    names = tuple(field.name for field in dataclasses.fields(kind) if field.name not in leave_out)
    # The class is one of them, so that there are always several.
    return names, attrgetter("__class__", *names)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def plain(thing: object) -> Plain:  # noqa: PLR0911 - one return a kind of value
    """The value as `json` can write it, nothing lost."""
    if type(thing) in _AS_THEY_ARE:
        # Most are, and a `match` takes longer.
        return thing
    match thing:
        case bool() | int() | str():
            return thing
        case Decimal():
            return f"{thing:f}"
        case datetime():
            return thing.isoformat()
        case Enum():
            return plain(thing.value)
        case Mapping():
            return {snake_case(str(key)): plain(part) for key, part in thing.items()}
        case list() | tuple():
            return [plain(part) for part in thing]
        case _:
            return _fields(thing)


def _missing(link: Link, *kinds: RequestKind) -> str:
    """The requests without a complete answer, as `title: state`; empty when all are complete."""
    requests = {kind: link.request(kind) for kind in kinds}
    return ", ".join(
        f"{title_of(kind)}: {request.progress.value if request else 'not asked'}"
        for kind, request in requests.items()
        if request is None or request.progress is not RequestProgress.COMPLETE
    )


def table_lines(title: str, keys: Sequence[str], rows: Sequence[Mapping[str, Plain]], missing: str = "") -> list[str]:
    """Aligned columns under their names; numbers, which are what ends in a digit and has no letter, to the right.

    The title names what is `missing`: without it an empty table would look like a complete answer.
    """
    if not rows:
        return ["", f"{title}: unknown ({missing})" if missing else f"{title}: none"]
    cells = [[_cell(row, key) for key in keys] for row in rows]
    widths = [max(len(key), *(len(row[at]) for row in cells)) for at, key in enumerate(keys)]
    right = [all(_is_number(row[at]) for row in cells) for at in range(len(keys))]
    lines = [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        for row in [list(keys), *cells]
    ]
    count = f"{len(rows)}, perhaps more ({missing})" if missing else f"{len(rows)}"
    return ["", f"{title}: {count}", *(line.rstrip() for line in lines)]


def _cell(row: Mapping[str, Plain], key: str) -> str:
    commission = row.get("commission")
    found = row.get(key, commission.get(key) if isinstance(commission, dict) else None)
    if key in ROUNDED_KEYS and isinstance(found, str) and found and _is_number(found):
        # Not a size such as "1000 USD", nor a price such as "stop 5".
        return f"{rounded(Decimal(found)):f}"
    return "" if found is None else " ".join(str(found).split())


def _is_number(text: str) -> bool:
    try:
        return not text or bool(Decimal(text).is_finite())
    except ArithmeticError:
        return False
