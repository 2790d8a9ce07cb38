from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ibmonitor.journal.store import network_disk
from ibmonitor.journal.store.network_disk import is_unc, network_file_system, network_mount

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /home rw,relatime - nfs4 filer:/home rw,vers=4.2
31 30 8:2 / /home/me/local rw shared:5 - ext4 /dev/sda2 rw
32 22 0:40 / /mnt/my\040share rw - cifs //filer/share rw
33 22 0:41 / /mnt/laptop rw - fuse.sshfs me@laptop: rw
34 22 0:42 / /mnt/usb rw - fuseblk /dev/sdb1 rw
35 22 0:43 / /mnt/c rw - 9p C:\134 rw
36 22 0:44 / /mnt/twice rw - ext4 /dev/sdc1 rw
37 36 0:45 / /mnt/twice rw - nfs filer:/x rw
38 22 0:46 / /home2 rw - ext4 /dev/sdd1 rw
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib", ""),
        ("/home/me/.local/state", "nfs4"),
        ("/home/me/local/state", ""),
        ("/home", "nfs4"),
        ("/home2/me", ""),
        ("/mnt/my share/x", "cifs"),
        ("/mnt/laptop/x", "fuse.sshfs"),
        ("/mnt/usb", ""),
        ("/mnt/c/Users", "9p"),
        ("/mnt/twice/x", "nfs"),
    ],
)
def test_the_mount_that_a_folder_is_in(folder: str, kind: str) -> None:
    assert network_mount(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("drive", "is_share"),
    [
        (r"\\filer\share", True),
        ("//filer/share", True),
        (r"\\?\UNC\filer\share", True),
        (r"\\.\unc\filer\share", True),
        (r"\\?\C:", False),
        ("C:", False),
        ("", False),
    ],
)
def test_which_drives_are_shares(drive: str, *, is_share: bool) -> None:
    assert is_unc(drive) is is_share


def test_this_computers_own_disk(tmp_path: Path) -> None:
    assert network_file_system(tmp_path) == ""
    assert network_file_system(tmp_path / "not" / "there") == ""


def test_what_cannot_be_found_out_is_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> str:
        raise PermissionError("/proc is not there")

    monkeypatch.setattr(network_disk, "_network_file_system", fail)
    assert network_file_system(tmp_path) == ""
