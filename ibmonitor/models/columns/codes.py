"""The columns of the list of message codes, and the search in it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from ibmonitor.domain.messages.codes import Code
from ibmonitor.models.columns.messages import severity_column
from ibmonitor.models.table.column import Column, id_column, text_column
from ibmonitor.models.table.text_search import words_of


def _kind(code: Code) -> str:
    return code.kind.value


def _meaning(code: Code) -> str:
    return f"{code.meaning} {code.note}".rstrip()


def number_in(searched: str) -> int | None:
    """The code, if the text is only a number; otherwise `None`."""
    word = searched.strip()
    return int(word) if _is_number(word) else None


def found(codes: Sequence[Code], searched: str) -> list[Code]:
    """The codes that contain all words of a text. A number matches the beginning of a code."""
    words = words_of(searched)
    return [code for code in codes if all(_has(code, spellings) for spellings in words)]


def _has(code: Code, spellings: tuple[str, ...]) -> bool:
    if _is_number(spellings[0]):
        return str(code.number).startswith(spellings[0])
    text = "\n".join((code.severity.value, _kind(code), _meaning(code), code.sentence, code.advice)).casefold()
    return any(spelling in text for spelling in spellings)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= _LONGEST


_LONGEST = 9
"""Digits; a longer number is no code."""

CODE_COLUMNS: tuple[Column[Code], ...] = (
    id_column("code", "Code", "TWS's message code.", attrgetter("number"), visible=True, width=58),
    severity_column("How IB Monitor shows the message: Info, Warning or Error.", attrgetter("severity")),
    text_column("kind", "Kind", "What the message is about.", _kind, visible=True, width=100),
    text_column("meaning", "Meaning", "IB's description of the code, in short.", _meaning, visible=True, width=300),
    text_column("advice", "What to do", "Empty where there is nothing to do.", visible=True, width=300),
)
