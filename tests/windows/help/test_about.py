"""The About box, and the licenses of bundled packages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ibmonitor.windows.help import about
from ibmonitor.windows.help.about import LicensesDialog, about_box, third_party_licenses


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def box(parent: QWidget) -> QMessageBox:
    box = about_box(parent)
    box.open()
    return box


def button(box: QMessageBox) -> QPushButton:
    (found,) = [each for each in box.findChildren(QPushButton) if "licenses" in each.text()]
    return found


def test_the_licenses_open_above_the_box_which_stays(box: QMessageBox) -> None:
    QTest.mouseClick(button(box), Qt.MouseButton.LeftButton)
    (dialog,) = box.findChildren(LicensesDialog)
    assert dialog.isVisible()
    assert "PySide6" in dialog.text.toPlainText()
    dialog.reject()
    assert box.isVisible()


def test_from_sources_the_packages_asked_for_are_named_with_their_licenses() -> None:
    lines = third_party_licenses().splitlines()
    assert "runs from its sources" in lines[0]
    named = {line.split()[0].casefold().replace("_", "-"): line.partition(": ")[2] for line in lines[2:]}
    assert {"pyside6-essentials", "ibapi-stable", "openpyxl", "qasync"} <= set(named)
    assert all(named.values())
    assert "pytest" not in named


def test_a_bundle_shows_the_text_it_carries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    carried = tmp_path / "third-party-licences.txt"
    carried.write_text("Python 3.11.7 (PSF-2.0)", encoding="utf-8")
    monkeypatch.setattr(about, "asset", lambda _name: carried)
    assert third_party_licenses() == "Python 3.11.7 (PSF-2.0)"
