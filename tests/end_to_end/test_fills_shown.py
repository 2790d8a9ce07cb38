"""From the executions and commissions that TWS tells to what the tables, their sums and the details say of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ibmonitor.models.roles import RowToneRole
from tests.end_to_end.story import Row, Story, play

CORRECTED = """
accounts = ["DU1"]
[[steps]]
place = "bought"
instrument = "AAPL"
quantity = 100
lmt_price = 50
order_ref = "bought"
perm_id = 9001
[[steps]]
fill = "bought"
as = "first"
price = 50.10
exec_id = "0000e1a7.00000001.01.01"
[[steps]]
after = 1
correct = "first"
price = 50.20
[[steps]]
correct = "first"
price = 50.30
"""
CHAIN = [f"0000e1a7.00000001.01.0{number}" for number in (1, 2, 3)]
BACKWARDS = """
[[steps]]
after = 1
quiet = true
correct = "first"
as = "second"
charged = false
price = 50.20
[[steps]]
correct = "second"
as = "third"
price = 50.30
[[steps]]
tell = "second"
times = 2
"""
"""The newest correction is told before the one it corrects."""


def fills_by_exec_id(story: Story) -> dict[str, Row]:
    return {row["Exec ID"]: row for row in story.rows("fills")}


@pytest.mark.parametrize("server_version", [200, 226])
@pytest.mark.parametrize("order", ["in order", "newest first"])
def test_of_a_chain_of_corrections_the_newest_alone_counts(
    qapp: QApplication, tmp_path: Path, server_version: int, order: str
) -> None:
    head = CORRECTED.partition("[[steps]]\nafter")[0]
    scenario = CORRECTED if order == "in order" else head + BACKWARDS

    async def tell(story: Story) -> None:
        story.open_page("fills")
        story.select("bought")
        assert story.order("avg_fill_price", "bought") == "50.10"
        await story.reads(lambda: story.footer("fills"), "1 fill  Commission 1.00 USD")
        story.go_on()
        await story.wait_for(lambda: len(story.rows("fills")) == 3)
        fills = fills_by_exec_id(story)
        assert [fills[exec_id]["Price"] for exec_id in CHAIN] == ["50.10", "50.20", "50.30"]
        assert [fills[exec_id]["Superseded by"] for exec_id in CHAIN] == [CHAIN[2], CHAIN[2], ""]
        assert [fills[exec_id]["Notes"] for exec_id in CHAIN] == ["corrected", "corrected", "correction"]
        assert [is_struck(story, exec_id) for exec_id in CHAIN] == [True, True, False]
        await story.reads(lambda: story.footer("fills"), "3 fills  Commission 1.00 USD   ·   2 corrected, not counted")
        commissions = 3 if order == "in order" else 2
        await story.wait_for(lambda: story.footer("commissions").startswith(f"{commissions} commissions  "))
        await story.wait_for(lambda: f"Commission 1.00 USD   ·   {commissions - 1} corrected" in story.footer("commissions"))

        # The order: filled once, at the price that holds.
        assert story.order("filled", "bought") == "100"
        assert story.order("executed", "bought") == "100"
        assert story.fill_sums() == "1 execution counted   ·   Commission 1.00 USD   ·   2 corrected, not counted"
        tree = story.fills()
        assert [(depth, row["Exec ID"]) for depth, row in tree] == [(0, CHAIN[2]), (1, CHAIN[0]), (1, CHAIN[1])]
        assert tree[0][1]["Correction"] == f"corrects {CHAIN[0]}, {CHAIN[1]}"
        happened = story.happened()
        assert any(f"Correction of {CHAIN[0]}: bought 100 at 50.20" in what for what in happened)
        assert any(f"Correction of {CHAIN[1]}: bought 100 at 50.30" in what for what in happened)
        assert any(what.endswith(f"Corrected by {CHAIN[2]}.") for what in happened)
        assert [name for name, value in story.identity() if value in CHAIN] == ["Exec ID"] * 3

    play(qapp, tmp_path, scenario, tell, max_server_version=server_version)


def is_struck(story: Story, exec_id: str) -> bool:
    """Whether the row of an execution is one of those that are painted dim and struck through."""
    return story.index("fills", "price", exec_id=exec_id).data(RowToneRole) == "superseded"
