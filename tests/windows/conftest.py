"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ibmonitor.domain.instruments.instruments import Instruments
from ibmonitor.models.text.contract_names import CONTRACT_NAMES
from ibmonitor.models.text.formats import separators
from tests.windows.bench import Bench


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Write numbers the English way, whatever the locale of the computer."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    separators.cache_clear()
    yield
    QLocale.setDefault(before)
    separators.cache_clear()


@pytest.fixture(autouse=True)
def no_instruments_of_others() -> None:
    """Name no instrument by those that another test's program has learnt."""
    CONTRACT_NAMES.use(Instruments())


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    """A shown window that has never been connected."""
    bench = Bench()
    qtbot.addWidget(bench.window)
    bench.window.show()
    yield bench
    # The window is deleted some time later: until then a modal dialog of its would be in the way of the next test.
    for dialog in bench.window.findChildren(QDialog):
        dialog.close()
