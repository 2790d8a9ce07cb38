"""Checks of single settings: sentences on what is wrong or needs caution, empty when nothing is."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from ibmonitor.domain.records.host import is_ipv6, is_this_computer

SettingValue = str | int | bool


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every IANA zone name this computer knows, sorted."""
    return tuple(sorted(available_timezones()))


SHOWN_ZONES = {
    "local": "This computer's",
    "UTC": "UTC",
    "US/Eastern": "US/Eastern",
    "exchange": "The exchange's",
    "sent": "As TWS sent",
}
"""The zones in which times can be shown, with their words."""


def shown_zones() -> tuple[str, ...]:
    return tuple(SHOWN_ZONES)


def shown_zone_problem(zone: SettingValue) -> str:
    return "" if zone in SHOWN_ZONES else f"One of {', '.join(SHOWN_ZONES)}."


LOG_LEVELS = ("Error", "Warning", "Info", "Debug")


def log_levels() -> tuple[str, ...]:
    """From the fewest lines to the most."""
    return LOG_LEVELS


def log_level_problem(level: SettingValue) -> str:
    return "" if level in LOG_LEVELS else f"One of {', '.join(LOG_LEVELS)}."


THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "compact")
ACCENTS = ("blue", "teal", "violet", "pink", "graphite")
"""Names of the window's looks; the room of the theme has what they mean."""


def themes() -> tuple[str, ...]:
    return THEMES


def densities() -> tuple[str, ...]:
    return DENSITIES


def accents() -> tuple[str, ...]:
    return ACCENTS


def theme_problem(theme: SettingValue) -> str:
    return "" if theme in THEMES else f"One of {', '.join(THEMES)}."


def density_problem(density: SettingValue) -> str:
    return "" if density in DENSITIES else f"One of {', '.join(DENSITIES)}."


def accent_problem(accent: SettingValue) -> str:
    return "" if accent in ACCENTS else f"One of {', '.join(ACCENTS)}."


def history_server_problem(url: SettingValue) -> str:
    """Only its beginning, and that no password is stored: the rest is for the database's library to understand."""
    text = str(url).strip()
    if not text:
        return ""
    if not text.startswith(("postgresql://", "postgres://")):
        return "Write it as postgresql://USER@HOST:PORT/DATABASE."
    user = text.partition("://")[2].partition("/")[0].rpartition("@")[0]
    if ":" in user or "password=" in text:
        return "No password here: put it into PostgreSQL's password file, ~/.pgpass."
    return ""


def nothing(_: SettingValue) -> str:
    return ""


LONGEST_NAME = 253
LONGEST_LABEL = 63
"""Characters of one part of a domain name (RFC 1035)."""


def host_problem(host: SettingValue) -> str:
    text = str(host)
    if not text:
        return "Enter a host; 127.0.0.1 is this computer."
    if any(c.isspace() or not c.isprintable() for c in text):
        return "A host contains no spaces."
    if "/" in text:
        return "Enter only the name or address, without a scheme or path."
    return _address_problem(text) if set(text) & set(":[]") else _name_problem(text.removesuffix("."))


def _address_problem(address: str) -> str:
    if is_ipv6(address):
        return ""
    if address.count(":") == 1 or "]:" in address:
        return "Enter only the host; the port has its own field."
    return "Not a valid address. An IPv6 address looks like ::1 or [::1]; only these have colons or brackets."


def _name_problem(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"A host name has at most {LONGEST_NAME} characters."
    if not all(0 < len(label) <= LONGEST_LABEL for label in name.split(".")):
        return f"The parts of a name, between its dots, have 1 to {LONGEST_LABEL} characters."
    return ""


def host_caution(host: SettingValue) -> str:
    if is_this_computer(str(host)):
        return ""
    return (
        "This is another computer. TWS sends account data unencrypted: use it only over a network you trust, "
        "and add this computer to the trusted IPs in TWS."
    )


def client_id_caution(client_id: SettingValue) -> str:
    if client_id != 0:
        return ""
    return "Client 0 also receives the orders made in TWS itself. Only one program at a time can be client 0."


def auto_bind_caution(auto_bind: SettingValue) -> str:
    if not auto_bind:
        return ""
    return (
        "Binding gives orders made in TWS a new order ID. To do so, TWS may cancel and resubmit them at the exchange, "
        "which can cost their position in the queue."
    )


def zone_problem(zone: SettingValue) -> str:
    if zone == "" or zone in zone_names():
        return ""
    return "Unknown time zone. Names look like Europe/Berlin; leave it empty if unsure."
