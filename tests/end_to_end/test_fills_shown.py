"""From the executions and commissions that TWS reports to the tables, their sums and the details."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.models.table.roles import RowToneRole
from tests.end_to_end.story import Row, Story, play
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

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
NEW_AVERAGE = """
[[steps]]
after = 1
change = "bought"
avg_fill_price = 50.30
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
"""The newest correction is reported before the one it corrects."""


def fills_by_exec_id(story: Story) -> dict[str, Row]:
    return {row["Exec ID"]: row for row in story.rows("fills")}


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
@pytest.mark.parametrize("order", ["in order", "newest first"])
def test_of_a_chain_of_corrections_the_newest_alone_counts(programs: Programs, server_version: int, order: str) -> None:
    head = CORRECTED.partition("[[steps]]\nafter")[0]
    scenario = CORRECTED if order == "in order" else head + BACKWARDS

    async def steps(story: Story) -> None:
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
        await story.reads(lambda: story.footer("fills"), "3 fills  Commission 1.00 USD   ·   Not counted: 2 corrected")
        commissions = 3 if order == "in order" else 2
        await story.wait_for(lambda: story.footer("commissions").startswith(f"{commissions} commissions  "))
        await story.wait_for(
            lambda: f"Commission 1.00 USD   ·   Not counted: {commissions - 1} corrected" in story.footer("commissions")
        )

        # The order is filled once.
        story.select("bought")
        assert story.order("filled", "bought") == "100"
        assert story.order("executed", "bought") == "100"
        assert story.fill_sums() == "1 execution counted   ·   Commission 1.00 USD   ·   Not counted: 2 corrected"
        tree = story.fills()
        assert [(depth, row["Exec ID"]) for depth, row in tree] == [(0, CHAIN[2]), (1, CHAIN[0]), (1, CHAIN[1])]
        assert tree[0][1]["Correction"] == f"corrects {CHAIN[0]}, {CHAIN[1]}"
        happened = story.happened()
        assert any(f"Correction of {CHAIN[0]}: bought 100 at 50.20" in what for what in happened)
        assert any(f"Correction of {CHAIN[1]}: bought 100 at 50.30" in what for what in happened)
        assert any(what.endswith(f"Corrected by {CHAIN[2]}.") for what in happened)
        assert [name for name, value in story.identity() if value in CHAIN] == ["Exec ID"] * 3

        story.go_on()
        await story.reads(lambda: story.order("avg_fill_price", "bought"), "50.30")
        assert "100 of 100 at an average price of 50.3" in story.why()
        assert "2 fills are replaced by a correction and not counted." in story.why()

    play(programs, scenario + NEW_AVERAGE, steps, max_server_version=server_version)


def is_struck(story: Story, exec_id: str) -> bool:
    """Whether the row of an execution is one of those that are painted dim and struck through."""
    return bool(story.index("fills", "price", exec_id=exec_id).data(RowToneRole) == "superseded")


COMBO = """
accounts = ["DU1"]
[instruments.NEAR]
con_id = 1
symbol = "SPY"
sec_type = "OPT"
local_symbol = "SPY   270115C00590000"
last_trade_date = "20270115"
strike = 590
right = "C"
multiplier = "100"
[instruments.FAR]
con_id = 2
symbol = "SPY"
sec_type = "OPT"
local_symbol = "SPY   270115C00600000"
last_trade_date = "20270115"
strike = 600
right = "C"
multiplier = "100"
[instruments.SPREAD]
con_id = 3
symbol = "SPY"
legs = [{ instrument = "NEAR", action = "BUY" }, { instrument = "FAR", action = "SELL" }]
[[steps]]
place = "spread"
instrument = "SPREAD"
quantity = 5
lmt_price = -0.20
order_ref = "spread"
[[steps]]
after = 1
execute = "spread"
price = -0.25
exec_id = "0000e1a7.00000001.01.01"
[[steps]]
leg = "spread"
instrument = "NEAR"
part = 1
price = 7.40
[[steps]]
leg = "spread"
instrument = "FAR"
shares = 3
part = 1
price = 7.65
[[steps]]
leg = "spread"
instrument = "FAR"
shares = 2
part = 2
price = 7.65
"""
BAG = "0000e1a7.00000001.01.01"
LEGS = [f"0000e1a7.00000001.{part}.01" for part in ("02.01", "03.01", "03.02")]


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_combo_is_counted_once_and_its_legs_stand_below_it(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("spread")
        story.go_on()
        page = story.window.page("fills")
        await story.wait_for(lambda: page.table.total_count == 4 and len(story.rows("commissions")) == 3)
        money = sum(map(Decimal, story.column("commissions", "commission_and_fees")))
        sums = f"Commission {money:.2f} USD   ·   Not counted: 1 combo"
        await story.reads(lambda: story.footer("fills").partition("  ")[2], sums)
        assert [row["Exec ID"] for row in story.rows("fills")] == [BAG]
        page.table.set_all_expanded(True)
        fills = fills_by_exec_id(story)
        assert set(fills) == {BAG, *LEGS}
        assert fills[BAG]["Price"] == "-0.25"
        assert fills[BAG]["Contract"] == "SPY 15JAN27 590/600 C vertical"
        assert fills[BAG]["Notes"] == "3 leg fills"
        assert [fills[exec_id]["Notes"] for exec_id in LEGS] == ["combo leg"] * 3
        assert [fills[exec_id]["Side"] for exec_id in LEGS] == ["BOT", "SLD", "SLD"]
        assert sum(Decimal(fills[exec_id]["Commission"]) for exec_id in LEGS) == money
        await story.reads(lambda: story.footer("fills").partition("  ")[2], sums)

        # Five spreads, not ten or fifteen.
        story.select("spread")
        assert story.order("filled", "spread") == "5"
        assert story.order("executed", "spread") == "5"
        assert story.order("avg_fill_price", "spread") == "-0.25"
        assert story.fill_sums() == f"1 execution counted   ·   {sums}"
        tree = story.fills()
        assert [(depth, row["Exec ID"]) for depth, row in tree] == [(0, BAG), *((1, exec_id) for exec_id in LEGS)]
        assert [row["Time"].split()[-1] for _, row in tree] == ["combo", "leg", "leg", "leg"]
        happened = story.happened()
        assert any(what.startswith("Fill: bought 5 at -0.25") for what in happened)
        assert any(what.startswith("Leg: sold 2 SPY 15JAN27 600 C at 7.65") for what in happened)
        assert "5 of 5 at an average price of -0.25" in story.why()

    play(programs, COMBO, steps, max_server_version=server_version)


ODD = """
accounts = ["DU1"]
[[steps]]
place = "odd"
instrument = "AAPL"
quantity = 2.5
lmt_price = 50
order_ref = "odd"
[[steps]]
execute = "odd"
shares = 0.25
price = 50.10
{fields}
"""


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
@pytest.mark.parametrize(
    ("fields", "key", "words", "why"),
    [
        ("pending_price_revision = true", "pending_price_revision", "price may change", "may still change"),
        ("liquidation = 1", "liquidation", "liquidated by IB", "IB liquidated"),
        ("last_liquidity = 1", "last_liquidity", "added", ""),
        ("last_liquidity = 2", "last_liquidity", "removed", ""),
        ("last_liquidity = 3", "last_liquidity", "routed out", ""),
    ],
)
def test_what_is_odd_about_a_fill_is_said_in_words(
    programs: Programs, server_version: int, fields: str, key: str, words: str, why: str
) -> None:
    async def steps(story: Story) -> None:
        story.select("odd")
        assert story.cell("fills", key, order_ref="odd") == words
        assert story.cell("fills", "shares", order_ref="odd") == "0.25"
        assert story.cell("fills", "commission_and_fees", order_ref="odd") == "pending"
        assert story.order("remaining", "odd") == "2.25"
        assert why in story.why()
        await story.wait_for(lambda: "1 commission pending" in story.footer("fills"))

    play(programs, ODD.format(fields=fields), steps, max_server_version=server_version)
