"""The base of all tabs: `Page` for any content, `RowsPage` for rows that are filtered, selected and exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QVBoxLayout, QWidget

from ibmonitor.domain.records.records import Order
from ibmonitor.domain.records.value import value
from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.settings.window_state import TableState
from ibmonitor.windows.export.control import Exportable, ExportControl
from ibmonitor.windows.export.notice import ExportNotice
from ibmonitor.windows.table.chosen_row import ChosenRow
from ibmonitor.windows.table.filter_bar import FilterBar
from ibmonitor.windows.table.footer import CountRecord
from ibmonitor.windows.table.record_header import RecordHeader
from ibmonitor.windows.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from ibmonitor.models.output.printout import PrintFacts


@value
class Choice:
    """One of the buttons that filter a table, such as Working or Done; `keeps` of `None` keeps all."""

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
    """`None` where records have no account: the choice of accounts does not filter such a tab."""
    choices: tuple[Choice, ...] = ()
    count_record: CountRecord | None = None
    admits: Callable[[AccountSelection, Any], bool] | None = None
    """Whether a record belongs to the selected accounts, where its own account is not enough to decide."""
    newest_first: str = ""
    """The key of the column by which the rows are sorted at first, greatest first; empty for as received."""
    former_columns: tuple[str, ...] = ()
    """The columns that an earlier version showed at first: a layout saved with just these was nobody's choice."""


NEW_COLUMNS = "This version has new default columns. They replace those of an earlier version."

Offers = tuple[tuple[str, str], ...]
"""Ways that an empty tab offers besides its button: the key and the label of each."""


class Page(QWidget):
    """A tab: its content, or the reason why it is empty. Subclasses answer `content` and call `show_content`."""

    action_requested = Signal()
    """The button of the empty state, where it does not clear the filters."""
    offer_requested = Signal(str)
    """The key of one of the ways that the empty state offers besides its button."""
    counts_changed = Signal()
    """`total_count` has changed."""

    def __init__(self, kind: PageKind, selection: AccountSelection, parent: QWidget | None = None) -> None:
        """`selection` is shared by all tabs."""
        super().__init__(parent)
        self.kind = kind
        self.selection = selection
        self.notice = ExportNotice(self)
        """The result of the last export that started on this tab."""
        self.empty = EmptyState(self)
        self.empty.action_requested.connect(self._on_empty_action)
        self.empty.offer_requested.connect(self.offer_requested)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.empty)
        self._reason = self._action = ""
        self._offers: Offers = ()

    @property
    def total_count(self) -> int:
        """How many records there are, of all accounts; 0 where the tab counts none."""
        return 0

    @property
    def count_words(self) -> str:
        """What the tab's title says in brackets: what needs the user; empty for nothing."""
        return ""

    @property
    def hides_all(self) -> bool:
        """Whether there are records, and the filters hide all of them."""
        return False

    @property
    def bottom(self) -> QWidget:
        """The counts and sums, which the window shows in its last line."""
        raise NotImplementedError

    def content(self) -> QWidget | None:
        """The widget that shows what there is; `None` while there is nothing."""
        raise NotImplementedError

    def reason(self) -> tuple[str, str]:
        """Why there is nothing, and the label of the button that helps; empty where none does."""
        return self._reason, self._action

    def clear_filters(self) -> None:
        """Show all records. The choice of accounts is cleared for all tabs."""
        self.selection.select_all()

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the menus can do with this tab, by the keys of its actions."""
        return {}

    def take_focus(self) -> None:
        """Give the keyboard focus to the content; a page without rows takes none."""

    def set_filling(self, filling: bool) -> None:
        """Whether the records that arrive are the first ones."""

    def table_state(self) -> TableState:
        """The state to save."""
        raise NotImplementedError

    def restore(self, state: TableState) -> None:
        """Restore a saved state."""
        raise NotImplementedError

    def set_reason(self, reason: str, action: str = "", offers: Offers = ()) -> None:
        """Set the reason to show while there is nothing; `action` is the label of a button, if one helps.

        `offers` are the keys and labels of other ways.
        """
        self._reason, self._action, self._offers = reason, action, offers
        self.show_content()

    def show_content(self) -> None:
        """Show the content, or the reason why there is none."""
        content = self.content()
        if content is None:
            self.empty.set_text(*self.reason())
            self.empty.set_offers(() if self.hides_all else self._offers)
        self.body.setCurrentWidget(content or self.empty)

    def _on_empty_action(self) -> None:
        if self.hides_all:
            self.clear_filters()
        else:
            self.action_requested.emit()


class RowsPage(Page):
    """A tab with a table or a tree: subclasses supply `bar`, `view` and `footer`, and then call `lay_out`."""

    bar: FilterBar
    view: QAbstractItemView
    _footer: QWidget

    def __init__(
        self,
        kind: PageKind,
        selection: AccountSelection | None = None,
        exporter: ExportControl | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """All tabs share `selection` and `exporter`; a page without them creates its own."""
        super().__init__(kind, selection or AccountSelection(), parent)
        self.exporter = exporter or ExportControl(self)

    @property
    def bottom(self) -> QWidget:
        return self._footer

    @property
    def header(self) -> RecordHeader:
        """The header of the rows."""
        raise NotImplementedError

    @property
    def chosen(self) -> ChosenRow[Any]:
        """The row whose record the details show."""
        raise NotImplementedError

    @property
    def chosen_record(self) -> Any:
        """The record of the chosen row; `None` where none is chosen."""
        raise NotImplementedError

    def replace_chosen(self, order: Order | None) -> None:
        """Choose this order instead of the chosen one, which was merged into it."""
        raise NotImplementedError

    def hiding_words(self) -> str:
        """What hides the chosen row; empty while it is shown."""
        raise NotImplementedError

    def show_chosen(self) -> None:
        """Remove what hides the chosen row, and scroll to it."""
        raise NotImplementedError

    def exportable(self) -> Exportable:
        """The rows that pass the filters, in their order."""
        raise NotImplementedError

    def filters(self) -> tuple[str, ...]:
        """The active filters, each in words for a printout."""
        raise NotImplementedError

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "filter": self.focus_filter,
            "clear": self.clear_filters,
            "columns": self.header.choose_columns,
            "export": self.export,
            "print": self.print_out,
        }

    def take_focus(self) -> None:
        """Give the keyboard focus to the rows, or to the reason why there are none."""
        if self.body.currentWidget() is self.empty:
            self.empty.take_focus()
        else:
            self.view.setFocus()

    def focus_filter(self) -> None:
        """Give the keyboard focus to the text filter."""
        self.bar.edit.setFocus()
        self.bar.edit.selectAll()

    def renew_columns(self) -> None:
        """Replace a layout that was the default of an earlier version, and say so."""
        self.header.reset_columns()
        self.notice.show_note(NEW_COLUMNS)

    def export(self) -> None:
        """Ask for a file, and write the rows to it."""
        self.exporter.export(self, self.exportable(), self.notice.show_run)

    def print_out(self) -> None:
        """Ask for a printer, and print the rows."""
        self.exporter.print_out(self, self.exportable(), self.notice.show_run)

    def facts(self) -> PrintFacts:
        """What a printout says about its rows: where they are from, and which filters apply."""
        return dataclasses.replace(self.exporter.source(), title=self.kind.title, filters=self.filters())

    def lay_out(self, content: QWidget, *below_bar: QWidget, footer: QWidget) -> None:
        """Arrange the parts from top to bottom."""
        self.body.addWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(4)
        for part in (self.bar, *below_bar):
            layout.addWidget(part)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.notice)
        layout.addWidget(footer)
        self._footer = footer
        self.bar.export_requested.connect(self.export)
        self.bar.edit.left.connect(self.take_focus)
        QWidget.setTabOrder(self.bar.edit, self.empty.button)
