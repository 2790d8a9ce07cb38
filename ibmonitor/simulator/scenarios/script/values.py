"""Reads tables of a scenario file: each key in its type, with a sentence for each that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

_TYPE_NAMES = {
    str: "a text",
    int: "a whole number",
    Decimal: "a number",
    bool: "true or false",
    datetime: "a date and time with its offset, without quotes",
    Mapping: "a table",
    tuple: "a list",
    list: "a list",
}


class ScriptError(Exception):
    """What is wrong with a scenario file, in a sentence for its author."""


class Keys:
    """The keys of one table; keys that were not taken are refused at the end."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._left = dict(table)
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, hint: Any, default: Any = MISSING) -> Any:
        """The value of a key in the type of `hint`; a key without a default is required."""
        self._known.add(key)
        if key in self._left:
            return value_of(key, self._left.pop(key), hint)
        if default is MISSING:
            raise ScriptError(f"'{key}' is missing.")
        return default

    def take_one_of(self, key: str, words: Iterable[str], default: str) -> Any:
        """The value of a key that must be one of some words."""
        value = self.take(key, str, default)
        if value not in words:
            raise ScriptError(f"'{key}' must be one of {', '.join(words)}.")
        return value

    def take_fields(self, record: type[Any], but: Iterable[str] = ()) -> dict[str, Any]:
        """All keys that are fields of a record, in the fields' types."""
        hints = {name: hint for name, hint in _hints(record).items() if name not in but}
        self._known.update(hints)
        return {name: value_of(name, self._left.pop(name), hint) for name, hint in hints.items() if name in self._left}

    def end(self) -> None:
        """Refuse the remaining keys."""
        for key in self._left:
            raise ScriptError(f"'{key}' is not known here. Known are: {', '.join(sorted(self._known))}.")


def record_of(record: type[Any], table: Mapping[str, Any]) -> Any:
    """A record made of a table that has its fields as keys."""
    keys = Keys(table)
    values = keys.take_fields(record)
    keys.end()
    for each in fields(record):
        if each.default is MISSING and each.default_factory is MISSING and each.name not in values:
            raise ScriptError(f"'{each.name}' is missing.")
    return record(**values)


def value_of(key: str, value: Any, hint: Any) -> Any:
    """The value of a key in the type of `hint`, which may be optional, or a tuple of records."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] if NoneType in get_args(hint) else [hint]
    kind = kinds[0]
    plain = get_origin(kind) or kind
    if plain is tuple and isinstance(value, list):
        item = get_args(kind)[0]
        return tuple(_item(key, each, item) for each in value)
    read = _number(value) if plain is Decimal else value
    is_it = isinstance(read, plain) and (plain is bool or not isinstance(read, bool))
    if not is_it or (isinstance(read, datetime) and read.tzinfo is None):
        raise ScriptError(f"'{key}' must be {_TYPE_NAMES.get(plain, 'a table')}, which {_shown(value)} is not.")
    return read


def _item(key: str, value: Any, item: Any) -> Any:
    if item in _TYPE_NAMES:
        return value_of(key, value, item)
    table = value_of(key, value, Mapping)
    if kinds := {each.KIND: each for each in get_args(item)}:
        return _of_its_kind(key, table, kinds)
    return record_of(item, table)


def _of_its_kind(key: str, table: Mapping[str, Any], kinds: Mapping[str, type[Any]]) -> Any:
    """A record of the kind under `kind`, which is the first one by default."""
    kind = value_of("kind", table.get("kind", next(iter(kinds))), str)
    if kind not in kinds:
        raise ScriptError(f"'kind' in '{key}' must be one of {', '.join(kinds)}.")
    return record_of(kinds[kind], {name: value for name, value in table.items() if name != "kind"})


def _number(value: Any) -> Any:
    """Numbers keep their digits, also those in quotes. Other values are returned as they are."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else str(value)


def _shown(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _hints(record: type[Any]) -> dict[str, Any]:
    return get_type_hints(record)
