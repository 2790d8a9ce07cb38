"""The columns of an order's timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.timeline.entry import Entry, EntryKind
from ibmonitor.models.columns.timeline import TIMELINE_COLUMNS, row_tone
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.formats import short_time_text, time_text
from tests.support.make_records import NOON, make_message

COLUMNS = {column.key: column for column in TIMELINE_COLUMNS}
ENTRY = Entry(key=("status", 1), kind=EntryKind.STATUS, moment=NOON, received=NOON, words="Submitted.")


def hint(key: str, entry: Entry) -> str:
    column = COLUMNS[key]
    assert column.hint
    return column.hint(entry)


def test_a_time_that_cannot_be_read_is_shown_as_tws_sent_it() -> None:
    raw = replace(ENTRY, time_raw="20230224  12:04:56")
    assert COLUMNS["time"].text(raw) == "20230224  12:04:56 (zone unknown)"
    assert COLUMNS["time"].text(ENTRY) == ""
    read = replace(raw, time=NOON)
    assert COLUMNS["time"].text(read) == short_time_text(NOON)
    assert hint("time", read).splitlines()[-1] == "TWS: 20230224  12:04:56"


def test_an_entry_received_more_than_once_is_counted() -> None:
    assert (COLUMNS["times"].text(ENTRY), hint("times", ENTRY)) == ("", "")
    last = NOON + timedelta(minutes=5)
    again = replace(ENTRY, count=3, last_received=last)
    assert COLUMNS["times"].text(again) == "×3"
    assert hint("times", again) == f"The last of 3 was received {time_text(last)}."


def test_an_average_of_0_is_none() -> None:
    assert COLUMNS["average"].text(replace(ENTRY, average=Decimal(0))) == ""
    assert COLUMNS["average"].text(replace(ENTRY, average=Decimal("1.23456789"))) == "1.234568"


@pytest.mark.parametrize(
    ("entry", "tone"),
    [
        (ENTRY, ""),
        (replace(ENTRY, kind=EntryKind.LOST), "warning"),
        (replace(ENTRY, kind=EntryKind.LISTED), "done"),
        (replace(ENTRY, kind=EntryKind.MESSAGE, severity=Severity.ERROR), "bad"),
        (replace(ENTRY, kind=EntryKind.MESSAGE, severity=Severity.INFO), ""),
    ],
)
def test_an_entry_has_the_tone_of_its_kind_or_its_severity(entry: Entry, tone: Tone) -> None:
    column = COLUMNS["what"]
    assert column.tone
    assert column.tone(entry) == tone


def test_the_hint_of_a_message_has_its_text_and_its_json() -> None:
    message = make_message(0, "TWS's text")
    assert hint("what", replace(ENTRY, record=message)) == 'Submitted.\nTWS\'s text\n{"a": 1}'
    assert hint("what", ENTRY) == "Submitted."


def test_a_corrected_fill_looks_superseded() -> None:
    assert [row_tone(replace(ENTRY, superseded=superseded)) for superseded in (False, True)] == ["", "superseded"]
