"""The chips of further filters: one each, named, and removed by a click."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibmonitor.windows.table.narrowings import Narrowings


@pytest.fixture
def chips(qtbot: QtBot) -> Narrowings:
    chips = Narrowings()
    qtbot.addWidget(chips)
    return chips


def test_each_filter_has_a_chip_that_removes_it(chips: Narrowings) -> None:
    closed: list[str] = []
    chips.closed.connect(closed.append)
    assert chips.isHidden()
    chips.add("a", "account DU1")
    chips.add("b", "not AAPL")
    chips.chip("b").click()
    assert (closed, chips.chip("b").isChecked()) == (["b"], True)
    assert chips.remove("b")
    assert not chips.remove("b")
    assert (chips.descriptions, chips.isHidden()) == ({"a": "account DU1"}, False)
    chips.remove("a")
    assert chips.isHidden()


def test_a_long_filter_is_named_in_full_in_its_tooltip(chips: Narrowings) -> None:
    chips.add("a", "x" * 99)
    assert len(chips.chip("a").text()) < 50
    assert "x" * 99 in chips.chip("a").toolTip()
