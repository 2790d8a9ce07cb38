"""Saved views: the columns, order and filters of a table under a name. A value; a change is a new one.

The file may have been written by anything: entries that cannot be read are ignored, with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ibmonitor.settings import json_file
from ibmonitor.settings.window_state import TableState

LONGEST_NAME = 60
MOST = 100
"""Views of one table."""

Named = tuple[tuple[str, TableState], ...]


@dataclass(frozen=True, slots=True)
class Views:
    """The views of each table, by the table's key, oldest first. Names differ by more than case."""

    of_table: Mapping[str, Named] = field(default_factory=dict)

    def names(self, table: str) -> tuple[str, ...]:
        return tuple(name for name, _ in self.of_table.get(table, ()))

    def view(self, table: str, name: str) -> TableState | None:
        """The view with this name, ignoring case; `None` if there is none."""
        wanted = name.strip().casefold()
        return next((view for own, view in self.of_table.get(table, ()) if own.casefold() == wanted), None)

    def saved(self, table: str, name: str, view: TableState) -> Views:
        """With this view, which replaces one of the same name."""
        name = name.strip()
        known = self.of_table.get(table, ())
        if self.view(table, name) is None:
            return self._with(table, (*known, (name, view)))
        return self._with(table, tuple((name, view) if _same(own, name) else (own, old) for own, old in known))

    def renamed(self, table: str, name: str, new: str) -> Views:
        """With a view renamed in its place."""
        known = self.of_table.get(table, ())
        return self._with(table, tuple((new.strip() if _same(own, name) else own, view) for own, view in known))

    def without(self, table: str, name: str) -> Views:
        """Without the view of this name."""
        return self._with(table, tuple(each for each in self.of_table.get(table, ()) if not _same(each[0], name)))

    def name_problem(self, table: str, name: str, but: str = "") -> str:
        """Why a view cannot have this name, ignoring the view `but`; empty when it can."""
        name = name.strip()
        if not name:
            return "Enter a name."
        if len(name) > LONGEST_NAME:
            return f"A name has at most {LONGEST_NAME} characters."
        if not name.isprintable():
            return "Use visible characters only."
        if not _same(name, but) and self.view(table, name) is not None:
            return f"There is a view “{name}” already."
        return ""

    def _with(self, table: str, views: Named) -> Views:
        return Views({**self.of_table, table: views})


def load_views(path: Path) -> tuple[Views, list[str]]:
    """Read the views, with a sentence if the file or a part of it could not be used. Never raises."""
    loaded = json_file.load(path)
    views, unknown = _understood(loaded.values)
    messages = loaded.problems
    if unknown:
        messages.append(f"{path.name}: some of the saved views cannot be used and are ignored.")
    return views, messages


def save_views(path: Path, views: Views) -> list[str]:
    """Write the views; a file with unknown entries is copied first. Returns sentences for the user."""
    values = {
        table: [{"name": name, **view.to_json()} for name, view in named] for table, named in views.of_table.items()
    }
    return json_file.update(path, {"views": values}, lambda values: _understood(values)[1])


def _understood(values: Mapping[str, object]) -> tuple[Views, bool]:
    """The views, and whether there are entries that are not views."""
    raw = values.get("views", {})
    if not isinstance(raw, dict):
        return Views(), True
    of_table: dict[str, Named] = {}
    unknown = False
    for table, named in raw.items():
        of_table[table], is_whole = _of_one_table(named)
        unknown = unknown or not is_whole
    return Views(of_table), unknown


def _of_one_table(raw: object) -> tuple[Named, bool]:
    """The views of a table, and whether every entry is one."""
    views, is_whole = Views(), True
    for entry in raw if isinstance(raw, list) else [None]:
        name = entry.get("name") if isinstance(entry, dict) else None
        if len(views.names("")) >= MOST or not isinstance(name, str) or views.name_problem("", name):
            is_whole = False
        else:
            views = views.saved("", name, TableState.from_json(entry))
    return views.of_table.get("", ()), is_whole


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
