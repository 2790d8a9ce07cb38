"""`Column`: one entry of a table of columns, and the kinds of column there are.

What is shown (`text`) and what is compared (`sort_key`) are two functions: rows are never sorted by text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import isnan
from operator import attrgetter
from typing import Any, Generic, TypedDict, TypeVar, Unpack

from PySide6.QtCore import Qt

from ibmonitor.domain.records.numbers import known
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.account_names import ACCOUNT_NAMES
from ibmonitor.models.text.formats import (
    Moment,
    cell_moment_text,
    cell_time_text,
    field_text,
    flag_text,
    full_time_text,
    moment_hint,
    moment_text,
    number_text,
    separators,
    short_moment_text,
    ungrouped_text,
)
from ibmonitor.models.text.shown_zone import SHOWN_ZONE

R = TypeVar("R")
S = TypeVar("S")
V = TypeVar("V")

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_OF = " / "
"""Between a part and its whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column of a table over records of one type."""

    key: str
    """TWS's name in snake_case; never changes, since settings refer to it."""
    title: str
    tooltip: str
    """What the field means, in TWS's words where TWS has some."""
    getter: Callable[[R], object]
    """The field itself; `None` is unknown. The kinds of columns below read the field of the key if they get none."""
    text: Callable[[R], str]
    """What is shown; "" when unknown."""
    sort_key: Callable[[R], Any]
    """What is compared; `None` is unknown and sorts last in both directions."""
    alignment: Qt.AlignmentFlag = LEFT
    is_decimal: bool = False
    """Whether it holds decimal numbers, aligned with each other."""
    aligned_at: str = ""
    """What stands above each other in its numbers; "" is the decimal point."""
    tone: Callable[[R], Tone] | None = None
    is_toned_when_done: bool = False
    """Whether a cell with a tone keeps it where its row is done, and therefore gray."""
    hint: Callable[[R], str] | None = None
    """The tooltip of one cell, as plain text."""
    width: int = 90
    """The initial width in pixels."""
    visible: bool = False
    """Whether it is shown initially."""
    group: str = ""
    """The heading under which the column chooser lists it."""
    takes_free_width: bool = False
    """Whether it takes the width that the other columns leave; `width` is then its least."""
    share: Callable[[R], float | None] | None = None
    """What part of a bar is filled below the text, 0 to 1; `None` is no bar."""

    bulk_sort_keys: Callable[[Sequence[R]], list[Any]] | None = None
    """The same as `sort_key` for many records, where that can be faster."""
    searched: Callable[[R], str] | None = None
    """What the text filter searches where that is more than what is shown: an account is found by its alias too, a
    combo by its legs. A column of accounts must be sorted again once `ACCOUNT_NAMES` has changed."""
    moment: Callable[[R], Moment] | None = None
    """For a column of times: the time with what TWS sent about it."""
    is_short: bool = False
    """Whether its times omit this year."""

    @property
    def full_title(self) -> str:
        """The title where the zone is not on screen: "Time (UTC)". With a zone for each row, the cells name it."""
        is_in_one_zone = self.moment is not None and not SHOWN_ZONE.is_by_row
        return f"{self.title} ({SHOWN_ZONE.name})" if is_in_one_zone else self.title

    def full_text(self, record: R) -> str:
        """What is printed and copied: the text shown, times always with their date."""
        return self.text(record) if self.moment is None else moment_text(self.moment(record))

    def sort_keys(self, records: Sequence[R]) -> list[Any]:
        return self.bulk_sort_keys(records) if self.bulk_sort_keys else list(map(self.sort_key, records))

    def search_text(self, record: R) -> str:
        """What the text filter searches: the text shown, numbers without their group separators."""
        shown = (self.searched or self.text)(record)
        return shown.replace(separators()[0], "") if self.is_decimal else shown

    def is_number(self, record: R) -> bool:
        """Whether this cell is aligned with the decimal numbers of its column."""
        if not self.is_decimal:
            return False
        value = self.getter(record)
        return isinstance(value, Decimal | float | int) and not isinstance(value, bool)

    def tail(self, record: R, text: str) -> str | None:
        """What a number's text has from the place on at which its column is aligned: ".50", " / 100".

        `None` for a cell that is not aligned.
        """
        if not self.is_number(record):
            return None
        _, mark, rest = text.rpartition(self.aligned_at or separators()[1])
        return mark + rest if rest[-1:].isdecimal() and mark else ""

    @property
    def is_mixed(self) -> bool:
        """Whether some cells are numbers and others words, so that each cell has its own alignment."""
        return self.is_decimal and self.alignment == LEFT


def text_of_columns(columns: Sequence[Column[R]]) -> Callable[[R], str]:
    """What the text filter searches: the texts of all these columns, a line each."""
    words = [column.searched or column.text for column in columns if not column.is_decimal]
    numbers = [column for column in columns if column.is_decimal]

    def text_of(record: R) -> str:
        return "\n".join([text(record) for text in words] + [column.search_text(record) for column in numbers])

    return text_of


class ColumnOptions(TypedDict, Generic[R], total=False):
    """Options that every kind of column accepts."""

    tone: Callable[[R], Tone]
    is_toned_when_done: bool
    hint: Callable[[R], str]
    width: int
    visible: bool
    group: str
    takes_free_width: bool


def text_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], str | None] | None = None,
    *,
    many: Callable[[Sequence[R]], Iterable[str | None]] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Words, compared without regard to case; an empty text is unknown. `many` may get those of many records faster."""
    read: Callable[[R], str | None] = getter or attrgetter(key)

    def sort_key(record: R) -> str | None:
        return _folded(read(record))

    def bulk_sort_keys(records: Sequence[R]) -> list[str | None]:
        return list(map(_FOLDED.__getitem__, map(read, records) if many is None else many(records)))

    def text(record: R) -> str:
        return read(record) or ""

    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=read,
        text=text,
        sort_key=sort_key,
        bulk_sort_keys=bulk_sort_keys,
        **looks,
    )


def _folded(words: str | None) -> str | None:
    return words.casefold() if words else None


class _Folded(dict[str | None, str | None]):
    """The sort keys of words: those of a million rows are few, and equal ones are the same object."""

    def __missing__(self, words: str | None) -> str | None:
        if len(self) >= _MOST_FOLDED:
            self.clear()
        key = self[words] = _folded(words)
        return key


_FOLDED = _Folded()
_MOST_FOLDED = 1 << 12


def account_column(
    key: str, title: str, tooltip: str, getter: Callable[[R], str], **looks: Unpack[ColumnOptions[R]]
) -> Column[R]:
    """Accounts, named as `ACCOUNT_NAMES` does; an empty one is unknown."""

    def text(record: R) -> str:
        return ACCOUNT_NAMES.name(getter(record))

    def sort_key(record: R) -> str | None:
        return ACCOUNT_NAMES.sort_key(getter(record))

    def searched(record: R) -> str:
        return ACCOUNT_NAMES.searched(getter(record))

    return Column(
        key=key, title=title, tooltip=tooltip, getter=getter, text=text, sort_key=sort_key, searched=searched, **looks
    )


def _compared(number: Decimal | float | None) -> float | None:
    """The sort key of a number; `None` for one that is none."""
    if number is None or (number.is_nan() if isinstance(number, Decimal) else isnan(number)):
        return None
    return float(number)


def number_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], Decimal | None] | None = None,
    *,
    min_decimals: int = 0,
    max_decimals: int | None = None,
    text: Callable[[R], str] | None = None,
    double: Callable[[R], Decimal | float | None] | None = None,
    many: Callable[[Sequence[R]], Iterable[Decimal | float | None]] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Decimal numbers, formatted by `number_text` and compared as floats, for speed.

    `double` may have them at hand; `many` may get those of many records faster.
    """
    read: Callable[[R], Decimal | None] = getter or attrgetter(key)
    compared: Callable[[R], Decimal | float | None] = double or read

    def written(record: R) -> str:
        return number_text(read(record), min_decimals, max_decimals)

    def searched(record: R) -> str:
        return ungrouped_text(read(record), min_decimals, max_decimals)

    def sort_key(record: R) -> float | None:
        return _compared(compared(record))

    def bulk_sort_keys(records: Sequence[R]) -> list[float | None]:
        numbers = list(map(compared, records) if many is None else many(records))
        try:
            keys = list(map(float, numbers))  # type: ignore[arg-type]  # None raises TypeError
        except (TypeError, ValueError):
            return list(map(_compared, numbers))
        return list(map(_compared, numbers)) if isnan(sum(keys)) else list(keys)

    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=read,
        text=text or written,
        sort_key=sort_key,
        bulk_sort_keys=bulk_sort_keys,
        searched=None if text else searched,
        alignment=RIGHT,
        is_decimal=True,
        **looks,
    )


def ratio_column(
    key: str,
    title: str,
    tooltip: str,
    part: Callable[[R], Decimal | None],
    whole: Callable[[R], Decimal | None],
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """A part of a whole, "200 / 500", above a bar of it; compared by the part. TWS sends 0 for a whole it omits."""

    def text(record: R) -> str:
        some, all_ = number_text(part(record)), number_text(whole(record) or None)
        return f"{some}{_OF}{all_}" if some and all_ else some

    def share(record: R) -> float | None:
        some, all_ = known(part(record)), known(whole(record))
        return min(1.0, float(some / all_)) if some and all_ and some > 0 and all_ > 0 else None

    return replace(number_column(key, title, tooltip, part, text=text, **looks), share=share, aligned_at=_OF)


def id_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], int | None] | None = None,
    *,
    text: Callable[[R], str] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Whole numbers that name or count something: no group separators, compared as numbers."""
    read: Callable[[R], int | None] = getter or attrgetter(key)

    def digits(record: R) -> str:
        number = read(record)
        return "" if number is None else str(number)

    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=read,
        text=text or digits,
        sort_key=read,
        alignment=RIGHT,
        **looks,
    )


def time_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], datetime | None] | None = None,
    *,
    moment: Callable[[R], Moment] | None = None,
    is_short: bool = False,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Times, shown in the zone that the user has chosen, without the date of today, and compared as points in time.

    `moment` adds what TWS sent about a time; a short one omits this year, too.
    """
    read: Callable[[R], datetime | None] = getter or attrgetter(key)

    def bare(record: R) -> Moment:
        return Moment(read(record))

    moment_of = moment or bare

    def short_text(record: R) -> str:
        return short_moment_text(moment_of(record))

    def text(record: R) -> str:
        time = read(record)
        return cell_moment_text(moment_of(record)) if time is None or SHOWN_ZONE.is_by_row else cell_time_text(time)

    def searched(record: R) -> str:
        time = read(record)
        return moment_text(moment_of(record)) if time is None or SHOWN_ZONE.is_by_row else full_time_text(time)

    column: Column[R] = Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=read,
        text=short_text if is_short else text,
        sort_key=read,
        searched=searched,
        moment=moment_of,
        is_short=is_short,
        **looks,
    )
    own_hint = column.hint

    def hint(record: R) -> str:
        return "\n".join(filter(None, (moment_hint(moment_of(record)), own_hint(record) if own_hint else "")))

    return replace(column, hint=hint)


def word_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], int | None],
    words: Mapping[int, str],
    *,
    many: Callable[[Sequence[R]], list[int | None]] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    """Numbers that stand for words; a number without a word is shown as it is."""

    def text(record: R) -> str:
        number = getter(record)
        return "" if number is None else words.get(number, str(number))

    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=getter,
        text=text,
        sort_key=getter,
        bulk_sort_keys=many,
        **looks,
    )


def flag_column(
    key: str,
    title: str,
    tooltip: str,
    getter: Callable[[R], bool | None] | None = None,
    *,
    text: Callable[[R], str] | None = None,
    many: Callable[[Sequence[R]], list[bool | None]] | None = None,
    **looks: Unpack[ColumnOptions[R]],
) -> Column[R]:
    read: Callable[[R], bool | None] = getter or attrgetter(key)

    def yes_or_no(record: R) -> str:
        return flag_text(read(record))

    return Column(
        key=key,
        title=title,
        tooltip=tooltip,
        getter=read,
        text=text or yes_or_no,
        sort_key=read,
        bulk_sort_keys=many,
        **looks,
    )


def field_column(
    key: str, title: str, tooltip: str, getter: Callable[[R], object], **looks: Unpack[ColumnOptions[R]]
) -> Column[R]:
    """A TWS field of any type: numbers, also those TWS sends as text, sort before words."""

    def text(record: R) -> str:
        return field_text(getter(record))

    def sort_key(record: R) -> tuple[int, float | str] | None:
        return field_sort_key(getter(record))

    return Column(
        key=key, title=title, tooltip=tooltip, getter=getter, text=text, sort_key=sort_key, is_decimal=True, **looks
    )


def column_through(column: Column[S], find: Callable[[R], S | None], *, visible: bool = False) -> Column[R]:
    """A column of the record that `find` finds; empty where there is none."""

    def through(read: Callable[[S], V], unknown: V) -> Callable[[R], V]:
        def read_found(record: R) -> V:
            found = find(record)
            return unknown if found is None else read(found)

        return read_found

    def bulk_sort_keys(records: Sequence[R]) -> list[Any]:
        found = list(map(find, records))
        known = [each for each in found if each is not None]
        keys = column.sort_keys(known)
        return keys if len(known) == len(found) else list(map(sort_key, records))

    sort_key = through(column.sort_key, None)
    return Column(
        key=column.key,
        title=column.title,
        tooltip=column.tooltip,
        getter=through(column.getter, None),
        text=through(column.text, ""),
        sort_key=sort_key,
        bulk_sort_keys=bulk_sort_keys,
        searched=column.searched and through(column.searched, ""),
        tone=column.tone and through(column.tone, ""),
        alignment=column.alignment,
        is_decimal=column.is_decimal,
        width=column.width,
        visible=visible,
        group=column.group,
    )


def search_text_of_field(field: object) -> str:
    """What the text filter searches in the value of a field column."""
    return field_text(field).replace(separators()[0], "")


def field_sort_key(field: object) -> tuple[int, float | str] | None:
    """Make any two TWS fields comparable: numbers first, then words; `None` is unknown."""
    words = field if isinstance(field, str | int | float | Decimal) else field_text(field)
    try:
        number = float(words)
    except ValueError:
        text = str(words).strip().casefold()
        return (1, text) if text else None
    return None if number != number else (0, number)  # noqa: PLR0124 - the one value unlike itself is NaN
