"""`ChangedRows`: which records of a table have changed, or have been shown or hidden, since that was last asked. No Qt.

A record is known by its position (see `row_store.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class ChangedRows:
    """A flag by position: a byte each, however often and however long a table changes without being asked."""

    def __init__(self, shown: bytearray) -> None:
        self.start_over(shown)

    def __bool__(self) -> bool:
        """Whether there is any change."""
        return self.is_new or 1 in self._flags

    def __len__(self) -> int:
        """How many records have changed."""
        return self._flags.count(1)

    def start_over(self, shown: bytearray) -> None:
        """Any record may be shown or not: what was known of them is void, and those flagged here count as changed."""
        self.is_new = True
        """What was known is void, until this is set to `False`."""
        self._flags = shown

    def note(self, positions: Iterable[int]) -> None:
        """Note changed records."""
        flags = self._flags
        if isinstance(positions, range) and positions.step == 1:
            # New records, of which a burst has many.
            flags.extend(bytes(max(0, positions.start - len(flags))))
            flags[positions.start : positions.stop] = b"\1" * len(positions)
            return
        for position in positions:
            if position >= len(flags):
                flags.extend(bytes(position + 1 - len(flags)))
            flags[position] = 1

    def take(self) -> Iterator[int]:
        """The positions of changed records, each forgotten before the next one; more changes may be noted meanwhile."""
        flags, position = self._flags, -1
        while (position := flags.find(1, position + 1)) >= 0:
            flags[position] = 0
            yield position
