"""Writes to standard output in any condition: any encoding, a closed pipe, a full disk, no output at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper


class OutputLostError(Exception):
    """The output is incomplete; `str()` is a sentence, empty if the reader has closed the pipe."""


@contextmanager
def output_losses_raised() -> Iterator[None]:
    """Convert errors of writing into `OutputLostError`."""
    if sys.stdout is None:
        # A GUI program on Windows has none.
        raise OutputLostError("There is no output to write to.")
    try:
        yield
    except OSError as error:
        _discard_buffer()
        sentence = f"The output could not be written: {error.strerror or error}."
        raise OutputLostError("" if isinstance(error, BrokenPipeError) else sentence) from error


def write_text(text: str) -> None:
    """Write for people: characters that the encoding lacks become backslash escapes. Raises `OutputLostError`."""
    with output_losses_raised():
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        sys.stdout.write(text)
        sys.stdout.flush()


def write_bytes(pieces: Iterable[bytes]) -> None:
    """Write for programs, whatever encoding the output has. Raises `OutputLostError`."""
    with output_losses_raised():
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.flush()


def flush_output() -> None:
    """Flush the buffer. Raises `OutputLostError`."""
    if sys.stdout is not None:
        with output_losses_raised():
            sys.stdout.flush()


def _discard_buffer() -> None:
    """Redirect output to nowhere: Python flushes the buffer at exit, and would print an error again."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
