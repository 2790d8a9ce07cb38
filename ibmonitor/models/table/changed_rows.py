"""`ChangedRows`: which records of a table have changed, or have been shown or hidden, since that was last asked. No Qt.

A record is known by its position (see `row_store.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

_NOWHERE = 1 << 62


class ChangedRows:
    """A flag by position: a byte each, however often and however long a table changes without being asked."""

    def __init__(self, shown: bytearray) -> None:
        self.start_over(shown)

    def __bool__(self) -> bool:
        """Whether there is any change."""
        return self.is_new or self._flags.find(1, self._first, self._end) >= 0

    def __len__(self) -> int:
        """How many records have changed."""
        return self._flags.count(1, self._first, self._end)

    def start_over(self, shown: bytearray) -> None:
        """Any record may be shown or not: what was known of them is void, and those flagged here count as changed."""
        self.is_new = True
        """What was known is void, until this is set to `False`."""
        self._flags = shown
        self._first, self._end = 0, len(shown)
        """Between them are all that have changed: a look at the flags of a million records would take longer."""

    def note(self, positions: Collection[int]) -> None:
        """Note changed records."""
        if not positions:
            return
        # New records, of which a burst has many, are a run.
        if isinstance(positions, range) and positions.step == 1:
            is_run, first, last = True, positions[0], positions[-1]
        else:
            is_run, first, last = False, min(positions), max(positions)
        self._first, self._end = min(self._first, first), max(self._end, last + 1)
        flags = self._flags
        flags.extend(bytes(max(0, last + 1 - len(flags))))
        if is_run:
            flags[first : last + 1] = b"\1" * len(positions)
        else:
            for position in positions:
                flags[position] = 1

    def take(self) -> Iterator[int]:
        """The positions of changed records, each forgotten before the next one; more changes may be noted meanwhile."""
        while (position := self._flags.find(1, self._first, self._end)) >= 0:
            self._flags[position] = 0
            self._first = position + 1
            yield position
        self._first, self._end = _NOWHERE, 0
