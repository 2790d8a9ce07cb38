"""The form of a query for executions: the error of each field, and what this TWS supports."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ibmonitor.domain.query.query import ExecutionQuery
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.executions.fields import chosen
from ibmonitor.windows.executions.form import ExecutionForm

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def form(qtbot: QtBot) -> ExecutionForm:
    form = ExecutionForm("Europe/Berlin", lambda: NOW)
    qtbot.addWidget(form)
    form.set_connection(("DU1", "DU2"), 226)
    return form


def enter(form: ExecutionForm, **texts: str) -> None:
    for name, text in texts.items():
        form.rows[name].set_value(text)


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("client_id", "0", "any client"),
        ("symbol", "Ä", "unaccented"),
        ("since", "noon", "not a time"),
        ("last_days", "9", "between 1 and 7"),
        ("dates", "monday", "not a date"),
    ],
)
def test_errors_are_next_to_their_fields_and_leave_no_query(
    form: ExecutionForm, field: str, text: str, reason: str
) -> None:
    changed = QSignalSpy(form.changed)
    enter(form, **{field: text})
    row = form.rows[field]
    assert row.note.text().startswith("✖")
    assert reason in row.note.text()
    assert row.editor().accessibleDescription() == row.note.text()
    assert (form.query(), changed.count()) == (None, 1)
    enter(form, **{field: ""})
    assert form.query() == ExecutionQuery()


def test_the_default_zone_is_first_and_the_time_is_shown_in_utc(form: ExecutionForm) -> None:
    zone = form.rows["zone"].editor()
    assert isinstance(zone, QComboBox)
    assert [zone.itemText(at) for at in range(1, 4)] == ["Europe/Berlin", "UTC", "US/Eastern"]
    assert zone.currentText() == "Europe/Berlin"
    enter(form, since="10:15")
    assert "09:15:00 UTC on 2026-11-23" in form.rows["zone"].note.text()


def test_days_and_dates_exclude_each_other(form: ExecutionForm) -> None:
    days, dates = (form.rows[name].editor() for name in ("last_days", "dates"))
    assert days.isEnabled()
    assert dates.isEnabled()
    enter(form, last_days="2")
    assert not dates.isEnabled()
    enter(form, last_days="", dates="20261120")
    assert not days.isEnabled()


def test_an_older_tws_is_not_asked_for_days(form: ExecutionForm) -> None:
    enter(form, last_days="2")
    form.set_connection(("DU1",), 199)
    assert "server version is 199" in form.rows["last_days"].note.text()
    assert form.query() is None
    # It can still be cleared.
    assert form.rows["last_days"].editor().isEnabled()
    enter(form, last_days="")
    assert not form.rows["last_days"].editor().isEnabled()
    assert not form.rows["dates"].editor().isEnabled()
    assert "199" in form.rows["dates"].note.text()
    assert form.query() == ExecutionQuery()


def test_accounts_are_listed_and_others_can_be_typed(form: ExecutionForm) -> None:
    combo = form.rows["account"].editor()
    assert isinstance(combo, QComboBox)
    enter(form, account="DU9")
    form.set_connection(("DU3", "DU4"), 226)
    assert [combo.itemText(at) for at in range(combo.count())] == ["", "DU3", "DU4"]
    assert form.rows["account"].read() == ("DU9", "")


def test_a_new_default_zone_applies_unless_the_user_chose_one(form: ExecutionForm) -> None:
    form.set_zone("Asia/Tokyo")
    assert chosen(form.rows["zone"]) == "Asia/Tokyo"
    enter(form, zone="US/Eastern")
    form.set_zone("Europe/Berlin")
    assert chosen(form.rows["zone"]) == "US/Eastern"


def test_a_query_is_filled_in_and_cleared(form: ExecutionForm) -> None:
    query = ExecutionQuery(symbol="KO", side="SELL", since=datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("US/Eastern")))
    form.fill_in(query)
    assert form.query() == query
    assert chosen(form.rows["zone"]) == "US/Eastern"
    form.fill_in(ExecutionQuery(symbol="AAPL"))
    assert chosen(form.rows["zone"]) == "US/Eastern", "a query without a time has no zone of its own"
    form.clear()
    assert (form.query(), chosen(form.rows["zone"])) == (ExecutionQuery(), "Europe/Berlin")


def test_a_hidden_account_is_shown_by_its_pseudonym_and_requested_by_its_number(form: ExecutionForm) -> None:
    ACCOUNT_MASK.learn(["DU1"])
    enter(form, account="DU1")
    ACCOUNT_MASK.set_hiding(True)
    try:
        combo = form.rows["account"].editor()
        assert isinstance(combo, QComboBox)
        assert combo.currentText() == combo.itemText(1) == ACCOUNT_MASK.account("DU1") != "DU1"
        assert form.query() == ExecutionQuery(account="DU1")
    finally:
        ACCOUNT_MASK.set_hiding(False)
    assert chosen(form.rows["account"]) == "DU1"
