"""`Entry`: one event in an order's timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any

from ibmonitor.domain.records.records import Commission, FieldChange, Fill, Message, Severity
from ibmonitor.domain.records.value import value

STEP = "step "
"""How the first part of the key of a step begins, which is a part of another entry."""


class EntryKind(Enum):
    """The kind of an entry; the value is the word it begins with. Entries of one moment are in this order."""

    # A member is equal to itself alone. Enum's own hash, of the name, is Python, and each entry takes several.
    __hash__ = object.__hash__

    LOST = "Connection lost"
    RESUMED = "TWS sends data again"
    JOINED = "Joined"
    BOUND = "Bound"
    FOUND = "Listed again"
    MODIFIED = "Modified"
    TRAILED = "Trailing stop"
    ADJUSTED = "Adjusted by TWS"
    STATUS = "Status"
    FILL = "Fill"
    PART = "Part"
    """A fill in an account that gets a part of the order."""
    LEG = "Leg"
    CORRECTION = "Correction"
    COMMISSION = "Commission"
    MESSAGE = "Message"
    LISTED = "Confirmed"
    MISSING = "Not listed"
    LOOKED_UP = "Not found"


@value
class Entry:
    """One event. Where two are equal, and of one timeline, a reader would see no difference."""

    key: tuple[str, int]
    """Identifies the entry: the same in every timeline of the order."""
    kind: EntryKind
    moment: datetime
    """Orders the timeline: when it was received, or TWS's time for what was reported much later."""
    received: datetime
    """When this program first received it."""
    words: str | Callable[[Entry], str]
    """What happened, or what writes that: most of thousands of entries are never read."""
    record: Fill | Commission | Message | None = None
    """The record it is about; `None` for an event of the order itself."""
    time: datetime | None = None
    """TWS's own time; `None` where it sends none, or one that is no moment."""
    time_raw: str = ""
    """TWS's text of that time; empty where it sends none as text."""
    status: str = ""
    """TWS's word, verbatim; empty for all but a status."""
    why_held: str = ""
    filled: Decimal | None = None
    """Of the order, as TWS reported it here; `None` where it did not. The same goes for the next two."""
    remaining: Decimal | None = None
    average: Decimal | None = None
    severity: Severity | None = None
    """Of a message; `None` for all else."""
    changes: tuple[FieldChange, ...] = ()
    """What is different, for a modification; empty for all else."""
    steps: tuple[Entry, ...] = ()
    """The moves of a trailing stop that are folded into this one, oldest first; empty for all else."""
    superseded: bool = False
    """A corrected fill, or its commission: in no sum."""
    count: int = 1
    """How often it was received: exact repeats are folded."""
    last_received: datetime | None = None
    """When the last repeat came; `None` while there is none."""
    zone: tzinfo | None = None
    """The operator's, in which `time_raw` was read."""
    exchange: tzinfo | None = None
    """That of the order's market; `None` where it is not known."""
    basis: tuple[Any, ...] = ()
    """What the words depend on besides the rest, where they are not written yet."""

    @property
    def what(self) -> str:
        """What happened, in IB's words where it has some."""
        return self.words if isinstance(self.words, str) else self.words(self)
