"""`FillTree`: the fills of one order as a tree: a combo's legs below its whole, corrected executions below the newest.

It takes the order's fills anew with few signals, so that what is selected and opened stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ibmonitor.domain.records import ComboRole, Fill
from ibmonitor.models.account_mask import ACCOUNT_MASK
from ibmonitor.models.account_names import ACCOUNT_NAMES
from ibmonitor.models.column import Column, text_column
from ibmonitor.models.column_model import NO_PARENT
from ibmonitor.models.fill_columns import FILL_COLUMNS, row_tone
from ibmonitor.models.plain_text import plain_tooltip
from ibmonitor.models.roles import RecordRole, RowToneRole, ToneRole

Index = QModelIndex | QPersistentModelIndex

_BEFORE = ("time", "acct_number", "contract", "side", "shares", "price", "exchange", "last_liquidity")
_AFTER = ("commission_and_fees", "currency", "realized_pnl", "exec_id")
_FAR = datetime.max.replace(tzinfo=UTC)
_COLUMNS = {column.key: column for column in FILL_COLUMNS}
_WIDER = {"time": 226, "last_liquidity": 86}
"""Pixels: the time stands beside the branches of the tree."""


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the tree; its number is what Qt's indexes carry, so that an outdated one finds nothing."""

    number: int
    fill: Fill | None
    parent: _Node | None
    children: list[_Node] = field(default_factory=list)
    shown: tuple[object, ...] = ()
    """What the views have been told of last."""


class FillTree(QAbstractItemModel):
    """The fills of one order, earliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._corrects: dict[str, list[str]] = {}
        """By exec id: the exec ids it replaces."""
        what = text_column(
            "correction",
            "Correction",
            "Which execution this one corrects or is corrected by; a corrected one is in no sum.",
            self._correction,
            width=250,
        )
        self.columns: tuple[Column[Fill], ...] = (*_columns(_BEFORE), *_columns(_AFTER), what)
        self._numbers = count(1)
        self._root = _Node(0, None, None)
        self._nodes: dict[int, _Node] = {0: self._root}
        ACCOUNT_MASK.changed.connect(self._on_mask_changed)
        ACCOUNT_NAMES.changed.connect(self._on_mask_changed)

    def show(self, fills: Sequence[Fill]) -> None:
        """Show these fills of one order as they are now."""
        self._corrects = {}
        for fill in fills:
            if fill.superseded_by:
                self._corrects.setdefault(fill.superseded_by, []).append(fill.execution.exec_id)
        self._bring_up(self._root, _children_of(fills))

    def clear(self) -> None:
        """Show nothing."""
        self.show(())

    def fill(self, index: Index) -> Fill | None:
        """The fill that an index shows."""
        return self._node(index).fill

    def column_number(self, key: str) -> int:
        """The place of the column with this key; -1 if there is none."""
        return next((number for number, column in enumerate(self.columns) if column.key == key), -1)

    def _correction(self, fill: Fill) -> str:
        corrects = self._corrects.get(fill.execution.exec_id)
        by = f"corrected by {fill.superseded_by}" if fill.superseded_by else ""
        return "; ".join(filter(None, (f"corrects {', '.join(corrects)}" if corrects else "", by)))

    def _bring_up(self, root: _Node, wanted: dict[Fill | None, list[Fill]]) -> None:
        waiting = [root]
        while waiting:
            node = waiting.pop()
            self._place(node, wanted.get(node.fill, []))
            waiting += node.children
        for node in self._nodes.values():
            self._note(node)

    def _place(self, node: _Node, fills: list[Fill]) -> None:
        """Make a node's children those of the fills, in their order."""
        staying = set(fills)
        for row in reversed(range(len(node.children))):
            if node.children[row].fill not in staying:
                self._remove(node, row)
        for row, fill in enumerate(fills):
            if row < len(node.children) and node.children[row].fill is fill:
                continue
            old = next((at for at, child in enumerate(node.children) if child.fill is fill), None)
            if old is not None:
                self._remove(node, old)
            if row == len(node.children):
                self._insert(node, row, fills[row:])
                return
            self._insert(node, row, [fill])

    def _insert(self, node: _Node, row: int, fills: Sequence[Fill]) -> None:
        self.beginInsertRows(self._index_of(node), row, row + len(fills) - 1)
        children = [_Node(next(self._numbers), fill, node, shown=self._look(fill)) for fill in fills]
        self._nodes.update((child.number, child) for child in children)
        node.children[row:row] = children
        self.endInsertRows()

    def _remove(self, node: _Node, row: int) -> None:
        self.beginRemoveRows(self._index_of(node), row, row)
        going = [node.children.pop(row)]
        while going:
            gone = going.pop()
            del self._nodes[gone.number]
            going += gone.children
        self.endRemoveRows()

    def _on_mask_changed(self) -> None:
        for node in self._nodes.values():
            if node.fill is not None:
                first = self._index_of(node)
                self.dataChanged.emit(first, first.siblingAtColumn(len(self.columns) - 1))

    def _note(self, node: _Node) -> None:
        """Tell the views of a fill that has changed."""
        if node.fill is None:
            return
        look = self._look(node.fill)
        if look != node.shown:
            node.shown = look
            first = self._index_of(node)
            self.dataChanged.emit(first, first.siblingAtColumn(len(self.columns) - 1))

    def _look(self, fill: Fill) -> tuple[object, ...]:
        """All that may change of what is shown of a fill."""
        told = fill.commission
        money = told and (told.commission_and_fees, told.currency, told.realized_pnl)
        corrects = tuple(self._corrects.get(fill.execution.exec_id, ()))
        return fill.superseded_by, fill.combo_role, fill.time, money, corrects, fill.stale_since

    def _node(self, index: Index) -> _Node:
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def _index_of(self, node: _Node) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node.number)

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._node(parent).children[row].number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the other one is QObject's
        node = self._node(index)
        return QModelIndex() if node.parent is None else self._index_of(node.parent)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.column() > 0 else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        fill = self._node(index).fill
        if fill is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return ACCOUNT_MASK.text(_first_text(fill, column) if index.column() == 0 else column.text(fill))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(column.alignment)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (plain_tooltip(column.hint(fill)) if column.hint else "") or None
        return _look_of(fill, column, role)

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


def _columns(keys: Iterable[str]) -> list[Column[Fill]]:
    return [replace(_COLUMNS[key], width=_WIDER.get(key, _COLUMNS[key].width)) for key in keys]


def _look_of(fill: Fill, column: Column[Fill], role: int) -> Any:
    if role == ToneRole:
        return row_tone(fill) or (column.tone(fill) if column.tone else "")
    if role == RowToneRole:
        return row_tone(fill)
    return fill if role == RecordRole else None


def _first_text(fill: Fill, column: Column[Fill]) -> str:
    """The first column says what the row is where it is no plain execution."""
    kind = {ComboRole.BAG: "combo", ComboRole.LEG: "leg"}.get(fill.combo_role, "")
    return "  ".join(filter(None, (column.text(fill), kind)))


def _children_of(fills: Sequence[Fill]) -> dict[Fill | None, list[Fill]]:
    """The fills below each fill; those below none are under `None`."""
    by_id = {fill.execution.exec_id: fill for fill in fills}
    there = set(fills)
    children: dict[Fill | None, list[Fill]] = {}
    for fill in sorted(fills, key=_place_in_time):
        above = by_id.get(fill.superseded_by) if fill.superseded_by else fill.bag
        is_above = above is not None and above in there and _may_be_below(fill, above)
        children.setdefault(above if is_above else None, []).append(fill)
    return children


def _may_be_below(fill: Fill, above: Fill) -> bool:
    """Whether it is sure that no two fills are below each other: a leg below a whole, an old fill below a new one."""
    if fill.superseded_by:
        return above.superseded_by is None and above.combo_role is fill.combo_role
    return fill.combo_role is ComboRole.LEG and above.combo_role is ComboRole.BAG


def _place_in_time(fill: Fill) -> tuple[datetime, int]:
    return fill.time or _FAR, fill.serial
