"""The wheel, built and installed elsewhere, finds its resources; a foreign ibapi is named with the way out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ibmonitor import assets
from tests.app.process.test_ibapi_check import UNUSABLE, spoiled

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


@pytest.mark.parametrize("command", [["snapshot"], ["simulate", "--port", "0", "--exit-with-stdin"]], ids=str)
@pytest.mark.parametrize("kind", ["missing", "of 2020", "damaged protobuf"])
def test_a_command_without_a_window_refuses_an_unusable_ibapi(kind: str, command: list[str], tmp_path: Path) -> None:
    """As the user meets it: `ibapi_check.py` is asked before anything imports ibapi."""
    done = spoiled(kind, tmp_path, f"import sys; from ibmonitor.cli.main import main; sys.exit(main({command}))")
    assert done.returncode == 5, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    _, _, said, mend = UNUSABLE[kind]
    assert said in line
    assert line.endswith(mend)
