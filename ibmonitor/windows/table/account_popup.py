"""The list that drops down from the account filter: all accounts, the advisor's groups, single accounts to check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.models.live.account_selection import AccountSelection
from ibmonitor.models.table.text_search import words_of
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import count_text
from ibmonitor.models.text.plain_text import cut
from ibmonitor.windows.theme.theme import row_height
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.masked import MaskedEdit
from ibmonitor.windows.widgets.row_views import ENTER

ALL_ACCOUNTS = "All accounts"
_WIDTH = 340
_MOST_ROWS = 14
_MOST_GROUPS_SEEN = 6
_LONGEST_NAME = 60
_VALUE = int(Qt.ItemDataRole.UserRole)


def account_shown(account: str) -> str:
    """An account as the filter shows it: always with its alias, by which users know it."""
    return ACCOUNT_MASK.account(ACCOUNT_NAMES.full_name(account))


class AccountPopup(QFrame):
    """A choice takes effect at once. Esc and Enter close the list; Tab, arrows and space bar work."""

    def __init__(self, selection: AccountSelection, opener: QWidget) -> None:
        """`opener` is the button it drops down from."""
        super().__init__(opener, Qt.WindowType.Popup)
        self._selection = selection
        self._opener = opener
        self._accounts: tuple[str, ...] = ()
        self.setObjectName("popup")
        self.setAccessibleName("Accounts to show")
        self.groups = _list("All accounts, or one group", self)
        self.search = MaskedEdit(self)
        self.search.setPlaceholderText("Search accounts by name or number")
        self.search.setAccessibleName("Search accounts")
        self.search.setClearButtonEnabled(True)
        self.accounts = _list("Accounts", self)
        self.all_button = QPushButton("&All", self)
        self.all_button.setToolTip("Check all accounts in the list")
        self.none_button = QPushButton("&None", self)
        self.none_button.setToolTip("Uncheck all accounts in the list")
        self._count = ToneLabel(tone="muted", parent=self)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        for button in (self.all_button, self.none_button):
            button.setAutoDefault(False)
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.groups)
        layout.addWidget(self.search)
        layout.addWidget(self.accounts, 1)
        layout.addLayout(below)
        self.setFixedWidth(_WIDTH)
        self.groups.itemClicked.connect(self._on_group_chosen)
        self.accounts.itemChanged.connect(self._on_tick_changed)
        self.search.textChanged.connect(self._show_found)
        self.all_button.clicked.connect(self._on_all_wanted)
        self.none_button.clicked.connect(self._on_none_wanted)
        for part in (self.groups, self.search, self.accounts, self.all_button, self.none_button):
            part.installEventFilter(self)

    def offer(self, accounts: Iterable[str]) -> None:
        """List these accounts, in the order of their names."""
        self._accounts = tuple(sorted(set(accounts), key=lambda account: ACCOUNT_NAMES.searched(account).casefold()))
        self.show_choice()

    def show_choice(self) -> None:
        """Update the lists: accounts and groups, their names, and which are selected."""
        selection = self._selection
        rows = [(ALL_ACCOUNTS, "", selection.accounts is None)]
        rows += [
            (
                f"{cut(ACCOUNT_MASK.text(g.name), _LONGEST_NAME)}  ·  {count_text(len(g.members), 'account')}",
                g.name,
                selection.group == g.name,
            )
            for g in selection.groups
        ]
        _fill(self.groups, rows)
        chosen = selection.accounts
        _fill(
            self.accounts,
            [
                (cut(account_shown(account), _LONGEST_NAME), account, chosen is None or account in chosen)
                for account in self._accounts
            ],
        )
        self._show_found()
        self._fit()

    def open(self) -> None:
        """Open right below the opener, with aligned right edges."""
        self.search.clear()
        self.show_choice()
        self.adjustSize()
        corner = self._opener.mapToGlobal(self._opener.rect().bottomRight())
        room = self._opener.screen().availableGeometry()
        left = max(room.left(), min(corner.x() - self.width() + 1, room.right() - self.width()))
        top = max(room.top(), min(corner.y() + 1, room.bottom() - self.height()))
        self.move(left, top)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() in ENTER:
                self._on_enter(watched)
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Down:
                self.accounts.setFocus()
                return True
            if watched is self.groups and event.key() == Qt.Key.Key_Space and self.groups.currentItem() is not None:
                self._on_group_chosen(self.groups.currentItem())
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Qt would pass the click that closes the list on to the opener, which would open it again.
        at_opener = self._opener.rect().contains(self._opener.mapFromGlobal(event.globalPosition().toPoint()))
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, at_opener)
        super().mousePressEvent(event)

    def _on_enter(self, where: QObject) -> None:
        """Select the item with the focus, and close."""
        found = self._found()
        if isinstance(where, QPushButton):
            where.click()
            return
        if where is self.groups and self.groups.currentItem() is not None:
            self._on_group_chosen(self.groups.currentItem())
        elif where is self.search and self.search.text().strip() and len(found) == 1:
            self._selection.select_accounts(found)
        self.close()

    def _on_group_chosen(self, item: QListWidgetItem) -> None:
        group = item.data(_VALUE)
        if group:
            self._selection.select_group(group)
        else:
            self._selection.select_all()
        # Qt has toggled the check box already if that was clicked.
        self.show_choice()

    def _on_tick_changed(self, item: QListWidgetItem) -> None:
        account = item.data(_VALUE)
        self._tick({account}, on=item.checkState() == Qt.CheckState.Checked)

    def _on_all_wanted(self) -> None:
        self._tick(self._found(), on=True)

    def _on_none_wanted(self) -> None:
        self._tick(self._found(), on=False)

    def _tick(self, accounts: Iterable[str], *, on: bool) -> None:
        chosen = set(self._accounts if self._selection.accounts is None else self._selection.accounts)
        chosen = chosen.union(accounts) if on else chosen.difference(accounts)
        if chosen.issuperset(self._accounts):
            self._selection.select_all()
        else:
            self._selection.select_accounts(chosen)
        self.show_choice()

    def _found(self) -> list[str]:
        """The accounts that match the search."""
        rows = range(self.accounts.count())
        return [self.accounts.item(row).data(_VALUE) for row in rows if not self.accounts.item(row).isHidden()]

    def _show_found(self) -> None:
        words = words_of(self.search.value())
        for row in range(self.accounts.count()):
            item = self.accounts.item(row)
            text = ACCOUNT_NAMES.searched(item.data(_VALUE)).casefold()
            item.setHidden(not all(any(spelling in text for spelling in word) for word in words))
        chosen = self._selection.accounts
        found = len(self._found())
        if found < len(self._accounts):
            text = f"{found:,} found" if found else "None found"
        else:
            text = (
                "All are shown"
                if chosen is None
                else f"{len(chosen):,} of {count_text(len(self._accounts), 'account')}"
            )
        self._count.setText(text if self._accounts else "TWS has reported no accounts")
        for button in (self.all_button, self.none_button):
            button.setEnabled(bool(found))

    def _fit(self) -> None:
        """Fit the heights of the lists to their contents, up to a limit."""
        for part, most in ((self.groups, _MOST_GROUPS_SEEN), (self.accounts, _MOST_ROWS)):
            rows = max(1, min(part.count(), most))
            part.setFixedHeight(row_height(part.fontMetrics()) * rows + 2 * part.frameWidth())


def _list(name: str, parent: QWidget) -> QListWidget:
    made = QListWidget(parent)
    made.setAccessibleName(name)
    made.setUniformItemSizes(True)
    # Selected accounts are checked; the current row has the focus frame.
    made.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    return made


def _fill(into: QListWidget, rows: Sequence[tuple[str, str, bool]]) -> None:
    """Show rows of (text, data, whether it is checked); rows that stay keep their place."""
    into.blockSignals(True)
    if [into.item(row).data(_VALUE) for row in range(into.count())] != [value for _, value, _ in rows]:
        into.clear()
        for text, value, _ in rows:
            item = QListWidgetItem(text, into)
            item.setData(_VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        into.setCurrentRow(0)
    for row, (text, _, is_ticked) in enumerate(rows):
        item = into.item(row)
        item.setText(text)
        item.setSizeHint(QSize(0, row_height(into.fontMetrics())))
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
    into.blockSignals(False)
    into.viewport().update()
