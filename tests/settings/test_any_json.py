"""Each of the files may contain any JSON, at every place, and any bytes: what is valid in it is kept."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.settings.profiles import Profile, find_profile, load_profiles, save_profiles
from ibmonitor.settings.pseudonym_secret import load_pseudonym_secret
from ibmonitor.settings.recent_queries import load_recent_queries, save_recent_queries
from ibmonitor.settings.store import load_settings, save_settings
from ibmonitor.settings.table import DEFAULTS, Settings
from ibmonitor.settings.views import Views, load_views, save_views
from ibmonitor.settings.window_state import ColumnState, TableState, WindowState, load_window_state, save_window_state
from tests.support import any_json
from tests.support.any_json import json_texts, places, put
from tests.support.examples import examples

Parts = Mapping[any_json.Path, object]
"""The values in a file by their paths."""

WORDS = (
    *DEFAULTS,
    *("version", "profiles", "views", "queries", "tables", "tab", "columns", "key", "width", "visible", "name"),
    *("geometry", "docks", "sum", "accounts", "account_group", "sort_key", "color", "since", "dates", "secret"),
    *("blue", "UTC", "Europe/Berlin", "Debug", "::1", "[::1]", "2026-01-05", "09:30", "symbol", "BUY"),
)


@dataclass(frozen=True)
class Kept:
    """One of the files: how it is read and written, a possible content, and its values by path."""

    name: str
    load: Callable[[Path], tuple[Any, list[str]]]
    save: Callable[[Path, Any], list[str]]
    good: Any
    parts: Callable[[Any], Parts]


def settings_parts(settings: Settings) -> Parts:
    return {(key,): value for key, value in dataclasses.asdict(settings).items()}


def profile_parts(profiles: tuple[Profile, ...]) -> Parts:
    parts: dict[any_json.Path, object] = {}
    for number, name in enumerate(("Live", "Paper")):
        profile = find_profile(profiles, name)
        parts["profiles", number, "color"] = profile and profile.color
        parts["profiles", number] = profile and dataclasses.replace(profile, color="blue")
    return parts


def view_parts(views: Views) -> Parts:
    return {
        ("views", table, number): views.view(table, name)
        for table, number, name in (("orders", 0, "Working"), ("orders", 1, "All"), ("fills", 0, "Working"))
    }


def query_parts(queries: tuple[ExecutionQuery, ...]) -> Parts:
    return {("queries", number): query in queries for number, query in enumerate(QUERIES)}


def window_parts(state: WindowState) -> Parts:
    parts: dict[any_json.Path, object] = {("tables", key): state.tables.get(key) for key in ("orders", "fills")}
    # The sum is over both: where one of the three is wrong, none is used.
    parts |= {(key,): (state.geometry, state.docks) for key in ("geometry", "docks", "sum")}
    return parts | {(key,): getattr(state, key) for key in ("tab", "accounts", "account_group")}


TABLE = TableState((ColumnState("symbol", 80, True), ColumnState("tif", 40, False)), "symbol", True, "AAPL", "", "all")
QUERIES = (ExecutionQuery(symbol="AAPL", side="SELL"), ExecutionQuery(client_id=7, last_days=2))
FILES = [
    Kept(
        "settings.json",
        load_settings,
        save_settings,
        Settings("10.0.0.7", 7496, 12, is_master=True, refresh_seconds=60, zone="Asia/Tokyo", log_level="Warning"),
        settings_parts,
    ),
    Kept(
        "profiles.json",
        load_profiles,
        save_profiles,
        (Profile("Live", "red", "10.0.0.7", 7496, 5, is_master=True), Profile("Paper", "teal", client_id=6)),
        profile_parts,
    ),
    Kept(
        "views.json",
        load_views,
        save_views,
        Views().saved("orders", "Working", TABLE).saved("orders", "All", TableState()).saved("fills", "Working", TABLE),
        view_parts,
    ),
    Kept("queries.json", load_recent_queries, save_recent_queries, QUERIES, query_parts),
    Kept(
        "window.json",
        load_window_state,
        save_window_state,
        WindowState(b"geometry", "fills", {"orders": TABLE, "fills": TABLE}, b"docks", ("DU1", "DU2"), "Family"),
        window_parts,
    ),
]


@contextmanager
def a_file(name: str, content: bytes) -> Iterator[Path]:
    """In its own folder, since copies are kept next to it."""
    folder = Path(mkdtemp())
    try:
        (folder / name).write_bytes(content)
        yield folder / name
    finally:
        shutil.rmtree(folder)


def good_document(kept: Kept) -> Any:
    with a_file(kept.name, b"{}") as path:
        assert kept.save(path, kept.good) == []
        assert kept.load(path) == (kept.good, [])
        return json.loads(path.read_bytes())


DOCUMENTS = {kept.name: good_document(kept) for kept in FILES}
PLACES = [(kept, place) for kept in FILES for place in places(DOCUMENTS[kept.name])]
SECRET = {"secret": bytes(range(32)).hex(), "version": 1}


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def is_about(part: any_json.Path, place: any_json.Path) -> bool:
    """Whether the value at this place can change how that part is read."""
    if part[0] == "profiles":
        # A profile is kept without its color, and not without anything else.
        return part[:2][: len(place)] == place[:2] and (part[2:] == ("color",) or place[2:] != ("color",))
    shorter = min(len(part), len(place))
    return part[:shorter] == place[:shorter] or {part[0], place[0]} <= {"geometry", "docks", "sum"}


def is_well_kept(kept: Kept, path: Path, found: Any) -> None:
    """It can be saved, and then nothing is reported any more, at this start and the next ones."""
    before = path.read_bytes() if path.exists() else b""
    problems = kept.save(path, found)
    assert kept.load(path) == (found, [])
    assert kept.save(path, found) == []
    copies = [each.read_bytes() for each in path.parent.iterdir() if each != path]
    assert not problems or before in copies, "what could not be used is not lost"


@pytest.mark.parametrize(
    ("kept", "place"),
    PLACES,
    ids=[f"{kept.name}{''.join(f'[{part}]' for part in place)}" for kept, place in PLACES],
)
@examples(5)
@given(text=json_texts(WORDS))
def test_any_json_may_stand_anywhere(kept: Kept, place: any_json.Path, text: str) -> None:
    document = put(DOCUMENTS[kept.name], place, text)
    with a_file(kept.name, as_bytes(document)) as path:
        found, messages = kept.load(path)
        assert all(message and message.isprintable() for message in messages)
        if path.exists() and place:
            good, now = kept.parts(kept.good), kept.parts(found)
            kept_parts = [part for part in good if not is_about(part, place)]
            assert [now[part] for part in kept_parts] == [good[part] for part in kept_parts]
            # One of the value, one of a key in it that comes twice; of a list, of its first entries.
            assert len(messages) <= (5 if len(place) == 1 else 2)
            assert len(set(messages)) == len(messages)
        elif not path.exists():
            assert len(messages) == 1
        is_well_kept(kept, path, found)


@pytest.mark.parametrize("kept", FILES, ids=lambda kept: kept.name)
@examples(60)
@given(
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp037"]),
    cuts=st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
    between=st.binary(max_size=6) | st.sampled_from([b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"}", b"{"]),
)
def test_damaged_bytes_are_reported_once(kept: Kept, encoding: str, cuts: tuple[int, int], between: bytes) -> None:
    whole = json.dumps(DOCUMENTS[kept.name]).encode(encoding)
    head, tail = (cut % (len(whole) + 1) for cut in cuts)
    with a_file(kept.name, whole[:head] + between + whole[tail:]) as path:
        found, messages = kept.load(path)
        assert all(message and message.isprintable() for message in messages)
        if not path.exists():
            assert len(messages) == 1
        is_well_kept(kept, path, found)


@pytest.mark.parametrize("place", list(places(SECRET)), ids=str)
@examples(50)
@given(text=json_texts(WORDS))
def test_any_json_may_stand_for_the_secret(place: any_json.Path, text: str) -> None:
    with a_file("pseudonyms.json", as_bytes(put(SECRET, place, text))) as path:
        secret, problems = load_pseudonym_secret(path)
        assert len(secret) == 32
        assert len(problems) <= 1
        assert load_pseudonym_secret(path) == (secret, [])


@pytest.mark.parametrize("color", ["[]", "{}", "null", "5", "1e999", '"mauve"', '"\\ud83d"', "true", '{"red": "red"}'])
def test_a_profile_with_an_unknown_color_keeps_all_else(tmp_path: Path, color: str) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(f'{{"profiles": [{{"name": "Live", "port": 7496, "color": {color}}}]}}')
    profiles, (message,) = load_profiles(path)
    assert profiles == (Profile("Live", "blue", port=7496),)
    assert message == "profiles.json: Profile 1 has an unknown color. It is shown in blue."
    (sentence,) = save_profiles(path, profiles)
    assert "profiles.before-1.json" in sentence
    assert load_profiles(path) == (profiles, [])


def test_a_hundred_thousand_keys_that_come_twice_are_read_at_once(tmp_path: Path) -> None:
    """Comparing each key with all others took hours."""
    path = tmp_path / "settings.json"
    keys = ",".join(f'"{number}":0' for number in range(100_000))
    path.write_text(f"{{{keys},{keys}}}")
    _, (message,) = load_settings(path)
    assert "“0”, “1”, “10” more than once" in message
