"""Writing to standard output as it is found: any encoding, a reader that has gone, a full disk, no output at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper


class OutputLostError(Exception):
    """Not all could be written; `str()` is a plain sentence, empty where the reader has left and nobody asks."""


@contextmanager
def output_losses_raised() -> Iterator[None]:
    """Make an `OutputLostError` of what goes wrong while something is written."""
    if sys.stdout is None:
        # A windowed program on Windows has none.
        raise OutputLostError("There is no output to write to.")
    try:
        yield
    except OSError as error:
        _spare_the_end()
        sentence = f"The output could not be written: {error.strerror or error}."
        raise OutputLostError("" if isinstance(error, BrokenPipeError) else sentence) from error


def write_text(text: str) -> None:
    """Write for people: what the output's encoding lacks becomes a backslash escape. Raises `OutputLostError`."""
    with output_losses_raised():
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        sys.stdout.write(text)
        sys.stdout.flush()


def write_utf8(text: str) -> None:
    """Write for programs: UTF-8, whatever encoding the output has. Raises `OutputLostError`.

    A lone surrogate becomes its backslash escape, which within JSON is the same character.
    """
    with output_losses_raised():
        sys.stdout.buffer.write(text.encode("utf-8", errors="backslashreplace"))
        sys.stdout.flush()


def flush_output() -> None:
    """Write what is still held back. Raises `OutputLostError`."""
    if sys.stdout is not None:
        with output_losses_raised():
            sys.stdout.flush()


def _spare_the_end() -> None:
    """Python writes at its end what is still held back, and would fail again, aloud."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
