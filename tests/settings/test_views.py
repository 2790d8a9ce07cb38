"""Saved views on disk, and their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ibmonitor.settings.views import LONGEST_NAME, Views, load_views, save_views
from ibmonitor.settings.window_state import ColumnState, TableState

WORKING = TableState(
    (ColumnState("perm_id", 80, True), ColumnState("tif", 40, False)), "perm_id", True, "AAPL", show="working"
)
VIEWS = (
    Views()
    .saved("orders", "Working", WORKING)
    .saved("orders", "All", TableState())
    .saved("fills", "Working", TableState())
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    assert load_views(path) == (Views(), [])
    assert save_views(path, VIEWS) == []
    loaded, problems = load_views(path)
    assert problems == []
    assert loaded.names("orders") == ("Working", "All")
    assert loaded.view("orders", "working ") == WORKING
    assert loaded.names("messages") == ()
    assert path.stat().st_mode & 0o077 == 0


def test_views_are_replaced_renamed_and_deleted_in_their_place() -> None:
    views = VIEWS.saved("orders", "WORKING", TableState(text="x"))
    assert views.names("orders") == ("WORKING", "All")
    assert views.renamed("orders", "working", "Mine").names("orders") == ("Mine", "All")
    assert views.without("orders", "working").names("orders") == ("All",)
    assert VIEWS.names("orders") == ("Working", "All"), "a view is a value"


@pytest.mark.parametrize(
    ("name", "but", "why"),
    [
        ("", "", "Enter a name"),
        ("  ", "", "Enter a name"),
        ("x" * (LONGEST_NAME + 1), "", "at most"),
        ("a\tb", "", "visible"),
        ("ALL", "", "already"),
        ("ALL", "All", ""),
        ("Other", "", ""),
    ],
)
def test_names_that_are_refused(name: str, but: str, why: str) -> None:
    problem = VIEWS.name_problem("orders", name, but)
    assert why in problem
    assert bool(problem) == bool(why)


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"views": 3}', '{"views": {"orders": 3}}', '{"views": {"orders": [{"name": 3}, {"columns": 5}]}}'],
)
def test_damaged_files_never_raise_and_are_reported(tmp_path: Path, text: str) -> None:
    path = tmp_path / "views.json"
    path.write_text(text)
    views, problems = load_views(path)
    assert views.names("orders") == ()
    assert problems


def test_a_view_of_a_newer_program_keeps_what_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    path.write_text(json.dumps({"views": {"orders": [{"name": "New", "sort_key": "tif", "heat": 3, "columns": "?"}]}}))
    views, _ = load_views(path)
    assert views.view("orders", "New") == TableState(sort_key="tif")
