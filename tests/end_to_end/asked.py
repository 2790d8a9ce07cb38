"""The requests that a simulated TWS got in a test, in this process or in its own: only those that read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

REQUESTS = frozenset(
    {
        "START_API",
        "REQ_CURRENT_TIME",
        "REQ_CONFIG",
        "REQ_ALL_OPEN_ORDERS",
        "REQ_OPEN_ORDERS",
        "REQ_COMPLETED_ORDERS",
        "REQ_EXECUTIONS",
        "REQ_AUTO_OPEN_ORDERS",
        "REQ_FA",
    }
)
"""Just those that the README names."""


def not_allowed(lines: Iterable[str], *, may_bind: bool = False) -> list[str]:
    """The lines of a request log with any request but the README's, or with binding where it was not allowed."""
    kinds = {"reads", "binds"} if may_bind else {"reads"}
    return [line for line in lines if not _is_allowed(line, kinds)]


def _is_allowed(line: str, kinds: set[str]) -> bool:
    _client, name, kind = line.split("\t")
    return name in REQUESTS and kind in kinds


@contextmanager
def watched_record() -> Iterator[Path]:
    """A file for `--record` of a simulated TWS that has ended by then: it must have been asked for reading alone."""
    with TemporaryDirectory() as place:
        file = Path(place) / "asked.txt"
        yield file
        found = not_allowed(file.read_text(encoding="utf-8").splitlines())
        assert not found, found
