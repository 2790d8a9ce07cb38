"""Checks whether a window can be opened, since Qt aborts the process if not."""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

INSTEAD = "To print what TWS shows without a window, run 'ibmonitor snapshot'."

NEEDS_A_DISPLAY = ("xcb", "wayland")
"""Prefixes of Qt's platform plugins for display servers. Other plugins need none, or report errors themselves."""


def display_problem(environment: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can be opened, in one sentence; `None` if Qt may try."""
    if not sys.platform.startswith("linux"):
        return None
    plugins = _plugins(environment.get("QT_QPA_PLATFORM", ""))
    if not all(plugin.startswith(NEEDS_A_DISPLAY) for plugin in plugins):
        return None
    if _may_use("wayland", plugins) and _reaches_wayland(environment):
        return None
    if not _may_use("xcb", plugins):
        return f"There is no Wayland display, which QT_QPA_PLATFORM asks for. {INSTEAD}"
    return _x_problem(environment.get("DISPLAY", ""))


def _x_problem(display: str) -> str | None:
    if not display:
        return f"There is no display to open a window on. {INSTEAD}"
    if not _reaches_x(display):
        return f"The display '{display}' cannot be reached, so no window can be opened. {INSTEAD}"
    return _missing_library()


def _plugins(platform: str) -> list[str]:
    """Return the names in QT_QPA_PLATFORM, which Qt tries in order: `name[:options]`, separated by semicolons."""
    return [name.partition(":")[0].strip() for name in platform.split(";") if name.strip()]


def _may_use(kind: str, plugins: list[str]) -> bool:
    return not plugins or any(plugin.startswith(kind) for plugin in plugins)


def _reaches_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    return bool(name) and _answers_locally(str(path))


def _reaches_x(display: str) -> bool:
    """Read DISPLAY as X does: `[host]:number[.screen]`, local without a host."""
    parts = re.fullmatch(r"(?:unix/?)?(.*):(\d+)(?:\.\d+)?", display)
    if parts is None:
        return False
    host, number = parts.group(1), int(parts.group(2))
    if host and not host.startswith("/"):
        return _answers(socket.AF_INET, (host, 6000 + number)) or _answers(socket.AF_INET6, (host, 6000 + number))
    # X's own socket, not a temporary file of this program's.
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108
    return _answers_locally(path) or _answers_locally(f"\0{path}")


def _answers_locally(path: str) -> bool:
    return sys.platform != "win32" and _answers(socket.AF_UNIX, path)


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            probe.connect(address)
    except OSError:
        return False
    return True


def _missing_library() -> str | None:
    """Qt's X plugin has needed libxcb-cursor since 6.5, and most distributions do not install it by default."""
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return "Qt needs the system library libxcb-cursor; install it (Debian, Ubuntu: apt install libxcb-cursor0)."
    return None
