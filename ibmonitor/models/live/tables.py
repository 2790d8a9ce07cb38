"""`Tables`: the four tables of the program, each with its columns."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QObject

from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.models.columns import commissions as commission_columns
from ibmonitor.models.columns import fill_texts
from ibmonitor.models.columns import fills as fill_columns
from ibmonitor.models.columns import messages as message_columns
from ibmonitor.models.columns import orders as order_columns
from ibmonitor.models.columns.commissions import COMMISSION_COLUMNS
from ibmonitor.models.columns.fills import FILL_COLUMNS
from ibmonitor.models.columns.messages import MESSAGE_COLUMNS
from ibmonitor.models.columns.orders import ORDER_COLUMNS
from ibmonitor.models.table.record_table import RecordTable


@dataclass(frozen=True, slots=True)
class Tables:
    orders: RecordTable[Order]
    fills: RecordTable[Fill]
    commissions: RecordTable[Commission]
    messages: RecordTable[Message]


def make_tables(parent: QObject | None = None) -> Tables:
    """Make the tables, empty and in order of arrival."""
    return Tables(
        orders=RecordTable(
            ORDER_COLUMNS,
            parent,
            row_tone=order_columns.row_tone,
            search_text=order_columns.search_text,
            stamp=attrgetter("last_update"),
        ),
        fills=RecordTable(
            FILL_COLUMNS,
            parent,
            row_tone=fill_columns.row_tone,
            search_text=fill_texts.search_text,
            grouping=fill_columns.GROUPING,
        ),
        commissions=RecordTable(
            COMMISSION_COLUMNS,
            parent,
            row_tone=commission_columns.row_tone,
            search_text=fill_texts.search_text_of_commission,
        ),
        messages=RecordTable(MESSAGE_COLUMNS, parent, row_tone=message_columns.row_tone),
    )
