"""Exports of short tables outside the tabs; their window carries them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ibmonitor.models.table.column import Column
from ibmonitor.windows.export.control import Exportable

if TYPE_CHECKING:
    from ibmonitor.models.output.printout import PrintFacts

Rows = tuple[Sequence[Column[Any]], Sequence[Any]]
"""The visible columns, and the records."""


@runtime_checkable
class ExportsLists(Protocol):
    """A window that exports the tables in it."""

    def export_list(self, title: str, rows: Callable[[], Rows]) -> None:
        """Ask for a file, then write what `rows` returns."""


def add_export_action(view: QAbstractItemView, title: str, rows: Callable[[], Rows]) -> QAction:
    """Add an export action to the menu of a table; outside a window that exports, it does nothing."""
    action = QAction("&Export…", view)

    def export() -> None:
        place: QWidget | None = view
        while place is not None and not isinstance(place, ExportsLists):
            place = place.parentWidget()
        if isinstance(place, ExportsLists):
            place.export_list(title, rows)

    action.triggered.connect(export)
    view.addAction(action)
    return action


def list_table(title: str, rows: Callable[[], Rows], facts: Callable[[], PrintFacts]) -> Exportable:
    """The exportable form of such a table."""
    from ibmonitor.models.output.printout import list_printout  # noqa: PLC0415 - see `ExportControl`
    from ibmonitor.models.output.table_sheets import list_sheets  # noqa: PLC0415

    return Exportable(
        name=title.lower().replace(" ", "-"),
        titles=(title,),
        row_count=lambda: len(rows()[1]),
        make_sheets=lambda: list_sheets(*rows(), title),
        make_printout=lambda: list_printout(*rows()),
        facts=facts,
    )
