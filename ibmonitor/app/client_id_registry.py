"""Tracks the client IDs that the IB Monitors on this computer use, so that a second window can warn.

Each connection has an empty file, named after its host, port and client ID, and locked while its process runs. The
system releases the lock when the process ends, even if it is killed, so stale files are recognized reliably.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import re
import socket
from contextlib import suppress
from pathlib import Path

from ibmonitor.domain.records.host import bare_host, host_and_port
from ibmonitor.domain.records.visibility import MANUAL_ORDERS_CLIENT
from ibmonitor.exporting.file_lock import lock

logger = logging.getLogger(__name__)

_THIS_COMPUTER = "127.0.0.1"
_NAME = re.compile(r"(?P<use>\d+-\d+-[0-9a-f]{16})-[0-9a-f]{16}\.lock")
_TRIES = 5
"""Attempts to create a file: before it is locked, another window may consider it stale and delete it."""


class ClientIdRegistry:
    """The client ID of this window, and whether another uses it. Never raises: without its folder it knows none."""

    def __init__(self, folder: Path) -> None:
        """`folder` is shared by all of the user's windows; it need not exist."""
        self._folder = folder
        self._use = ""
        self._held: tuple[int, Path] | None = None

    def claim(self, host: str, port: int, client_id: int, *, says_master: bool = False) -> str | None:
        """Register this window's client ID; return a sentence if another window on this computer uses it, too.

        A different earlier claim is released. `says_master` is the setting.
        """
        try:
            use = f"{port}-{client_id}-{_digest(host)}"
            if use != self._use or self._held is None:
                self.release()
                self._held, self._use = self._hold(use), use
            # After creating this window's file: of two windows that start at once, each finds the other.
            is_used = use in self._others()
        except OSError as error:
            logger.info("other windows cannot be identified: %s", error)
            return None
        return _sentence(host_and_port(host, port), client_id, says_master=says_master) if is_used else None

    def release(self) -> None:
        """Release this window's client ID."""
        held, self._held = self._held, None
        if held is not None:
            handle, path = held
            _close(handle)
            with suppress(OSError):
                path.unlink()

    def _hold(self, use: str) -> tuple[int, Path] | None:
        """Create and lock a file for this process. Raises `OSError`."""
        if not self._folder.is_dir():
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
        for _ in range(_TRIES):
            path = self._folder / f"{use}-{os.urandom(8).hex()}.lock"
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            if lock(handle, alone=True) and _is_there(path, handle):
                return handle, path
            _close(handle)
            with suppress(OSError):
                path.unlink()
        return None

    def _others(self) -> set[str]:
        """The claims of other running processes; deletes stale files. Raises `OSError`."""
        own = self._held[1] if self._held is not None else None
        found = set()
        for path in self._folder.iterdir():
            name = _NAME.fullmatch(path.name)
            if name is not None and path != own and _is_in_use(path):
                found.add(name["use"])
        return found


def _is_in_use(path: Path) -> bool:
    """Whether the process that created this file is running; if not, delete the file."""
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        # Deleted in the meantime, or another user's.
        return False
    try:
        is_dead = lock(handle, alone=False)
    except OSError:
        # A file system without locks.
        return False
    finally:
        _close(handle)
    if is_dead:
        with suppress(OSError):
            path.unlink()
    return not is_dead


def _close(handle: int) -> None:
    with suppress(OSError):
        os.close(handle)


def _is_there(path: Path, handle: int) -> bool:
    """Whether this open file still exists in its folder."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _digest(host: str) -> str:
    """A hash of the host: a valid file name that does not reveal it."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, 4 MB, which the window's first picture need not wait for

    return hashlib.sha256(_canonical(host).encode(errors="replace")).hexdigest()[:16]


def _canonical(host: str) -> str:
    """One name for all names of this computer; other names in lower case. No DNS lookup."""
    name = bare_host(host.strip()).rstrip(".").lower()
    with suppress(ValueError):
        address = ipaddress.ip_address(name)
        mapped = getattr(address, "ipv4_mapped", None) or address
        return _THIS_COMPUTER if mapped.is_loopback or mapped.is_unspecified else str(mapped)
    own = {"", "localhost", "localhost.localdomain", socket.gethostname().rstrip(".").lower()}
    return _THIS_COMPUTER if name in own else name


def _sentence(peer: str, client_id: int, *, says_master: bool) -> str:
    offer = client_id + 1
    if client_id == MANUAL_ORDERS_CLIENT:
        loses = "which gets no live updates of orders entered in TWS"
    elif says_master:
        loses = "which is not the master and sees less"
    else:
        loses = ""
    text = (
        f"Another IB Monitor on this computer uses client ID {client_id} on the TWS at {peer}. TWS takes each client "
        "ID only once at a time: while the other window is connected, TWS refuses this one (error 326), "
    )
    if loses:
        text += f"which tries again until the client ID is free, and offers client ID {offer} in the meantime, {loses}."
    else:
        text += f"which then offers client ID {offer}."
    return f"{text} A window with a client ID of its own: start it with --client-id {offer}, or with --profile NAME."
