"""Facts as labels and values: aligned, two pairs a row where they fit, and none cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from ibmonitor.models.columns.record_facts import Fact
from ibmonitor.windows.details.facts_grid import FactsGrid

pytestmark = pytest.mark.usefixtures("style_sheet")

LONG = "Growth and income of the family trust · AvailableEquity · 50% of what each account has"
FACTS = (Fact("Status", "Submitted"), Fact("Filled", "0 of 60"), Fact("Group", LONG), Fact("Perm ID", "1903554204"))


def grid_of(qtbot: QtBot, width: int, facts: tuple[Fact, ...] = FACTS) -> FactsGrid:
    grid = FactsGrid()
    qtbot.addWidget(grid)
    grid.show_facts(facts)
    grid.resize(width, grid.heightForWidth(width))
    grid.show()
    return grid


def places(grid: FactsGrid) -> dict[str, QRect]:
    labels = [label for label in grid.findChildren(QLabel) if not label.isHidden()]
    return {label.text(): label.geometry() for label in labels}


def test_two_facts_share_a_row_where_they_fit(qtbot: QtBot) -> None:
    at = places(grid_of(qtbot, 470))
    assert at["Status"].y() == at["Filled"].y()
    assert at["Filled"].x() > at["Submitted"].right()
    assert at["Submitted"].x() == at[LONG].x() == at["1903554204"].x()
    assert at["Group"].y() > at["Status"].y()


def test_the_facts_of_every_order_keep_their_places(qtbot: QtBot) -> None:
    def fixed(status: str, filled: str, price: str) -> tuple[Fact, ...]:
        pairs = (("Status", status), ("Filled", filled), (price, ""), ("Changed", "18:15:09"))
        return tuple(Fact(*pair, is_fixed=True) for pair in pairs)

    grid = grid_of(qtbot, 440, (*fixed("Submitted", "0", "Price"), Fact("Commission", "1.00 USD")))
    before = places(grid)
    grid.show_facts(fixed("No longer open (last: PreSubmitted)", "12,500 of 40,000 at 1.05325", "Trailing stop"))
    after = places(grid)
    for label, value in (("Status", "No longer open (last: PreSubmitted)"), ("Filled", "12,500 of 40,000 at 1.05325")):
        assert after[label].topLeft() == before[label].topLeft()
        assert after[value].topLeft() == before["Submitted" if label == "Status" else "0"].topLeft()
    assert after["Changed"].x() == before["Changed"].x()
    assert before["Submitted"].width() == pytest.approx(before["0"].width(), abs=1), "both values have the same room"
    assert "\N{EN DASH}" in after, "what is not known has its place"
    assert "\N{EN DASH}" not in grid.text()


def test_in_a_narrow_pane_each_fact_has_a_row(qtbot: QtBot) -> None:
    at = places(grid_of(qtbot, 300))
    assert at["Status"].y() < at["Filled"].y() < at["Group"].y() < at["Perm ID"].y()


def test_nothing_is_cut_and_nothing_overlaps(qtbot: QtBot) -> None:
    for width in (300, 420, 470, 520, 900):
        grid = grid_of(qtbot, width)
        labels = [label for label in grid.findChildren(QLabel) if not label.isHidden()]
        for label in labels:
            assert grid.rect().contains(label.geometry()), (width, label.text())
            assert label.height() >= label.heightForWidth(label.width()), (width, label.text())
        for number, one in enumerate(labels):
            assert not any(one.geometry().intersects(other.geometry()) for other in labels[number + 1 :]), width


def test_fewer_facts_take_less_height_and_no_old_one_stays(qtbot: QtBot) -> None:
    grid = grid_of(qtbot, 470)
    before = grid.heightForWidth(470)
    grid.show_facts(FACTS[:2])
    assert grid.heightForWidth(470) < before
    assert set(places(grid)) == {"Status", "Submitted", "Filled", "0 of 60"}
    assert grid.text() == "Status: Submitted\nFilled: 0 of 60"


def test_an_unchanged_value_keeps_the_selected_text(qtbot: QtBot) -> None:
    grid = grid_of(qtbot, 470)
    value = next(label for label in grid.findChildren(QLabel) if label.text() == "1903554204")
    value.setSelection(0, 4)
    grid.show_facts((*FACTS[:3], FACTS[3]))
    assert value.selectedText() == "1903"


@pytest.mark.qt_log_ignore(r"does not support (raise|grabbing)", extend=True)
def test_the_menu_of_a_value_copies_it_or_all_facts(qtbot: QtBot) -> None:
    grid = grid_of(qtbot, 470)
    value = grid.childAt(places(grid)["0 of 60"].center())
    assert value is not None
    place = value.rect().center()
    copied = {}
    for number in range(2):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, value.mapToGlobal(place))
        QApplication.sendEvent(value, event)
        (menu,) = (each for each in grid.findChildren(QMenu) if each.isVisible())
        action = menu.actions()[number]
        action.trigger()
        menu.close()
        copied[action.text().replace("&", "")] = QGuiApplication.clipboard().text()
    assert copied == {"Copy value": "0 of 60", "Copy all facts": grid.text()}
