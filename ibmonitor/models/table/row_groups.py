"""`RowGroups`: which rows stand directly below which other row. Knows positions only, as `row_order.py` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")


class RowGroups:
    """Rows (children) that follow another (their parent) wherever that stands. A child has no children."""

    def __init__(self) -> None:
        self.parents: dict[int, int] = {}
        """The parent's position by its child's."""
        self.children: dict[int, list[int]] = {}
        """Positions of children, in order of arrival, by their parent's."""
        self.expanded: set[int] = set()
        """Positions of the parents whose children are to be seen."""

    def __bool__(self) -> bool:
        return bool(self.parents)

    def __contains__(self, position: int) -> bool:
        return position in self.parents or position in self.children

    def rank(self, position: int) -> tuple[int, int]:
        """What decides between equal keys: the parent comes first, then its children."""
        parent = self.parents.get(position)
        return (position, -1) if parent is None else (parent, position)

    def set_parent(self, position: int, parent: int | None) -> None:
        """Make a row the child of another, or of none."""
        before = self.parents.pop(position, None)
        if before is not None:
            siblings = self.children[before]
            siblings.remove(position)
            if not siblings:
                del self.children[before]
        if parent is not None:
            self.parents[position] = parent
            self.children[parent] = sorted((*self.children.get(parent, ()), position))

    def with_children(self, ordered: Iterable[int], live: bytearray) -> list[int]:
        """Put the children that are `live` behind their parents in `ordered`, which has none."""
        result: list[int] = []
        children = self.children
        for position in ordered:
            result.append(position)
            if position in children:
                result += [child for child in children[position] if live[child]]
        return result


class Grouping(NamedTuple, Generic[R]):
    """How records tell who stands below whom, and where that is shown."""

    parent_of: Callable[[R], R | None]
    children_of: Callable[[R], Sequence[R]]
    column: str
    """The key of the column that bears the mark and the indentation."""
    noun: str
    """What a parent is, for screen readers: a combo."""
    child_noun: str
