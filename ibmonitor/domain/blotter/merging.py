"""What is known of one thing from two sources: two rows of one order, two reports of one execution.

Known wins over unknown, and of two known the later wins. So a report that leaves something out never hides what an
earlier one contained, and a full and a partial report can arrive in either order.
"""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter

from ibmonitor.domain.blotter.order_history import ids_in_words
from ibmonitor.domain.blotter.order_progress import latest_fill
from ibmonitor.domain.records.execution import EXECUTION_FIELDS, Execution
from ibmonitor.domain.records.records import Contract, HistoryEntry, HistoryKind, Message, Order

_OWN = {
    "serial",
    "first_seen",
    "last_update",
    "executed_whole",
    "executed_parts",
    "status_history",
    "history",
    "fills",
    "messages",
    "possible_messages",
    "executed",
    "filled",
    "remaining",
    "avg_fill_price",
    "is_done",
    "missing_since",
    "looked_up",
    "by_snapshot",
    "parent",
    "doubles",
}
"""Not facts that TWS sent: they are moved, added up or recomputed instead."""
_FACTS = tuple(field.name for field in fields(Order) if field.name not in _OWN)

_UNKNOWN = (None, "", ())
_CONTRACT_FIELDS = tuple(field.name for field in fields(Contract))


def absorb(stays: Order, goes: Order) -> None:
    """Move everything known of `goes` into `stays`: the facts of the one that was updated later win.

    Their fills are different ones, so the executed shares add up. `goes` is left with none of its own.
    """
    later, earlier = (goes, stays) if goes.last_update >= stays.last_update else (stays, goes)
    for name in _FACTS:
        known = getattr(later, name)
        setattr(stays, name, known if known not in (None, "", {}) else getattr(earlier, name))
    if goes.missing_since is None:
        # The order is in TWS's list under its other ids.
        stays.missing_since = None
        stays.looked_up = None
    stays.note_last_list(max(stays.last_list, goes.last_list))
    stays.note_callback_status(
        open_order=later.open_order_status or earlier.open_order_status,
        completed_order=later.completed_order_status or earlier.completed_order_status,
    )
    stays.first_seen = min(stays.first_seen, goes.first_seen)
    stays.last_update = later.last_update
    stays.executed_whole += goes.executed_whole
    stays.executed_parts += goes.executed_parts
    if goes.part_account is not None:
        stays.note_part_account(goes.part_account)
    stays.note_corrections(goes.corrections)
    stays.note_fill_counts(None)
    stays.note_ahead(ahead=stays.is_ahead or goes.is_ahead)
    stays.note_last_fill(latest_fill(fill for fill in (stays.last_fill, goes.last_fill) if fill is not None))
    stays.status_history = sorted(earlier.status_history + later.status_history, key=attrgetter("received"))
    stays.history = sorted(earlier.history + later.history, key=attrgetter("received"))
    stays.history.append(
        HistoryEntry(
            stays.last_update, HistoryKind.JOINED, detail=ids_in_words(goes.perm_id, goes.client_id, goes.order_id)
        )
    )
    for message in goes.messages:
        message.order = stays
    stays.messages.extend(goes.messages)
    for message in goes.possible_messages:
        _drop_candidate(message, goes, stays)
    stays.messages.sort(key=attrgetter("serial"))
    stays.possible_messages.sort(key=attrgetter("serial"))
    for fill in goes.fills:
        fill.order = stays
    stays.fills.extend(goes.fills)
    goes.fills, goes.messages, goes.status_history, goes.history = [], [], [], []
    goes.possible_messages = []


def _drop_candidate(message: Message, goes: Order, stays: Order) -> None:
    """Replace `goes` among the orders a message may be about; when only one order is left, the message is about it."""
    left = tuple(dict.fromkeys(stays if each is goes else each for each in message.candidates))
    if len(left) > 1:
        message.candidates = left
        if message not in stays.possible_messages:
            stays.possible_messages.append(message)
        return
    message.candidates, message.order = (), stays
    stays.messages.append(message)
    if message in stays.possible_messages:
        stays.possible_messages.remove(message)


def merged_execution(known: Execution, new: Execution) -> Execution:
    """Return the execution as both reports describe it; a permId or orderId of 0 is no id."""
    known, new = known.whole(), new.whole()
    blank = {name: getattr(known, name) for name in EXECUTION_FIELDS if getattr(new, name) in _UNKNOWN}
    for name in ("perm_id", "order_id"):
        # 0 is no id, but TWS sent it, so it wins over nothing at all.
        if not getattr(new, name) and getattr(known, name) is not None:
            blank[name] = getattr(known, name)
    return replace(new, **blank)


def merged_contract(known: Contract, new: Contract) -> Contract:
    """Return the contract as both reports describe it."""
    blank = {name: getattr(known, name) for name in _CONTRACT_FIELDS if getattr(new, name) in _UNKNOWN}
    return replace(new, **blank)
