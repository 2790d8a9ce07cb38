"""The box that finds an order: it runs a search, lists the results and emits the chosen one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QCompleter, QWidget

from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.records import Fill, Order
from ibmonitor.domain.search.find import Found, Nearness, Results, find
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import number_text
from ibmonitor.models.text.order_words import order_words
from ibmonitor.models.text.plain_text import cut
from ibmonitor.windows.widgets.masked import MaskedEdit

_PAUSE_MS = 120
"""The pause in typing after which the search starts."""
_WIDTH, _LIST_WIDTH = 380, 680
_ROWS = 14
_ROW_GAP = 4
_LONGEST = 60
_RECORD = int(Qt.ItemDataRole.UserRole)

TIP = (
    "Finds an order by Perm ID, order ID, client ID (client 7), order reference, exec ID, symbol or contract.\n"
    "Exactly: perm:1903554201, client:7 order:12, ref:swing, exec:0000e1a7.67400001.01.01, oca:group"
)


def search_of(blotter: Blotter) -> Callable[[str], Results]:
    """The search through all that a blotter has, with the names of accounts and contracts as the tables show them."""

    def search(text: str) -> Results:
        return find(
            text,
            blotter.orders,
            blotter.fills,
            blotter.commissions,
            account_name=ACCOUNT_NAMES.searched,
            contract_words=CONTRACT_NAMES.words,
        )

    return search


class FindBox(MaskedEdit):
    """The results drop down while the user types; Up, Down and Enter choose, Esc goes back."""

    chosen = Signal(object)
    """The order, fill or commission to go to."""

    def __init__(self, search: Callable[[str], Results], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._came_from: QWidget | None = None
        self.setPlaceholderText("Find an order: any ID, reference or symbol (Ctrl+F)")
        self.setAccessibleName("Find an order")
        self.setAccessibleDescription(TIP)
        self.setToolTip(TIP)
        self.setClearButtonEnabled(True)
        self.setFixedWidth(_WIDTH)
        self._list = QStandardItemModel(self)
        self._completer = QCompleter(self._list, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        # Not `setCompleter`: that would put the text of a result into the box.
        self._completer.setWidget(self)
        popup = self._completer.popup()
        if popup is not None:
            popup.setAccessibleName("Orders found")
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # the stubs lack it
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._show_found)
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_return_pressed)
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def take_focus(self) -> None:
        """Take the focus; Esc returns it to where it was."""
        focused = QApplication.focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def find_now(self, text: str) -> None:
        """Search now: go to the record with exactly this id, or list the results."""
        self._timer.stop()
        self.set_value(text)
        results = self._search(self.value())
        same = [found for found in results.found if found.nearness is Nearness.SAME_ID]
        if len(same) == 1:
            self.chosen.emit(same[0].record)
            return
        self.take_focus()
        self._fill(results)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        if event.key() == Qt.Key.Key_Down and self.text().strip():
            self._show_found()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        self._timer.stop()
        self._hide_list()
        self.clear()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_list(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def _on_text_edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._hide_list()

    def _show_found(self) -> None:
        self._timer.stop()
        self._fill(self._search(self.value()))

    def _fill(self, results: Results) -> None:
        self._list.clear()
        for found in results.found:
            self._append(_line(found)).setData(found.record, _RECORD)
        left = results.total - len(results.found)
        if not results.found:
            self._show_sentence(
                f"Nothing found for {cut(ACCOUNT_MASK.text(self.text().strip()), _LONGEST)}.\n"
                "TWS reports open orders, and today's fills and completed orders."
            )
        elif left:
            self._show_sentence(f"and {left:,} more: type more to narrow this down")
        self._completer.complete(QRect(self.width() - _LIST_WIDTH, 0, _LIST_WIDTH, self.height()))

    def _show_sentence(self, sentence: str) -> None:
        self._append(sentence).setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _append(self, line: str) -> QStandardItem:
        item = QStandardItem(ACCOUNT_MASK.text(line))
        # Not the list's spacing: the completer ignores that when it computes the list's height.
        item.setSizeHint(QSize(0, self.fontMetrics().height() * (line.count("\n") + 1) + _ROW_GAP))
        self._list.appendRow(item)
        return item

    def _on_return_pressed(self) -> None:
        text = self.value().strip()
        popup = self._completer.popup()
        if not text or (popup is not None and popup.isVisible() and popup.currentIndex().isValid()):
            # The list passes its keys to the box first, and then handles Enter itself.
            return
        self._timer.stop()
        results = self._search(text)
        if results.found:
            self._choose(results.found[0].record)
        else:
            self._fill(results)

    def _on_mask_changed(self) -> None:
        self._hide_list()
        self._list.clear()

    def _on_activated(self, index: QModelIndex) -> None:
        record = index.data(_RECORD)
        if record is not None:
            self._choose(record)

    def _choose(self, record: object) -> None:
        self._hide_list()
        self.chosen.emit(record)


def _line(found: Found) -> str:
    record = found.record
    match record:
        case Order():
            parts = (
                order_words(record),
                record.status or "",
                f"client {record.client_id}" if record.client_id is not None else "",
                _perm_id(record.perm_id, found),
            )
        case Fill():
            execution = record.execution
            parts = (
                f"Fill: {execution.side} {number_text(execution.shares)} {CONTRACT_NAMES.name(record.contract)}",
                "order not known",
                f"client {execution.client_id}" if execution.client_id is not None else "",
                _perm_id(execution.perm_id, found),
            )
        case _:
            parts = ("Commission", "execution not known", "", "")
    # Blanks around the dots, or two fields would look like one.
    return "  ·  ".join(filter(None, (*parts, cut(ACCOUNT_MASK.text(found.by), _LONGEST))))


def _perm_id(perm_id: int | None, found: Found) -> str:
    """Further ids, if the match alone does not distinguish orders with the same words."""
    return f"Perm ID {perm_id}" if perm_id and not found.by.startswith("Perm ID") else ""
