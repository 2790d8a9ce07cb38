"""Double-clicks in the tables: on an id they find its order, on other cells they open the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Signal

from ibmonitor.domain.records.records import Commission, Fill, Message, Order
from ibmonitor.windows.table.record_view import RecordView


class IdCells(QObject):
    """Watches one view. `find_requested` sends a query in the syntax of `domain/search/find.py`."""

    find_requested = Signal(str)
    open_requested = Signal(object)
    """The record whose row was double-clicked outside its ids, or on which Enter was pressed."""

    def __init__(self, view: RecordView) -> None:
        super().__init__(view)
        self._view = view
        view.doubleClicked.connect(self._on_double_clicked)
        view.entered_record.connect(self.open_requested)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        record = self._view.table.record(index.row())
        query = query_for(self._view.table.columns[index.column()].key, record)
        if query:
            self.find_requested.emit(query)
        else:
            self.open_requested.emit(record)


def query_for(key: str, record: object) -> str:
    """The query that finds the order of the id in a column; empty if the column has no ids, or the record none."""
    read = _QUERIES.get(key)
    return read(record) if read is not None else ""


def _ids(record: object) -> tuple[int | None, int | None, int | None, str]:
    """The Perm ID, client ID, order ID and order reference of a record."""
    match record:
        case Order():
            return record.perm_id, record.client_id, record.order_id, record.order_ref
        case Fill():
            execution = record.execution
            return execution.perm_id, execution.client_id, execution.order_id, execution.order_ref
        case Commission() if record.fill is not None:
            return _ids(record.fill)
        case Message() if record.order is not None:
            return _ids(record.order)
        case _:
            return None, None, None, ""


def _perm(record: Any) -> str:
    perm_id, _, _, _ = _ids(record)
    return f"perm:{perm_id}" if perm_id else ""


def _client(record: Any) -> str:
    _, client_id, _, _ = _ids(record)
    return "" if client_id is None else f"client:{client_id}"


def _order(record: Any) -> str:
    perm_id, client_id, order_id, _ = _ids(record)
    if perm_id:
        # The order itself, even if the client has used this id for other orders.
        return f"perm:{perm_id}"
    return f"client:{client_id} order:{order_id}" if client_id is not None and order_id else ""


def _message_order(record: Any) -> str:
    """TWS does not send whose order id it is: if that is not certain, find all orders with it."""
    if record.order is not None:
        return _order(record)
    return f"order:{record.req_id}" if record.candidates else ""


def _parent_perm(record: Any) -> str:
    perm_id = record.order_fields.get("parentPermId")
    return f"perm:{perm_id}" if perm_id else ""


def _parent(record: Any) -> str:
    if not record.parent_id:
        return ""
    client = "" if record.client_id is None else f"client:{record.client_id} "
    return _parent_perm(record) or f"{client}order:{record.parent_id}"


def _ref(record: Any) -> str:
    order_ref = _ids(record)[3]
    return f"ref:{order_ref}" if order_ref else ""


def _exec(record: Any) -> str:
    return f"exec:{record.execution.exec_id if isinstance(record, Fill) else record.exec_id}"


_QUERIES: dict[str, Callable[[Any], str]] = {
    "perm_id": _perm,
    "client_id": _client,
    "order_id": _order,
    "parent_id": _parent,
    "parent_perm_id": _parent_perm,
    "order_ref": _ref,
    "oca_group": lambda order: f"oca:{order.oca_group}" if order.oca_group else "",
    "exec_id": _exec,
    "superseded_by": lambda fill: f"exec:{fill.superseded_by}" if fill.superseded_by else "",
    "order": _message_order,
    "req_id": _message_order,
}
"""By the columns' keys in `models/*_columns.py`."""
