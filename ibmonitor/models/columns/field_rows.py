"""The columns of the list of all fields of an order, and how a field's value is formatted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ibmonitor.domain.search.field_list import FieldRow, FieldState
from ibmonitor.models.table.column import Column, text_column
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.table.text_search import Words, words_of
from ibmonitor.models.text.account_mask import ACCOUNT_FIELDS, ACCOUNT_MASK
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import field_text
from ibmonitor.models.text.plain_text import cut

_STATES = {
    FieldState.DEFAULT: "TWS sent the default, or nothing: its messages do not distinguish the two.",
    FieldState.UNSET: "TWS sent an empty field or its mark of an unset number, or nothing.",
    FieldState.NOT_RECEIVED: "TWS has sent nothing of this part of the order.",
}
_LONGEST = 100_000
"""Characters of a value that are searched and copied."""


def value_text(row: FieldRow) -> str:
    """Write a field's value on one line, or why there is none."""
    if row.state is FieldState.SET:
        return cut(_all_text(row), _LONGEST)
    if row.state is FieldState.DEFAULT:
        return f"{_single(row.value)} (default)"
    return str(row.state.value)


def _shown_value(row: FieldRow) -> str:
    if row.state is not FieldState.SET:
        return value_text(row)
    if _is_account(row) and ACCOUNT_NAMES.name(str(row.value)) != row.value:
        return ACCOUNT_NAMES.name(str(row.value))
    # Hide before cutting: part of an account number would not be recognized. Twice the length, since names are
    # shorter than numbers, but not all of an endless text.
    return cut(ACCOUNT_MASK.text(_all_text(row)[: 2 * _LONGEST]), _LONGEST)


def _is_account(row: FieldRow) -> bool:
    return row.name in ACCOUNT_FIELDS and row.state is FieldState.SET


def _all_text(row: FieldRow) -> str:
    return "  |  ".join(_lines(row.value))


def matches(row: FieldRow, words: Words) -> bool:
    """Whether every word is found in what is shown of a field."""
    alias = ACCOUNT_NAMES.searched(str(row.value)) if _is_account(row) else ""
    shown = (row.group, row.name, row.title, value_text(row), alias, row.description)
    text = "\n".join(shown).casefold()
    plain = text.replace(",", "")
    return all(any(spelling in text or spelling in plain for spelling in word) for word in words)


def found(rows: Sequence[FieldRow], searched: str) -> list[FieldRow]:
    """The rows that have all words of a text."""
    words = words_of(searched)
    return [row for row in rows if matches(row, words)]


def row_tone(row: FieldRow) -> Tone:
    return "" if row.state is FieldState.SET else "stale"


def _lines(content: object) -> list[str]:
    """The parts of a list, a line each; anything else on one line."""
    if isinstance(content, tuple | list):
        return [f"{number}: {_single(part)}" for number, part in enumerate(content, 1)]
    return [_single(content)]


def _single(content: object) -> str:
    if isinstance(content, Mapping) and set(content) == {"tag", "value"}:
        return f"{_single(content['tag'])} = {_single(content['value'])}"
    if isinstance(content, int) and not isinstance(content, bool):
        return str(content)
    return field_text(content, exact=True)


def _value_hint(row: FieldRow) -> str:
    if row.state is not FieldState.SET:
        return _STATES[row.state]
    lines = _lines(row.value)
    return "\n".join(lines) if len(lines) > 1 else ""


def _name_hint(row: FieldRow) -> str:
    return "\n".join(dict.fromkeys(filter(None, (row.title, row.description))))


FIELD_COLUMNS: tuple[Column[FieldRow], ...] = (
    text_column("group", "Group", "TWS's class that has the field.", width=86, visible=True),
    text_column("name", "Field", "TWS's own name of the field.", hint=_name_hint, width=180, visible=True),
    text_column(
        "value",
        "Value",
        "What TWS sent; the parts of a list are separated by bars here, and on lines in the tooltip.",
        _shown_value,
        hint=_value_hint,
        width=200,
        visible=True,
    ),
    text_column(
        "description",
        "Meaning",
        "What the field means.",
        lambda row: row.description or f"{row.title}.",
        width=400,
        visible=True,
    ),
)
