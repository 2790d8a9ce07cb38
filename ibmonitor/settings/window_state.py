"""The window's last state: geometry, current tab, and for each table its columns, order and filters.

The file may have been written by anything: what cannot be read is ignored without an error.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCryptographicHash

from ibmonitor.settings import json_file

MAX_COLUMN_WIDTH = 4000
DAMAGED_LAYOUT = "The saved layout of the window is damaged and could not be used: it starts with its first one."
MAX_ACCOUNTS = 10_000
MAX_TEXT = 256
"""Characters; a longer account or filter would make the window wider than any screen."""


@dataclass(frozen=True, slots=True)
class ColumnState:
    """One column of a header, in the order of the list. The width is in device-independent pixels."""

    key: str
    width: int
    visible: bool


@dataclass(frozen=True, slots=True)
class TableState:
    """A table's header and filters. `sort_key` is a column's key, `None` for unsorted (as received).

    `account` is read from older files only, in which each table had its own account filter.
    """

    columns: tuple[ColumnState, ...] = ()
    sort_key: str | None = None
    descending: bool = False
    text: str = ""
    account: str = ""
    show: str = ""

    @classmethod
    def from_json(cls, raw: object) -> TableState:
        values = raw if isinstance(raw, dict) else {}
        columns = values.get("columns")
        sort_key = values.get("sort_key")
        return cls(
            columns=_columns(columns) if isinstance(columns, list) else (),
            sort_key=sort_key if isinstance(sort_key, str) else None,
            descending=values.get("descending") is True,
            text=_text(values.get("text")),
            account=_text(values.get("account")),
            show=_text(values.get("show")),
        )

    def to_json(self) -> dict[str, object]:
        return {
            "columns": [{"key": c.key, "width": c.width, "visible": c.visible} for c in self.columns],
            "sort_key": self.sort_key,
            "descending": self.descending,
            "text": self.text,
            "show": self.show,
        }


@dataclass(frozen=True, slots=True)
class WindowState:
    """`geometry` and `docks` (docks and toolbars) are Qt's own bytes; empty when unknown.

    Qt does not check them: a single wrong byte in `docks` can crash the program, and would at every start. So they are
    kept with a checksum over both, and used only if it matches.
    """

    geometry: bytes = b""
    tab: str = ""
    tables: Mapping[str, TableState] = field(default_factory=dict)
    docks: bytes = b""
    accounts: tuple[str, ...] = ()
    """The accounts to which all tables are filtered; empty for all."""
    account_group: str = ""
    """The advisor's group whose members they are; empty if they were chosen one by one."""
    export_format: str = ""
    """The format of the last export; empty before the first."""
    export_all_columns: bool = False
    """Whether it was to have all columns."""
    layout: int = 1
    """The version of what `docks` describes."""
    details_wanted: bool = True
    """Whether the details are shown when something is selected."""
    details_moved: bool = False
    """Whether the user has moved the details; otherwise their place follows the window's width."""

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> WindowState:
        raw = values.get("tables")
        tables = {key: TableState.from_json(table) for key, table in raw.items()} if isinstance(raw, dict) else {}
        older = [table.account for table in tables.values()]
        geometry, docks = _bytes(values.get("geometry")), _bytes(values.get("docks"))
        if values.get("sum") != _sum(geometry, docks):
            geometry = docks = b""
        layout = values.get("layout")
        return cls(
            geometry=geometry,
            tab=_text(values.get("tab")),
            tables=tables,
            docks=docks,
            accounts=_accounts(values.get("accounts", older)),
            account_group=_text(values.get("account_group")),
            export_format=_text(values.get("export_format")),
            export_all_columns=values.get("export_all_columns") is True,
            layout=layout if type(layout) is int else 1,
            details_wanted=values.get("details_wanted") is not False,
            details_moved=values.get("details_moved") is True,
        )

    def to_json(self) -> dict[str, object]:
        return {
            "geometry": base64.b64encode(self.geometry).decode("ascii"),
            "docks": base64.b64encode(self.docks).decode("ascii"),
            "sum": _sum(self.geometry, self.docks),
            "tab": self.tab,
            "accounts": list(self.accounts),
            "account_group": self.account_group,
            "export_format": self.export_format,
            "export_all_columns": self.export_all_columns,
            "layout": self.layout,
            "details_wanted": self.details_wanted,
            "details_moved": self.details_moved,
            "tables": {key: table.to_json() for key, table in self.tables.items()},
        }


def load_window_state(path: Path) -> tuple[WindowState, list[str]]:
    """Read the window's last state; what cannot be used is ignored. Never raises."""
    loaded = json_file.load(path)
    state = WindowState.from_json(loaded.values)
    is_lost = bool(loaded.values.get("docks")) and not state.docks
    return state, [*loaded.problems, *([DAMAGED_LAYOUT] if is_lost else [])]


def save_window_state(path: Path, state: WindowState) -> list[str]:
    """Write the window's state. Returns sentences for the user."""
    return json_file.update(path, state.to_json())


def _sum(geometry: bytes, docks: bytes) -> str:
    # Qt's, since Python's loads OpenSSL: 4 MB of a start.
    data = len(geometry).to_bytes(8, "big") + geometry + docks
    return bytes(QCryptographicHash.hash(data, QCryptographicHash.Algorithm.Sha256).data()).hex()


def _columns(raw: list[object]) -> tuple[ColumnState, ...]:
    columns: dict[str, ColumnState] = {}
    for item in raw:
        if not isinstance(item, dict):
            continue
        key, width, visible = item.get("key"), item.get("width"), item.get("visible")
        if isinstance(key, str) and type(width) is int and 0 < width <= MAX_COLUMN_WIDTH and isinstance(visible, bool):
            columns.setdefault(key, ColumnState(key, width, visible))
    return tuple(columns.values())


def _accounts(raw: object) -> tuple[str, ...]:
    texts = map(_text, raw[:MAX_ACCOUNTS] if isinstance(raw, list) else ())
    return tuple(dict.fromkeys(filter(None, texts)))


def _text(raw: object) -> str:
    return raw if isinstance(raw, str) and len(raw) <= MAX_TEXT and _is_whole(raw) else ""


def _is_whole(text: str) -> bool:
    """Whether it has no lone surrogate, which Qt cannot show."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _bytes(raw: object) -> bytes:
    try:
        return base64.b64decode(raw if isinstance(raw, str) else "", validate=True)
    except (binascii.Error, ValueError):
        return b""
