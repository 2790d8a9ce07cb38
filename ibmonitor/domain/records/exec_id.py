"""Reads execution ids: which execution one is a revision of, and whether it is of a combo's leg."""

from __future__ import annotations

LEG_SEGMENTS = 5
"""Executions have four segments, those of a combo's legs can have five (IB, "ExecID Behavior"); in live logs legs have
four as well."""

_STEM_SEGMENTS = 2

_LONGEST_REVISION = 18


def base_of(exec_id: str) -> str:
    """Return what an execution and its corrections have in common: all before the last dot.

    An id without a dot, or whose last segment is not a number, has no revisions: it is its own base.
    """
    base, _, last = exec_id.rpartition(".")
    return base if base and _is_number(last) else exec_id


def revision_of(exec_id: str) -> int | None:
    """Return the last segment as a number ("10" is newer than "9"); `None` where the id has no revisions."""
    base, _, last = exec_id.rpartition(".")
    return int(last) if base and _is_number(last) else None


def is_leg(exec_id: str) -> bool:
    """Whether this is the execution of one leg of a combo."""
    return exec_id.count(".") + 1 == LEG_SEGMENTS


def stem_of(exec_id: str) -> str:
    """Return the first segments, which the executions of one trade share: those of a combo and of its legs."""
    return ".".join(exec_id.split(".", _STEM_SEGMENTS)[:_STEM_SEGMENTS])


def _is_number(segment: str) -> bool:
    # str.isdigit alone accepts superscripts, and int() raises for a very long segment.
    return segment.isdigit() and segment.isascii() and len(segment) <= _LONGEST_REVISION
