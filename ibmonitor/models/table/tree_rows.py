"""`TreeRows`: a tree of values. It replaces the whole tree with few signals.

A row is identified by its key among its siblings: selected and expanded rows stay so while their keys stay. The
numbers in Qt's indexes are never reused, so that an outdated index finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import NO_PARENT
from ibmonitor.models.table.roles import RecordRole, RowToneRole, Tone, ToneRole
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.plain_text import plain_tooltip
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

Index = QModelIndex | QPersistentModelIndex
Path = tuple[Hashable, ...]
T = TypeVar("T")


@dataclass(slots=True)
class Branch(Generic[T]):
    """A row to show. `key` is unique among its siblings; a different `look` means that the row must be repainted."""

    key: Hashable
    item: T
    look: object
    branches: Sequence[Branch[T]] = ()


@dataclass(slots=True, eq=False)
class _Node(Generic[T]):
    number: int
    key: Hashable
    parent: _Node[T] | None
    item: T | None = None
    look: object = None
    children: list[_Node[T]] = field(default_factory=list)
    branch: Branch[T] | None = None
    """What it was last updated to; the same object again is skipped."""


class TreeRows(QAbstractItemModel, Generic[T]):
    """A tree of rows by columns. Colors are left to the views: the model names tones."""

    settled = Signal()
    """The rows are those last passed to `show_branches`, all in their places."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[T], ...] = tuple(columns)
        self._numbers = count(1)
        self._root: _Node[T] = _Node(0, None, None)
        self._nodes: dict[int, _Node[T]] = {0: self._root}
        ACCOUNT_MASK.changed.connect(self._on_look_changed)
        ACCOUNT_NAMES.changed.connect(self._on_look_changed)
        CONTRACT_NAMES.changed.connect(self._on_look_changed)
        SHOWN_ZONE.changed.connect(self._on_look_changed)
        SHOWN_ZONE.day_changed.connect(self._on_look_changed)

    # For subclasses to override

    def row_tone(self, item: T) -> Tone:  # noqa: ARG002
        """The tone of all cells of a row that have none of their own."""
        return ""

    def tone(self, item: T, column: Column[T]) -> Tone:
        """The tone of one cell: its own before the row's."""
        return (column.tone(item) if column.tone else "") or self.row_tone(item)

    def text(self, item: T, column: Column[T]) -> str:
        """What one cell shows."""
        return column.text(item)

    def record_of(self, item: T) -> object:
        """The record that a row is about, if it is about one."""
        return item

    # The tree

    def show_branches(self, wanted: Sequence[Branch[T]]) -> None:
        """Show these rows, and what is below them, instead of those shown."""
        self._update(self._root, wanted)
        self.settled.emit()

    def item(self, index: Index) -> T | None:
        """What the row of an index shows; `None` for the invisible root."""
        return self._node(index).item

    def path(self, index: Index) -> Path:
        """The keys of a row and its ancestors, the topmost first."""
        node = self._node(index)
        keys: list[Hashable] = []
        while node.parent is not None:
            keys.insert(0, node.key)
            node = node.parent
        return tuple(keys)

    def index_at(self, path: Path) -> QModelIndex:
        """The first cell of the row with this path; an invalid index where there is none."""
        node = self._root
        for key in path:
            found = next((child for child in node.children if child.key == key), None)
            if found is None:
                return QModelIndex()
            node = found
        return self._index_of(node)

    def index_where(self, matches: Callable[[T], bool]) -> QModelIndex:
        """The first cell of the topmost row whose item matches; an invalid index where none does."""
        return next((self._index_of(node) for _, node, item in self._all_rows() if matches(item)), QModelIndex())

    def rows(self) -> Iterator[tuple[int, T]]:
        """All rows from the top, with their depth, collapsed or not."""
        return ((depth, item) for depth, _, item in self._all_rows())

    def _all_rows(self) -> Iterator[tuple[int, _Node[T], T]]:
        waiting = [(0, node) for node in reversed(self._root.children)]
        while waiting:
            depth, node = waiting.pop()
            if node.item is not None:
                yield depth, node, node.item
            waiting += [(depth + 1, child) for child in reversed(node.children)]

    def _update(self, node: _Node[T], wanted: Sequence[Branch[T]]) -> None:
        self._remove_others(node, {branch.key for branch in wanted})
        self._reorder(node, wanted)
        self._insert_new(node, wanted)
        for child, branch in zip(node.children, wanted, strict=True):
            if child.branch is branch:
                continue
            child.branch = branch
            child.item = branch.item
            if child.look != branch.look:
                child.look = branch.look
                first = self._index_of(child)
                self.dataChanged.emit(first, first.siblingAtColumn(len(self.columns) - 1))
            if child.children or branch.branches:
                self._update(child, branch.branches)

    def _remove_others(self, node: _Node[T], staying: set[Hashable]) -> None:
        """Remove the children whose keys are no longer wanted, in runs, from the end."""
        last = len(node.children) - 1
        while last >= 0:
            if node.children[last].key in staying:
                last -= 1
                continue
            first = last
            while first > 0 and node.children[first - 1].key not in staying:
                first -= 1
            self.beginRemoveRows(self._index_of(node), first, last)
            going = node.children[first : last + 1]
            del node.children[first : last + 1]
            while going:
                gone = going.pop()
                del self._nodes[gone.number]
                going += gone.children
            self.endRemoveRows()
            last = first - 1

    def _reorder(self, node: _Node[T], wanted: Sequence[Branch[T]]) -> None:
        """Put the children that stay into the wanted order."""
        places = {branch.key: place for place, branch in enumerate(wanted)}
        ordered = sorted(node.children, key=lambda child: places[child.key])
        if ordered == node.children:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        node.children = ordered
        rows = {child.number: row for row, child in enumerate(ordered)}
        after = [
            self.createIndex(rows[index.internalId()], index.column(), index.internalId())
            if index.internalId() in rows
            else index
            for index in before
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert_new(self, node: _Node[T], wanted: Sequence[Branch[T]]) -> None:
        """Insert the rows that are new, in runs."""
        there = {child.key for child in node.children}
        row = 0
        while row < len(wanted):
            if wanted[row].key in there:
                row += 1
                continue
            end = row
            while end < len(wanted) and wanted[end].key not in there:
                end += 1
            self.beginInsertRows(self._index_of(node), row, end - 1)
            node.children[row:row] = [self._new_node(node, branch) for branch in wanted[row:end]]
            self.endInsertRows()
            row = end

    def _new_node(self, parent: _Node[T], branch: Branch[T]) -> _Node[T]:
        """A new row with everything below it: Qt asks for that as soon as the row is inserted."""
        node = _Node(next(self._numbers), branch.key, parent, branch.item, branch.look, branch=branch)
        self._nodes[node.number] = node
        node.children = [self._new_node(node, each) for each in branch.branches]
        return node

    def _on_look_changed(self) -> None:
        for node in self._nodes.values():
            if node.item is not None:
                first = self._index_of(node)
                self.dataChanged.emit(first, first.siblingAtColumn(len(self.columns) - 1))

    def _node(self, index: Index) -> _Node[T]:
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def _children(self, parent: Index) -> list[_Node[T]]:
        """The rows below the first cell of a row; no others have any."""
        return [] if parent.column() > 0 else self._node(parent).children

    def _index_of(self, node: _Node[T]) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node.number)

    # Qt's interface

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        children = self._children(parent)
        if not (0 <= row < len(children) and 0 <= column < len(self.columns)):
            return QModelIndex()
        return self.createIndex(row, column, children[row].number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the other one is QObject's
        node = self._node(index)
        return QModelIndex() if node.parent is None else self._index_of(node.parent)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return len(self._children(parent))

    def hasChildren(self, parent: Index = NO_PARENT) -> bool:
        # Qt's own asks for both counts, and a view asks this of all rows whenever one comes.
        return bool(self._children(parent))

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.column() > 0 else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._node(index).item
        if item is None:
            return None
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return ACCOUNT_MASK.text(self.text(item, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(column.alignment)
            case Qt.ItemDataRole.ToolTipRole:
                return (plain_tooltip(ACCOUNT_MASK.text(column.hint(item))) if column.hint else "") or None
        return self._look(item, column, role)

    def _look(self, item: T, column: Column[T], role: int) -> Any:
        if role == ToneRole:
            return self.tone(item, column)
        if role == RowToneRole:
            return self.row_tone(item)
        return self.record_of(item) if role == RecordRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(column.alignment)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(column.tooltip) or None
        return None
