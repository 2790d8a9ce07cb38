"""From what TWS reports of brackets, vanished and bound orders, and messages, to the words that explain them."""

from __future__ import annotations

import pytest

from tests.end_to_end.story import Story, play
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

BRACKET = """
accounts = ["DU1"]
[[steps]]
place = "entry"
instrument = "AAPL"
quantity = 100
lmt_price = 231.40
order_ref = "entry"
order_id = 40
perm_id = 9040
[[steps]]
place = "profit"
instrument = "AAPL"
action = "SELL"
quantity = 100
lmt_price = 236
parent = "entry"
oca_group = "swing"
order_ref = "profit"
order_id = 41
perm_id = 9041
status = "PreSubmitted"
why_held = "child"
[[steps]]
place = "stop"
instrument = "AAPL"
action = "SELL"
quantity = 100
order_type = "STP"
aux_price = 228
parent = "entry"
oca_group = "swing"
order_ref = "stop"
order_id = 42
perm_id = 9042
status = "PreSubmitted"
why_held = "child,trigger"
[[steps]]
after = 1
fill = "entry"
price = 231.38
[[steps]]
change = "profit"
status = "Submitted"
why_held = ""
[[steps]]
change = "stop"
why_held = "trigger"
"""


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_bracket_is_a_tree_and_its_children_say_for_what_they_wait(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("stop")
        assert story.order("why_held", "stop") == "child,trigger"
        why = story.why()
        assert (
            "It is held (child, trigger) and waits for its parent order to be filled and for its trigger price to be "
            "reached or its conditions to be met."
        ) in why
        assert "order ID 40 of client 1 is " in why
        assert "order ID 40 of client 1 is " in why
        assert story.family() == [
            "Bracket",
            "  BUY 100 AAPL | LMT | Submitted | 9040 | 40",
            "    SELL 100 AAPL | LMT | PreSubmitted | 9041 | 41",
            "    SELL 100 AAPL (this order) | STP | PreSubmitted | 9042 | 42",
            "OCA group swing: the others",
            "  SELL 100 AAPL | LMT | PreSubmitted | 9041 | 41",
        ]
        assert ("Parent ID", "40") in story.identity()
        assert "It is held (child, trigger) and waits for its parent order" in story.happened()[0]

        story.go_on()
        await story.reads(lambda: story.order("why_held", "stop"), "trigger")
        assert "It is held (trigger) and waits for its trigger price to be reached or its conditions" in story.why()
        assert "waits for its parent" not in story.why()
        assert story.family()[1:4] == [
            "  BUY 100 AAPL | LMT | Filled | 9040 | 40",
            "    SELL 100 AAPL | LMT | Submitted | 9041 | 41",
            "    SELL 100 AAPL (this order) | STP | PreSubmitted | 9042 | 42",
        ]
        story.select("profit")
        await story.wait_for(lambda: "236.00" in story.why())
        assert story.happened()[-1].startswith("Submitted: the order has been accepted by the system and is working.")

    play(programs, BRACKET, steps, max_server_version=server_version)


def test_a_double_click_in_the_tree_goes_to_the_parent(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        story.select("stop")
        story.show(story.pane.identity)
        tree = story.pane.identity.related
        bracket = tree.topLevelItem(0)
        assert bracket is not None
        parent = bracket.child(0)
        assert parent is not None
        tree.itemDoubleClicked.emit(parent, 0)
        assert story.current("orders", "perm_id") == "9040"
        assert "(this order)" in story.family()[1]

    play(programs, BRACKET, steps)


GONE = """
accounts = ["DU1"]
[[steps]]
place = "lost"
instrument = "KO"
quantity = 300
lmt_price = 70.10
client = 7
order_ref = "lost"
perm_id = 9007
[[steps]]
after = 1
{end} = "lost"
"""


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_an_order_that_vanishes_is_gone_and_never_called_cancelled(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("lost")
        assert story.order("updates", "lost") == "Polled"
        story.go_on()
        looking_up = story.hold("REQ_EXECUTIONS")
        story.window.refresh_requested.emit()
        await story.reads(lambda: story.order("status", "lost"), "No longer open: looking it up")
        assert story.why().splitlines()[1] == (
            "No longer in TWS's list of open orders: looking it up. The last status was Submitted."
        )
        assert "Executions and completed orders are being requested." in story.why()
        assert story.happened()[-1].startswith(
            "Not listed: TWS's list of open orders (reqAllOpenOrders) came without it"
        )
        assert story.order("is_done", "lost") == "no"

        looking_up.answer()
        await story.reads(lambda: story.order("status", "lost"), "No longer open, outcome unknown")
        assert "neither executions nor completed orders show how it ended" in story.why()
        assert "Check the order in TWS itself" in story.why()
        assert story.happened()[-1] == "Not found: neither executions nor completed orders show how it ended."
        assert story.order("is_done", "lost") == "no"
        assert not [
            text for row in [*story.rows("orders"), *story.timeline()] for text in row.values() if "ancel" in text
        ]
        assert "Cancelled:" not in story.why()

    play(programs, GONE.format(end="vanish"), steps, max_server_version=server_version)
