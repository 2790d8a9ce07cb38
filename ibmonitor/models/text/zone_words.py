"""The choices of the time zone in words."""

from __future__ import annotations

from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice

_HINTS = {
    ZoneChoice.LOCAL: "The time zone of this computer",
    ZoneChoice.UTC: "Coordinated universal time, in which no hour comes twice",
    ZoneChoice.EASTERN: "The time in New York, in which IB's days are counted",
    ZoneChoice.EXCHANGE: "Each row in the time zone of its exchange. Where that is not known, the zone in which TWS "
    "sent the time, or else this computer's, with a mark.",
    ZoneChoice.SENT: "TWS's own text, unchanged. Times that TWS does not send, as of receipt, are in UTC.",
}


def zone_words() -> str:
    """The zone in force, as it stands after "Times:"."""
    choice = SHOWN_ZONE.choice
    match choice:
        case ZoneChoice.LOCAL:
            missing = SHOWN_ZONE.wanted
            note = "" if missing is ZoneChoice.LOCAL else f"; {missing.value} is not available"
            return f"this computer ({SHOWN_ZONE.local_name}){note}"
        case ZoneChoice.EXCHANGE:
            return "the exchange's"
        case ZoneChoice.SENT:
            return "as TWS sent"
    return str(choice.value)


def zone_title(choice: ZoneChoice) -> str:
    """A choice as an entry of a menu."""
    match choice:
        case ZoneChoice.LOCAL:
            return f"This computer's ({SHOWN_ZONE.local_name})"
        case ZoneChoice.EXCHANGE:
            return "The exchange's"
        case ZoneChoice.SENT:
            return "As TWS sent"
    return str(choice.value)


def widest_time(*, is_short: bool) -> str:
    """About the longest text of a time in a table; a short one omits this year."""
    written = "12-28 20:08:00" if is_short else "2026-12-28 20:08:00"
    match SHOWN_ZONE.choice:
        case ZoneChoice.EXCHANGE:
            return f"{written} CEST"
        case ZoneChoice.SENT:
            return "20261228 20:08:00 US/Eastern"
    return written


def zone_hint(choice: ZoneChoice) -> str:
    """What a choice means."""
    return _HINTS[choice]
