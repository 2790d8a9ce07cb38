"""Packs the Linux bundle with its installer into a .tar.gz; the same files give the same bytes."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
INSTALLER_FILES = (
    HERE / "linux" / "install.sh",
    HERE / "linux" / "ibmonitor.desktop",
    HERE / "linux" / "ibmonitor.metainfo.xml",
    HERE / "linux" / "ibmonitor-recording.xml",
    HERE.parent / "resources" / "ibmonitor.svg",
    HERE.parent / "LICENSE",
)


def pack(bundle: Path, archive: Path, moment: int) -> None:
    """Write the archive, which has one folder of its own name; `moment` is every file's time, in seconds since 1970."""
    top = archive.name.removesuffix(".tar.gz")

    def settled(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in INSTALLER_FILES:
            tar.add(path, f"{top}/{path.name}", filter=settled)
        # tarfile goes through folders in the order of their names.
        tar.add(bundle, f"{top}/ibmonitor", filter=settled)
