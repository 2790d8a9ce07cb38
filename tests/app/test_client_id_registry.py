"""A second window with the same client ID on the same TWS gets a warning, while the first one lives."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ibmonitor.app.client_id_registry import ClientIdRegistry
from ibmonitor.domain.records.host import host_and_port

ROOT = Path(__file__).parents[2]

OTHER_PROCESS = """
import sys
from pathlib import Path
from ibmonitor.domain.records.host import host_and_port
from ibmonitor.app.client_id_registry import ClientIdRegistry
windows = ClientIdRegistry(Path(sys.argv[1]))
print(windows.claim("127.0.0.1", 7497, 1) or "alone", flush=True)
sys.stdin.read()
"""


@contextmanager
def other_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that has claimed client ID 1 on 127.0.0.1:7497, and the warning it got."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_two_processes(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "clients"
    mine = ClientIdRegistry(folder)
    with other_process(folder) as (process, said):
        assert said == "alone"
        warning = mine.claim("127.0.0.1", 7497, 1)
        assert warning is not None
        for words in ("client ID 1 on the TWS at 127.0.0.1:7497", "error 326", "offers client ID 2", "--client-id 2"):
            assert words in warning
        with other_process(folder) as (_, third):
            assert "client ID 1" in third
        # It has no time to clean up.
        process.kill()
        process.wait()
        assert mine.claim("127.0.0.1", 7497, 1) is None
    assert len(list(folder.iterdir())) == 1
    mine.release()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("other", [("127.0.0.1", 7497, 2), ("127.0.0.1", 4001, 1), ("10.0.0.7", 7497, 1)])
def test_what_is_not_the_same(tmp_path: Path, other: tuple[str, int, int]) -> None:
    first, second = ClientIdRegistry(tmp_path), ClientIdRegistry(tmp_path)
    assert first.claim("127.0.0.1", 7497, 1) is None
    assert second.claim(*other) is None


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "::1"),
        ("LOCALHOST.", "[::1]"),
        ("127.0.0.2", "::ffff:127.0.0.1"),
        ("Trading.example", "trading.example."),
        ("fe80::0:1", "FE80::1"),
    ],
)
def test_one_host_under_two_names(tmp_path: Path, one: str, another: str) -> None:
    first, second = ClientIdRegistry(tmp_path), ClientIdRegistry(tmp_path)
    assert first.claim(one, 7497, 1) is None
    assert f"at {host_and_port(another, 7497)}" in (second.claim(another, 7497, 1) or "")


def test_claiming_again(tmp_path: Path) -> None:
    first, second = ClientIdRegistry(tmp_path), ClientIdRegistry(tmp_path)
    for _ in range(2):
        assert first.claim("127.0.0.1", 7497, 1) is None
    assert first.claim("127.0.0.1", 7497, 2) is None
    assert second.claim("127.0.0.1", 7497, 1) is None, "the first window has left client ID 1"
    assert second.claim("127.0.0.1", 7497, 2) is not None
    first.release()
    first.release()
    assert second.claim("127.0.0.1", 7497, 2) is None


@pytest.mark.parametrize(
    ("client_id", "says_master", "words"),
    [
        (
            0,
            False,
            "offers client ID 1 in the meantime, which gets no live updates of",
        ),
        (
            7,
            True,
            "tries again until the client ID is free, and offers client ID 8 in the meantime, which is not the master",
        ),
        (7, False, "(error 326), which then offers client ID 8."),
    ],
)
def test_what_is_about_to_happen(tmp_path: Path, client_id: int, says_master: bool, words: str) -> None:
    first, second = ClientIdRegistry(tmp_path), ClientIdRegistry(tmp_path)
    first.claim("127.0.0.1", 7497, client_id)
    assert words in (second.claim("127.0.0.1", 7497, client_id, says_master=says_master) or "")


def test_files_are_private_and_others_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "clients"
    folder.mkdir()
    (folder / "notes.txt").write_text("kept")
    stale = folder / f"7497-1-{'0' * 16}-{'0' * 16}.lock"
    stale.touch()
    first = ClientIdRegistry(folder)
    first.claim("127.0.0.1", 7497, 1)
    (lock,) = folder.glob("*.lock")
    assert lock != stale
    assert lock.read_bytes() == b""
    assert (folder / "notes.txt").read_text() == "kept"
    if sys.platform != "win32":
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    windows = ClientIdRegistry(tmp_path / "file" / "clients")
    assert windows.claim("127.0.0.1", 7497, 1) is None
    windows.release()


def test_what_is_no_lock_of_a_window_s_is_in_nobody_s_use(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("its file system has none of these")
    folder = tmp_path / "clients"
    first = ClientIdRegistry(folder)
    first.claim("127.0.0.1", 7497, 1)
    (lock,) = folder.iterdir()
    odd = [lock.with_name(f"{lock.name[:-21]}{number:016x}.lock") for number in range(6)]
    odd[0].mkdir()
    os.mkfifo(odd[1])
    odd[2].symlink_to(odd[2])
    odd[3].symlink_to("/dev/zero")
    odd[4].symlink_to(tmp_path / "nothing")
    odd[5].write_text('{"in": "use"}')
    (folder / "\udcff.lock").touch()
    assert first.claim("127.0.0.1", 7497, 1) is None
    first.release()
    assert first.claim("127.0.0.1", 7497, 1) is None
    first.release()
