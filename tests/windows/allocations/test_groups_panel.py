"""The window of groups and aliases: contents, reasons for being empty, filtering, sorting and copying."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ibmonitor.domain.records.groups import AccountGroup, GroupMember
from ibmonitor.domain.records.link import Link, LinkState, Request, RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.models.text.account_mask import ACCOUNT_MASK
from ibmonitor.windows.allocations.groups_panel import GroupsPanel
from ibmonitor.windows.table.sorted_list import SortedList
from tests.windows.exposed import exposed

MASTER, ANNA, BEN, CLEO = "DF1000000", "DU1000001", "DU1000002", "DU1000003"
HALVES = AccountGroup("Halves", "Equal", (GroupMember(ANNA), GroupMember(BEN)))
PARTS = AccountGroup("Parts", "Ratio", (GroupMember(CLEO, Decimal(1)), GroupMember(BEN, Decimal(2)), GroupMember(ANNA)))
PERCENT = AccountGroup("Almost", "Percent", (GroupMember(ANNA, Decimal(60)), GroupMember(CLEO, Decimal("30.5"))))
FULL = Link(
    LinkState.UP,
    accounts=(MASTER, ANNA, BEN, CLEO),
    groups=(PARTS, HALVES, PERCENT),
    aliases={CLEO: "Cleo <b>Trust</b>", ANNA: "Anna Miller"},
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[GroupsPanel]:
    ACCOUNT_MASK.use_secret_from(lambda: bytes(range(32)))
    panel = GroupsPanel()
    qtbot.addWidget(panel)
    panel.show()
    yield panel
    ACCOUNT_MASK.set_hiding(False)


def cells(view: SortedList[Any]) -> list[tuple[str, ...]]:
    table = view.table
    return [
        tuple(table.index(row, column).data() for column in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def test_groups_members_and_aliases_are_shown(panel: GroupsPanel) -> None:
    panel.show_link(FULL)
    assert cells(panel.groups) == [("Parts", "Ratio", "3"), ("Halves", "Equal", "2"), ("Almost", "Percent", "2")]
    assert cells(panel.members) == [
        ("Cleo <b>Trust</b>", CLEO, "1", "33.3333"),
        ("", BEN, "2", "66.6667"),
        ("Anna Miller", ANNA, "", ""),
    ]
    assert panel.about.text().endswith("its share of their total. Without an amount: 1 of 3 members.")
    panel.groups.selectRow(1)
    assert [row[2:] for row in cells(panel.members)] == [("", "50"), ("", "50")]
    assert panel.about.text() == "Halves: Equal. All accounts get the same."
    panel.groups.selectRow(2)
    assert "add up to 90.5, not to 100" in panel.about.text()
    assert cells(panel.aliases) == [
        (CLEO, "Cleo <b>Trust</b>", "Parts, Almost"),
        (ANNA, "Anna Miller", "Parts, Halves, Almost"),
    ]
    assert [panel.tabs.tabText(number) for number in range(2)] == ["Groups (3)", "Aliases (2)"]


def asked(progress: RequestProgress, detail: str = "") -> dict[tuple[RequestKind, str], Request]:
    return {(kind, ""): Request(kind, progress, detail) for kind in (RequestKind.GROUPS, RequestKind.ALIASES)}


@pytest.mark.parametrize(
    ("link", "groups", "aliases"),
    [
        (Link(), "TWS has not sent its groups: there is no connection.", "not sent its aliases: there is no"),
        (Link(LinkState.UP, accounts=(ANNA,)), "This login is not an advisor's: it has no groups.", "has no aliases."),
        (Link(LinkState.UP, accounts=(MASTER,)), "TWS has not sent its groups yet.", "not sent its aliases yet."),
        (
            Link(LinkState.UP, accounts=(MASTER,), requests=asked(RequestProgress.REFUSED, "Not allowed.")),
            "TWS has not sent its groups: it refused. Not allowed.",
            "it refused",
        ),
        (
            Link(LinkState.UP, accounts=(MASTER,), requests=asked(RequestProgress.NO_ANSWER)),
            "TWS has not sent its groups: it did not answer.",
            "did not answer",
        ),
        (
            Link(LinkState.UP, accounts=(MASTER,), requests=asked(RequestProgress.COMPLETE)),
            "TWS has not sent its groups in a form that can be read. See the messages.",
            "a form that can be read",
        ),
        (
            Link(LinkState.UP, accounts=(MASTER,), groups=(), aliases={}),
            "TWS reports that there are no groups.",
            "there are no aliases",
        ),
    ],
)
def test_an_empty_list_says_why(panel: GroupsPanel, link: Link, groups: str, aliases: str) -> None:
    panel.show_link(FULL)
    panel.show_link(link)
    assert panel.no_groups.isVisible()
    assert panel.no_groups.label.text() == groups
    assert aliases in panel.no_aliases.label.text()
    assert not panel.copy_button.isEnabled()


@pytest.mark.parametrize(
    ("typed", "groups", "members"),
    [
        ("halves", ["Halves"], [ANNA, BEN]),
        ("cleo", ["Parts", "Almost"], [CLEO]),
        (BEN.lower(), ["Parts", "Halves"], [BEN]),
        ("ratio anna", ["Parts"], [ANNA]),
        ("nobody", [], []),
    ],
)
def test_the_filter_looks_in_groups_and_members(
    panel: GroupsPanel, typed: str, groups: list[str], members: list[str]
) -> None:
    panel.show_link(FULL)
    panel.search.setText(typed)
    assert [row[0] for row in cells(panel.groups)] == groups
    assert [row[1] for row in cells(panel.members)] == members
    assert panel.no_groups.isVisible() == (not groups)


def test_the_third_click_on_a_column_restores_the_order_of_tws(panel: GroupsPanel) -> None:
    panel.show_link(FULL)
    click = panel.members.horizontalHeader().sectionClicked
    amount = panel.members.table.column_number("amount")
    orders = []
    for _ in range(3):
        click.emit(amount)
        orders.append([row[1] for row in cells(panel.members)])
    assert orders == [[CLEO, BEN, ANNA], [BEN, CLEO, ANNA], [CLEO, BEN, ANNA]]
    panel.groups.selectRow(1)
    panel.groups.sort_by("name", Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in cells(panel.groups)] == ["Parts", "Halves", "Almost"]
    panel.groups.sort_by("name")
    assert [row[0] for row in cells(panel.groups)] == ["Almost", "Halves", "Parts"]
    assert panel.groups.table.record(panel.groups.currentIndex().row()) == HALVES
    assert "Halves" in panel.about.text()


def test_the_visible_rows_are_copied(panel: GroupsPanel) -> None:
    panel.show_link(FULL)
    panel.search.setText("halves")
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Group\tMethod\tMembers",
        "Halves\tEqual\t2",
        "Alias\tAccount\tAmount\tShare %",
        f"Anna Miller\t{ANNA}\t\t50",
        f"\t{BEN}\t\t50",
    ]
    panel.search.clear()
    panel.tabs.setCurrentIndex(1)
    panel.copy_button.click()
    assert f"{ANNA}\tAnna Miller\tParts, Halves, Almost" in QGuiApplication.clipboard().text()


def test_unchanged_facts_keep_the_selection(panel: GroupsPanel) -> None:
    panel.show_link(FULL)
    panel.groups.selectRow(2)
    panel.show_link(FULL)
    panel.show_link(Link(LinkState.UP, accounts=FULL.accounts, groups=(HALVES, PERCENT), aliases=FULL.aliases))
    assert panel.groups.table.record(panel.groups.currentIndex().row()) == PERCENT


def test_the_members_are_those_of_the_selected_group(panel: GroupsPanel) -> None:
    panel.show_link(FULL)
    panel.groups.selectRow(2)
    assert panel.about.text().startswith("Almost")
    panel.search.setText("Halves")
    (selected,) = panel.groups.selectionModel().selectedRows()
    assert panel.groups.table.record(selected.row()).name == "Halves"
    assert panel.about.text().startswith("Halves")
    panel.search.setText("nothing like it")
    assert (panel.about.text(), panel.members.table.rowCount()) == ("", 0)
    panel.search.clear()
    (selected,) = panel.groups.selectionModel().selectedRows()
    assert panel.about.text().startswith(panel.groups.table.record(selected.row()).name)


@pytest.mark.parametrize("tab", [0, 1])
def test_aliases_and_numbers_are_hidden_with_the_accounts(panel: GroupsPanel, tab: int) -> None:
    panel.show_link(FULL)
    panel.tabs.setCurrentIndex(tab)
    assert "Anna Miller" in "\n".join(text for _, text in exposed(panel))
    ACCOUNT_MASK.set_hiding(True)
    texts = "\n".join(text for _, text in exposed(panel))
    for secret in (ANNA, BEN, CLEO, "Anna", "Cleo"):
        assert secret not in texts


def test_choosing_a_group_does_not_format_its_members(panel: GroupsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formatting the rows of a large advisor takes a second: only *Copy all* does it."""
    monkeypatch.setattr(
        "ibmonitor.windows.allocations.groups_panel.text_of_records", lambda *_: pytest.fail("written out")
    )
    panel.show_link(FULL)
    panel.groups.selectRow(1)
    assert panel.copy_button.isEnabled()
    panel.tabs.setCurrentIndex(1)
    assert panel.copy_button.isEnabled()
    panel.search.setText("nothing is called so")
    assert not panel.copy_button.isEnabled()


def test_an_alias_lists_each_of_its_groups_once(panel: GroupsPanel) -> None:
    twice = AccountGroup("Twice", "Equal", (GroupMember(ANNA), GroupMember(BEN), GroupMember(ANNA)))
    panel.show_link(Link(LinkState.UP, accounts=(MASTER, ANNA), groups=(HALVES, twice), aliases={ANNA: "Anna"}))
    assert cells(panel.aliases) == [(ANNA, "Anna", "Halves, Twice")]
