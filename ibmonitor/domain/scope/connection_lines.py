"""Lines of the scope report on the connection: client ID, read-only API, binding, server version."""

from __future__ import annotations

from ibmonitor.domain.scope.facts import KNOWS_SETTINGS, Level, Line, ScopeFacts


def connection_lines(facts: ScopeFacts) -> tuple[Line, ...]:
    """Who this client is, whether the API is read-only, whether manual orders are bound, and what TWS itself is."""
    return (_client(facts), _read_only(facts), _binding(facts), _server(facts))


def _client(facts: ScopeFacts) -> Line:
    word = f"Client {facts.client_id}" + (", the master client" if facts.is_master else "")
    if facts.api_settings is None:
        said = "is" if facts.says_master else "is not"
        sentence = (
            f"According to the settings here it {said} the master client; TWS has not confirmed it: {_why(facts)}."
        )
        return Line("This client", word, sentence, Level.LIMITED if facts.says_master else Level.PLAIN)
    reported = (
        "TWS reports no master client ID"
        if facts.master_id is None
        else f"TWS reports its master client ID as {facts.master_id}"
    )
    if facts.is_master == facts.says_master:
        return Line("This client", word, f"{reported}.")
    said = "do not mark this client as the master" if facts.is_master else "mark this client as the master"
    return Line("This client", word, f"{reported}, but the settings here {said}. TWS's setting applies.", Level.LIMITED)


def _why(facts: ScopeFacts) -> str:
    """Why TWS's settings are not known, as part of a sentence."""
    if facts.server_version is None:
        return "it sends its settings once connected"
    if facts.server_version < KNOWS_SETTINGS:
        return f"before server version {KNOWS_SETTINGS} it cannot send its settings"
    return "it has not sent its settings"


def _read_only(facts: ScopeFacts) -> Line:
    name = "Read-only API"
    if facts.read_only is None:
        why = "its answer leaves it out" if facts.api_settings is not None else _why(facts)
        return Line(name, "Unknown", f"TWS has not reported whether its API is read-only: {why}.")
    if facts.read_only:
        known = "" if facts.flag("readOnlyApi") else "TWS has refused a request for it. "
        sentence = (
            f"{known}It does not list completed orders or a client's own open orders separately, and binds no manual "
            "orders."
        )
        return Line(name, "On", sentence, Level.LIMITED)
    return Line(name, "Off", "This program cannot trade either way.")


def _binding(facts: ScopeFacts) -> Line:
    name = "Binding of manual orders"
    if facts.client_id != 0:
        return Line(name, "Not possible", "Only client 0 can bind them. They are shown anyway.")
    if not facts.auto_bind:
        return Line(name, "Off", "Manual orders are shown as they are, without an API order ID of their own.")
    if facts.read_only:
        return Line(name, "Blocked", "Auto-bind is on, but a read-only API does not bind.", Level.MISSING)
    negative = facts.flag("useNegativeAutoRange")
    ids = {
        True: "TWS gives them negative order IDs.",
        False: "TWS does not use negative order IDs for them, so they look like IDs of API orders.",
        None: "TWS has not reported whether it uses negative order IDs for them.",
    }[negative]
    return Line(name, "On", f"Manual orders get an API order ID. {ids}", Level.GOOD)


def _server(facts: ScopeFacts) -> Line:
    word = "Unknown" if facts.server_version is None else f"Server version {facts.server_version}"
    return Line("TWS or IB Gateway", word, "The API does not report which of the two it is.")
