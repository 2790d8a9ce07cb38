"""The item data roles and the tones the tables speak in. A tone is a name; the windows turn it into a colour."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt

_FIRST: Final = int(Qt.ItemDataRole.UserRole)

ToneRole: Final = _FIRST + 1
"""`Tone` of the cell: its own, or else that of its row."""
RowToneRole: Final = _FIRST + 2
"""`Tone` of the whole row, whatever the cell's own is: a done order, a superseded fill."""
RecordRole: Final = _FIRST + 3
"""The record (`domain/records/records.py`) the row shows."""
DecimalsRole: Final = _FIRST + 4
"""How many decimals the cells of this column are to be aligned at; `None` for what is no decimal number."""

Tone = Literal["", "good", "bad", "warning", "pending", "stale", "done", "superseded", "buy", "sell"]
