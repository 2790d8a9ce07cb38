"""From the executions that TWS reports for each sub-account to the tree of group orders, over the real wire."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex

from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.records.requests import RequestKind
from ibmonitor.tws.session import sub_accounts
from tests.end_to_end.story import Story, play
from tests.support.programs import Programs
from tests.support.tree_columns import column_number
from tests.support.versions import TEXT_AND_PROTOBUF

GROUPS = """
accounts = ["DF1", "DU1", "DU2", "DU3", "DU9"]
aliases = { DU1 = "Smith & Sons" }
[[groups]]
name = "Thirds"
default_method = "Equal"
shares = { DU1 = "", DU2 = "", DU3 = "" }
[[groups]]
name = "Sixty"
default_method = "Percent"
shares = { DU1 = 60, DU2 = 40 }
"""
ORDERS = """
[[steps]]
place = "equal"
instrument = "AAPL"
quantity = 100
lmt_price = 50
fa_group = "Thirds"
fa_method = "Equal"
order_ref = "equal"
[[steps]]
fill = "equal"
as = "whole"
shares = 100
price = 50
[[steps]]
allocate = "whole"
shares = { DU1 = 34, DU2 = 33, DU3 = 33 }
[[steps]]
place = "percent"
instrument = "MSFT"
quantity = 100
lmt_price = 400
fa_group = "Sixty"
order_ref = "percent"
[[steps]]
fill = "percent"
as = "half"
shares = 50
price = 399
[[steps]]
allocate = "half"
shares = { DU1 = 30, DU2 = 10, DU9 = 10 }
[[steps]]
place = "own"
instrument = "KO"
quantity = 5
lmt_price = 60
account = "DU9"
order_ref = "own"
[[steps]]
fill = "own"
price = 60
"""
LATER = """
[[steps]]
after = 1
place = "later"
instrument = "NVDA"
quantity = 9
lmt_price = 140
fa_group = "Thirds"
order_ref = "later"
[[steps]]
fill = "later"
as = "later whole"
price = 140
[[steps]]
allocate = "later whole"
shares = { DU1 = 3, DU2 = 3, DU3 = 3 }
"""
COLUMNS = ("name", "order", "expected", "allocated", "difference")


def tree_of(story: Story) -> list[str]:
    """The tree's rows down to the accounts, each indented and with the columns that say something."""
    tree = story.window.tabs.allocations.tree
    columns = [column_number(tree, key) for key in COLUMNS]

    def rows(parent: QModelIndex, depth: int) -> list[str]:
        lines = []
        for row in range(tree.rowCount(parent)):
            texts = [str(tree.index(row, column, parent).data()) for column in columns]
            lines.append("  " * depth + "  ".join(filter(None, texts)))
            if depth < 1:
                lines += rows(tree.index(row, 0, parent), depth + 1)
        return lines

    return rows(QModelIndex(), 0)


async def all_asked(story: Story) -> None:
    """Wait until each sub-account has been asked for."""

    def is_done() -> bool:
        request = story.program.blotter.link.request(RequestKind.SUB_ACCOUNTS)
        return request is not None and request.progress is RequestProgress.COMPLETE

    await story.wait_for(is_done)


EQUAL = [
    "Thirds  BUY 100 AAPL  100  0",
    "  DU1  33.3333  34  +0.6667",
    "  DU2  33.3333  33  -0.3333",
    "  DU3  33.3333  33  -0.3333",
]
PERCENT = [
    "Sixty  BUY 100 MSFT  50  0",
    "  DU2  40  10  -30",
    "  DU9  10",
    "  DU1  60  30  -30",
]
"""Flagged accounts come first: the half that is filled makes 30 for DU1, and 20 for DU2."""
OWN = ["Single-account orders", "  DU9"]


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_each_accounts_part_comes_to_the_tree(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        await all_asked(story)
        story.window.tabs.show_page("allocations")
        await story.reads(lambda: tree_of(story), [*PERCENT, *EQUAL, *OWN])
        tree = story.window.tabs.allocations.tree
        note = str(tree.index(0, column_number(tree, "note")).data())
        assert note == "DU2: 10 short of 20 expected by now; DU9 outside the group"
        group, *_ = story.program.blotter.link.groups or ()
        assert group.accounts == ("DU1", "DU2", "DU3")

    play(programs, GROUPS + ORDERS, steps, max_server_version=server_version)


def test_parts_are_asked_for_when_the_advisors_order_fills(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sub_accounts, "_SETTLING", 0.05)

    async def steps(story: Story) -> None:
        await all_asked(story)
        story.window.tabs.show_page("allocations")
        story.go_on()
        later = ["Thirds  BUY 9 NVDA  9  0", "  DU1  3  3  0", "  DU2  3  3  0", "  DU3  3  3  0"]
        await story.reads(lambda: tree_of(story), [*PERCENT, *later, *EQUAL, *OWN])

    play(programs, GROUPS + ORDERS + LATER, steps)


def test_the_parts_of_a_master_whose_name_does_not_say_so(programs: Programs) -> None:
    """It is the first of the accounts, and a group's order was executed in it: the others are asked about."""

    async def steps(story: Story) -> None:
        story.window.tabs.show_page("allocations")
        await all_asked(story)
        await story.reads(lambda: sorted(tree_of(story)), sorted([*PERCENT, *EQUAL, *OWN]))
        assert story.program.blotter.link.shown_masters == {"BX1"}
        assert len(story.program.blotter.link.groups or ()) == 2
        assert "100" in {row["Filled"] for row in story.rows("orders")}
        assert "200" not in {row["Filled"] for row in story.rows("orders")}

    play(programs, (GROUPS + ORDERS).replace("DF1", "BX1"), steps)


def test_one_choice_of_accounts_holds_for_all_tabs(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        await all_asked(story)
        story.window.tabs.show_page("allocations")
        await story.reads(lambda: len(tree_of(story)), len([*PERCENT, *EQUAL, *OWN]))
        story.window.tabs.accounts.select_group("Sixty")
        assert tree_of(story) == [*PERCENT[:2], PERCENT[3], EQUAL[0], *EQUAL[1:3]]
        assert {row["Account"] for row in story.rows("fills")} == {"DU1", "DU2"}
        assert not story.has_order("own")
        assert story.has_order("equal")
        story.window.tabs.accounts.select_all()
        assert story.has_order("own")

    play(programs, GROUPS + ORDERS, steps)


def test_an_account_that_tws_keeps_silent_of_has_got_what_nobody_knows(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        story.tws.settings.silent_accounts.add("DU3")
        await story.connect()
        story.window.tabs.show_page("allocations")
        silent = ["Thirds  BUY 100 AAPL  67  -33", *EQUAL[1:2], *EQUAL[2:3], "  DU3  33.3333  waiting"]
        await story.reads(lambda: [line for line in tree_of(story) if line in silent], silent)

    play(programs, GROUPS + ORDERS, steps, connect=False)


def test_accounts_are_called_by_alias_where_the_user_wants_it(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        await all_asked(story)
        story.window.tabs.show_page("allocations")
        await story.reads(lambda: len(tree_of(story)), len([*PERCENT, *EQUAL, *OWN]))
        story.window.action("show_aliases").trigger()
        assert "  Smith & Sons (DU1)  60  30  -30" in tree_of(story)
        assert "Smith & Sons (DU1)" in {row["Account"] for row in story.rows("fills")}
        story.window.action("show_aliases").trigger()

    play(programs, GROUPS + ORDERS, steps)
