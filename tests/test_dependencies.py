"""What the program says that it needs: a lower bound for each package, which CI tries, and upper ones with a reason."""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [
    Requirement(text) for text in chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_each_package_has_a_lower_bound(requirement: Requirement) -> None:
    assert ">=" in {part.operator for part in requirement.specifier}


def test_ci_tries_the_lower_bounds() -> None:
    assert "--resolution lowest-direct" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("python", "version", "fits"),
    [
        ("3.11", "6.8.2.1", False),
        ("3.11", "6.8.3", True),
        ("3.11", "6.11.3", True),
        ("3.11", "6.12.0", False),
        ("3.12", "6.8.2.1", False),
        ("3.12", "6.8.3", True),
        ("3.12", "6.12.0", True),
        ("3.13", "6.12.0", True),
    ],
)
def test_which_pyside6_fits_which_python(python: str, version: str, *, fits: bool) -> None:
    environment = {"python_version": python, "python_full_version": f"{python}.1"}
    (requirement,) = (
        each
        for each in REQUIREMENTS
        if each.name == "PySide6-Essentials" and (each.marker is None or each.marker.evaluate(environment))
    )
    assert requirement.specifier.contains(version) is fits
