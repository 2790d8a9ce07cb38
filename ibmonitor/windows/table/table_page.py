"""One tab: filters above, a table or the reason why it is empty, counts and sums below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.records.value import value
from ibmonitor.exporting.sheet import Sheet
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.output.printout import PrintFacts, table_printout
from ibmonitor.models.output.sheet_cells import Making
from ibmonitor.models.output.table_sheets import table_sheet
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_filters import TEXT_FILTER
from ibmonitor.models.text.plain_text import cut
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.export.control import Exportable, ExportControl, export_button
from ibmonitor.windows.export.notice import ExportNotice
from ibmonitor.windows.export.run import ExportRun
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.footer import AddRecord, Footer
from ibmonitor.windows.table.record_view import RecordView
from ibmonitor.windows.widgets.choice_button import ChoiceButton
from ibmonitor.windows.widgets.empty_state import EmptyState
from ibmonitor.windows.widgets.filter_words import filter_words
from ibmonitor.windows.widgets.masked import MaskedEdit, MaskedText

_MOST_DESCRIBED = 60
"""Characters of the button that says what a table is narrowed down to."""
_CHOICE, _NARROWED, _ACCOUNT = "choice", "narrowed", "account"
"""The names of the filters beside that of the text."""


@value
class Choice:
    """One of the buttons that narrow a table down, such as Working or Done; `keeps` of `None` keeps all."""

    key: str
    label: str
    tooltip: str
    keeps: Callable[[Any], bool] | None = None


@value
class PageKind:
    """What makes one tab different from another."""

    key: str
    title: str
    noun: str
    account_of: Callable[[Any], str] | None = None
    """`None` where records are of no account; such a tab is not narrowed down to some."""
    choices: tuple[Choice, ...] = ()
    add_record: AddRecord | None = None
    admits: Callable[[AccountSelection, Any], bool] | None = None
    """Whether a record belongs to the accounts chosen, where its own account does not say that."""


def _no_facts() -> PrintFacts:
    return PrintFacts("")


def _one_sheet(making: Making[Sheet]) -> Making[list[Sheet]]:
    return [(yield from making)]


class TablePage(QWidget):
    """A table with its filters. What an empty table means is told from outside by `set_reason`."""

    action_requested = Signal()
    """The button of the empty state, other than "Clear filters"."""
    widened = Signal()
    """The user has taken back what `narrow` did."""

    def __init__(
        self,
        kind: PageKind,
        table: RecordTable[Any],
        parent: QWidget | None = None,
        *,
        selection: AccountSelection | None = None,
        exporter: ExportControl | None = None,
    ) -> None:
        """`selection` and `exporter` are shared by all tabs; without one the page has its own."""
        super().__init__(parent)
        self.kind = kind
        self.table = table
        self.selection = selection or AccountSelection(self)
        self.view = RecordView(table, self)
        self.view.setAccessibleName(kind.title)
        self.exporter = exporter or ExportControl(self)
        self._print_facts = _no_facts
        self._notice = ExportNotice(self)
        self._reason = ""
        self._action = ""
        self._description = ""
        self._text = MaskedEdit(self)
        self._text.setPlaceholderText(f"Filter {kind.title.lower()}: any text, in any column")
        self._text.setClearButtonEnabled(True)
        self._text.setAccessibleName(f"Filter {kind.title.lower()}")
        self._text.textChanged.connect(self._on_text_changed)
        self._choices = QButtonGroup(self)
        self._choices.idToggled.connect(self._on_choice_toggled)
        self._clearing: dict[str, Callable[[], object]] = {
            TEXT_FILTER: self._text.clear,
            _CHOICE: self._choose_all,
            _NARROWED: self.widen,
        }
        """What takes each filter off, by its name."""
        if kind.account_of is not None:
            self._clearing[_ACCOUNT] = self.selection.select_all
        self._narrowed = QToolButton(self)
        self._narrowed.setToolTip("Show all again")
        self._narrowed.clicked.connect(self.widen)
        self._narrowed.hide()
        self._narrowed_text = MaskedText(self._narrowed, self._name_narrowed)
        self.empty = EmptyState(self)
        self.empty.action_requested.connect(self._on_empty_action)
        self.footer = Footer(table, kind.noun, kind.add_record, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        self._bar = self._filter_bar()
        layout.addLayout(self._bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._notice)
        layout.addWidget(self.footer)
        table.counts_changed.connect(self._show_rows_or_reason)
        table.searching_changed.connect(self._show_rows_or_reason)
        self.selection.changed.connect(self._on_selection_changed)
        self._on_selection_changed()

    @property
    def is_filtered(self) -> bool:
        """Whether any filter may hide rows."""
        narrowed = self._choice is not None and self._choice.keeps is not None
        narrowed = narrowed or not self._narrowed.isHidden()
        return bool(self._text.text().strip()) or self._leaves_accounts_out or narrowed

    def take_focus(self) -> None:
        """Bring the keyboard to the rows, or to what stands in their place."""
        if self._stack.currentWidget() is self.empty:
            self.empty.take_focus()
        else:
            self.view.setFocus()

    def focus_filter(self) -> None:
        """Bring the keyboard to the text filter."""
        self._text.setFocus()
        self._text.selectAll()

    def clear_filters(self) -> None:
        """Show all rows. Where a choice of accounts may hide some, it is taken off for all tabs."""
        for clear in self._clearing.values():
            clear()

    def narrow(self, description: str, keeps: Callable[[Any], bool]) -> None:
        """Show only what `keeps` holds for, besides the other filters; a button says so and takes it off."""
        self._description = description
        self._narrowed_text.say(description)
        self._narrowed.show()
        self.table.set_predicate(_NARROWED, keeps)
        self._show_rows_or_reason()

    def widen(self) -> None:
        """Take `narrow` back."""
        if self._narrowed.isHidden():
            return
        self._narrowed.hide()
        self.table.set_predicate(_NARROWED, None)
        self._show_rows_or_reason()
        self.widened.emit()

    def go_to(self, record: object) -> bool:
        """Select a record and bring it into sight, taking those filters off that hide it.

        Returns whether it is in the table at all.
        """
        for name in self.table.hidden_by(record):
            self._clearing[name]()
        self.table.reveal(record)
        is_there = self.chosen.choose(record)
        if is_there:
            self.view.setFocus()
        return is_there

    @property
    def chosen(self) -> ChosenRow[Any]:
        """The row whose record the details show."""
        return self.view.chosen

    @property
    def chosen_record(self) -> Any:
        """The record of the chosen row; `None` where none is chosen."""
        return self.chosen.key

    def replace_chosen(self, record: object) -> None:
        """Choose this record in place of the one chosen, which has become part of it."""
        self.chosen.replace(record)

    def hiding_words(self) -> str:
        """What keeps the chosen row from being seen; empty while it is shown."""
        record = self.chosen_record
        if record is None or self.chosen.is_shown:
            return ""
        parent = self.table.parent_record(record)
        hiding = [self._filter_words(name) for name in self.table.hidden_by(record)]
        return " and ".join(hiding) or ("" if parent is None else "its collapsed combo")

    def show_chosen(self) -> None:
        """Take off what hides the chosen row, and go to it."""
        self.go_to(self.chosen_record)

    def add_to_bar(self, widget: QWidget) -> None:
        """Put a widget at the right of the filter bar, before the button that exports."""
        widget.setMinimumHeight(self._text.sizeHint().height())
        self._bar.insertWidget(self._bar.indexOf(self._export), widget)
        QWidget.setTabOrder(widget, self._export)

    def set_print_facts(self, facts: Callable[[], PrintFacts]) -> None:
        """Have what is printed say where it comes from; title and filters are the page's own."""
        self._print_facts = facts

    def export(self) -> None:
        """Ask for a file, and write to it the rows that pass the filters, in their order."""
        kind, header = self.kind, self.view.header
        table = Exportable(
            name=kind.key,
            titles=(kind.title,),
            row_count=lambda: self.table.shown_count,
            make_sheets=lambda: _one_sheet(table_sheet(self.table, header.visible_columns(), kind.title)),
            make_printout=lambda: table_printout(self.table, header.visible_columns()),
            facts=self._facts,
        )
        self.exporter.export(self, table, self._notice.follow)

    def follow_export(self, run: ExportRun) -> None:
        """Say on this tab how an export goes that was begun beside it."""
        self._notice.follow(run)

    def export_notice(self) -> str:
        """What came of the last export; empty while nothing has."""
        return self._notice.text()

    def set_reason(self, reason: str, action: str = "") -> None:
        """Say why the table is empty, while it is; `action` is the label of a button, where one helps."""
        self._reason = reason
        self._action = action
        self._show_rows_or_reason()

    def table_state(self) -> TableState:
        """How the table is to be found again."""
        return dataclasses.replace(
            self.view.header.table_state(),
            text=self._text.meant(),
            show="" if self._choice is None else self._choice.key,
        )

    def restore(self, state: TableState) -> None:
        """Bring the table back as it was left."""
        self.view.header.restore(state)
        self._text.mean(state.text)
        for number, choice in enumerate(self.kind.choices):
            if choice.key == state.show:
                self._choices.button(number).setChecked(True)
        self.view.go_to_start()

    def _filter_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self._text, 1)
        bar.addWidget(self._narrowed)
        for number, choice in enumerate(self.kind.choices):
            button = ChoiceButton(choice.label, self)
            button.setToolTip(choice.tooltip)
            button.setAccessibleName(f"Show {choice.label.lower()} {self.kind.noun}s")
            button.setMinimumHeight(self._text.sizeHint().height())
            self._choices.addButton(button, number)
            bar.addWidget(button)
            if choice.keeps is None:
                button.setChecked(True)
        self._export = export_button(self)
        self._export.setMinimumHeight(self._text.sizeHint().height())
        self._export.clicked.connect(self.export)
        bar.addWidget(self._export)
        return bar

    def _facts(self) -> PrintFacts:
        choice = self._choice
        return dataclasses.replace(
            self._print_facts(),
            title=self.kind.title,
            filters=filter_words(
                self.selection if self.kind.account_of is not None else None,
                self._text.meant(),
                choice.label if choice is not None and choice.keeps is not None else "",
                "" if self._narrowed.isHidden() else self._description,
            ),
        )

    def _name_narrowed(self, description: str) -> None:
        self._narrowed.setText(f"{cut(description, _MOST_DESCRIBED)}  ✕")
        self._narrowed.setAccessibleName(f"Showing only: {description}. Show all again")

    def _filter_words(self, name: str) -> str:
        """What one of the filters is called."""
        if name == TEXT_FILTER:
            return f"the text filter “{cut(self._text.meant().strip(), _MOST_DESCRIBED)}”"
        if name == _NARROWED:
            return f"“{cut(self._description, _MOST_DESCRIBED)}”"
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
        self.table.set_text_filter(self._text.meant())
        self._show_rows_or_reason()

    def _on_selection_changed(self) -> None:
        self.table.set_predicate(_ACCOUNT, self._admits() if self._leaves_accounts_out else None)
        self._show_rows_or_reason()

    def _admits(self) -> Callable[[Any], bool] | None:
        selection, account_of = self.selection, self.kind.account_of
        if self.kind.admits is not None:
            return partial(self.kind.admits, selection)
        return None if account_of is None else lambda record: selection.admits(account_of(record))

    def _on_choice_toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.table.set_predicate(_CHOICE, self.kind.choices[number].keeps)
            self._show_rows_or_reason()

    def _show_rows_or_reason(self, *_: object) -> None:
        if self.table.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if self.table.is_searching:
            self.empty.say("Searching…")
        elif self.table.total_count and self.is_filtered:
            noun = self.kind.noun
            shared = "\nThe choice of accounts is one of them, for all tabs." if self._leaves_accounts_out else ""
            self.empty.say(f"No {noun} matches the filters.{shared}", "Clear filters")
        else:
            self.empty.say(self._reason, self._action)
        self._stack.setCurrentWidget(self.empty)

    def _on_empty_action(self) -> None:
        if self.table.total_count and self.is_filtered:
            self.clear_filters()
        else:
            self.action_requested.emit()
