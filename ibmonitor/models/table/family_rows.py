"""`FamilyRows`: rows that stand directly below those they are part of, and are seen when these are expanded.

A table without `Grouping` pays nothing for it. What the filters let through is decided above, in `record_table.py`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject

from ibmonitor.models.table.column import Column
from ibmonitor.models.table.column_model import CellLook
from ibmonitor.models.table.ordered_rows import OrderedRows, Record
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.row_groups import Grouping

R = TypeVar("R", bound=Record)


class FamilyRows(OrderedRows[R]):
    """Ordered rows, some of which may be expanded."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        parent: QObject | None = None,
        *,
        row_tone: Callable[[R], Tone] | None = None,
        grouping: Grouping[R] | None = None,
    ) -> None:
        super().__init__(columns, parent, row_tone=row_tone)
        self._grouping = grouping
        self._tree_column = self.column_number(grouping.column) if grouping else -1

    # What the filters say

    @property
    @abstractmethod
    def _has_text_filter(self) -> bool:
        """Whether texts are searched: what is found is shown though its parent be collapsed."""

    @abstractmethod
    def _is_allowed(self, position: int) -> bool:
        """Whether all filters but that of the texts let a record through."""

    @abstractmethod
    def _passes(self, position: int) -> bool:
        """Whether all filters let a record through."""

    @abstractmethod
    def _finish_change(self) -> None:
        """Announce that a change is complete, and whether there are more or fewer rows now."""

    # What the views ask

    @property
    def has_families(self) -> bool:
        """Whether any row can be expanded."""
        return bool(self._families)

    def is_expandable(self, record: R) -> bool:
        """Whether other records stand below this one."""
        return self._position(record) in self._families.children

    def is_expanded(self, record: R) -> bool:
        """Whether the records below this one are seen where no filter hides them."""
        return self._position(record) in self._families.expanded

    def parent_record(self, record: R) -> R | None:
        """The record this one stands below; `None` where it stands for itself."""
        parent = self._families.parents.get(self._position(record))
        return None if parent is None else self._records[parent]

    def set_expanded(self, record: R, expanded: bool) -> None:
        """Show or hide what stands below a record. What the text filter finds is shown all the same."""
        position = self._position(record)
        if position >= 0 and (position in self._families.expanded) != expanded:
            self._families.expanded ^= {position}
            self._regroup({position} & self._families.children.keys())
            self._finish_change()

    def set_all_expanded(self, expanded: bool) -> None:
        """Show or hide what stands below any record there is by now."""
        parents = set(self._families.children)
        self._families.expanded = parents if expanded else set()
        self._regroup(parents)
        self._finish_change()

    def reveal(self, record: R) -> None:
        """Expand what hides a record."""
        parent = self.parent_record(record)
        if parent is not None:
            self.set_expanded(parent, expanded=True)

    @property
    def shown_count(self) -> int:
        """How many records the filters let through: the rows, and what is hidden by being collapsed."""
        return len(self._rows) + sum(len(self._folded(parent)) for parent in self._families.children)

    def visible_records(self) -> list[R]:
        """What the filters let through, in the order it is shown in, with what is hidden by being collapsed."""
        if not self._families:
            return super().visible_records()
        found: list[R] = []
        for position in self._rows.positions:
            found.append(self._records[position])
            if position in self._families.children:
                found += [self._records[child] for child in self._folded(position)]
        return found

    def look(self, row: int, number: int) -> CellLook:
        look = super().look(row, number)
        if number != self._tree_column or not self._families:
            return look
        position = self._rows.positions[row]
        if position in self._families.children:
            return look._replace(mark="▾" if self._is_open(position) else "▸")
        return look._replace(is_indented=position in self._families.parents)

    def accessible_text(self, row: int, number: int) -> str:
        if number != self._tree_column or not self._families or self._grouping is None:
            return ""
        position = self._rows.positions[row]
        text = self.columns[number].text(self._records[position])
        noun, child_noun = self._grouping.noun, self._grouping.child_noun
        children = self._families.children.get(position)
        if children:
            words = [text] if text.endswith(noun) else [text, noun]
            words.append(f"{len(children)} {child_noun}{'' if len(children) == 1 else 's'}")
            return ", ".join([*words, "expanded" if self._is_open(position) else "collapsed"])
        return f"{text}, {child_noun} of a {noun}" if position in self._families.parents else ""

    # How families are shown

    def _is_open(self, parent: int) -> bool:
        return parent in self._families.expanded or any(self._shown[each] for each in self._families.children[parent])

    def _folded(self, parent: int) -> list[int]:
        """The children that only their parent's being collapsed hides."""
        if self._has_text_filter or parent in self._families.expanded or not self._shown[parent]:
            return []
        return [
            child
            for child in self._families.children[parent]
            if self._live[child] and not self._shown[child] and self._passes(child)
        ]

    # Who belongs to whom

    def _relate(self, records: Iterable[R]) -> None:
        """Put records that are new or different, or gone, where their families are now."""
        if self._grouping:
            self._regroup(self._kin_of(self._grouping, records))

    def _relate_all(self) -> None:
        """Note the families of records that have just been taken in, before they are put in order."""
        if self._grouping:
            self._kin_of(self._grouping, self._records)
            self._share_keys()

    def _update_families(self, positions: list[int]) -> list[int]:
        """Put those of the changed records that have families where they belong; return the others."""
        families = self._families
        self._regroup({position for position in positions if position in families})
        return [position for position in positions if position not in families]

    def _kin_of(self, grouping: Grouping[R], records: Iterable[R]) -> set[int]:
        """Find who is concerned by what has changed, and note who stands below whom now."""
        kin: set[int] = set()
        families = self._families
        for record in records:
            parent, children = grouping.parent_of(record), grouping.children_of(record)
            if parent is None and not children and not families:
                continue
            position = self._position(record)
            if parent is not None or children or position in families:
                parts = [record, *children] if parent is None else [record, parent, *children]
                kin.update(map(self._position, parts))
                kin.update(families.children.get(position, ()))
                kin.add(families.parents.get(position, position))
        kin.discard(-1)
        for position in kin:
            above = grouping.parent_of(self._records[position]) if self._live[position] else None
            parent_position = -1 if above is None else self._position(above)
            is_there = parent_position >= 0 and self._live[parent_position]
            families.set_parent(position, parent_position if is_there else None)
        return kin

    def _regroup(self, kin: set[int]) -> None:
        """Put records where their families are, and show those that are to be seen."""
        if not kin:
            return
        families = self._families
        kin = kin.union(*(families.children.get(position, ()) for position in kin))
        self._put_again(kin)
        shown = self._shown[:]
        for position in kin:
            if position not in families:
                shown[position] = self._live[position] and self._passes(position)
        for head in {families.parents.get(position, position) for position in kin}:
            self._judge(head, shown)
        self._show(shown)
        self._announce([position for position in kin if self._shown[position]])

    def _judge_all(self, flags: bytearray) -> None:
        """Decide which of each family are shown."""
        for head in self._families.children:
            self._judge(head, flags)

    def _judge(self, head: int, flags: bytearray) -> None:
        """Decide which of a family are shown: never is a record hidden that the text filter finds."""
        children = self._families.children.get(head)
        if children is None:
            return
        allowed = self._is_allowed(head)
        is_open = self._has_text_filter or head in self._families.expanded or not allowed
        found = [self._live[child] and self._passes(child) for child in children]
        for child, is_found in zip(children, found, strict=True):
            flags[child] = is_found and is_open
        flags[head] = allowed and (self._passes(head) or any(found))
