"""`FillTree`: the fills of one order: a combo's legs below the combo, corrected executions below the newest.

It follows the fills that change: one more of 20,000 costs as much as one more of a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QObject

from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.models.columns.fills import FILL_COLUMNS, row_tone
from ibmonitor.models.table.column import Column, text_column
from ibmonitor.models.table.column_model import CellLook
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.table.row_groups import Grouping

_BEFORE = ("time", "acct_number", "contract", "side", "shares", "price", "exchange", "last_liquidity")
_AFTER = ("commission_and_fees", "currency", "realized_pnl", "exec_id")
_COLUMNS = {column.key: column for column in FILL_COLUMNS}
_WIDER = {"last_liquidity": 86}
"""Pixels."""
_PIECE = 100
"""So many fills are one piece of work: a millisecond."""


class _Shown(NamedTuple):
    """What is noted of a fill, since it is changed in place."""

    superseded_by: str | None
    values: tuple[tuple[str, object], ...]
    """What `varied` counts: by column, what the fill has there."""


class FillTree(RecordTable[Fill]):
    """The fills of one order, earliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._shown: dict[Fill, _Shown] = {}
        self._last: Fill | None = None
        self._by_id: dict[str, Fill] = {}
        self._corrects: dict[str, dict[Fill, None]] = {}
        """By exec id: the fills it replaces."""
        self._values: Counter[tuple[str, object]] = Counter()
        what = text_column(
            "correction",
            "Correction",
            "Which execution this one corrects or is corrected by; a corrected one is in no sum.",
            self._correction,
            width=250,
        )
        super().__init__(
            (*_columns(_BEFORE), *_columns(_AFTER), what),
            parent,
            row_tone=row_tone,
            grouping=Grouping(self._top_of, self._below, "time", "group", "fill"),
        )
        self.sort(0)

    def show(self, fills: Sequence[Fill], changed: Collection[Fill] | None = None) -> None:
        """Show these fills of one order as they are now.

        `changed` are those that are new or have changed since the last call, and perhaps fills of other orders; `None`
        if any may have.
        """
        for _ in self.showing(fills, changed):
            pass

    def showing(self, fills: Sequence[Fill], changed: Collection[Fill] | None = None) -> Iterator[None]:
        """Do the same piece by piece; yield after each."""
        shown = self._shown
        order = fills[0].order if fills else None
        known = len(shown)
        told = () if changed is None else [fill for fill in changed if fill in shown or fill.order is order]
        is_continued = 0 < known <= len(fills) and fills[known - 1] is self._last
        if changed is None or not is_continued or known + sum(fill not in shown for fill in told) > len(fills):
            # In the last cases some have moved to another order.
            wanted, gone = list(fills), list(shown.keys() - fills)
        else:
            wanted, gone = [*filter(shown.__contains__, told), *fills[known:]], []
        self._last = fills[-1] if fills else None
        if len(gone) == len(shown):
            self.clear()
        affected: dict[Fill, None] = {}
        for fill in gone:
            affected |= self._drop(fill)
        for fill in wanted:
            self._by_id[fill.execution.exec_id] = fill
        for first in range(0, len(wanted), _PIECE):
            if first:
                yield
            for fill in wanted[first : first + _PIECE]:
                affected |= self._put(fill)
            self.merge([fill for fill in affected if fill in shown], gone)
            affected, gone = {}, []
        if affected or gone:
            self.merge([fill for fill in affected if fill in shown], gone)

    def look(self, row: int, number: int) -> CellLook:
        # Times are read from top to bottom: they stand below each other, with and without a mark.
        look = super().look(row, number)
        return look._replace(has_mark_room=self.has_groups) if number == 0 else look

    @property
    def has_combos(self) -> bool:
        """Whether any fill is one of a combo, or of its legs."""
        return ("contract", True) in self._values

    def varied(self) -> set[str]:
        """The keys of the columns in which the fills differ from each other, of those where they mostly do not."""
        numbers = Counter(key for key, _ in self._values)
        return {key for key, number in numbers.items() if number > 1} | {
            key for key, value in self._values if value is True
        }

    def _put(self, fill: Fill) -> dict[Fill, None]:
        """Note a fill that is new or has changed; return it, and those that look different by that."""
        now, before = _Shown(fill.superseded_by, _values_of(fill)), self._shown.get(fill)
        if now == before:
            return {fill: None}
        affected = self._drop(fill) if before else dict.fromkeys(self._below(fill))
        self._shown[fill] = now
        self._values.update(now.values)
        if now.superseded_by:
            self._corrects.setdefault(now.superseded_by, {})[fill] = None
        self._by_id[fill.execution.exec_id] = fill
        return {fill: None} | affected | self._newer(now)

    def _drop(self, fill: Fill) -> dict[Fill, None]:
        """Forget a fill; return those that look different by that."""
        before = self._shown.pop(fill, None)
        if before is None:
            return {}
        del self._by_id[fill.execution.exec_id]
        self._values -= Counter(before.values)
        self._corrects.get(before.superseded_by or "", {}).pop(fill, None)
        return self._newer(before)

    def _newer(self, shown: _Shown) -> dict[Fill, None]:
        """The fill that has replaced one, if it is here."""
        newer = self._by_id.get(shown.superseded_by) if shown.superseded_by else None
        return {} if newer is None else {newer: None}

    def _correction(self, fill: Fill) -> str:
        corrects = ", ".join(other.execution.exec_id for other in self._corrected_by(fill))
        by = f"corrected by {fill.superseded_by}" if fill.superseded_by else ""
        return "; ".join(filter(None, (f"corrects {corrects}" if corrects else "", by)))

    def _corrected_by(self, fill: Fill) -> list[Fill]:
        return sorted(self._corrects.get(fill.execution.exec_id, ()), key=attrgetter("serial"))

    def _top_of(self, fill: Fill) -> Fill | None:
        """The fill that this one stands below: the topmost, since there is one level below."""
        top, above = None, self._above(fill)
        while above is not None:
            top, above = above, self._above(above)
        return top

    def _above(self, fill: Fill) -> Fill | None:
        above = self._by_id.get(fill.superseded_by) if fill.superseded_by else fill.bag
        is_above = above is not None and above in self._shown and _may_be_below(fill, above)
        return above if is_above else None

    def _below(self, fill: Fill) -> list[Fill]:
        return [*fill.legs, *self._corrected_by(fill)]


def _values_of(fill: Fill) -> tuple[tuple[str, object], ...]:
    report = fill.commission
    is_of_combo = fill.combo_role is not ComboRole.NONE
    return (
        ("correction", fill.superseded_by is not None),
        ("contract", is_of_combo),
        ("side", is_of_combo),
        ("acct_number", fill.execution.acct_number),
        ("realized_pnl", report is not None and report.realized_pnl is not None),
        *((("currency", report.currency),) if report is not None else ()),
    )


def _columns(keys: Iterable[str]) -> list[Column[Fill]]:
    columns = [replace(_COLUMNS[key], width=_WIDER.get(key, _COLUMNS[key].width)) for key in keys]
    return [replace(column, text=_first_text) if column.key == "time" else column for column in columns]


def _first_text(fill: Fill) -> str:
    """The first column marks combos and their legs."""
    kind = {ComboRole.BAG: "combo", ComboRole.LEG: "leg"}.get(fill.combo_role, "")
    return "  ".join(filter(None, (_COLUMNS["time"].text(fill), kind)))


def _may_be_below(fill: Fill, above: Fill) -> bool:
    """Rules out cycles: only a leg below a combo, or a corrected fill below an uncorrected one."""
    if fill.superseded_by:
        return above.superseded_by is None and above.combo_role is fill.combo_role
    return fill.combo_role is ComboRole.LEG and above.combo_role is ComboRole.BAG
