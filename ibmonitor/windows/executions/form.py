"""The form of a query for executions: its fields, each with its error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ibmonitor.domain.query.form import form_of, read_query
from ibmonitor.domain.query.query import DAYS_SINCE, ExecutionQuery
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.executions.fields import QUERY_FIELDS, chosen, offer, row_of, zones
from ibmonitor.windows.settings.setting_rows import SettingRow

_COLUMNS = 2


class ExecutionForm(QWidget):
    """`zone` is the default time zone of the entries; empty takes the computer's."""

    changed = Signal()
    """The query, or whether it can be requested, may have changed."""

    def __init__(self, zone: str, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zones = zones(zone)
        self._server_version: int | None = None
        self._accounts: tuple[str, ...] = ()
        self.rows: dict[str, SettingRow] = {}
        self._lay_out()
        offer(self.rows["zone"], self._zones)
        for row in self.rows.values():
            row.changed.connect(self._check)
        for edit in self.findChildren(QLineEdit):
            edit.editingFinished.connect(self._show_names)
        self.clear()
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def set_connection(self, accounts: Sequence[str], server_version: int | None) -> None:
        """List the managed accounts, and enable what this server version supports; `None` is unknown."""
        self._accounts = tuple(accounts)
        self._offer_accounts()
        self._server_version = server_version
        self._check()

    def set_zone(self, zone: str) -> None:
        """Make this the default time zone; one that the user has chosen here stays."""
        was_first = chosen(self.rows["zone"]) == self._zones[0]
        self._zones = zones(zone)
        offer(self.rows["zone"], self._zones)
        if was_first:
            self.rows["zone"].set_value(self._zones[0])

    def query(self) -> ExecutionQuery | None:
        """The entered query; `None` if TWS cannot answer it."""
        return self._read()[0]

    def fill_in(self, query: ExecutionQuery) -> None:
        """Show a query; without a time, the time zone stays."""
        for name, text in form_of(query).items():
            if text or name != "zone":
                self.rows[name].set_value(ACCOUNT_MASK.text(text))
        self._check()

    def clear(self) -> None:
        """Clear the form; the time zone is the default again."""
        self.rows["zone"].set_value(self._zones[0])
        self.fill_in(ExecutionQuery())

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        for number, field in enumerate(QUERY_FIELDS):
            row = self.rows[field.name] = row_of(field, self)
            label = QLabel(field.label, self)
            label.setBuddy(row.editor())
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, 5, 0, 0)
            line, column = divmod(number, _COLUMNS)
            grid.addWidget(label, line, 2 * column)
            grid.addWidget(row, line, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)

    def _offer_accounts(self) -> None:
        offer(self.rows["account"], [ACCOUNT_MASK.account(account) for account in self._accounts])

    def _on_mask_changed(self) -> None:
        self._offer_accounts()
        self._show_names()

    def _show_names(self) -> None:
        """Show the entered accounts by the names that may be shown."""
        for row in self.rows.values():
            entered = str(row.read()[0] or "")
            shown = ACCOUNT_MASK.text(ACCOUNT_MASK.unmask(entered))
            if shown != entered:
                row.set_value(shown)

    def _read(self) -> tuple[ExecutionQuery | None, dict[str, str]]:
        """The query, and the errors by the names of the fields."""
        texts = {name: ACCOUNT_MASK.unmask(str(row.read()[0] or "")) for name, row in self.rows.items()}
        query, reasons = read_query(texts, self._clock())
        refusal = query.refusal(self._server_version) if query is not None else ""
        if refusal:
            return None, {"last_days" if texts["last_days"] else "dates": refusal}
        return query, reasons

    def _check(self) -> None:
        """Show the error of each field, and allow only a valid query."""
        query, reasons = self._read()
        knows_days = self._server_version is None or self._server_version >= DAYS_SINCE
        days, dates = (bool(self.rows[name].read()[0]) for name in ("last_days", "dates"))
        # A field with an entry stays enabled, so that it can be cleared.
        self.rows["last_days"].editor().setEnabled(days or (knows_days and not dates))
        self.rows["dates"].editor().setEnabled(dates or (knows_days and not days))
        for name, row in self.rows.items():
            fact = ""
            if name == "zone" and query is not None and query.since is not None:
                fact = f"{query.since.astimezone(UTC):That is %H:%M:%S UTC on %Y-%m-%d.}"
            if name in ("last_days", "dates") and not knows_days:
                fact = f"This TWS (server version {self._server_version}) does not support days."
            row.show_note(reasons.get(name, ""), fact)
        self.changed.emit()
