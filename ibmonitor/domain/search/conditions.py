"""The conditions that a query consists of. Each says how closely an order fits it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum

from ibmonitor.domain.records.execution import Execution
from ibmonitor.domain.records.field_values import id_in
from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.fields import Kind, Names, values_of
from ibmonitor.domain.search.index import Entry
from ibmonitor.domain.search.standing import Standing
from ibmonitor.domain.search.words import folded, plain, words_in

Record = Order | Fill | Commission


class Nearness(IntEnum):
    """How closely a record fits what was typed; the closest are listed first."""

    SAME_ID = 0
    SAME_NAME = 1
    """A field has the same value, or the word in it."""
    IN_MESSAGE = 2
    """TWS wrote the word in a message or another text about the order."""
    BEGINS = 3
    """A word begins with what was typed."""
    WITHIN = 4


NO_FIT = 9
"""Not a nearness."""
WHOLE = Nearness.IN_MESSAGE
"""The last nearness by whole values and words. The others count only where nothing fits so."""

Match = Callable[[Entry], int]
"""Returns the nearness of an entry, or `NO_FIT`."""


@value
class Same:
    """An ID with this number, or a message with this code. 0 is no order's ID."""

    kind: Kind
    number: int


@value
class Called:
    """A reference or a group that is this text, but for case and blanks."""

    kind: Kind
    text: str


@value
class Stands:
    """An order that is rejected, working, bought ..., or has one of TWS's status words."""

    label: str
    standing: Standing
    statuses: frozenset[str] = frozenset()
    """In lower case."""
    symbol: str = ""
    """The word, where it is also the symbol of an instrument."""


@value
class Word:
    """A word in any field, or in those of some kinds."""

    typed: str
    spellings: tuple[str, ...]
    """In lower case; one of them must occur."""
    is_number: bool = False
    kinds: tuple[Kind, ...] = ()
    """Empty for any."""


@value
class ExecId:
    """An execution with this ID, or with an ID that begins so."""

    text: str
    is_whole: bool = False


@value
class Not:
    """What must not hold."""

    condition: Condition


@value
class Either:
    """Two of which one must hold."""

    one: Condition
    other: Condition


Condition = Same | Called | Stands | Word | ExecId | Not | Either


def may_fit(condition: Condition, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the entries that can fit a condition, found in the fastest way; what is left out does not fit."""
    match condition:
        case Same():
            number = f" {condition.number} "
            return [entry for entry in entries if number in entry.text]
        case Word(spellings=(word,)):
            return [entry for entry in entries if word in entry.text]
        case Word():
            return [entry for entry in entries if any(word in entry.text for word in condition.spellings)]
        case Stands(statuses=statuses, symbol="") if not statuses:
            standing = condition.standing.value
            return [entry for entry in entries if entry.standing & standing]
    return entries


_SHORTEST_PART = 3
"""Characters that are searched inside words; fewer occur anywhere."""
_SHORTEST_NUMBER = 4
"""Digits of a number that is searched in TWS's messages."""


def match_of(condition: Condition, names: Names, last: Nearness, executed: Mapping[Record, Nearness]) -> Match:
    """Return what compares an entry with a condition; `last` is the last nearness that counts.

    `executed` are the records that an `ExecId` has been found to be about.
    """
    match condition:
        case Same():
            return _same(condition)
        case Called() | Stands():
            return _called(condition) if isinstance(condition, Called) else _stands(condition)
        case ExecId():
            return lambda entry: executed.get(entry.record, NO_FIT)
        case Not():
            return _not(condition.condition, match_of(condition.condition, names, WHOLE, executed))
        case Either():
            one, other = (match_of(each, names, last, executed) for each in (condition.one, condition.other))
            return lambda entry: min(one(entry), other(entry))
        case Word():
            return _word_of_kinds(condition, names, last) if condition.kinds else _word(condition, last)


def id_of(record: Order | Fill, kind: Kind) -> int | None:
    """Return an ID of a record; `None` where it has none."""
    read = _IDS[kind]
    return read(record, record.execution if isinstance(record, Fill) else record)


def _parent_id(record: Order | Fill, _ids: Order | Execution) -> int | None:
    return record.parent_id or None if isinstance(record, Order) else None


def _parent_perm_id(record: Order | Fill, _ids: Order | Execution) -> int | None:
    return id_in(record.order_fields, "parentPermId") or None if isinstance(record, Order) else None


def _con_id(record: Order | Fill, _ids: Order | Execution) -> int | None:
    return record.contract.con_id if record.contract is not None else None


_IDS: dict[Kind, Callable[[Order | Fill, Order | Execution], int | None]] = {
    Kind.PERM_ID: lambda _, ids: ids.perm_id or None,
    Kind.ORDER_ID: lambda _, ids: ids.order_id or None,
    Kind.CLIENT_ID: lambda _, ids: ids.client_id,
    Kind.PARENT_ID: _parent_id,
    Kind.PARENT_PERM_ID: _parent_perm_id,
    Kind.CON_ID: _con_id,
}
"""What reads each ID of a record, or of its execution."""


def _same(condition: Same) -> Match:
    kind, number = condition.kind, condition.number
    if kind is Kind.CODE:
        return lambda entry: (
            Nearness.SAME_NAME
            if isinstance(entry.record, Order) and any(each.code == number for each in entry.record.messages)
            else NO_FIT
        )
    kinds = (Kind.PARENT_ID, Kind.PARENT_PERM_ID) if kind is Kind.PARENT_ID else (kind,)

    def match(entry: Entry) -> int:
        return Nearness.SAME_ID if any(id_of(entry.record, each) == number for each in kinds) else NO_FIT

    return match


def _called(condition: Called) -> Match:
    field = "order_ref" if condition.kind is Kind.ORDER_REF else "oca_group"
    wanted, asked = folded(condition.text), condition.text

    def match(entry: Entry) -> int:
        record = entry.record
        own = getattr(record.execution if isinstance(record, Fill) else record, field, "")
        if own.strip() == asked:
            return Nearness.SAME_ID
        return Nearness.SAME_NAME if own and folded(own) == wanted else NO_FIT

    return match


def _stands(condition: Stands) -> Match:
    standing, statuses, symbol = condition.standing.value, condition.statuses, condition.symbol

    def match(entry: Entry) -> int:
        if entry.standing & standing or entry.status in statuses:
            return Nearness.SAME_NAME
        if symbol and f" {symbol} " in entry.text and _has_symbol(entry.record, symbol):
            return Nearness.SAME_NAME
        return NO_FIT

    return match


def _not(condition: Condition, match: Match) -> Match:
    # Of an order that is known by its fills only, no more than its side is known.
    is_of_orders = isinstance(condition, Stands) and condition.standing not in {Standing.BUY, Standing.SELL}

    def match_not(entry: Entry) -> int:
        if match(entry) != NO_FIT or (is_of_orders and isinstance(entry.record, Fill)):
            return NO_FIT
        return Nearness.SAME_NAME

    return match_not


def _has_symbol(record: Order | Fill, symbol: str) -> bool:
    return record.contract is not None and record.contract.symbol.casefold() == symbol


def _word(condition: Word, last: Nearness) -> Match:
    whole = tuple(f" {spelling} " for spelling in condition.spellings)
    is_short = condition.is_number and len(condition.spellings[-1]) < _SHORTEST_NUMBER
    if last <= WHOLE:
        return _whole_word(whole, is_short=is_short)
    longest = max(condition.spellings, key=len)
    # Typed with separators it is an amount.
    if condition.is_number and (len(longest) < _SHORTEST_PART or len(condition.spellings) > 1):
        return _whole_word(whole, is_short=is_short)
    return _part_of_word(whole, condition.spellings, may_be_within=len(longest) >= _SHORTEST_PART)


def _whole_word(whole: tuple[str, ...], *, is_short: bool) -> Match:
    same_id, same_name, in_message = map(int, (Nearness.SAME_ID, Nearness.SAME_NAME, Nearness.IN_MESSAGE))

    def match(entry: Entry) -> int:
        for word in whole:
            at = entry.text.find(word)
            if at >= 0:
                if at < entry.ids_end:
                    return same_id
                if at < entry.names_end:
                    return same_name
                if not is_short:
                    return in_message
        return NO_FIT

    return match


def _part_of_word(whole: tuple[str, ...], spellings: tuple[str, ...], *, may_be_within: bool) -> Match:
    match_whole = _whole_word(whole, is_short=False)
    beginnings = tuple(f" {spelling}" for spelling in spellings)
    begins, within = int(Nearness.BEGINS), int(Nearness.WITHIN)

    def match(entry: Entry) -> int:
        near = match_whole(entry)
        if near != NO_FIT:
            return near
        text, start = entry.text, entry.numbers_end
        for beginning in beginnings:
            if text.find(beginning, start) >= 0:
                return begins
        if may_be_within:
            for spelling in spellings:
                if text.find(spelling, start, entry.names_end) >= 0:
                    return within
        return NO_FIT

    return match


def _word_of_kinds(condition: Word, names: Names, last: Nearness) -> Match:
    match_any = _word(condition, last)

    def match(entry: Entry) -> int:
        near = match_any(entry)
        if near == NO_FIT or not values_with(condition, values_of(entry.record, names), last):
            return NO_FIT
        return max(near, Nearness.SAME_NAME) if near > WHOLE else Nearness.SAME_NAME

    return match


def values_with(word: Word, values: Iterable[tuple[Kind, str]], last: Nearness) -> list[tuple[Kind, str]]:
    """Return those of a record's values that have a word, or, where `last` is beyond `WHOLE`, a part of one."""
    own = [pair for pair in values if pair[1] and (not word.kinds or pair[0] in word.kinds)]
    wholes = [f" {spelling} " for spelling in word.spellings]
    found = [pair for pair in own if any(whole in f"{words_in(pair[1])} " for whole in wholes)]
    if found or last <= WHOLE:
        return found
    return [pair for pair in own if any(spelling in plain(pair[1]) for spelling in word.spellings)]
