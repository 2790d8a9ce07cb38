"""JSON as its grammar allows it, written down as text: what no encoder writes is in it, too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

HALF_A_CHARACTER = "\ud83d"
_NUMBERS = (
    "0",
    "-0",
    "1",
    "2",
    "7497",
    "65536",
    "-1",
    "1.0",
    "1e3",
    "1e999",
    "-1E+400",
    "1e-400",
    str(2**63),
    str(10**400),
    "9" * 5000,
    "NaN",
    "Infinity",
    "-Infinity",
)
"""The last ones are Python's own addition to the grammar; 5,000 digits are more than it reads."""

_CHARACTERS = st.one_of(
    st.characters(), st.characters(categories=["Cs"]), st.sampled_from(["\0", "\n", "\u202e", "ß", HALF_A_CHARACTER])
)

Text = st.SearchStrategy[str]


def json_texts(words: Sequence[str] = ()) -> Text:
    """Any JSON value as text. `words` are likely strings and keys: those that mean something where it is read."""
    strings = st.text(_CHARACTERS, max_size=12).map(json.dumps)
    strings |= st.sampled_from([json.dumps(HALF_A_CHARACTER), json.dumps("x" * 300), *map(json.dumps, words)])
    numbers = st.sampled_from(_NUMBERS) | st.integers().map(str) | st.floats().map(json.dumps)
    scalars = st.sampled_from(["null", "true", "false"]) | numbers | strings
    return st.recursive(
        scalars, lambda inner: _arrays(inner) | _objects(strings, inner), max_leaves=12
    ) | st.sampled_from(["[" * depth + "]" * depth for depth in (20, 40, 2000)])


def _arrays(inner: Text) -> Text:
    return st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]")


def _objects(keys: Text, inner: Text) -> Text:
    """A key may come twice."""
    pairs = st.tuples(keys, inner).map(": ".join)
    return st.lists(pairs, max_size=4).map(lambda parts: f"{{{', '.join(parts)}}}")


Path = tuple[str | int, ...]


def places(document: object, path: Path = ()) -> Iterator[Path]:
    """Where a value stands in a document, from the outermost inwards."""
    yield path
    parts: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(document, dict):
        parts = iter(document.items())
    elif isinstance(document, list):
        parts = iter(enumerate(document))
    for key, inner in parts:
        yield from places(inner, (*path, key))


def put(document: object, path: Path, text: str) -> str:
    """The document as JSON, with this text in place of the value that stands there."""
    if not path:
        return text
    if isinstance(document, dict):
        parts = [f"{json.dumps(key)}: {_put(inner, path, key, text)}" for key, inner in document.items()]
        return f"{{{', '.join(parts)}}}"
    assert isinstance(document, list)
    return f"[{', '.join(_put(inner, path, number, text) for number, inner in enumerate(document))}]"


def _put(inner: object, path: Path, key: str | int, text: str) -> str:
    return put(inner, path[1:], text) if key == path[0] else json.dumps(inner)


def parsed(text: str) -> Any:
    """What Python reads in it; raises `ValueError` or `RecursionError`."""
    return json.loads(text)
