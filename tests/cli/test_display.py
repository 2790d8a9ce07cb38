"""When a window can be opened: what QT_QPA_PLATFORM, DISPLAY and WAYLAND_DISPLAY say, and what answers."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ibmonitor.cli import display
from ibmonitor.cli.display import display_problem

if sys.platform == "win32":
    pytest.skip("it has no sockets like those of X and Wayland", allow_module_level=True)


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other systems always have a display."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(display, "_missing_library", lambda: None)


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a Wayland compositor that answers."""
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "w"))
        compositor.listen()
        yield {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "w"}


@pytest.fixture
def x_display(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of an X server that answers."""
    monkeypatch.setattr(display, "_reaches_x", lambda name: name == ":7")
    return {"DISPLAY": ":7"}


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "minimalegl", "vnc:size=800x600", "linuxfb", "eglfs", "xcb;offscreen"]
)
def test_plugins_that_need_no_display_are_left_to_qt(platform: str) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}) is None


@pytest.mark.parametrize("platform", ["", "xcb", "wayland", "wayland-egl", "wayland;xcb", "xcb:option", " ; "])
def test_without_a_display_it_is_said(platform: str) -> None:
    problem = display_problem({"QT_QPA_PLATFORM": platform})
    assert problem
    assert "display" in problem
    assert "ibmonitor snapshot" in problem


@pytest.mark.parametrize("platform", ["", "wayland", "wayland-egl", "wayland;xcb", "xcb;wayland"])
def test_a_wayland_display_is_enough(platform: str, wayland: dict[str, str]) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform, **wayland}) is None


def test_a_wayland_display_is_of_no_use_to_xcb(wayland: dict[str, str]) -> None:
    assert "no display" in str(display_problem({"QT_QPA_PLATFORM": "xcb", **wayland}))


@pytest.mark.parametrize("platform", ["", "xcb", "wayland;xcb"])
def test_an_x_display_is_enough(platform: str, x_display: dict[str, str]) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform, **x_display}) is None


def test_an_x_display_is_of_no_use_to_wayland(x_display: dict[str, str]) -> None:
    assert "Wayland" in str(display_problem({"QT_QPA_PLATFORM": "wayland", **x_display}))


def test_a_display_that_does_not_answer_is_named() -> None:
    assert "':4711'" in str(display_problem({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4711"}))


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, x_display: dict[str, str]) -> None:
    monkeypatch.setattr(display, "_missing_library", lambda: "libxcb-cursor is missing")
    assert display_problem({"QT_QPA_PLATFORM": "xcb", **x_display}) == "libxcb-cursor is missing"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_not_asked(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert display_problem({}) is None
