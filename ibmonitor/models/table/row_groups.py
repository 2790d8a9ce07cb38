"""`RowGroups`: which rows are children of which other row, and stand directly below it. Knows positions only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")


class RowGroups:
    """Rows (children) that follow another row (their parent) wherever it stands. A child has no children."""

    def __init__(self) -> None:
        self.parents: dict[int, int] = {}
        """The parent's position by its child's."""
        self.children: dict[int, list[int]] = {}
        """Positions of children, in order of arrival, by their parent's."""
        self.expanded: set[int] = set()
        """Positions of the parents whose children are shown."""

    def __bool__(self) -> bool:
        return bool(self.parents)

    def __contains__(self, position: int) -> bool:
        return position in self.parents or position in self.children

    def clear(self) -> None:
        self.parents.clear()
        self.children.clear()
        self.expanded.clear()

    def head(self, position: int) -> int:
        """The parent of a child; any other row itself."""
        return self.parents.get(position, position)

    def rank(self, position: int) -> tuple[int, int]:
        """The order of rows with equal keys: a parent comes first, then its children."""
        return rank_below(self.parents.get(position), position)

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
        """Insert the children that are `live` after their parents in `ordered`, which has no children."""
        result: list[int] = []
        children = self.children
        for position in ordered:
            result.append(position)
            if position in children:
                result += [child for child in children[position] if live[child]]
        return result


def rank_below(parent: int | None, position: int) -> tuple[int, int]:
    """`RowGroups.rank` of a row that has this parent."""
    return (position, -1) if parent is None else (parent, position)


class Grouping(NamedTuple, Generic[R]):
    """Which records stand below which, and where that is shown."""

    parent_of: Callable[[R], R | None]
    children_of: Callable[[R], Sequence[R]]
    column: str
    """The key of the column that shows the expand mark and the indentation."""
    noun: str
    """What a parent is, for screen readers: a combo."""
    child_noun: str

    def accessible_text(self, text: str, children: int, *, is_open: bool) -> str:
        """What a screen reader announces for a parent, whose cell shows `text`."""
        words = [text] if text.endswith(self.noun) else [text, self.noun]
        words.append(f"{children} {self.child_noun}{'' if children == 1 else 's'}")
        return ", ".join([*words, "expanded" if is_open else "collapsed"])

    def accessible_child_text(self, text: str) -> str:
        return f"{text}, {self.child_noun} of a {self.noun}"
