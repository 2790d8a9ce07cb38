"""From what happens at TWS to the notifications the user gets, in the whole program."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.link import LinkState
from ibmonitor.windows.main.notifier import Notifier
from tests.end_to_end.story import Story, play
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

DAY = """
accounts = ["DU1"]
[[steps]]
place = "early"
instrument = "AAPL"
quantity = 100
lmt_price = 50
[[steps]]
fill = "early"
as = "first"
price = 50.10
exec_id = "0000e1a7.00000001.01.01"
[[steps]]
place = "refused early"
instrument = "KO"
quantity = 10
lmt_price = 60
[[steps]]
reject = "refused early"
reason = "No."
[[steps]]
place = "open"
instrument = "KO"
quantity = 300
lmt_price = 61.50
[[steps]]
place = "open too"
instrument = "KO"
quantity = 5
lmt_price = 61.50
"""
PART = """
[[steps]]
after = 1
fill = "open"
shares = 100
price = 61.40
"""
REST = """
[[steps]]
after = 1
fill = "open"
price = 61.40
[[steps]]
tell = "open"
times = 3
"""
REJECTION = """
[[steps]]
after = 1
place = "refused"
instrument = "AAPL"
quantity = 20
lmt_price = 51
[[steps]]
reject = "refused"
reason = "The exchange is closed."
"""
CORRECTION = """
[[steps]]
after = 1
correct = "first"
price = 50.20
"""
WHILE_AWAY = """
[[steps]]
after = 1
quiet = true
fill = "open too"
price = 61.30
"""


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_day_in_notifications(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        shown: list[tuple[str, str]] = []
        Notifier(
            story.program.feed,
            lambda: story.program.settings,
            story.window,
            show=lambda title, text, _severity: shown.append((title, text)),
            is_window_active=lambda: False,
            gather_ms=60,
            pause_ms=60,
        )

        async def is_shown(title: str, text: str) -> None:
            """This is shown, and nothing before it."""
            await story.wait_for(lambda: shown)
            assert shown == [(title, text)]
            shown.clear()

        # What was there before is not notified, nor when TWS reports it again.
        await story.connect()
        await story.refresh()
        story.go_on()
        await story.wait_for(lambda: len(story.rows("fills")) == 2)
        story.go_on()
        await is_shown("Filled: BUY 300 KO", "At an average price of 61.40 USD. Account DU1.")
        await story.refresh()
        story.go_on()
        await is_shown("Rejected: BUY 20 AAPL", "The exchange is closed. Account DU1.")
        story.go_on()
        await is_shown(
            "Corrected: bought 100 AAPL",
            "Price 50.10 → 50.20. Execution 0000e1a7.00000001.01.02 corrects 0000e1a7.00000001.01.01. Account DU1.",
        )
        await story.refresh()

        story.tws.outages.lose_ib()
        await is_shown("Connection lost", "TWS has lost its connection to IB.")
        story.go_on()
        story.tws.outages.find_ib()
        await story.wait_for(lambda: shown)
        ((title, text),) = shown
        assert title.startswith("Reconnected")
        assert text == "While disconnected, filled: BUY 5 KO. At an average price of 61.30 USD. Account DU1."
        assert story.program.blotter.link.state is LinkState.UP
        await story.refresh()
        assert len(shown) == 1

    play(
        programs,
        DAY + PART + REST + REJECTION + CORRECTION + WHILE_AWAY,
        steps,
        connect=False,
        max_server_version=server_version,
    )
