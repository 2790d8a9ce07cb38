"""Writes a JSON object piece by piece, so that a report of 100,000 fills never lies in memory as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import msgspec

INDENT = "  "


def json_pieces(members: Mapping[str, object]) -> Iterator[bytes]:
    """The object, with at least one member, as UTF-8; indented by two blanks, with a line break at its end.

    An iterator is written as a list. A lone surrogate becomes its backslash escape, which within JSON is the same
    character.
    """
    before = "{\n"
    for name, content in members.items():
        yield f"{before}{INDENT}{json.dumps(name)}: ".encode()
        before = ",\n"
        if isinstance(content, Iterator):
            yield from _list_pieces(content)
        else:
            yield _encoded(content, INDENT)
    yield b"\n}\n"


def _list_pieces(items: Iterator[object]) -> Iterator[bytes]:
    before = "["
    for item in items:
        yield f"{before}\n{INDENT * 2}".encode() + _encoded(item, INDENT * 2)
        before = ","
    yield b"[]" if before == "[" else f"\n{INDENT}]".encode()


def _encoded(content: object, indent: str) -> bytes:
    try:
        encoded = msgspec.json.format(msgspec.json.encode(content), indent=2)
    except UnicodeEncodeError:
        # A lone surrogate.
        encoded = json.dumps(content, indent=2, ensure_ascii=False).encode(errors="backslashreplace")
    # Within JSON's texts a line break is written as \n.
    return encoded.replace(b"\n", b"\n" + indent.encode())
