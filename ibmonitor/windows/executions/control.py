"""Connects the executions dialog to the fills table: requests, progress, and the filter for the answer's rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ibmonitor.domain.query.query import ExecutionOutcome, ExecutionQuery
from ibmonitor.domain.records.link import Link, LinkState

if TYPE_CHECKING:
    from ibmonitor.windows.executions.dialog import ExecutionsDialog
    from ibmonitor.windows.table.table_page import TablePage

_ANSWER = "answer"
"""The key of the filter of the fills."""


class ExecutionsControl(QObject):
    """Makes the dialog when it is first needed. The connector calls `on_progress` and `on_done`."""

    requested = Signal(object)
    """`ExecutionQuery`."""
    cancelled = Signal()

    def __init__(
        self, fills: Callable[[], TablePage], recent: Sequence[ExecutionQuery], zone: str, parent: QWidget
    ) -> None:
        """`recent` are the last queries, newest first; `zone` is the operator's, empty for the computer's."""
        super().__init__(parent)
        self._fills_page = fills
        self._recent, self._zone, self._parent_widget = tuple(recent), zone, parent
        self._link: Link | None = None
        self._dialog: ExecutionsDialog | None = None
        self._query: ExecutionQuery | None = None
        self._exec_ids: AbstractSet[str] = frozenset()
        self._shown = -1
        """How many execIds the filter of the fills table lets through."""

    @cached_property
    def _fills(self) -> TablePage:
        page = self._fills_page()
        page.widened.connect(self._on_widened)
        return page

    @property
    def dialog(self) -> ExecutionsDialog:
        """The dialog, whether it is open or not."""
        if self._dialog is None:
            from ibmonitor.windows.executions.dialog import ExecutionsDialog  # noqa: PLC0415 - see `ToolWindows`

            dialog = self._dialog = ExecutionsDialog(self._zone, self._parent_widget)
            dialog.set_recent(self._recent)
            dialog.requested.connect(self._on_requested)
            dialog.cancelled.connect(self.cancelled)
            dialog.only_answer.toggled.connect(self._on_only_answer_changed)
            if self._link is not None:
                self.show_link(self._link)
        return self._dialog

    @property
    def recent(self) -> Sequence[ExecutionQuery]:
        """The last queries, newest first."""
        return self._recent if self._dialog is None else self._dialog.recent

    def open(self) -> None:
        """Bring the dialog to the front."""
        self.dialog.set_recent(self.dialog.recent)
        self.dialog.show()
        self.dialog.activateWindow()

    def set_zone(self, zone: str) -> None:
        """Take dates in this zone from now on; empty for the computer's."""
        self._zone = zone
        if self._dialog is not None:
            self._dialog.form.set_zone(zone)

    def show_link(self, link: Link) -> None:
        """Update what the dialog may request."""
        self._link = link
        if self._dialog is not None:
            self._dialog.set_connection(link.accounts, link.server_version, is_up=link.state is LinkState.UP)

    def on_progress(self, exec_ids: AbstractSet[str]) -> None:
        """Show the progress; `exec_ids` is the set of execIds received so far, which grows."""
        self._exec_ids = exec_ids
        self.dialog.show_progress(len(exec_ids))
        # New fills are filtered when they are added. For those already in the table, the filter must be applied again,
        # which is slow in a large table: so it is done each time the number has doubled, and at the end.
        if len(exec_ids) >= 2 * self._shown:
            self._narrow()

    def on_done(self, outcome: ExecutionOutcome, new: int) -> None:
        """Show the result of the query; `new` is the number of executions that were not known before."""
        self._exec_ids = outcome.exec_ids
        self.dialog.show_outcome(outcome, new)
        self._narrow()

    def forget(self) -> None:
        """Forget the answer: all records have been cleared."""
        self._query = None
        self._exec_ids = frozenset()
        self._shown = -1
        self._fills.widen(_ANSWER)

    def _on_requested(self, query: ExecutionQuery) -> None:
        self._query = query
        self._exec_ids = frozenset()
        self._shown = -1
        self.requested.emit(query)

    def _on_only_answer_changed(self, only: bool) -> None:
        self._shown = -1
        if only:
            self._narrow()
        else:
            self._fills.widen(_ANSWER)

    def _on_widened(self, key: str) -> None:
        if key == _ANSWER and self._dialog is not None:
            self._dialog.only_answer.setChecked(False)

    def _narrow(self) -> None:
        if self._query is None or not self.dialog.only_answer.isChecked() or len(self._exec_ids) == self._shown:
            return
        self._shown = len(self._exec_ids)
        exec_ids = self._exec_ids
        description = f"Answer: {self._query.describe(datetime.now(UTC))}"
        self._fills.narrow(description, lambda fill: fill.execution.exec_id in exec_ids, key=_ANSWER)
