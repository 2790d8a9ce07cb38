"""A tab with a table: filters above, the rows or the reason why there are none, counts and sums below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ibmonitor.domain.records.records import Order
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_filters import TEXT_FILTER
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.filter_bar import FilterBar
from ibmonitor.windows.table.footer import Footer
from ibmonitor.windows.table.narrowings import Narrowings
from ibmonitor.windows.table.page import Choice, PageKind, RowsPage
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from ibmonitor.windows.widgets.filter_words import filter_words

if TYPE_CHECKING:
    from ibmonitor.exporting.sheet import Sheet
    from ibmonitor.models.output.sheet_cells import Stepwise

_MOST_DESCRIBED = 60
"""Characters of a filter's text that are repeated."""
_SUMS_HINT = (
    "IDs and accounts are always included, and so are Role, Counted and Commission state: the rows counted add up to "
    "the sums below the table."
)
_HINTS = {
    "orders": "IDs and accounts are always included, and so are Role and Commission state.",
    "fills": _SUMS_HINT,
    "commissions": _SUMS_HINT,
}
"""What the dialog says about a spreadsheet, by the table."""
_CHOICE, _ACCOUNT = "choice", "account"
_NARROWED = "narrowed:"
"""The names of the filters other than the text; after the last one follows the key given to `narrow`."""
ONLY = "only"
"""The key of the filter from outside of which there is one at a time."""


def _one_sheet(making: Stepwise[Sheet]) -> Stepwise[list[Sheet]]:
    return [(yield from making)]


class TablePage(RowsPage):
    """A table with its filters. The window sets the reason why a table is empty by `set_reason`."""

    widened = Signal(str)
    """What `narrow` did under this key has been taken back."""

    def __init__(
        self,
        kind: PageKind,
        table: RecordTable[Any],
        parent: QWidget | None = None,
        *,
        selection: AccountSelection | None = None,
        exporter: ExportControl | None = None,
    ) -> None:
        super().__init__(kind, selection, exporter, parent)
        self.table = table
        self.view: RecordView = RecordView(table, self.body)
        self.view.setAccessibleName(kind.title)
        self.bar = FilterBar(kind.title.lower(), self, spacing=4)
        self._text = self.bar.edit
        self._text.textChanged.connect(self._on_text_changed)
        self._choices = self._make_choices()
        self._choices.idToggled.connect(self._on_choice_toggled)
        if kind.choices:
            table.set_choices(_CHOICE, {choice.key: choice.keeps for choice in kind.choices})
            table.counts_changed.connect(self._show_choice_counts)
            self._show_choice_counts()
        self.narrowings = Narrowings(self)
        self.narrowings.closed.connect(self.widen)
        self.bar.add_first(self.narrowings)
        self._clearing: dict[str, Callable[[], object]] = {
            TEXT_FILTER: self._text.clear,
            _CHOICE: self._choose_all,
        }
        """What clears each filter, by its name."""
        if kind.account_of is not None:
            self._clearing[_ACCOUNT] = self.selection.select_all
        self.footer = Footer(table, kind.noun, kind.count_record, self)
        self.lay_out(self.view, footer=self.footer)
        self._sort_newest_first()
        table.counts_changed.connect(self.counts_changed)
        table.counts_changed.connect(self.show_content)
        table.searching_changed.connect(self.show_content)
        self.selection.changed.connect(self._on_selection_changed)
        self._on_selection_changed()

    @property
    def total_count(self) -> int:
        return self.table.total_count

    @property
    def header(self) -> RecordHeader:
        return self.view.header

    @property
    def chosen(self) -> ChosenRow[Any]:
        return self.view.chosen

    @property
    def chosen_record(self) -> Any:
        return self.chosen.key

    @property
    def is_filtered(self) -> bool:
        """Whether any filter may hide rows."""
        narrowed = self._choice is not None and self._choice.keeps is not None
        narrowed = narrowed or bool(self.narrowings.descriptions)
        return bool(self._text.text().strip()) or self._leaves_accounts_out or narrowed

    @property
    def hides_all(self) -> bool:
        return self.table.total_count > 0 and self.is_filtered

    def content(self) -> QWidget | None:
        return self.view if self.table.rowCount() else None

    def reason(self) -> tuple[str, str]:
        if self.table.is_searching:
            return "Searching…", ""
        if self.hides_all:
            shared = "\nThe choice of accounts is one of them, for all tabs." if self._leaves_accounts_out else ""
            return f"No {self.kind.noun} matches the filters.{shared}", "Clear filters"
        return super().reason()

    def set_filling(self, filling: bool) -> None:
        self.view.anchor.set_filling(filling)

    def clear_filters(self) -> None:
        """Show all rows. Where the choice of accounts filters this table, it is cleared for all tabs."""
        for clear in self._clearing.values():
            clear()
        self.widen_all()

    def narrow(self, description: str, keeps: Callable[[Any], bool], *, key: str = ONLY) -> None:
        """Show only the rows that `keeps` accepts, in addition to the other filters; a chip names and clears it.

        A filter with the same key is replaced: give one to have several at once.
        """
        self.narrowings.add(key, description)
        self.table.set_predicate(_NARROWED + key, keeps)
        self.show_content()

    def widen(self, key: str = ONLY) -> None:
        """Clear the filter that `narrow` set under this key."""
        if not self.narrowings.remove(key):
            return
        self.table.set_predicate(_NARROWED + key, None)
        self.show_content()
        self.widened.emit(key)

    def widen_all(self) -> None:
        """Clear all filters that `narrow` set."""
        for key in self.narrowings.descriptions:
            self.widen(key)

    def go_to(self, record: object) -> bool:
        """Select a record and scroll to it, after clearing the filters that hide it.

        Returns whether the table has the record at all.
        """
        for name in self.table.hidden_by(record):
            self._clear(name)
        self.table.reveal(record)
        is_there = self.chosen.choose(record)
        if is_there:
            self.view.setFocus()
        return is_there

    def replace_chosen(self, order: Order | None) -> None:
        self.chosen.replace(order)

    def hiding_words(self) -> str:
        record = self.chosen_record
        if record is None or self.chosen.is_shown:
            return ""
        parent = self.table.parent_record(record)
        hiding = [self._filter_name(name) for name in self.table.hidden_by(record)]
        return " and ".join(hiding) or ("" if parent is None else "its collapsed combo")

    def show_chosen(self) -> None:
        self.go_to(self.chosen_record)

    def table_state(self) -> TableState:
        return dataclasses.replace(
            self.header.table_state(),
            text=self._text.value(),
            show="" if self._choice is None else self._choice.key,
        )

    def restore(self, state: TableState) -> None:
        shown = tuple(column.key for column in state.columns if column.visible)
        if shown == self.kind.former_columns and shown:
            self.renew_columns()
            self._sort_newest_first()
        else:
            self.header.restore(state)
        self._text.set_value(state.text)
        keys = [choice.key for choice in self.kind.choices]
        if state.show in keys:
            self._choices.button(keys.index(state.show)).setChecked(True)
        elif state.show:
            # A choice of an earlier version, such as "done".
            self._choose_all()
        self.view.go_to_start()

    def exportable(self) -> Exportable:
        from ibmonitor.models.output.printout import table_printout  # noqa: PLC0415 - see `ExportControl`
        from ibmonitor.models.output.table_sheets import full_sheet, table_sheet  # noqa: PLC0415

        return Exportable(
            name=self.kind.key,
            titles=(self.kind.title,),
            row_count=lambda: self.table.shown_count,
            make_sheets=lambda: _one_sheet(table_sheet(self.table, self.header.visible_columns(), self.kind.title)),
            make_full_sheets=lambda: _one_sheet(full_sheet(self.table, self.header.visible_columns(), self.kind.title)),
            make_printout=lambda: table_printout(self.table, self.header.visible_columns()),
            facts=self.facts,
            hint=_HINTS.get(self.kind.key, ""),
        )

    def filters(self) -> tuple[str, ...]:
        choice = self._choice
        return filter_words(
            self.selection if self.kind.account_of is not None else None,
            self._text.value(),
            choice.label if choice is not None and choice.keeps is not None else "",
            ", ".join(self.narrowings.descriptions.values()),
        )

    def _sort_newest_first(self) -> None:
        if self.kind.newest_first:
            column = self.table.column_number(self.kind.newest_first)
            self.header.choose_order(column, Qt.SortOrder.DescendingOrder)

    def _make_choices(self) -> QButtonGroup:
        choices = QButtonGroup(self)
        for number, choice in enumerate(self.kind.choices):
            button = ChoiceButton(choice.label, self)
            button.setToolTip(choice.tooltip)
            button.setAccessibleName(f"Show {choice.label.lower()} {self.kind.noun}s")
            button.setChecked(choice.keeps is None)
            choices.addButton(button, number)
            self.bar.add_first(button)
        return choices

    def _show_choice_counts(self) -> None:
        """Show on each button how many rows it would show."""
        counts = self.table.choice_counts
        for number, choice in enumerate(self.kind.choices):
            button = self._choices.button(number)
            if isinstance(button, ChoiceButton):
                button.set_count(counts[choice.key])

    def _clear(self, name: str) -> None:
        """Clear a filter by its name."""
        if name.startswith(_NARROWED):
            self.widen(name.removeprefix(_NARROWED))
        else:
            self._clearing[name]()

    def _filter_name(self, name: str) -> str:
        """A filter as the user knows it."""
        if name == TEXT_FILTER:
            return f"the text filter “{cut(self._text.value().strip(), _MOST_DESCRIBED)}”"
        if name.startswith(_NARROWED):
            description = self.narrowings.descriptions[name.removeprefix(_NARROWED)]
            return f"“{cut(description, _MOST_DESCRIBED)}”"
        if name == _CHOICE and self._choice is not None:
            return f"the view “{self._choice.label}”"
        return "the choice of accounts"

    @property
    def _choice(self) -> Choice | None:
        chosen = self._choices.checkedId()
        return self.kind.choices[chosen] if chosen >= 0 else None

    def _choose_all(self) -> None:
        for number, choice in enumerate(self.kind.choices):
            if choice.keeps is None:
                self._choices.button(number).setChecked(True)

    @property
    def _leaves_accounts_out(self) -> bool:
        return self.kind.account_of is not None and self.selection.accounts is not None

    def _on_text_changed(self) -> None:
        self.table.set_text_filter(self._text.value())
        self.show_content()

    def _on_selection_changed(self) -> None:
        self.table.set_predicate(_ACCOUNT, self._admits() if self._leaves_accounts_out else None)
        self.show_content()

    def _admits(self) -> Callable[[Any], bool] | None:
        selection, account_of = self.selection, self.kind.account_of
        if self.kind.admits is not None:
            return partial(self.kind.admits, selection)
        return None if account_of is None else lambda record: selection.admits(account_of(record))

    def _on_choice_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.table.set_predicate(_CHOICE, self.kind.choices[number].keeps)
            self.show_content()
