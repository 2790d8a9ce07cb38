"""The README's commands are those that CI runs, and all files and rooms that the texts name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_floors import ARROWS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = re.findall(r"^python3 -m venv .*pytest .*$", README, re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_files_that_the_readme_names_exist() -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", README)
    assert named
    for name in named:
        assert (ROOT / name).is_file(), name


@pytest.mark.parametrize("text", ["ibmonitor/ARCHITECTURE.md", "tests/README.md"])
def test_files_that_the_texts_for_developers_name_exist(text: str) -> None:
    """By their path from the root, from `ibmonitor/` or `tests/`, or by their bare name."""
    for line in (ROOT / text).read_text(encoding="utf-8").splitlines():
        links = [(ROOT / text).parent / name for name in re.findall(r"\]\(([^)#:]+)\)", line)]
        assert all(link.is_file() for link in links), line
        for name in re.findall(r"`([\w/.]+\.(?:py|md))`", line):
            places = [ROOT, ROOT / "ibmonitor", ROOT / "tests"]
            assert any((place / name).is_file() or [*place.rglob(name)] for place in places), name


@pytest.mark.parametrize("text", ["ibmonitor/ARCHITECTURE.md", "tests/README.md"])
def test_names_in_the_texts_for_developers_exist(text: str) -> None:
    named = set(re.findall(r"`([A-Z]\w+)[`(.]", (ROOT / text).read_text(encoding="utf-8")))
    sources = [path for folder in ("ibmonitor", "tests") for path in (ROOT / folder).rglob("*.py")]
    known = {word for path in sources for word in re.findall(r"\b[A-Z]\w+", path.read_text(encoding="utf-8"))}
    assert named
    assert named <= known


def test_the_map_names_every_room() -> None:
    text = (ROOT / "ibmonitor" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([\w/]+)`", text)}
    rooms = {room for room in ARROWS if (ROOT / "ibmonitor" / room).is_dir()}
    assert rooms <= named
    assert {name for name in named if re.match("(domain|models|tws|windows)/.", name)} <= rooms
