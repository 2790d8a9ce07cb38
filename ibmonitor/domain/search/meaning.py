"""Says how a query was understood: "Order ID 6 of client 1", "Symbol SPY, quantity 100"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ibmonitor.domain.records.records import Commission
from ibmonitor.domain.search.conditions import (
    WHOLE,
    Called,
    Condition,
    Either,
    ExecId,
    Nearness,
    Not,
    Record,
    Same,
    Stands,
    Word,
    values_with,
)
from ibmonitor.domain.search.fields import Kind, Names, values_of
from ibmonitor.domain.wording.writing import one_line

_MOST_NAMED = 4
"""Kinds of fields that are named for one word."""
_LONGEST = 60
_SHOWN = frozenset(
    {
        *(Kind.PERM_ID, Kind.ORDER_ID, Kind.CLIENT_ID, Kind.SYMBOL, Kind.CONTRACT, Kind.ACCOUNT, Kind.GROUP),
        *(Kind.QUANTITY, Kind.STATUS),
    }
)
"""What every result shows in any case."""


Values = Sequence[tuple[Kind, str]]
"""The values of one record."""


def values_of_records(records: Iterable[Record], names: Names) -> list[Values]:
    """Return the values of each record; none of a commission, of which only the execution's ID is known."""
    return [() if isinstance(record, Commission) else list(values_of(record, names)) for record in records]


def meaning_of(reading: Sequence[Condition], sample: Sequence[Values], last: Nearness) -> str:
    """Return the reading in a few words. `sample` are some of the records found, which show what the words are."""
    parts = []
    ids = {condition.kind: condition for condition in reading if isinstance(condition, Same)}
    order, client = ids.get(Kind.ORDER_ID), ids.get(Kind.CLIENT_ID)
    pair: tuple[Condition, ...] = ()
    if order is not None and client is not None:
        pair = order, client
        parts.append(f"{Kind.ORDER_ID.value} {order.number} of client {client.number}")
    for condition in reading:
        if condition in pair:
            continue
        parts.append(_meaning(condition, sample, last))
    first, *others = (part for part in dict.fromkeys(parts) if part)
    return ", ".join((first, *map(_lowered, others)))


def _meaning(condition: Condition, sample: Sequence[Values], last: Nearness) -> str:
    match condition:
        case Word() if sample:
            return _word_meaning(condition, sample, last)
        case Either():
            one, other = (_meaning(each, sample, last) for each in (condition.one, condition.other))
            return f"{one} or {_lowered(other)}"
        case Not():
            return f"Not {_lowered(condition_words(condition.condition))}"
    return condition_words(condition)


def condition_words(condition: Condition) -> str:
    """Return one condition in words, whatever it finds."""
    match condition:
        case Same():
            return f"{condition.kind.value} {condition.number}"
        case Called():
            return f"{condition.kind.value} {_short(condition.text)}"
        case Stands():
            return condition.label
        case ExecId():
            return f"{Kind.EXEC_ID.value} {_short(condition.text)}"
        case Word():
            kind = condition.kinds[0].value if len(condition.kinds) == 1 else ""
            return f"{kind} {_quoted(condition.typed)}".lstrip()
        case Not() | Either():
            return _meaning(condition, (), WHOLE)


def by_words(reading: Sequence[Condition], record: Record, values: Values, last: Nearness) -> str:
    """Return the field that a record was found by, if a list of orders does not show it in any case."""
    if isinstance(record, Commission):
        return f"{Kind.EXEC_ID.value} {record.exec_id}"
    for condition in reading:
        match condition:
            case Same() if condition.kind not in _SHOWN:
                return condition_words(condition)
            case Called() | ExecId():
                return condition_words(condition)
            case Word():
                found = values_with(condition, values, last)
                if found and not any(kind in _SHOWN for kind, _ in found):
                    kind, own = found[0]
                    return f"{kind.value} {_short(own)}"
    return ""


def _word_meaning(word: Word, sample: Iterable[Values], last: Nearness) -> str:
    values: dict[Kind, dict[str, None]] = {}
    for record in sample:
        for kind, own in values_with(word, record, last):
            values.setdefault(kind, {})[own] = None
    if Kind.SYMBOL in values:
        # The contract's name begins with the symbol.
        values.pop(Kind.CONTRACT, None)
    if len(values) > 1:
        values.pop(Kind.MESSAGE, None)
    if not values:
        return condition_words(word)
    kinds = [kind for kind in Kind if kind in values]
    if len(kinds) == 1:
        (own, *others) = values[kinds[0]]
        if not others and kinds[0] is not Kind.MESSAGE:
            return f"{kinds[0].value} {_short(own)}"
        return f"{kinds[0].value} with {_quoted(word.typed)}"
    named = _named(kinds)
    more = " or another field" if len(kinds) > _MOST_NAMED else ""
    alternatives = f"{', '.join(named[:-1])} or {named[-1]}" if not more else ", ".join(named)
    return (
        f"{alternatives}{more} {word.typed}" if word.is_number else f"{alternatives}{more} with {_quoted(word.typed)}"
    )


def _named(kinds: Iterable[Kind]) -> list[str]:
    first, *others = [kind.value for kind in kinds][:_MOST_NAMED]
    return [first, *map(_lowered, others)]


def _lowered(words: str) -> str:
    """Return words as they continue a line; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"
