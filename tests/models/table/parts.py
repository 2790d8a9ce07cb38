"""Records of which some are parts of others, to try grouped rows with."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Part:
    serial: int
    name: str = ""
    size: int | None = None
    whole: Part | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)


def link(part: Part, whole: Part | None) -> list[Part]:
    """Make a record part of another, or of none; return what is different."""
    changed = [part]
    if part.whole is not None:
        part.whole.parts = tuple(each for each in part.whole.parts if each is not part)
        changed.append(part.whole)
    part.whole = whole
    if whole is not None:
        whole.parts = (*whole.parts, part)
        changed.append(whole)
    return changed
