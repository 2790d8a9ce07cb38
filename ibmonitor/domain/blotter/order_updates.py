"""Writes what openOrder, orderStatus and completedOrder report about one order into its record.

`order_book.py` finds the order; each function returns whether the record has changed.

At each refresh TWS repeats openOrder and completedOrder, whatever orderStatus has reported since: a status counts as a
change only if it is new from its own callback. orderStatus comes after openOrder, so its status stands.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from ibmonitor.domain.blotter.merging import merged_contract
from ibmonitor.domain.blotter.order_changes import note_changes
from ibmonitor.domain.blotter.order_history import note_repeat, note_status
from ibmonitor.domain.records.events import CompletedOrder, OpenOrder, OrderStatus
from ibmonitor.domain.records.field_values import id_in, number_in, text_in
from ibmonitor.domain.records.records import Order, StatusChange, TwsFields
from ibmonitor.domain.records.statuses import FILLED
from ibmonitor.domain.times.tws_time import parse_tws_time

_TEXTS = (
    ("account", "account"),
    ("action", "action"),
    ("order_type", "orderType"),
    ("tif", "tif"),
    ("oca_group", "ocaGroup"),
    ("order_ref", "orderRef"),
    ("fa_group", "faGroup"),
    ("fa_method", "faMethod"),
    ("fa_percentage", "faPercentage"),
    ("model_code", "modelCode"),
    ("submitter", "submitter"),
)
_NUMBERS = (("total_quantity", "totalQuantity"), ("lmt_price", "lmtPrice"), ("aux_price", "auxPrice"))

_NO_STATUS = StatusChange(datetime.min.replace(tzinfo=UTC), "", None, None, None, "", "")


def is_preview(order_fields: TwsFields) -> bool:
    """Whether this is the answer to a what-if request, and so no order."""
    return bool(order_fields.get("whatIf"))


def apply_open_order(order: Order, event: OpenOrder, now: datetime, zone: tzinfo | None) -> bool:
    """Write what openOrder reports; a field it leaves out has TWS's default and is not unknown."""
    status = text_in(event.state_fields, "status")
    may_be_news = status != order.open_order_status or _is_status_of_completed_order(order)
    is_news = status not in ("", order.status) and may_be_news
    is_known = bool(order.open_order_status) and not _is_status_of_completed_order(order)
    order.note_callback_status(open_order=status)
    if not is_news and _repeats(order, event):
        return False
    if is_known:
        note_changes(order, event, now)
    fields = event.order_fields
    for name, tws_name in _TEXTS:
        # As `text_in`, whose eleven calls would take an eighth of the time of an order.
        sent = fields.get(tws_name, "")
        setattr(order, name, sent if isinstance(sent, str) else "")
    for name, tws_name in _NUMBERS:
        setattr(order, name, number_in(fields, tws_name))
    order.cash_qty = number_in(fields, "cashQty") or None
    order.parent_id = id_in(fields, "parentId") or 0
    _take_mappings(order, event)
    _take_state(order, event.state_fields, zone)
    if is_news:
        _add_status(order, StatusChange(now, status, None, None, None, "", "openOrder"))
    return True


def apply_completed_order(order: Order, event: CompletedOrder, now: datetime, zone: tzinfo | None) -> bool:
    """Write what completedOrder reports; it leaves out much that was known, and a totalQuantity of 0 means nothing."""
    event = _with_what_was_known(order, event)
    status = text_in(event.state_fields, "status")
    # For an order that is missing from the list of open orders, this is the final status, even when repeated.
    may_be_news = status != order.completed_order_status or order.missing_since is not None
    is_news = status not in ("", order.status) and may_be_news
    order.note_callback_status(completed_order=status)
    if not is_news and _repeats(order, event):
        return False
    for name, tws_name in _TEXTS:
        setattr(order, name, text_in(event.order_fields, tws_name) or getattr(order, name))
    for name, tws_name in _NUMBERS:
        known = number_in(event.order_fields, tws_name)
        if known is not None and (known or name != "total_quantity"):
            setattr(order, name, known)
    order.cash_qty = number_in(event.order_fields, "cashQty") or order.cash_qty
    parent_id = id_in(event.order_fields, "parentId")
    order.parent_id = order.parent_id if parent_id is None else parent_id
    _take_mappings(order, event)
    _take_state(order, event.state_fields, zone)
    filled = number_in(event.order_fields, "filledQuantity")
    if status == FILLED and not order.total_quantity and filled:
        # IB: Filled "indicates that the order has been completely filled".
        order.total_quantity = filled
    reported = order.reported or _NO_STATUS
    # A 0 can be a field that TWS did not fill in.
    if filled is not None and (reported.filled is None or filled not in (0, reported.filled)):
        remaining = Decimal(0) if status == FILLED else None
        # The average price reported earlier was of fewer shares.
        order.reported = StatusChange(now, status, filled, remaining, None, "", "completedOrder")
        order.note_ahead(ahead=False)
    if is_news:
        _add_status(order, StatusChange(now, status, filled, None, None, "", "completedOrder"))
    return True


def apply_order_status(order: Order, event: OrderStatus, now: datetime, *, is_listing: bool) -> bool:
    """Write a status as TWS reports it, even a step back; an exact repeat is only counted.

    `is_listing` means that a list of open orders is being received: its repeats are not counted. A number that is
    unset leaves the known one unchanged.
    """
    known = order.reported or _NO_STATUS
    change = StatusChange(
        now,
        event.status,
        _or(event.filled, known.filled),
        _or(event.remaining, known.remaining),
        _or(event.avg_fill_price, known.avg_fill_price),
        event.why_held,
        "orderStatus",
    )
    is_news = order.status != event.status or _values(order.reported) != _values(change)
    order.note_ahead(ahead=False)
    before = (order.last_fill_price, order.mkt_cap_price, order.parent_id)
    order.last_fill_price = _or(event.last_fill_price, order.last_fill_price)
    order.mkt_cap_price = _or(event.mkt_cap_price, order.mkt_cap_price)
    order.parent_id = order.parent_id if event.parent_id is None else event.parent_id
    if is_news:
        order.why_held = change.why_held
        order.reported = change
        _add_status(order, change)
    else:
        note_repeat(order, change, is_counted=not is_listing)
    return is_news or before != (order.last_fill_price, order.mkt_cap_price, order.parent_id)


def _or(new: Decimal | None, known: Decimal | None) -> Decimal | None:
    return known if new is None else new


def _values(change: StatusChange | None) -> object:
    """Return what two reports are compared by: all but status, source and time."""
    if change is None:
        return None
    return change.filled, change.remaining, change.avg_fill_price, change.why_held


def _add_status(order: Order, change: StatusChange) -> None:
    order.status = change.status
    order.status_history.append(change)
    note_status(order, change)


def _is_status_of_completed_order(order: Order) -> bool:
    return bool(order.status_history) and order.status_history[-1].source == "completedOrder"


def _repeats(order: Order, event: OpenOrder | CompletedOrder) -> bool:
    return (
        order.contract == event.contract
        and order.order_fields == event.order_fields
        and order.state_fields == event.state_fields
        and order.contract_fields == event.contract_fields
    )


def _with_what_was_known(order: Order, event: CompletedOrder) -> CompletedOrder:
    """Return the event, with the fields that it leaves out filled in from what was known."""
    order_fields = {**order.order_fields, **event.order_fields}
    if not event.order_fields.get("totalQuantity") and "totalQuantity" in order.order_fields:
        order_fields["totalQuantity"] = order.order_fields["totalQuantity"]
    return CompletedOrder(
        merged_contract(order.contract, event.contract) if order.contract else event.contract,
        {**order.contract_fields, **event.contract_fields},
        order_fields,
        {**order.state_fields, **event.state_fields},
    )


def _take_mappings(order: Order, event: OpenOrder | CompletedOrder) -> None:
    order.contract = event.contract
    order.contract_fields = event.contract_fields
    order.order_fields = event.order_fields
    order.state_fields = event.state_fields


def _take_state(order: Order, fields: TwsFields, zone: tzinfo | None) -> None:
    # openOrder never has these; one that arrives late must not erase those of completedOrder.
    order.warning_text = text_in(fields, "warningText")
    order.reject_reason = text_in(fields, "rejectReason") or order.reject_reason
    order.completed_status = text_in(fields, "completedStatus") or order.completed_status
    raw = text_in(fields, "completedTime")
    if raw:
        order.completed_time_raw = raw
        order.completed_time = parse_tws_time(raw, zone)
        order.completed_time_zone = zone
