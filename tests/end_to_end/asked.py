"""What a simulated TWS was asked for in a test, be it in this process or in one of its own: nothing but reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


def not_allowed(lines: Iterable[str], *, may_bind: bool = False) -> list[str]:
    """The lines of a record of requests that tell of anything but reading, and of binding where it was allowed."""
    allowed = {"reads", "binds"} if may_bind else {"reads"}
    return [line for line in lines if line.rpartition("\t")[2] not in allowed]


@contextmanager
def watched_record() -> Iterator[Path]:
    """A file for `--record` of a simulated TWS that has ended by then: it must have been asked for reading alone."""
    with TemporaryDirectory() as place:
        file = Path(place) / "asked.txt"
        yield file
        found = not_allowed(file.read_text(encoding="utf-8").splitlines())
        assert not found, found
