"""What else this program keeps of an order, beside what `orders.py` shows: columns that are hidden at first."""

from __future__ import annotations

from operator import attrgetter

from ibmonitor.domain.records.records import Order
from ibmonitor.models.table.column import Column, flag_column, id_column, number_column, text_column, time_column
from ibmonitor.models.text.formats import time_or_raw_text

TERMS = "Order"
STATE = "Order status"
HERE = "Seen by IB Monitor"

ORDER_MORE_COLUMNS: tuple[Column[Order], ...] = (
    text_column(
        "order_ref",
        "Order ref",
        "The user's own name for the order, kept for its lifetime.",
        attrgetter("order_ref"),
        group=TERMS,
    ),
    text_column(
        "oca_group",
        "OCA group",
        "Orders of one group: a fill of one cancels the others.",
        attrgetter("oca_group"),
        group=TERMS,
    ),
    text_column(
        "fa_group",
        "FA group",
        "The advisor's allocation group the order is for.",
        attrgetter("fa_group"),
        group=TERMS,
    ),
    text_column("fa_method", "FA method", "How the group allocates.", attrgetter("fa_method"), group=TERMS),
    text_column(
        "fa_percentage",
        "FA percentage",
        "The percentage concerning the allocation method.",
        attrgetter("fa_percentage"),
        group=TERMS,
    ),
    text_column("model_code", "Model code", "The model the order is for.", attrgetter("model_code"), group=TERMS),
    text_column("submitter", "Submitter", "The user who sent the order.", attrgetter("submitter"), group=TERMS),
    text_column(
        "warning_text",
        "Warning text",
        "TWS's warning, if it has one about this order.",
        attrgetter("warning_text"),
        width=200,
        group=STATE,
    ),
    text_column(
        "reject_reason",
        "Reject reason",
        "Why the order was rejected.",
        attrgetter("reject_reason"),
        width=200,
        group=STATE,
    ),
    text_column(
        "completed_status",
        "Completed status",
        "How the order ended, as TWS reported it.",
        lambda order: order.completed_status.strip(),
        width=164,
        group=STATE,
    ),
    time_column(
        "completed_time",
        "Completed time",
        "When the order ended, in this computer's time zone.",
        attrgetter("completed_time"),
        text=lambda order: time_or_raw_text(order.completed_time, order.completed_time_raw, order.completed_time_zone),
        width=144,
        group=STATE,
    ),
    flag_column(
        "is_done",
        "Done",
        "Whether no part of the order is working any more, as far as TWS has reported or its fills show.",
        attrgetter("is_done"),
        group=HERE,
    ),
    number_column(
        "executed",
        "Executed",
        "Sum of the shares of the fills known here: corrected executions and combo legs left out.",
        attrgetter("executed"),
        group=HERE,
    ),
    id_column("fills", "Fills", "How many fills of this order are known here.", lambda o: len(o.fills), group=HERE),
    time_column(
        "first_seen",
        "First seen",
        "When IB Monitor first received the order, in this computer's time zone.",
        attrgetter("first_seen"),
        width=144,
        group=HERE,
    ),
    time_column(
        "last_update",
        "Last update",
        "When IB Monitor last received an update of the order, in this computer's time zone.",
        attrgetter("last_update"),
        width=144,
        group=HERE,
    ),
)
