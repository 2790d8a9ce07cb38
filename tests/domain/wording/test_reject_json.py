"""The advanced description of a rejection is laid out, or shown unchanged."""

from __future__ import annotations

import pytest

from ibmonitor.domain.wording.reject_json import pretty


def test_json_is_laid_out_with_its_letters_decoded() -> None:
    assert pretty('{"code":201,"text":"Größe \\"A\\""}') == '{\n  "code": 201,\n  "text": "Größe \\"A\\""\n}'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"price":1.10, "huge":1e400}', '{\n  "price": 1.10,\n  "huge": 1e400\n}'),
        ('{"a":1,"a":2}', '{\n  "a": 1,\n  "a": 2\n}'),
        ('[{},[ ],"{,:}",null]', '[\n  {},\n  [],\n  "{,:}",\n  null\n]'),
        (r'{"a":"\u00df\n"}', '{\n  "a": "ß\\n"\n}'),
        (" 17 ", "17"),
        ("[" * 20 + "]" * 20, None),
    ],
)
def test_nothing_but_the_layout_changes(text: str, shown: str | None) -> None:
    assert pretty(text) == shown if shown is not None else "\n" in pretty(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 22 + "0," * 5_000 + "0" + "]" * 22,
        "[" * 3_000 + "]" * 3_000,
        "",
        "no json",
        '{"text": "a "quoted" word"}',
        "[" * 50_000,
        "1" * 5_000,
        "[" + "0," * 99_999,
    ],
)
def test_damaged_or_oversized_texts_are_unchanged(text: str) -> None:
    assert pretty(text) == text
