"""Collects the licenses of all that a bundle contains besides this program into one text, which About shows.

Run in the environment the bundle is built from: `python packaging/licences.py OUT`. It fails if one is missing.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from importlib.metadata import Distribution, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent

BUILD_ONLY = frozenset(
    {
        "altgraph",
        "hatchling",
        "macholib",
        "packaging",
        "pathspec",
        "pefile",
        "pillow",
        "pluggy",
        "pyinstaller-hooks-contrib",
        "pywin32-ctypes",
        "setuptools",
        "tomlkit",
        "trove-classifiers",
    }
)
"""Locked but not in the bundle: build tools. PyInstaller itself is in it, as the program that starts the bundle."""

_NAME = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
UNDER_OUR_LICENCE = {
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only; taken under GPL-3.0-only",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only; taken under GPL-3.0-only",
    "ibapi-stable": "GPL-3.0, as the notices in its sources say",
}
"""Distributions whose wheels have no license text: theirs is this program's own, which ends the list."""

SYSTEM_PARTS = """\
On Linux the bundle also holds libraries of the system that it was built on, as far as Qt and Python need them: X11 and
XCB, xkbcommon, Wayland, D-Bus, FreeType, Fontconfig, libpng, zlib, zstd, expat, GLib, PCRE2, libffi, liblzma, bzip2,
libmount, libblkid, libselinux, and the run-time libraries of GCC. They are under MIT/X11, BSD, LGPL-2.1, zlib, public
domain, and GPL-3.0 with the GCC run-time exception; Debian has the texts in /usr/share/doc/PACKAGE/copyright.

Qt holds ICU (Unicode licence), whose data is shortened here (packaging/icu_data.py), and further parts, listed at
https://doc.qt.io/qt-6/licenses-used-in-qt.html."""


class NoLicenceError(Exception):
    """A distribution in the bundle has no license text."""


def locked_names(lock: str) -> list[str]:
    """The distributions of a lock file that a bundle contains on any system."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    return [name for name in dict.fromkeys(names) if name not in BUILD_ONLY]


def all_licences(lock: str) -> str:
    """One text with the licenses of Python, of all that the lock names, and of the libraries that come with them.

    Raises `NoLicenceError`; `PackageNotFoundError` where one that this system needs is not installed.
    """
    parts = [_part(f"Python {sys.version.split()[0]}", "PSF-2.0", [("LICENSE", _of_python())])]
    for name in locked_names(lock):
        found = distribution(name)
        own = UNDER_OUR_LICENCE.get(name.casefold(), "")
        texts = [] if own else _texts_of(found)
        if not own and not texts:
            raise NoLicenceError(f"{name} has no licence in its wheel; see UNDER_OUR_LICENCE in {Path(__file__).name}")
        parts.append(_part(f"{found.name} {found.version}", own or licence_words(found), texts))
    parts.append(_part("Libraries of Qt and of the system", "several", [("", SYSTEM_PARTS)]))
    own_text = (HERE.parent / "LICENSE").read_text(encoding="utf-8")
    parts.append(_part("GNU General Public License, version 3", "GPL-3.0", [("LICENSE", own_text)]))
    return "\n\n".join(parts) + "\n"


def licence_words(found: Distribution) -> str:
    """A distribution's own name for its license, in one line; empty if it has none."""
    names = [*(found.metadata.get_all("License-Expression") or ()), *(found.metadata.get_all("License") or ())]
    return next(iter("\n".join(names).strip().splitlines()), "")


def _texts_of(found: Distribution) -> list[tuple[str, str]]:
    files = [each for each in found.files or () if _NAME.search(each.name) and ".dist-info" in each.parts[0]]
    return [
        ("/".join(each.parts[1:]), Path(str(found.locate_file(each))).read_text("utf-8", "replace").strip())
        for each in files
    ]


def _of_python() -> str:
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}/copyright"),
    ]
    for place in places:
        if place.is_file():
            return place.read_text("utf-8", "replace").strip()
    raise NoLicenceError(f"Python's licence is in none of {', '.join(map(str, places))}")


def _part(title: str, words: str, texts: list[tuple[str, str]]) -> str:
    head = f"{'=' * 78}\n{title}{f' ({words})' if words else ''}\n{'=' * 78}"
    bodies = [f"{f'--- {name} ---{chr(10)}{chr(10)}' if name else ''}{text}" for name, text in texts]
    return "\n\n".join([head, *bodies])


if __name__ == "__main__":
    locked = (HERE / "requirements.lock").read_text(encoding="utf-8")
    Path(sys.argv[1]).write_text(all_licences(locked), encoding="utf-8")
