"""The advanced description of a rejection is laid out, or shown as it came."""

from __future__ import annotations

import pytest

from ibmonitor.domain.reject_json import pretty


def test_json_is_laid_out_with_its_own_letters() -> None:
    assert pretty('{"code":201,"text":"Größe \\"A\\""}') == '{\n  "code": 201,\n  "text": "Größe \\"A\\""\n}'


@pytest.mark.parametrize(
    "text", ["", "no json", '{"text": "a "quoted" word"}', "[" * 50_000, "1" * 5_000, "[" + "0," * 99_999]
)
def test_what_is_damaged_or_absurd_is_left_as_it_came(text: str) -> None:
    assert pretty(text) == text
