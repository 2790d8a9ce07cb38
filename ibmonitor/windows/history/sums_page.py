"""Sums over a range of days of the history, by day, account or symbol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.journal.sums import RangeSums, SumsBy
from ibmonitor.models.history.sum_rows import SumRow, sum_columns, sum_rows, total_words
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.windows.table.sorted_list import SortedList
from ibmonitor.windows.widgets.empty_state import EmptyState
from ibmonitor.windows.widgets.labels import ToneLabel

_SITES = {"live": "Live accounts", "paper": "Paper accounts", "demo": "The demo's accounts"}
_BY = {SumsBy.DAY: "&Day", SumsBy.ACCOUNT: "&Account", SumsBy.SYMBOL: "&Symbol"}


class SumsPage(QWidget):
    """Emits what is to be summed, and shows the sums."""

    sums_requested = Signal(str, object, object, object)
    """A site, the first and the last day, and a tuple of `SumsBy`; the answer comes by `show_sums`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.site = QComboBox(self)
        self.site.setAccessibleName("Accounts")
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        for edit, name in ((self.first, "First day"), (self.last, "Last day")):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setAccessibleName(name)
        self.by = {each: QCheckBox(title, self) for each, title in _BY.items()}
        self.by[SumsBy.DAY].setChecked(True)
        self._total = ToneLabel(parent=self)
        self._rows = QStackedWidget(self)
        self._empty = EmptyState(self)
        self._rows.addWidget(self._empty)
        self.table: SortedList[SumRow] | None = None
        self._lay_out()
        self.site.currentIndexChanged.connect(self.ask)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.ask)
        for box in self.by.values():
            box.toggled.connect(self.ask)

    def set_range(self, sites: Sequence[str], first: date, last: date) -> None:
        """The sites and the days that there are; the last month of them is chosen, and asked for."""
        for widget in (self.site, self.first, self.last):
            widget.blockSignals(True)
        self.site.clear()
        for site in sites:
            self.site.addItem(_SITES.get(site, site), site)
        self.site.setVisible(len(sites) > 1)
        for edit in (self.first, self.last):
            edit.setDateRange(_qt(first), _qt(last))
        self.first.setDate(max(_qt(first), _qt(last).addMonths(-1).addDays(1)))
        self.last.setDate(_qt(last))
        for widget in (self.site, self.first, self.last):
            widget.blockSignals(False)
        self.ask()

    def ask(self) -> None:
        """Ask for the sums of what is chosen."""
        first, last = self.first.date(), self.last.date()
        if self.site.currentData() is None:
            self.show_problem("There are no executions in the history yet.")
        elif first > last:
            self.show_problem("The first day is after the last one.")
        else:
            self.sums_requested.emit(self.site.currentData(), first.toPython(), last.toPython(), self.chosen)

    @property
    def chosen(self) -> tuple[SumsBy, ...]:
        """What the sums are by."""
        return tuple(each for each, box in self.by.items() if box.isChecked())

    def show_sums(self, by: tuple[SumsBy, ...], sums: RangeSums) -> None:
        """Show the sums, unless others have been asked for meanwhile."""
        if by != self.chosen:
            return
        if self.table is None or self.table.property("by") != by:
            if self.table is not None:
                self.table.deleteLater()
            self.table = SortedList(ListTable(sum_columns(by), self), "Sums", parent=self)
            self.table.setProperty("by", by)
            self._rows.addWidget(self.table)
        self.table.show_records(sum_rows(sums, by))
        self._total.setText(total_words(sums.total))
        self._empty.set_text("Nothing was executed on these days, as far as the history knows.")
        self._rows.setCurrentWidget(self.table if sums.groups else self._empty)

    def show_problem(self, sentence: str) -> None:
        """Show why there are no sums."""
        self._total.setText("")
        self._empty.set_text(sentence)
        self._rows.setCurrentWidget(self._empty)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.site)
        for text, edit in (("&From", self.first), ("&to", self.last)):
            label = ToneLabel(text, parent=self)
            label.setBuddy(edit)
            line.addWidget(label)
            line.addWidget(edit)
        line.addSpacing(16)
        line.addWidget(ToneLabel("by", parent=self))
        for box in self.by.values():
            line.addWidget(box)
        line.addStretch(1)
        font = self._total.font()
        font.setBold(True)
        self._total.setFont(font)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self._total)
        layout.addWidget(self._rows, 1)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
