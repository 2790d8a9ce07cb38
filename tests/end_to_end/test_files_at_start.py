"""The program starts and works whatever has become of its files, and says in the window what is wrong with them."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import json
import os
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import Settings
from ibmonitor.simulator.scenarios.quiet import Quiet
from ibmonitor.simulator.server.server import SimulatedTws
from tests.support.any_json import json_texts
from tests.support.examples import examples
from tests.support.label_texts import shown_text
from tests.support.programs import Programs
from tests.support.waiting import until

NAMES = ("settings.json", "state/window.json", "state/queries.json")


def works_and_shows(programs: Programs, *parts: str) -> None:
    """Start, see the orders of a TWS and a message with each of the parts, and end."""

    async def work() -> None:
        program = await programs.connected(port=await SimulatedTws(Quiet()).start())
        await until(lambda: program.tables.orders.total_count == 4)
        shown = [message.plain for message in program.tables.messages.visible_records()]
        for part in parts:
            assert any(part in sentence for sentence in shown), shown
        assert program.window.isVisible()
        assert any(part in shown_text(program.window._strip) for part in parts)

    programs.run(work)


@pytest.fixture
def place(programs: Programs) -> Path:
    programs.place.mkdir()
    return programs.place


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[]", b"[" * 100_000], ids=lambda c: str(c[:4]))
def test_all_three_damaged(programs: Programs, place: Path, content: bytes) -> None:
    (place / "state").mkdir()
    for name in NAMES:
        (place / name).write_bytes(content)
    asides = [str(Path(name).with_suffix(".damaged-1.json").name) for name in NAMES]
    works_and_shows(programs, *asides)
    for name in NAMES:
        assert (place / name).with_suffix(".damaged-1.json").read_bytes() == content


def test_pipes_in_their_places(programs: Programs, place: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes in the file system of Windows")
    (place / "state").mkdir()
    for name in NAMES:
        os.mkfifo(place / name)
    works_and_shows(programs, *(f"{place / name} cannot be read" for name in NAMES))
    assert all((place / name).is_fifo() for name in NAMES)


def test_directories_in_their_places(programs: Programs, place: Path) -> None:
    for name in NAMES:
        (place / name).mkdir(parents=True)
    works_and_shows(programs, *(f"{place / name} cannot be read" for name in NAMES))


def test_a_file_in_place_of_the_directory(programs: Programs, place: Path) -> None:
    place.rmdir()
    place.write_text("in the way")
    works_and_shows(programs, "cannot be read")
    assert place.read_text() == "in the way"


def test_files_of_a_newer_version(programs: Programs, place: Path) -> None:
    (place / "state").mkdir()
    for name in NAMES:
        (place / name).write_text(json.dumps({"version": 2, "client_id": 17, "news": [1]}))
    newer = (place / NAMES[0]).read_bytes()
    works_and_shows(programs, "newer version")
    # Nobody has changed a setting: that file is as it was. The others are written at the end, and kept before.
    assert (place / NAMES[0]).read_bytes() == newer
    for name in NAMES[1:]:
        assert (place / name).with_suffix(".newer-1.json").read_bytes() == newer
        assert json.loads((place / name).read_bytes())["version"] == 1


def test_a_full_disk_while_a_setting_is_changed(
    programs: Programs, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    save_settings(place / "settings.json", Settings(client_id=17))

    async def work() -> None:
        program = programs.started()
        monkeypatch.setattr(tempfile, "mkstemp", full)
        program.window.settings_accepted.emit(dataclasses.replace(program.settings, refresh_seconds=60))
        await until(lambda: "no space left on device" in shown_text(program.window._strip))
        assert program.settings.refresh_seconds == 60

    programs.run(work)
    assert load_settings(place / "settings.json") == (Settings(client_id=17), [])
    assert not (place / "state" / "window.json").exists()


KEYS = {
    "settings.json": ("port", "host", "zone", "hide_accounts", "show_aliases", "log_level", "connect_at_start"),
    "profiles.json": ("profiles",),
    "views.json": ("views",),
    "state/window.json": ("tab", "tables", "accounts", "account_group", "geometry", "docks"),
    "state/queries.json": ("queries",),
    "state/pseudonyms.json": ("secret",),
}
LIKELY = ("orders", "fills", "columns", "symbol", "text", "show", "working", "name", "color", "sort_key", "AAPL", "U1")
TABLE = '{{"orders": {0}, "fills": {{"columns": [{{"key": {0}, "width": 90, "visible": true}}], "text": {0}}}}}'


def any_files() -> st.SearchStrategy[dict[str, str]]:
    """All files, each of whose keys holds any JSON, some of them further inside."""
    value = json_texts(LIKELY)
    inner = value.map(TABLE.format) | value.map('[{{"name": "A", "color": {0}, "symbol": {0}}}]'.format)
    files = {
        name: st.fixed_dictionaries({}, optional=dict.fromkeys(keys, value | inner)).map(
            lambda known: ", ".join(f'"{key}": {text}' for key, text in known.items())
        )
        for name, keys in KEYS.items()
    }
    return st.fixed_dictionaries(files)


@settings(examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=any_files())
def test_the_program_starts_and_ends_whatever_json_its_files_hold(
    programs: Programs, tmp_path: Path, files: dict[str, str]
) -> None:
    async def work() -> None:
        program = programs.new(config)
        # Whatever host the settings give, nobody is called.
        program.settings_in_force.current = dataclasses.replace(program.settings, connect_at_start=False)
        program.start()
        assert program.window.isVisible()
        await asyncio.sleep(0)
        shown = [message.plain for message in program.tables.messages.visible_records()]
        assert len(set(shown)) == len(shown)

    config = Path(tempfile.mkdtemp(dir=tmp_path))
    (config / "state").mkdir()
    for name, content in files.items():
        (config / name).write_bytes(f"{{{content}}}".encode("utf-8", "surrogatepass"))
    programs.run(work)
    assert json.loads((config / "state" / "window.json").read_bytes())["tables"].keys() >= {"orders"}
