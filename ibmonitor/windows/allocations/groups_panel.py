"""A window with an advisor's account groups and aliases, as TWS has sent them."""

from __future__ import annotations

from operator import attrgetter

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ibmonitor.domain.allocation.methods import PERCENT, method_called
from ibmonitor.domain.records.groups import AccountGroup
from ibmonitor.domain.records.link import Link, LinkState, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.columns.groups import (
    ALIAS_COLUMNS,
    GROUP_COLUMNS,
    MEMBER_COLUMNS,
    AliasRow,
    MemberRow,
    aliases_of,
    members_of,
    sum_of_shares,
)
from ibmonitor.models.table.list_table import ListTable
from ibmonitor.models.table.text_search import Words, words_of
from ibmonitor.models.text.formats import number_text
from ibmonitor.windows.table.sorted_list import SortedList
from ibmonitor.windows.widgets.clipboard import copy_text
from ibmonitor.windows.widgets.empty_state import EmptyState
from ibmonitor.windows.widgets.labels import ToneLabel
from ibmonitor.windows.widgets.masked import MaskedEdit
from ibmonitor.windows.widgets.row_views import text_of_records

_FIRST_SIZE = (900, 520)


class GroupsPanel(QDialog):
    """Not modal. Show with `show()`; call `show_link` whenever the connection may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Account groups and aliases")
        self._link = Link()
        self._shown: tuple[object, ...] = ()
        self.search = MaskedEdit(self)
        self.search.setPlaceholderText("Filter: groups, methods, account numbers and aliases")
        self.search.setAccessibleName("Filter groups and aliases")
        self.search.setClearButtonEnabled(True)
        self.groups: SortedList[AccountGroup] = SortedList(
            ListTable(GROUP_COLUMNS, self, key=attrgetter("name")), "Groups", wide="name", parent=self
        )
        self.members: SortedList[MemberRow] = SortedList(
            ListTable(MEMBER_COLUMNS, self, key=attrgetter("number", "account")), "Members", wide="alias", parent=self
        )
        self.aliases: SortedList[AliasRow] = SortedList(
            ListTable(ALIAS_COLUMNS, self, key=attrgetter("account")), "Aliases", wide="groups", parent=self
        )
        self.no_groups, self.no_aliases = EmptyState(self), EmptyState(self)
        self.about = ToneLabel(parent=self)
        self.about.setWordWrap(True)
        self.about.setAccessibleName("About the group")
        self._group_stack = _stack(self._group_part(), self.no_groups)
        self._alias_stack = _stack(self.aliases, self.no_aliases)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._group_stack, "Groups")
        self.tabs.addTab(self._alias_stack, "Aliases")
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._buttons())
        self.resize(*_FIRST_SIZE)
        self.search.textChanged.connect(self._show)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.groups.chosen.changed.connect(self._show_members)
        self._show()

    def show_link(self, link: Link) -> None:
        """Show the current groups and aliases. If they have not changed, selection and scroll position stay."""
        current = (link.groups, link.aliases and dict(link.aliases), *self._reasons(link))
        self._link = link
        if current != self._shown:
            self._shown = current
            self._show()

    def text(self) -> str:
        """The rows of the visible tab, as they are copied: each group with its members below."""
        if not self._has_rows():
            return ""
        if self.tabs.currentWidget() is self._alias_stack:
            return text_of_records(self.aliases.table.records(), ALIAS_COLUMNS)
        words = self._words()
        parts = [
            text_of_records([group], GROUP_COLUMNS) + text_of_records(self._found_members(group, words), MEMBER_COLUMNS)
            for group in self.groups.table.records()
        ]
        return "\n".join(parts)

    def _has_rows(self) -> bool:
        """Whether the visible tab has any rows."""
        shown = self.aliases if self.tabs.currentWidget() is self._alias_stack else self.groups
        return shown.table.rowCount() > 0

    def _group_part(self) -> QWidget:
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        right = QWidget(splitter)
        layout = QVBoxLayout(right)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.about)
        layout.addWidget(self.members, 1)
        splitter.addWidget(self.groups)
        splitter.addWidget(right)
        splitter.setSizes([390, 500])
        return splitter

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton("&Copy all", self)
        self.copy_button.setToolTip("Copy all rows of this tab as text")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._on_copy)
        self._copied = ToneLabel(tone="muted", parent=self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.copy_button)
        below.addWidget(self._copied, 1)
        below.addWidget(buttons)
        return below

    def _words(self) -> Words:
        return words_of(self.search.value())

    def _show(self, *_: object) -> None:
        link, words = self._link, self._words()
        groups = [group for group in link.groups or () if self._is_found(group, words)]
        aliases = [row for row in aliases_of(link) if _has_all(words, (row.account, row.alias, *row.groups))]
        self.groups.show_records(groups)
        self.aliases.show_records(aliases)
        why_no_groups, why_no_aliases = self._reasons(link)
        self.no_groups.set_text("No group matches the filter." if link.groups else why_no_groups)
        self.no_aliases.set_text("No alias matches the filter." if link.aliases else why_no_aliases)
        self._group_stack.setCurrentIndex(0 if groups else 1)
        self._alias_stack.setCurrentIndex(0 if aliases else 1)
        self.tabs.setTabText(0, f"Groups ({len(groups):,})" if groups else "Groups")
        self.tabs.setTabText(1, f"Aliases ({len(aliases):,})" if aliases else "Aliases")
        if groups and not self.groups.chosen.is_shown:
            self.groups.selectRow(0)
        self._show_members()

    def _show_members(self, *_: object) -> None:
        row = self.groups.currentIndex().row()
        self._on_tab_changed()
        if not 0 <= row < self.groups.table.rowCount():
            self.members.show_records([])
            self.about.setText("")
            return
        group: AccountGroup = self.groups.table.record(row)
        self.members.show_records(self._found_members(group, self._words()))
        self.about.setText(_about(group, members_of(group, self._link)))

    def _is_found(self, group: AccountGroup, words: Words) -> bool:
        own, aliases = _own_words(group), self._link.aliases or {}
        return _has_all(words, own) or any(
            _has_all(words, (*own, member.account, aliases.get(member.account, ""))) for member in group.members
        )

    def _found_members(self, group: AccountGroup, words: Words) -> list[MemberRow]:
        """All members if the group itself matches, otherwise the matching ones."""
        own = _own_words(group)
        return [row for row in members_of(group, self._link) if _has_all(words, (*own, row.account, row.alias))]

    @staticmethod
    def _reasons(link: Link) -> tuple[str, str]:
        """Why there are no groups, and why no aliases."""
        return (
            _why_nothing(link, RequestKind.GROUPS, "groups", is_received=link.groups is not None),
            _why_nothing(link, RequestKind.ALIASES, "aliases", is_received=link.aliases is not None),
        )

    def _on_tab_changed(self, *_: object) -> None:
        self._copied.setText("")
        self.copy_button.setEnabled(self._has_rows())

    def _on_copy(self) -> None:
        copy_text(self.text())
        self._copied.setText("Copied.")


def _why_nothing(link: Link, kind: RequestKind, what: str, *, is_received: bool) -> str:
    if is_received:
        return f"TWS reports that there are no {what}."
    if link.accounts and not link.has_master:
        return f"This login is not an advisor's: it has no {what}."
    request = link.request(kind)
    progress = request.progress if request is not None else None
    detail = request.detail if request is not None else ""
    not_received = f"TWS has not sent its {what}"
    if progress in (RequestProgress.NO_ANSWER, RequestProgress.REFUSED):
        words = "it did not answer" if progress is RequestProgress.NO_ANSWER else "it refused"
        return f"{not_received}: {words}. {detail}".rstrip()
    if progress is RequestProgress.COMPLETE:
        return detail or f"{not_received} in a form that can be read. See the messages."
    if link.state in (LinkState.DOWN, LinkState.WAITING):
        return f"{not_received}: there is no connection."
    return f"{not_received} yet."


def _about(group: AccountGroup, members: list[MemberRow]) -> str:
    """What the amounts mean, and what is unusual about them."""
    if not members:
        return f"{group.name} has no members."
    method = method_called(group.default_method)
    name = group.default_method or "no method of its own"
    parts = [f"{group.name}: {name}.", method.meaning if method is not None else ""]
    total = sum_of_shares(members)
    if total is not None and method is PERCENT and total != 100:
        parts.append(f"They add up to {number_text(total, 0, 4)}, not to 100.")
    without = sum(member.amount is None for member in members)
    if without and method is not None and method.reads_amounts:
        parts.append(f"Without an amount: {without:,} of {len(members):,} members.")
    return " ".join(filter(None, parts))


def _own_words(group: AccountGroup) -> tuple[str, ...]:
    return (group.name, group.default_method)


def _has_all(words: Words, texts: tuple[str, ...]) -> bool:
    text = "\n".join(texts).casefold()
    return all(any(spelling in text for spelling in word) for word in words)


def _stack(content: QWidget, empty: EmptyState) -> QStackedWidget:
    stack = QStackedWidget()
    stack.addWidget(content)
    stack.addWidget(empty)
    return stack
