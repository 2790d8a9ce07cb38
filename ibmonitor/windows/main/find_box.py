"""The box that finds orders: it runs a search while the user types, lists the results and emits the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QCompleter, QSizePolicy, QWidget

from ibmonitor.domain.records.link import Link
from ibmonitor.models.live.order_search import OrderSearch
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import count_text
from ibmonitor.windows.main.found_list import QUERY, RECORD, FoundList, FoundModel, Line
from ibmonitor.windows.widgets.masked import MaskedEdit

if TYPE_CHECKING:
    from ibmonitor.domain.search.find import Found, Results

_LEAST_WIDTH, _WIDTH = 260, 420
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

TIP = (
    "Finds orders in your own words:\n"
    "order 6 of client 1 · 1/6 · #6 · SPY 100 · AAPL 230.5 · buy SPY · rejected · not filled ·\n"
    "an account, alias, group, reference, any ID, a message code or its words.\n"
    "Enter opens the first, Ctrl+Enter filters the table of orders.\n"
    "Exactly: perm:1903554201, client:7 order:12, ref:swing, exec:0000e1a7.67400001.01.01, oca:group"
)


class _Then(Enum):
    """What happens with the results."""

    LIST = auto()
    REFRESH = auto()
    """They are listed without moving those that the user is choosing from."""
    OPEN = auto()
    """The first is chosen."""
    FILTER = auto()
    GO = auto()
    """The one with exactly this ID is chosen; several are listed."""


class FindBox(MaskedEdit):
    """The results drop down while the user types; Up, Down and Enter choose, Ctrl+Enter filters, Esc goes back."""

    chosen = Signal(object)
    """The order, fill or commission to go to."""
    filter_requested = Signal(str, object)
    """Orders to show: what they are in words, and the function that says whether an order, as it is now, is one."""

    def __init__(self, search: OrderSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._link, self._has_tws = Link(), True
        self._came_from: QWidget | None = None
        self._then = _Then.LIST
        self._results: Results | None = None
        """The last; `None` while they are awaited."""
        self.setPlaceholderText("Find an order: 6 of client 1, SPY 100, rejected, any ID (Ctrl+F)")
        self.setAccessibleName("Find an order")
        self.setAccessibleDescription(TIP)
        self.setToolTip(TIP)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._list = FoundModel(self)
        self._completer = QCompleter(self._list, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = FoundList(self._list)
        self._completer.setPopup(self._popup)
        self._popup.use_delegate()
        # Not `setCompleter`: that would put the text of a result into the box.
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # the stubs lack it
        search.found.connect(self._on_found)
        search.changed.connect(self._on_changed)
        self.textEdited.connect(self._on_text_edited)
        self.textChanged.connect(self._on_text_changed)
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def take_focus(self) -> None:
        """Take the focus; Esc returns it to where it was."""
        focused = QApplication.focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_link(self, link: Link, *, has_tws: bool) -> None:
        """What to do where nothing is found depends on the connection; in a recording there is none."""
        self._link, self._has_tws = link, has_tws
        if self._results is not None and not self._results.found:
            self._refresh(self._results)

    def find_now(self, text: str) -> None:
        """Search now: go to the record with exactly this id, or list the results."""
        self.set_value(text)
        self._start(_Then.GO)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._search.prepare()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, has_text = event.key(), bool(self.text().strip())
        # The list passes its keys to the box first, and handles those that the box does not accept.
        if key == Qt.Key.Key_Escape and self._popup.isVisible():
            self._hide_list()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Down and has_text and not self._popup.isVisible():
            self._start(_Then.LIST)
        elif key in _ENTER and has_text:
            self._on_enter(is_filter=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _leave(self) -> None:
        self._search.cancel()
        self._hide_list()
        self.clear()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_list(self) -> None:
        self._popup.hide()

    def _on_text_edited(self, text: str) -> None:
        if text.strip():
            self._start(_Then.LIST)

    def _on_text_changed(self, text: str) -> None:
        if not text.strip():
            self._search.cancel()
            self._hide_list()

    def _on_enter(self, *, is_filter: bool) -> None:
        # Not the current row: Qt makes the first one current, which need not be one that can be chosen.
        self.editingFinished.emit()
        selected = self._popup.selectedIndexes() if self._popup.isVisible() else []
        if selected and not is_filter:
            self._on_activated(selected[0])
        else:
            self._act(_Then.FILTER if is_filter else _Then.OPEN)

    def _act(self, then: _Then) -> None:
        """Do this with the results, as soon as they are there."""
        if self._results is None or self._results.text != " ".join(self.value().split()):
            self._start(then)
        else:
            self._use(self._results, then)

    def _start(self, then: _Then) -> None:
        self._then = then
        self._results = None
        self._search.search(self.value())

    def _on_found(self, results: Results) -> None:
        then = self._then
        if results.is_partial:
            if then in {_Then.LIST, _Then.REFRESH}:
                self._use(results, then)
                self._then = _Then.REFRESH
            return
        self._results, self._then = results, _Then.LIST
        self._use(results, then)

    def _on_changed(self) -> None:
        """The orders in the list, or which ones fit, may have changed."""
        if self._search.is_searching:
            self._start(self._then)
        elif self._popup.isVisible():
            self._start(_Then.REFRESH)
        else:
            self._results = None

    def _use(self, results: Results, then: _Then) -> None:
        found = results.found
        match then:
            case _Then.OPEN if found:
                self._choose(found[0].record)
            case _Then.OPEN if results.without_day:
                self._search_instead(results.without_day)
            case _Then.FILTER if results.fits is not None:
                self._hide_list()
                self.filter_requested.emit(results.meaning, results.fits)
            case _Then.FILTER if found:
                # Only fills or commissions: there are no orders to show.
                self._choose(found[0].record)
            case _Then.GO:
                from ibmonitor.domain.search.conditions import Nearness  # noqa: PLC0415 - see `OrderSearch`

                same = [each for each in found if each.nearness is Nearness.SAME_ID]
                if len(same) == 1:
                    self._choose(same[0].record)
                else:
                    self.take_focus()
                    self._show(results)
            case _Then.REFRESH:
                self._refresh(results)
            case _:
                self._show(results)

    def _show(self, results: Results) -> None:
        self._list.show(self._rows_of(results))
        if not self.hasFocus() and not self._popup.isVisible():
            # The user has gone on while the search was running.
            return
        self._describe(results)
        self._completer.complete(QRect(0, 0, self._popup.width(), self.height()))
        self._popup.place_below(self)

    def _refresh(self, results: Results) -> None:
        """List what is found now; what the user is choosing from stays in its place, and what is new comes last."""
        if not self._popup.isVisible():
            return
        with self._popup.keep_choice() as is_choosing:
            kept = self._list.rows_with(results.found, self._search.knows) if is_choosing else ()
            self._list.show(kept or self._rows_of(results))
        self._describe(results)
        self._popup.place_below(self)

    def _rows_of(self, results: Results) -> Sequence[Found | Line]:
        from ibmonitor.windows.main.nothing_found import nothing_found  # noqa: PLC0415 - see `OrderSearch`

        return results.found or nothing_found(results, self._link, has_tws=self._has_tws)

    def _describe(self, results: Results) -> None:
        if self._list.is_list:
            self._popup.set_lines(results.meaning, _count_words(results), _keys_of(results))
        else:
            has_offer = bool(self._list.index(self._list.rowCount() - 1, 0).data(QUERY))
            keys = "Enter searches today's orders  ·  Esc closes" if has_offer else "Esc closes"
            self._popup.set_lines("", "", keys)

    def _on_mask_changed(self) -> None:
        self._hide_list()
        self._list.show(())
        self._popup.set_lines("", "", "")
        self._results = None

    def _on_activated(self, index: QModelIndex) -> None:
        record, query = index.data(RECORD), index.data(QUERY)
        if query:
            self._search_instead(query)
        elif record is not None:
            self._choose(record)

    def _search_instead(self, query: str) -> None:
        self.set_value(query)
        self._start(_Then.LIST)

    def _choose(self, record: object) -> None:
        self._hide_list()
        self.chosen.emit(record)


def _keys_of(results: Results) -> str:
    """What the keys do with the list."""
    filters = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
    keys = ["Enter opens", f"{filters} filters the table" if results.orders else "", "↓ chooses", "Esc closes"]
    return "  ·  ".join(filter(None, keys))


def _count_words(results: Results) -> str:
    words = count_text(results.total, "order" if results.orders == results.total else "result")
    if results.is_partial:
        return f"{words} so far"
    left = results.total > len(results.found)
    return f"{len(results.found):,} of {words}" if left else words
