"""JSON in pieces is what `json` would write as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ibmonitor.cli.json_pieces import json_pieces


@pytest.mark.parametrize(
    "content",
    [
        {"a": [], "b": {}, "c": None, "d": True, "e": [{}], "f": [[]]},
        {"fills": [{"price": "1.25", "legs": [{"ratio": 2}, {}]}, {"price": None, "legs": []}]},
        {"text": 'quote " backslash \\ slash / line\nbreak tab\t \x01\x1f\x7f\u2028 Zürich 東京 \U0001f600'},
        {"numbers": [0, -1, 2**63, 2**64 + 1, -(2**63) - 1]},
        {'na"me\n': ["x\n  y"]},
    ],
    ids=str,
)
def test_it_is_what_json_writes(content: dict[str, Any]) -> None:
    expected = json.dumps(content, indent=2, ensure_ascii=False)
    assert b"".join(json_pieces(content)).decode() == expected + "\n"
    as_iterators = {name: iter(part) if isinstance(part, list) else part for name, part in content.items()}
    assert b"".join(json_pieces(as_iterators)) == b"".join(json_pieces(content))


def test_a_lone_surrogate_is_its_escape() -> None:
    (said,) = json.loads(b"".join(json_pieces({"texts": ["odd \ud800 text"]})))["texts"]
    assert said == "odd \ud800 text"


def test_a_list_is_written_while_it_is_read() -> None:
    read: list[int] = []

    def numbers() -> Any:
        for number in range(3):
            read.append(number)
            yield number

    pieces = json_pieces({"numbers": numbers()})
    next(pieces)
    next(pieces)
    assert read == [0]
