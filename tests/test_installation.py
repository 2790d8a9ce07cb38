"""The wheel, built and installed elsewhere, finds its resources; a foreign ibapi is named with the way out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ibmonitor import assets
from ibmonitor.app.process.ibapi_check import ibapi_problem

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with only the wheel in it, and this interpreter's packages to import from."""
    place = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", place, ROOT, cwd=place)
    (wheel,) = place.glob("ibmonitor-*.whl")
    target = place / "site"
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", target, wheel, cwd=place)
    return target


def test_an_installed_wheel_finds_its_resources(installed: Path) -> None:
    said = run(
        sys.executable,
        "-c",
        "import ibmonitor, ibmonitor.assets as a; print(ibmonitor.__file__); print(a.asset('ibmonitor.svg'))",
        cwd=installed.parent,
        PYTHONPATH=str(installed),
    )
    module, icon = (Path(line) for line in said.splitlines())
    assert module.is_relative_to(installed)
    assert icon.is_relative_to(installed / "ibmonitor")
    assert "<svg" in icon.read_text(encoding="utf-8")


def test_an_installed_wheel_starts(installed: Path) -> None:
    said = run(sys.executable, "-m", "ibmonitor", "--version", cwd=installed.parent, PYTHONPATH=str(installed))
    assert said.startswith("IB Monitor ")


def test_the_sources_find_their_resources() -> None:
    assert assets.asset("ibmonitor.svg") == ROOT / "resources" / "ibmonitor.svg"


def test_a_frozen_bundle_finds_its_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "ibmonitor.svg").write_text("<svg/>")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.asset("ibmonitor.svg") == tmp_path / "resources" / "ibmonitor.svg"


def test_a_missing_resource_says_where_it_was_looked_for() -> None:
    with pytest.raises(FileNotFoundError, match="resources"):
        assets.asset("nothing.svg")


def test_the_installed_ibapi_is_sound() -> None:
    assert ibapi_problem() is None


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


@pytest.mark.parametrize("command", [[], ["snapshot"], ["simulate", "--port", "0", "--exit-with-stdin"]], ids=str)
@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_ibapi_gives_one_line_with_the_command_that_mends_it(
    kind: str, command: list[str], tmp_path: Path
) -> None:
    """As the user meets it: the command line of a process that finds such an ibapi first."""
    before, files, said, mend = UNUSABLE[kind]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", f"{before}import sys; from ibmonitor.cli.main import main; sys.exit(main({command}))"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 5, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert said in line
    assert line.endswith(mend)
