"""Follows what a table says of the records that change, as a footer does."""

from __future__ import annotations

from typing import Any

from ibmonitor.models.table.record_table import RecordTable


class FollowedRows:
    def __init__(self, table: RecordTable[Any]) -> None:
        self._table = table
        self._changes = table.watch_rows()
        self._found: dict[Any, object] = {}

    def check(self) -> None:
        """All changes together lead to the records that the table shows, as they are now."""
        if self._changes.is_new:
            self._changes.is_new = False
            self._found.clear()
        for record, is_shown in self._table.take_changed(self._changes):
            self._found.pop(record, None)
            if is_shown:
                self._found[record] = record.name, record.size
        assert not self._changes
        assert self._found == {record: (record.name, record.size) for record in self._table.visible_records()}
