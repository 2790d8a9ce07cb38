"""Settings on disk: every damage gives defaults and a message, and loses nothing."""

import json
import os
import stat
from pathlib import Path

import pytest

from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_nothing_saved_yet_is_no_problem(path: Path) -> None:
    assert load_settings(path) == (Settings(), [])
    assert not path.parent.exists()


def test_what_is_saved_is_loaded(path: Path) -> None:
    settings = Settings(host="tws.example.org", port=4001, client_id=0, auto_bind=True, zone="Asia/Tokyo")
    assert save_settings(path, settings) == []
    assert load_settings(path) == (settings, [])


def test_files_are_private(path: Path) -> None:
    # Windows has no such modes: there the user's profile directory is what is private.
    file_mode, directory_mode = (0o666, 0o777) if os.name == "nt" else (0o600, 0o700)
    assert save_settings(path, Settings()) == []
    assert stat.S_IMODE(path.stat().st_mode) == file_mode
    assert stat.S_IMODE(path.parent.stat().st_mode) == directory_mode


def test_keys_of_a_newer_version_are_kept(path: Path) -> None:
    write(path, json.dumps({"port": 4002, "color_of_the_sky": [1, {"a": None}]}))
    settings, messages = load_settings(path)
    assert messages == []
    assert save_settings(path, settings) == []
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["color_of_the_sky"] == [1, {"a": None}]
    assert kept["port"] == 4002


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "7497"),
        ("port", 7496.0),
        ("port", True),
        ("port", None),
        ("port", 70_000),
        ("client_id", -1),
        ("client_id", 10**30),
        ("auto_bind", 1),
        ("is_master", "yes"),
        ("host", 5),
        ("host", ""),
        ("host", ["127.0.0.1"]),
        ("zone", "Mars/Olympus"),
        ("zone", {}),
    ],
)
def test_one_wrong_value_falls_back_alone_and_is_named(path: Path, key: str, value: object) -> None:
    write(path, json.dumps({"refresh_seconds": 33, key: value}))
    settings, messages = load_settings(path)
    assert settings == Settings(refresh_seconds=33)
    assert len(messages) == 1
    assert f"({key})" in messages[0]


def test_auto_bind_without_client_0_is_switched_off_and_reported(path: Path) -> None:
    write(path, json.dumps({"client_id": 5, "auto_bind": True}))
    settings, messages = load_settings(path)
    assert settings == Settings(client_id=5)
    assert "(auto_bind)" in messages[0]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1, 2]",
        "null",
        '"text"',
        b"\xff\xfe\x00broken",
        b"\x00" * 100,
        "[" * 100_000,
        '{"port": ' + "9" * 5000 + "}",
    ],
)
def test_a_damaged_file_is_set_aside_with_a_message(path: Path, content: str | bytes) -> None:
    write(path, content)
    original = path.read_bytes()
    settings, messages = load_settings(path)
    assert settings == Settings()
    assert len(messages) == 1
    assert "settings.damaged-1.json" in messages[0]
    assert not path.exists()
    assert (path.parent / "settings.damaged-1.json").read_bytes() == original


def test_files_set_aside_earlier_are_never_overwritten(path: Path) -> None:
    for content in ("first", "second", "third"):
        write(path, content)
        load_settings(path)
    kept = {p.name: p.read_text(encoding="utf-8") for p in path.parent.iterdir()}
    assert kept == {
        "settings.damaged-1.json": "first",
        "settings.damaged-2.json": "second",
        "settings.damaged-3.json": "third",
    }


def test_damage_found_while_saving_is_set_aside_too(path: Path) -> None:
    write(path, "{")
    messages = save_settings(path, Settings(port=4001))
    assert "damaged-1" in messages[0]
    assert load_settings(path) == (Settings(port=4001), [])


def test_a_file_that_cannot_be_read_is_reported_and_not_overwritten(path: Path) -> None:
    path.mkdir(parents=True)
    settings, messages = load_settings(path)
    assert settings == Settings()
    assert "cannot be read" in messages[0]
    assert "cannot be read" in save_settings(path, Settings())[0]
    assert path.is_dir()


def test_a_directory_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert any("cannot be" in m for m in save_settings(tmp_path / "file" / "x" / "settings.json", Settings()))


def test_a_full_disk_leaves_the_old_file_and_no_litter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert save_settings(path, Settings(port=4001)) == []

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "no space left" in save_settings(path, Settings(port=4002))[0]
    assert load_settings(path)[0].port == 4001
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_damage_that_cannot_be_set_aside_is_left_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, "precious")

    def refuse(_: Path, __: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    settings, messages = load_settings(path)
    assert settings == Settings()
    assert "permission denied" in messages[0]
    assert save_settings(path, Settings()) == messages
    assert path.read_text(encoding="utf-8") == "precious"


def test_what_another_window_has_saved_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(path, Settings(port=4001, client_id=5))
    save_settings(path, Settings(port=7496, zone="Europe/Berlin"), {"zone"})
    assert load_settings(path) == (Settings(port=4001, client_id=5, zone="Europe/Berlin"), [])


@pytest.mark.parametrize(
    ("key", "value"),
    [("port", "7496"), ("host", "a." * 2_000_000 + "a"), ("zone", "x" * 300), ("refresh_seconds", 1e3)],
)
def test_a_setting_that_could_not_be_used_is_kept_before_it_is_overwritten(
    tmp_path: Path, key: str, value: object
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"client_id": 12, key: value}))
    before = path.read_bytes()
    settings, (message,) = load_settings(path)
    assert settings == Settings(client_id=12)
    assert f"({key})" in message
    assert len(message) < 400
    (sentence,) = save_settings(path, settings)
    assert "settings.before-1.json" in sentence
    assert (tmp_path / "settings.before-1.json").read_bytes() == before
    assert load_settings(path) == (settings, [])
