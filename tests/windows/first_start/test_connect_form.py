"""The fields of a first connection: errors, what is tested, and what is connected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ibmonitor.settings.table import Settings
from ibmonitor.windows.first_start.connect_form import ConnectForm
from tests.support.label_texts import label_texts
from tests.windows.connection_test.test_test_row import IN_USE, REFUSED


@pytest.fixture
def form(qtbot: QtBot) -> ConnectForm:
    form = ConnectForm(Settings(auto_bind=True, client_id=0, zone="Europe/Berlin"))
    qtbot.addWidget(form)
    return form


def field(form: ConnectForm, key: str) -> QLineEdit:
    editor = form.rows[key].editor()
    assert isinstance(editor, QLineEdit)
    return editor


def retype(form: ConnectForm, key: str, text: str) -> None:
    field(form, key).clear()
    QTest.keyClicks(field(form, key), text)


def test_the_entries_are_emitted_with_the_other_settings(form: ConnectForm) -> None:
    connecting = QSignalSpy(form.connect_requested)
    retype(form, "host", "tws.example")
    retype(form, "port", "4001")
    retype(form, "client_id", "12")
    form.connect_button.click()
    assert connecting.count() == 1
    assert connecting.at(0)[0] == Settings("tws.example", 4001, 12, zone="Europe/Berlin")


@pytest.mark.parametrize("host", ["[::1]", "[fe80::1%eth0]", "[2001:db8::1]"])
def test_an_address_in_brackets_is_passed_on_without_them(form: ConnectForm, host: str) -> None:
    connecting, testing = QSignalSpy(form.connect_requested), QSignalSpy(form.test_row.test_requested)
    retype(form, "host", host)
    assert not form.rows["host"].note.text().startswith("✖")
    QTest.keyClick(field(form, "host"), Qt.Key.Key_Return)
    form.connect_button.click()
    assert (testing.count(), connecting.count()) == (1, 1)
    assert [testing.at(0)[0].host, connecting.at(0)[0].host] == [host.strip("[]")] * 2


def test_invalid_entries_are_explained_and_neither_tested_nor_used(form: ConnectForm) -> None:
    testing = QSignalSpy(form.test_row.test_requested)
    retype(form, "port", "70000")
    assert form.rows["port"].note.text().startswith("✖")
    assert not form.connect_button.isEnabled()
    assert not form.test_row.button.isEnabled()
    QTest.keyClick(field(form, "port"), Qt.Key.Key_Return)
    assert testing.count() == 0


@pytest.mark.parametrize("key", ["host", "port", "client_id"])
def test_enter_in_a_field_tests(form: ConnectForm, key: str) -> None:
    testing = QSignalSpy(form.test_row.test_requested)
    QTest.keyClick(field(form, key), Qt.Key.Key_Return)
    assert testing.count() == 1
    QTest.keyClick(field(form, key), Qt.Key.Key_Return)
    assert testing.count() == 1, "it is being tested"


def test_the_port_that_answers_is_entered_and_tested(form: ConnectForm) -> None:
    testing = QSignalSpy(form.test_row.test_requested)
    form.test_row.show_verdict(REFUSED)
    form.test_row.offer_button.click()
    assert testing.count() == 1
    assert testing.at(0)[0].port == 7496
    assert field(form, "port").text() == "7496"


def test_the_client_id_that_is_offered_is_entered_and_tested(form: ConnectForm) -> None:
    testing = QSignalSpy(form.test_row.test_requested)
    form.test_row.show_verdict(IN_USE)
    form.test_row.offer_button.click()
    assert testing.at(0)[0].client_id == 901
    assert field(form, "client_id").text() == "901"


def test_a_changed_entry_clears_the_verdict(form: ConnectForm) -> None:
    form.test_row.show_verdict(REFUSED)
    retype(form, "client_id", "5")
    assert label_texts(form.test_row) == []


def test_orders_are_bound_only_by_client_0(form: ConnectForm) -> None:
    read = form.read()
    assert read is not None
    assert read.auto_bind
    retype(form, "client_id", "7")
    read = form.read()
    assert read is not None
    assert not read.auto_bind
    retype(form, "client_id", "-")
    assert form.read() is None
