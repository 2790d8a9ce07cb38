"""The fields of the executions dialog: which editor each has, what is listed, and the order of the time zones."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.settings.checks import zone_names
from ibmonitor.windows.executions.fields import QUERY_FIELDS, chosen, offer, row_of, zones
from ibmonitor.windows.settings.setting_rows import SettingRow


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def made(name: str, parent: QWidget) -> SettingRow:
    (field,) = (each for each in QUERY_FIELDS if each.name == name)
    return row_of(field, parent)


def listed(row: SettingRow) -> list[str]:
    combo = row.editor()
    assert isinstance(combo, QComboBox)
    return [combo.itemText(place) for place in range(combo.count())]


def test_a_field_is_a_text_or_a_list_that_may_be_typed_into(parent: QWidget) -> None:
    symbol, exchange_type = made("symbol", parent), made("sec_type", parent)
    assert isinstance(symbol.editor(), QLineEdit)
    assert symbol.editor().accessibleName() == "Symbol"
    assert listed(exchange_type)[:3] == ["", "STK", "OPT"]
    exchange_type.set_value("IND")
    assert exchange_type.read() == ("IND", "")


def test_the_side_is_one_of_the_list_or_any(parent: QWidget) -> None:
    side = made("side", parent)
    assert listed(side) == ["Any", "BUY", "SELL"]
    assert side.read() == ("", "")
    changed = QSignalSpy(side.changed)
    side.set_value("SELL")
    assert (side.read(), changed.count()) == (("SELL", ""), 1)
    for value in ("SHORT", ""):
        side.set_value("BUY")
        side.set_value(value)
        assert side.read() == ("", ""), value


def test_new_choices_leave_the_entry_alone(parent: QWidget) -> None:
    account = made("account", parent)
    changed = QSignalSpy(account.changed)
    account.set_value("DU9")
    offer(account, ["DU1", "DU2"])
    assert (listed(account), chosen(account)) == (["", "DU1", "DU2"], "DU9")
    assert changed.count() == 1, "only that of the entry"


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("America/New_York", ["America/New_York", "UTC", "US/Eastern"]),
        ("Europe/Berlin", ["Europe/Berlin", "UTC", "US/Eastern"]),
        ("Mars/Olympus", ["UTC", "US/Eastern", "US/Central"]),
    ],
)
def test_the_default_zone_is_listed_first_and_each_zone_once(zone: str, first: list[str]) -> None:
    found = zones(zone)
    assert list(found[:3]) == first
    assert sorted(found) == sorted(set(zone_names()))
