"""`Printout`: the contents of a printed table, as texts that the window shows. The layout is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from ibmonitor.domain.records.records import Commission, Fill, Order
from ibmonitor.domain.sums.totals import Totals
from ibmonitor.domain.wording.money import currency_name
from ibmonitor.models.output.row_facts import WHOLE_ORDER, FactsOf, have_facts, row_facts
from ibmonitor.models.output.sheet_cells import STRIDE, Stepwise
from ibmonitor.models.table.column import RIGHT, Column
from ibmonitor.models.table.record_table import RecordTable
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.models.text.formats import NO, count_text, number_text
from ibmonitor.models.text.plain_text import cut
from ibmonitor.models.text.shown_zone import SHOWN_ZONE, ZoneChoice
from ibmonitor.models.text.totals_words import left_out_text

MOST_TEXT = 2000
"""Characters of a cell; a page has no room for more."""
ROW = "Row"
"""The title of the column with the kind of each row, printed where any row is not an ordinary one."""


def zone_sentence() -> str:
    """Which zone the times of a printout are in."""
    match SHOWN_ZONE.choice:
        case ZoneChoice.EXCHANGE:
            return "Times are in the exchange's zone, which is next to each"
        case ZoneChoice.SENT:
            return "Times are as TWS sent them; those it does not send are in UTC"
        case _:
            return f"All times are in {SHOWN_ZONE.name}"


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """The header of each page, as plain texts in which accounts are hidden if they should be."""

    title: str
    connection: str = ""
    """The source of the rows: "TWS at 127.0.0.1:7497, client ID 7"."""
    mode: str = ""
    """Simulated, Paper or LIVE; empty where that is not known."""
    filters: tuple[str, ...] = ()
    """The filters in words; empty if all rows are there."""
    printed: datetime | None = None
    """Aware; `None` is the time of printing."""
    zone: tzinfo | None = field(default_factory=lambda: SHOWN_ZONE.zone)
    """The zone of the times; `None` is this computer's."""
    times: str = field(default_factory=zone_sentence)
    """The zone of the times in words."""


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """A column on paper."""

    title: str
    is_right: bool = False
    has_decimals: bool = False
    """Whether its numbers are aligned at their decimal points."""
    is_whole: bool = False
    """Whether its texts stay on one line as long as there is any other way, as times do."""


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One text per column."""

    cells: tuple[str, ...]
    depth: int = 0
    """How far the first text is indented."""
    is_struck: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class PrintTotals:
    """The sums at the end of a printed table."""

    rows: tuple[tuple[str, str, str], ...] = ()
    """By currency: its name, the sum of the commissions, and that of the realized P&L; empty where there is none."""
    notes: tuple[str, ...] = ()
    """What the sums lack, in sentences."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.notes)


TOTALS_TITLES = ("Totals", "Commission", "Realized P&L")


@dataclass(frozen=True, slots=True)
class Printout:
    columns: tuple[PrintColumn, ...]
    rows: Sequence[PrintRow]
    totals: PrintTotals = PrintTotals()


def table_printout(table: RecordTable[Any], columns: Sequence[int]) -> Stepwise[Printout]:
    """Make the printout of all rows that pass the filters, in their order, with the columns of these numbers."""
    records = table.visible_records()
    kinds = yield from _row_kinds(table, records)
    totals = yield from _totals_of(records)
    chosen = [table.columns[number] for number in columns]
    rows: list[PrintRow] = []
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        cells = tuple(printed_text(column.full_text(record)) for column in chosen)
        tone = table.row_tone(record)
        rows.append(
            PrintRow(
                (*cells, kinds[number]) if kinds else cells,
                depth=int(table.has_groups and table.parent_record(record) is not None),
                is_struck=tone == "superseded",
                is_italic=tone == "stale",
            )
        )
    printed = [print_column(column) for column in chosen]
    return Printout((*printed, PrintColumn(ROW)) if kinds else tuple(printed), rows, totals)


def list_printout(columns: Sequence[Column[Any]], records: Sequence[Any]) -> Stepwise[Printout]:
    """Make the printout of a short table without filters and groups."""
    rows: list[PrintRow] = []
    totals = yield from _totals_of(records)
    for number, record in enumerate(records):
        if not number % STRIDE:
            yield number / len(records)
        rows.append(PrintRow(tuple(printed_text(column.full_text(record)) for column in columns)))
    return Printout(tuple(map(print_column, columns)), rows, totals)


def print_column(column: Column[Any]) -> PrintColumn:
    is_right = column.alignment == RIGHT
    has_decimals = is_right and column.is_decimal and not column.aligned_at
    return PrintColumn(column.full_title, is_right, has_decimals, is_whole=column.moment is not None)


def printed_text(text: str) -> str:
    """The text of a cell as it may be printed."""
    return cut(ACCOUNT_MASK.text(text), MOST_TEXT)


def print_totals(
    commissions: Mapping[str, Decimal], realized_pnl: Mapping[str, Decimal], pending: int, left_out: str = ""
) -> PrintTotals:
    """The sums of a printout, one row a currency; currencies are never added up."""
    rows = tuple(
        (currency_name(currency), _sum_text(commissions.get(currency)), _sum_text(realized_pnl.get(currency)))
        for currency in sorted({*commissions, *realized_pnl})
    )
    are = "is" if pending == 1 else "are"
    notes = [f"{count_text(pending, 'commission')} {are} pending and in no sum."] if pending else []
    if left_out:
        notes.append(f"Not counted: {left_out}.")
    return PrintTotals(rows, tuple(notes))


def _sum_text(amount: Decimal | None) -> str:
    return number_text(amount, 2, 2)


def _totals_of(records: Iterable[Any]) -> Stepwise[PrintTotals]:
    totals = Totals()
    for number, record in enumerate(records):
        if not number % (10 * STRIDE):
            yield 0.0
        match record:
            case Fill():
                totals.add(record)
            case Commission(fill=Fill() as fill):
                totals.add(fill)
            case Commission():
                totals.add_commission(record)
            case Order():
                for each in record.fills:
                    totals.add(each)
            case _:
                break
    for number, _ in enumerate(totals.compute()):
        if not number % (10 * STRIDE):
            yield 0.0
    return print_totals(totals.commissions, totals.realized_pnl, totals.pending, left_out_text(totals.sums))


def _row_kinds(table: RecordTable[Any], records: Sequence[Any]) -> Stepwise[list[str]]:
    """The kind of each row where its cells do not show it; empty if all rows are ordinary."""
    if not have_facts(records):
        return []
    facts: FactsOf = yield from row_facts(records, table.row_tone)
    kinds: list[str] = []
    for number, record in enumerate(records):
        if not number % (10 * STRIDE):
            yield 0.0
        role, counted, _, status = facts(record)
        is_apart = role not in ("", WHOLE_ORDER) and not isinstance(record, Order)
        not_counted = "not counted" if counted == NO and is_apart and not status else ""
        kinds.append(", ".join(filter(None, (role.capitalize() if is_apart else "", not_counted, status))))
    return kinds if any(kinds) else []
