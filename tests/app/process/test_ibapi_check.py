"""Whether the installed ibapi can be used: what is wrong with it, and the command that mends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ibmonitor.app.process.ibapi_check import ibapi_problem, ibapi_version

ROOT = Path(__file__).parents[3]


def test_the_installed_ibapi_is_sound() -> None:
    assert ibapi_problem() is None
    assert ibapi_version().startswith("10.")


INSTALL = "pip install ibapi-stable"
REPLACE = "pip install --force-reinstall ibapi-stable"
HIDE = "import sys; sys.modules[{!r}] = None; "

UNUSABLE = {
    "missing": (HIDE.format("ibapi"), {}, "which is not installed", INSTALL),
    "protobuf missing": (HIDE.format("google.protobuf"), {}, "'protobuf', which is not installed", INSTALL),
    "google missing": (HIDE.format("google"), {}, "'protobuf', which is not installed", INSTALL),
    "of 2020": ("", {"ibapi/__init__.py": "", "ibapi/wrapper.py": "class EWrapper: pass"}, "too old", REPLACE),
    "another package": ("", {"ibapi/__init__.py": ""}, "something else of that name", REPLACE),
    "another module": ("", {"ibapi.py": ""}, "something else of that name", REPLACE),
    "another that fails": ("", {"ibapi/__init__.py": "1 / 0"}, "something else of that name", REPLACE),
    "without the new callback": (
        "import ibapi.wrapper; del ibapi.wrapper.EWrapper.commissionAndFeesReport; ",
        {},
        "too old",
        REPLACE,
    ),
    "made for another protobuf": (
        "",
        {
            "ibapi/__init__.py": "",
            "ibapi/wrapper.py": "",
            "ibapi/protobuf/__init__.py": "",
            "ibapi/protobuf/ConfigRequest_pb2.py": "class VersionError(Exception): pass\nraise VersionError('1 < 2')",
        },
        "VersionError: 1 < 2",
        REPLACE,
    ),
    "damaged": (
        "",
        {
            "ibapi/__init__.py": "",
            "ibapi/wrapper.py": "def (",
            "ibapi/protobuf/__init__.py": "",
            "ibapi/protobuf/ConfigRequest_pb2.py": "",
        },
        "damaged",
        REPLACE,
    ),
    "damaged protobuf": (
        "import google.protobuf, sys; sys.modules['google.protobuf.message'] = None; ",
        {},
        "The installed 'protobuf' is damaged",
        "pip install --force-reinstall protobuf",
    ),
}
"""What is done to a process, the files it finds first, what is said of them, and the command that mends it."""


def spoiled(kind: str, place: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run this code in a process that finds such an ibapi first; `place` is for its files."""
    before, files, _, _ = UNUSABLE[kind]
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return subprocess.run(
        [sys.executable, "-c", before + code],
        cwd=place,
        env={**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{ROOT}", "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_is_wrong_is_one_line_with_the_command_that_mends_it(kind: str, tmp_path: Path) -> None:
    done = spoiled(
        kind, tmp_path, "from ibmonitor.app.process.ibapi_check import ibapi_problem; print(ibapi_problem())"
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    _, _, said, mend = UNUSABLE[kind]
    assert said in line
    assert line.endswith(mend)
