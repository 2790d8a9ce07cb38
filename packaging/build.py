"""Builds the program that is started by a double click: `python packaging/build.py`. It needs Python 3.11 or later.

All output is in build/ and dist/: an environment from requirements.lock, whose hashes are checked, and the bundle.
Prints the bundle's size, and the time from its start to the first painted window, which its self test reports.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

import icu_data
from archive import pack
from facts import NAME, TITLE, VERSION, windows_version_info
from slim import strip_libraries

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD, DIST = ROOT / "build", ROOT / "dist"
ENVIRONMENT = BUILD / "venv"
BUNDLE = DIST / NAME

STARTS = 3
"""Self tests to measure the start; the median is printed."""
PAINTED = "first window painted"
"""The self test's line at that moment."""
MEGABYTE = 1_000_000

MOMENT = int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))
"""2026-01-01: the time of files that would otherwise have the time of the build, so that two builds are the same."""


def main() -> int:
    """Build, measure, and return the exit code of the bundle's self test."""
    options = _options()
    for folder in (BUILD, DIST):
        shutil.rmtree(folder, ignore_errors=True)
    python = _environment()
    _parts(python)
    _run(python, "-m", "PyInstaller", "--noconfirm", "--distpath", DIST, "--workpath", BUILD / "work", _spec())
    if sys.platform.startswith("linux"):
        strip_libraries(BUNDLE)
        for library in BUNDLE.rglob("libicudata.so.*"):
            # PyInstaller links to it from the folder above.
            if not library.is_symlink():
                icu_data.cut_library(library)
    print(f"size, unpacked: {_size(BUNDLE) / MEGABYTE:.1f} MB in {BUNDLE}")
    if sys.platform.startswith("linux") and not options.no_archive:
        archive = DIST / f"{NAME}-{VERSION}-linux-{os.uname().machine}.tar.gz"
        pack(BUNDLE, archive, MOMENT)
        print(f"size, packed: {archive.stat().st_size / MEGABYTE:.1f} MB in {archive}")
    return 0 if options.no_self_test else _self_test()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--no-self-test", action="store_true", help="do not run what was built")
    parser.add_argument("--no-archive", action="store_true", help="on Linux: no .tar.gz")
    return parser.parse_args()


def _environment() -> Path:
    """Create the environment from which the bundle is made, and return its Python."""
    venv.create(ENVIRONMENT, with_pip=True)
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
    _run(python, *pip, "--require-hashes", "-r", HERE / "requirements.lock")
    _run(python, *pip, "--no-deps", "--no-build-isolation", ROOT)
    return python


def _parts(python: Path) -> None:
    """Create the files that the spec names."""
    _run(python, HERE / "icons.py", BUILD / "icons")
    _run(python, HERE / "licences.py", BUILD / "third-party-licences.txt")
    (BUILD / "version_info.txt").write_text(windows_version_info(), encoding="utf-8")


def _spec() -> Path:
    return HERE / f"{NAME}.spec"


def _self_test() -> int:
    seconds = []
    for _ in range(STARTS):
        code, painted = _start()
        if code:
            print(f"the self test failed with exit code {code}")
            return code
        seconds.append(painted)
    each = ", ".join(f"{one:.2f}" for one in seconds)
    print(f"start to first painted window: {statistics.median(seconds):.2f} s (offscreen; {each})")
    return 0


def _start() -> tuple[int, float]:
    """Run the self test once: its exit code, and the seconds until the window was painted."""
    begun, painted = time.perf_counter(), float("nan")
    with subprocess.Popen([_program(), "--self-test"], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        for line in process.stdout or ():
            if line.startswith(PAINTED) and painted != painted:  # noqa: PLR0124 - still NaN
                painted = time.perf_counter() - begun
            print(f"    {line}", end="")
    return process.returncode, painted


def _program() -> Path:
    names = {"darwin": DIST / f"{TITLE}.app" / "Contents" / "MacOS" / NAME, "win32": BUNDLE / f"{NAME}.exe"}
    return names.get(sys.platform, BUNDLE / NAME)


def _size(folder: Path) -> int:
    """Bytes of all files; links count as nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _run(*command: str | Path) -> None:
    arguments: Sequence[str] = [str(part) for part in command]
    print("+", *(part.replace(str(ROOT) + os.sep, "") for part in arguments), flush=True)
    # Otherwise names of temporary files and the order of sets would get into the bundle.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(MOMENT), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(arguments, check=True, cwd=ROOT, env=environment)  # noqa: S603 - all arguments are from this file


if __name__ == "__main__":
    sys.exit(main())
