"""The README's commands are those that CI runs, and its pictures exist."""

from __future__ import annotations

import re
from pathlib import Path

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
