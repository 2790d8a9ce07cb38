"""The item data roles and the tones of the tables. A tone is a name; the windows map it to a color."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt

_FIRST: Final = int(Qt.ItemDataRole.UserRole)

ToneRole: Final = _FIRST + 1
"""`Tone` of the cell: its own, otherwise that of its row."""
RowToneRole: Final = _FIRST + 2
"""`Tone` of the whole row, whatever the tone of the cell: a done order, a superseded fill."""
RecordRole: Final = _FIRST + 3
"""The record (`domain/records/records.py`) the row shows."""

Tone = Literal["", "good", "bad", "warning", "pending", "stale", "done", "superseded", "buy", "sell"]
