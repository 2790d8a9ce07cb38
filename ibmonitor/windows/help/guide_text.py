"""The user guide as Markdown: `resources/guide.md`, with tables that are generated from the program."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence

from ibmonitor.assets import asset
from ibmonitor.domain.records.statuses import STATUSES
from ibmonitor.windows.menu.actions import ENTRIES, ActionEntry

OTHER_KEYS = (
    ("Enter on a row", "show it in the details"),
    ("Enter, Ctrl+Enter in Find", "open the first result; filter the table of orders by all results"),
    ("Left, Right on a combo's fill or a group order", "collapse or expand it"),
    ("Ctrl+C", "copy the selected rows with their header"),
    ("Ctrl+click on a header", "unsorted (as received)"),
    ("Ctrl+1, Ctrl+2, …", "the tabs, from the left"),
    ("Ctrl+D", "show or hide the details"),
    ("Tab, Shift+Tab", "to the next part of the window, and back"),
)
"""Keys that belong to no menu action, or to an action that another part of the window creates."""


def guide_markdown() -> str:
    """The whole guide. Raises `FileNotFoundError` if the resources are missing."""
    text = asset("guide.md").read_text(encoding="utf-8")
    statuses = [(name, status.meaning) for name, status in STATUSES.items()]
    text = text.replace("{{statuses}}", _table(("status", "what it means"), statuses))
    return text.replace("{{keys}}", _table(("keys", "what they do"), [*_menu_keys(), *OTHER_KEYS]))


def _menu_keys() -> list[tuple[str, str]]:
    return [(keys, entry.text.replace("&", "").rstrip("…")) for entry in ENTRIES if (keys := _keys(entry))]


def _keys(entry: ActionEntry) -> str:
    own = "" if entry.system_keys is None else QKeySequence(entry.system_keys).toString()
    return own or entry.shortcut


def _table(titles: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [titles, ("---", "---"), *rows]
    return "\n".join(f"| {first} | {second} |" for first, second in lines)
