"""What a bundle excludes of what PyInstaller finds, and why: read by ibmonitor.spec.

An empty PySide6 bundle has 160 MB; this one should have at most 95.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatch
from pathlib import PurePosixPath

MODULES_LEFT_OUT = (
    # Optional dependencies of openpyxl.
    "PIL",
    "lxml",
    "numpy",
    # The connection to TWS is a plain socket, and asyncio works without ssl. OpenSSL, 5 MB, goes with it.
    "_ssl",
    "ssl",
    # Python's own hash code is used instead of OpenSSL's.
    "_hashlib",
    # Parts of Python that nothing here uses.
    "_curses",
    "_tkinter",
    "curses",
    "doctest",
    "ensurepip",
    "ftplib",
    "idlelib",
    "lib2to3",
    "pdb",
    "readline",
    "setuptools",
    "smtplib",
    # The history uses SQLAlchemy's core, and two of its databases.
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.orm",
    "sqlalchemy.testing",
    "tkinter",
    "unittest",
    "xmlrpc",
)

FILES_LEFT_OUT = (
    # GTK's theme, for its file dialog: with all that it needs 20 MB. Qt's own dialog and colors are used.
    "*/platformthemes/libqgtk3*",
    # Windows and pictures of the system: only PNG and SVG are shown, and both need no plugin but Qt's icons.
    "*/imageformats/*",
    # No Qt part of the network is used: the connection is Python's.
    "*/QtNetwork*",
    "*/tls/*",
    "*/networkinformation/*",
    # Nothing is drawn by OpenGL.
    "*/wayland-graphics-integration-client/*",
    "*/xcbglintegrations/*",
    # Printing: the system's own library knows its printers. Qt's plugin finds it where there is one.
    "*libcups.so*",
    # Screens without a window system, and input for them.
    "*/egldeviceintegrations/*",
    "*/platforms/libqeglfs*",
    "*/platforms/libqlinuxfb*",
    "*/platforms/libqminimal*",
    "*/platforms/libqminimalegl*",
    "*/platforms/libqvkkhrdisplay*",
    "*/platforms/libqvnc*",
    "*/generic/*",
    "*/platforminputcontexts/*virtualkeyboard*",
    # The window speaks English only.
    "*/translations/*",
    # Types for developers.
    "*.pyi",
)
"""Patterns of names inside the bundle."""


Entry = tuple[str, str, str]
"""One of PyInstaller's: its name in the bundle, its source, its kind."""


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that no pattern excludes."""
    return [entry for entry in entries if not any(fnmatch(_name(entry), p) for p in FILES_LEFT_OUT)]


def without_orphans(binaries: Sequence[Entry], imports_of: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Remove the shared libraries of a Linux bundle that no remaining binary needs.

    `imports_of` gives the file names of the libraries that a binary is linked to. Python's extensions, Qt's plugins and
    Python's own library are loaded by name and stay.
    """
    libraries = {PurePosixPath(_name(entry)).name: entry for entry in binaries if _is_library(entry)}
    needed: set[str] = set()
    waiting = [entry for entry in binaries if not _is_library(entry)]
    while waiting:
        for name in imports_of(waiting.pop()[1]):
            if name in libraries and name not in needed:
                needed.add(name)
                waiting.append(libraries[name])
    return [entry for entry in binaries if not _is_library(entry) or PurePosixPath(_name(entry)).name in needed]


def without_dead_links(datas: Sequence[Entry], binaries: Sequence[Entry]) -> list[Entry]:
    """Remove PyInstaller's links to libraries in other folders, where these are removed."""
    names = {_name(entry) for entry in binaries}
    return [entry for entry in datas if entry[2] != "SYMLINK" or entry[1] in names]


def linked(source: str) -> list[str]:
    """The file names of the libraries that a Linux binary itself is linked to.

    PyInstaller would add those that these are linked to: 8 MB for libcups, which is left out.
    """
    command = ["objdump", "-p", source]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - in the path, as strip
    return re.findall(r"^\s+NEEDED\s+(\S+)$", done.stdout, re.MULTILINE)


def _is_library(entry: Entry) -> bool:
    path = PurePosixPath(_name(entry))
    is_shared = path.name.startswith("lib") and ".so" in path.name
    return is_shared and "plugins" not in path.parts and not path.name.startswith("libpython")


def _name(entry: Entry) -> str:
    return entry[0].replace("\\", "/")
