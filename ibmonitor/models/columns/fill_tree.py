"""`FillTree`: the fills of one order as a tree: a combo's legs below the combo, corrected executions below the newest.

It updates the fills with few signals, so that selected and expanded rows stay so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.fill_notes import money_look
from ibmonitor.models.columns.fills import FILL_COLUMNS, row_tone
from ibmonitor.models.table.column import Column, text_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.tree_rows import Branch, TreeRows

_BEFORE = ("time", "acct_number", "contract", "side", "shares", "price", "exchange", "last_liquidity")
_AFTER = ("commission_and_fees", "currency", "realized_pnl", "exec_id")
_FAR = datetime.max.replace(tzinfo=UTC)
_COLUMNS = {column.key: column for column in FILL_COLUMNS}
_WIDER = {"time": 226, "last_liquidity": 86}
"""Pixels: the first column also has the branches of the tree."""


class FillTree(TreeRows[Fill]):
    """The fills of one order, earliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._corrects: dict[str, list[str]] = {}
        """By exec id: the exec ids it replaces."""
        what = text_column(
            "correction",
            "Correction",
            "Which execution this one corrects or is corrected by; a corrected one is in no sum.",
            self._correction,
            width=250,
        )
        super().__init__((*_columns(_BEFORE), *_columns(_AFTER), what), parent)

    def show(self, fills: Sequence[Fill]) -> None:
        """Show these fills of one order as they are now."""
        self._corrects = {}
        for fill in fills:
            if fill.superseded_by:
                self._corrects.setdefault(fill.superseded_by, []).append(fill.execution.exec_id)
        self.show_branches(self._branches(None, _children_of(fills)))

    def row_tone(self, item: Fill) -> Tone:
        return row_tone(item)

    def tone(self, item: Fill, column: Column[Fill]) -> Tone:
        """A corrected or stale execution is so in all its cells."""
        return row_tone(item) or super().tone(item, column)

    def text(self, item: Fill, column: Column[Fill]) -> str:
        return _first_text(item, column) if column is self.columns[0] else super().text(item, column)

    def _correction(self, fill: Fill) -> str:
        corrects = self._corrects.get(fill.execution.exec_id)
        by = f"corrected by {fill.superseded_by}" if fill.superseded_by else ""
        return "; ".join(filter(None, (f"corrects {', '.join(corrects)}" if corrects else "", by)))

    def _branches(self, above: Fill | None, children: dict[Fill | None, list[Fill]]) -> list[Branch[Fill]]:
        below = children.get(above, [])
        return [Branch(fill, fill, self._look_of(fill), self._branches(fill, children)) for fill in below]

    def _look_of(self, fill: Fill) -> tuple[object, ...]:
        """Everything shown of a fill that can change."""
        corrects = tuple(self._corrects.get(fill.execution.exec_id, ()))
        return (
            fill.superseded_by,
            fill.combo_role,
            fill.contract,
            fill.time,
            money_look(fill),
            corrects,
            fill.stale_since,
        )


def _columns(keys: Iterable[str]) -> list[Column[Fill]]:
    return [replace(_COLUMNS[key], width=_WIDER.get(key, _COLUMNS[key].width)) for key in keys]


def _first_text(fill: Fill, column: Column[Fill]) -> str:
    """The first column marks combos and their legs."""
    kind = {ComboRole.BAG: "combo", ComboRole.LEG: "leg"}.get(fill.combo_role, "")
    return "  ".join(filter(None, (column.text(fill), kind)))


def _children_of(fills: Sequence[Fill]) -> dict[Fill | None, list[Fill]]:
    """The fills below each fill; top-level fills are under `None`."""
    by_id = {fill.execution.exec_id: fill for fill in fills}
    there = set(fills)
    children: dict[Fill | None, list[Fill]] = {}
    for fill in sorted(fills, key=_place_in_time):
        above = by_id.get(fill.superseded_by) if fill.superseded_by else fill.bag
        is_above = above is not None and above in there and _may_be_below(fill, above)
        children.setdefault(above if is_above else None, []).append(fill)
    return children


def _may_be_below(fill: Fill, above: Fill) -> bool:
    """Rules out cycles: only a leg below a combo, or a corrected fill below an uncorrected one."""
    if fill.superseded_by:
        return above.superseded_by is None and above.combo_role is fill.combo_role
    return fill.combo_role is ComboRole.LEG and above.combo_role is ComboRole.BAG


def _place_in_time(fill: Fill) -> tuple[datetime, int]:
    return fill.time or _FAR, fill.serial
