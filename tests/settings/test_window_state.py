"""The window's last state comes back; what in its file cannot be used is ignored."""

import base64
import json
from pathlib import Path

import pytest

from ibmonitor.settings.window_state import (
    DAMAGED_LAYOUT,
    ColumnState,
    TableState,
    WindowState,
    load_window_state,
    save_window_state,
)

LEFT = WindowState(b"geometry", "fills", {"orders": TableState(text="AAPL")}, b"docks")


def test_the_window_state_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "state" / "window.json"
    table = TableState((ColumnState("symbol", 80, True),), "symbol", True, "it's [x]", "", "working")
    accounts = ("DU1", "DU2")
    state = WindowState(
        b"\x00\x01geometry",
        "fills",
        {"orders": table},
        b"\x02docks",
        accounts,
        "Family",
        "csv",
        export_all_columns=True,
    )
    assert load_window_state(path) == (WindowState(), [])
    assert save_window_state(path, state) == []
    assert load_window_state(path) == (state, [])


@pytest.mark.parametrize(
    "raw",
    [
        {"geometry": 5, "tab": [], "tables": 3, "docks": {}},
        {"geometry": "not base64!", "tab": None, "tables": []},
        {"geometry": "é", "tables": None},
        {"accounts": {"DU1": 1}, "account_group": ["Family"]},
        {"accounts": "DU1", "account_group": 5},
        {"export_format": 5, "export_all_columns": "yes"},
    ],
)
def test_values_of_wrong_types_give_the_default(tmp_path: Path, raw: object) -> None:
    path = tmp_path / "window.json"
    path.write_text(json.dumps(raw))
    assert load_window_state(path) == (WindowState(), [])


@pytest.mark.parametrize(
    ("raw", "accounts"),
    [
        ({"accounts": ["DU1", 5, "", None, "W" * 257, "\ud800", "DU2", "DU1"]}, ("DU1", "DU2")),
        ({"tables": {"fills": {"account": "DU3"}, "orders": {"account": ""}}}, ("DU3",)),
        ({"tables": {"fills": {"account": "DU3"}}, "accounts": []}, ()),
    ],
    ids=["bad ones are left out", "an older file has one for each table", "a newer file has none"],
)
def test_accounts_chosen_come_back(tmp_path: Path, raw: object, accounts: tuple[str, ...]) -> None:
    path = tmp_path / "window.json"
    path.write_text(json.dumps(raw))
    state, messages = load_window_state(path)
    assert (state.accounts, messages) == (accounts, [])


def test_wrong_columns_are_ignored_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    columns: list[object] = [
        {"key": "a", "width": 0, "visible": True},
        {"key": "b", "width": True, "visible": True},
        {"key": "c", "width": 90, "visible": 1},
        {"width": 90, "visible": True},
        "d",
        {"key": "e", "width": 10**9, "visible": True},
        {"key": "f", "width": 90, "visible": False},
        {"key": "f", "width": 10, "visible": True},
    ]
    path.write_text(
        json.dumps({"tables": {"orders": {"columns": columns, "sort_key": 4, "descending": 1}, "fills": 0}})
    )
    state, messages = load_window_state(path)
    assert messages == []
    assert state.tables == {"orders": TableState((ColumnState("f", 90, False),)), "fills": TableState()}


def test_a_damaged_window_state_gives_defaults_and_a_message(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text("}")
    state, messages = load_window_state(path)
    assert state == WindowState()
    assert "window.damaged-1.json" in messages[0]


@pytest.mark.parametrize("text", ["W" * 257, "\ud800", 5, None])
def test_texts_that_no_window_can_show_are_ignored(tmp_path: Path, text: object) -> None:
    path = tmp_path / "window.json"
    table = {"text": text, "account": text, "show": text}
    path.write_text(json.dumps({"tab": text, "tables": {"orders": table}}))
    assert load_window_state(path) == (WindowState(tables={"orders": TableState()}), [])


@pytest.mark.parametrize("name", ["geometry", "docks"])
@pytest.mark.parametrize("change", [b"", b"A", b"\0" * 9, None], ids=repr)
def test_places_of_docks_are_used_only_as_they_were_written(tmp_path: Path, name: str, change: bytes | None) -> None:
    """Qt crashes on some that were not."""
    path = tmp_path / "window.json"
    assert save_window_state(path, LEFT) == []
    values = json.loads(path.read_bytes())
    path.write_text(json.dumps({**values, name: change if change is None else base64.b64encode(change).decode()}))
    assert load_window_state(path)[0] == WindowState(tab=LEFT.tab, tables=LEFT.tables)


def test_a_damaged_layout_is_replaced_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    assert save_window_state(path, WindowState(geometry=b"g", docks=b"d", tab="fills")) == []
    assert load_window_state(path)[1] == []
    path.write_text(path.read_text().replace('"docks": "ZA=="', '"docks": "ZQ=="'))
    state, problems = load_window_state(path)
    assert (state.docks, state.geometry, state.tab) == (b"", b"", "fills")
    assert problems == [DAMAGED_LAYOUT]
