"""Events as JSON and back.

The JSON of a slice, the events that were read together, is an array. Each entry is an object: `event` is the name of a
class of `domain/records/events.py`, the rest are its fields by their names, without those that have their usual value.
Decimals are texts, digit by digit; among the fields of orders, which can be texts too, they are `{"$d": "1.50"}`. Times
are ISO 8601. Entries that are no events: `Defined`, `Again`, `Confirmed`, `Forgotten`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from types import NoneType
from typing import Any, Union, get_args, get_type_hints

import msgspec

from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.execution import Execution, WholeExecution
from ibmonitor.domain.records.records import Contract, TwsFields

_TAG = "event"
_DECIMAL = "$d"


class UnreadableError(ValueError):
    """The JSON is damaged, or of a newer version of the program."""


class Entry(msgspec.Struct, frozen=True, tag_field=_TAG, tag=True, omit_defaults=True):
    """An entry of a slice."""


class Defined(Entry, frozen=True, tag="Contract"):
    """Contracts have numbers, from 0 in each session, and this is the next."""

    contract: Contract


class Again(Entry, frozen=True):
    """Events of orders that came again as they were, as they do in each list of open orders.

    Runs of numbers: the first, and how many.
    """

    runs: tuple[tuple[int, int], ...]


class Confirmed(Entry, frozen=True):
    """Executions and commission reports that came again after the connection had been lost, by their execIds."""

    executions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


class Forgotten(Entry, frozen=True):
    """An event that the user wanted forgotten; the numbers of the others stay."""


class Codec:
    """Turns events into entries and these into JSON, and back. The reading and writing of JSON is msgspec's."""

    def __init__(self) -> None:
        self._layouts = {event: _Layout(event, event.__name__) for event in get_args(Event)}
        self._events = {layout.entry: layout for layout in self._layouts.values()}
        self._encoder = msgspec.json.Encoder(decimal_format="string")
        entry: Any = Union[(*self._events, Defined, Again, Confirmed, Forgotten)]
        self._slices = msgspec.json.Decoder(list[entry])
        self._entries = msgspec.json.Decoder(entry)
        self._raws = msgspec.json.Decoder(list[msgspec.Raw])

    def entry_of(self, event: Event, number_of: Callable[[Contract], int]) -> msgspec.Struct:
        """The entry of an event; `number_of` returns the number of a contract."""
        return self._layouts[type(event)].encoded(event, number_of)

    def event_of(self, entry: msgspec.Struct, contracts: Sequence[Contract]) -> Event:
        """The event of an entry; `contracts` by their numbers. Raises `UnreadableError`, `KeyError` for no event."""
        layout = self._events[type(entry)]
        try:
            event: Event = layout.decoded(entry, contracts)
        except (IndexError, ValueError, ArithmeticError) as error:
            raise UnreadableError(f"{type(entry).__name__}: {error}") from error
        return event

    def encode(self, entries: Sequence[msgspec.Struct]) -> str:
        """The JSON of a slice."""
        try:
            return self._encoder.encode(entries).decode()
        except UnicodeEncodeError:
            # Halves of characters, which JSON in UTF-8 cannot hold.
            plain = msgspec.to_builtins(entries, builtin_types=(Decimal,))
            return self._encoder.encode(_printable(plain)).decode()

    def decode(self, raw: str) -> list[msgspec.Struct]:
        """The entries of a slice. Raises `UnreadableError` if one of them cannot be read: see `decode_each`."""
        try:
            entries: list[msgspec.Struct] = self._slices.decode(raw)
        except msgspec.DecodeError as error:
            raise UnreadableError(str(error)) from error
        return entries

    def decode_each(self, raw: str) -> Iterator[msgspec.Struct | UnreadableError]:
        """The entries of a slice, and why the others cannot be read. Raises `UnreadableError` where it is no array."""
        try:
            raws = self._raws.decode(raw)
        except msgspec.DecodeError as error:
            raise UnreadableError(str(error)) from error
        for one in raws:
            try:
                yield self._entries.decode(one)
            except msgspec.DecodeError as error:
                yield UnreadableError(str(error))


class _Layout:
    """The entry of one class of values: a struct with the same fields, of which the usual values are left out."""

    def __init__(self, kind: type, tag: str | None) -> None:
        hints = get_type_hints(kind)
        self.kind: Any = kind
        names = [field.name for field in fields(kind)]
        types = [_TYPES.get(hints[name], hints[name]) for name in names]
        self.entry: type[msgspec.Struct] = msgspec.defstruct(
            kind.__name__,
            [_field(name, type_) for name, type_ in zip(names, types, strict=True)],
            bases=None if tag is None else (Entry,),
            namespace={"__doc__": f"The entry of {kind.__name__}."},
            frozen=True,
            tag=tag,
            omit_defaults=True,
            kw_only=True,
        )
        self._names = names
        self._encoders = [(place, _ENCODERS[hints[name]]) for place, name in enumerate(names) if hints[name] in _TYPES]
        self._decoders = [(place, _DECODERS[hints[name]]) for place, name in enumerate(names) if hints[name] in _TYPES]

    def encoded(self, value: Any, number_of: Callable[[Contract], int]) -> msgspec.Struct:
        values = [getattr(value, name) for name in self._names]
        for place, encode in self._encoders:
            values[place] = encode(values[place], number_of)
        return self.entry(**dict(zip(self._names, values, strict=True)))

    def decoded(self, entry: msgspec.Struct, contracts: Sequence[Contract]) -> Any:
        values = list(msgspec.structs.astuple(entry))
        for place, decode in self._decoders:
            values[place] = decode(values[place], contracts)
        return self.kind(*values)


def _field(name: str, type_: Any) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A field with its usual value, by which it may be missing; a number that is needed may not."""
    if NoneType in get_args(type_):
        return name, type_, None
    if type_ is str:
        return name, type_, ""
    return name, type_


def _encoded_fields(fields_: TwsFields, _number_of: object) -> dict[str, Any]:
    return {name: _tagged(value) for name, value in fields_.items()}


def _tagged(value: object) -> object:
    match value:
        case Decimal():
            return {_DECIMAL: str(value)}
        case tuple() | list():
            return [_tagged(each) for each in value]
        case Mapping():
            return {name: _tagged(each) for name, each in value.items()}
        case _:
            return value


def _decoded_fields(raw: dict[str, Any], _contracts: object) -> TwsFields:
    return {name: _untagged(value) for name, value in raw.items()}


def _untagged(raw: object) -> object:
    match raw:
        case {"$d": str(digits)}:
            return Decimal(digits)
        case list():
            return tuple(map(_untagged, raw))
        case dict():
            return {name: _untagged(each) for name, each in raw.items()}
        case _:
            return raw


def _printable(plain: object) -> object:
    match plain:
        case str():
            return plain.encode(errors="replace").decode()
        case list() | tuple():
            return [_printable(each) for each in plain]
        case dict():
            return {_printable(name): _printable(each) for name, each in plain.items()}
        case _:
            return plain


_TYPES: dict[Any, Any] = {Contract: int, TwsFields: dict[str, Any]}
"""What stands in JSON for these."""
_ENCODERS: dict[Any, Callable[[Any, Callable[[Contract], int]], Any]] = {
    Contract: lambda contract, number_of: number_of(contract),
    TwsFields: _encoded_fields,
}
_DECODERS: dict[Any, Callable[[Any, Sequence[Contract]], Any]] = {
    Contract: lambda number, contracts: contracts[number],
    TwsFields: _decoded_fields,
}
_EXECUTION = _Layout(WholeExecution, None)
_TYPES[Execution] = _EXECUTION.entry
_ENCODERS[Execution] = lambda execution, number_of: _EXECUTION.encoded(execution.whole(), number_of)
_DECODERS[Execution] = _EXECUTION.decoded
