"""From TWS's word for a status to what is read of it: the table's cell, the explanation, the timeline."""

from __future__ import annotations

import pytest

from tests.end_to_end.story import Story, play
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

ORDER = """
accounts = ["DU1"]
[[steps]]
place = "reported"
instrument = "AAPL"
quantity = 100
lmt_price = 231.40
order_ref = "reported"
status = "ApiPending"
"""
CHANGE = """
[[steps]]
after = 1
change = "reported"
status = "{status}"
"""

MEANINGS = {
    "PendingSubmit": "its destination has not yet confirmed that it accepted it.",
    "PendingCancel": "The order is not confirmed cancelled, and may still be filled.",
    "PreSubmitted": "accepted by IB's system and has yet to be elected.",
    "Submitted": "The order has been accepted by the system and is working.",
    "ApiCancelled": "asked to cancel the order after it was submitted and before it was acknowledged.",
    "Cancelled": "IB's system has confirmed that the balance of the order is cancelled.",
    "Filled": "The order has been completely filled",
    "Inactive": "The system has received the order, but it is not active",
}
"""All that TWS documents, each with words of its documented meaning."""
IN_TIMELINE = {**MEANINGS, "PendingCancel": "its destination has not yet confirmed the cancellation."}
"""The timeline has the first sentence of the meaning."""
LOOK_AT = {
    "PendingSubmit": "its exchange may be closed",
    "PendingCancel": "Until the status is Cancelled, the rest of it may still be filled",
    "PreSubmitted": "It may be waiting for its price or its conditions",
    "Inactive": "It may have been rejected by IB or by the exchange",
    "Cancelled": "If nobody requested it, IB or the exchange may have rejected it",
}
"""Of the ambiguous ones, what is said of where to look."""
DONE = {"ApiCancelled", "Cancelled", "Filled"}


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
@pytest.mark.parametrize("status", MEANINGS)
def test_each_documented_status_is_shown_and_explained(programs: Programs, status: str, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("reported")
        assert story.order("status", "reported") == "ApiPending"
        story.go_on()
        await story.reads(lambda: story.order("status", "reported"), status)
        title, headline, *more = story.why().splitlines()
        assert title == "BUY 100 AAPL LMT 231.40 DAY · DU1"
        assert headline.startswith(f"{status}: ")
        assert MEANINGS[status].casefold() in " ".join([headline, *more]).casefold()
        assert LOOK_AT.get(status, "") in " ".join(more)
        before, now = story.timeline()[-2:]
        assert (before["Status"], now["Status"]) == ("ApiPending", status)
        assert now["What happened"].startswith(f"{status}: ")
        assert IN_TIMELINE[status].casefold() in now["What happened"].casefold()
        assert (now["Filled"], now["Remaining"]) == ("0", "100")
        assert story.order("is_done", "reported") == ("yes" if status in DONE else "no")

    play(programs, ORDER + CHANGE.format(status=status), steps, max_server_version=server_version)


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_status_that_nobody_knows_is_shown_in_tws_word(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("reported")
        story.go_on()
        await story.reads(lambda: story.order("status", "reported"), "<b>AwaitingMoon</b>")
        assert story.why().splitlines()[1] == "<b>AwaitingMoon</b>: IB does not document this status."
        now = story.timeline()[-1]
        assert now["Status"] == "<b>AwaitingMoon</b>"
        assert now["What happened"] == "<b>AwaitingMoon</b>: IB does not document this status."
        assert story.order("is_done", "reported") == "no"

    play(programs, ORDER + CHANGE.format(status="<b>AwaitingMoon</b>"), steps, max_server_version=server_version)


def test_statuses_that_go_backwards_and_repeat_are_all_in_the_timeline(programs: Programs) -> None:
    """In this order they were seen live: `TWS_FACTS`, "Status"."""
    words = ("PendingCancel", "Submitted", "PreSubmitted", "Cancelled")
    repeats = '[[steps]]\ntell = "reported"\ntimes = 2\n'

    async def steps(story: Story) -> None:
        story.select("reported")
        for word in words:
            story.go_on()
            await story.reads(lambda: story.order("status", "reported"), word)
        entries = [row for row in story.timeline() if row["Status"]]
        assert [row["Status"] for row in entries] == ["ApiPending", *words]
        assert [row["Count"] for row in entries][1:] == ["×3", "×3", "×3", "×3"]
        assert story.order("is_done", "reported") == "yes"

    play(programs, ORDER + "".join(CHANGE.format(status=word) + repeats for word in words), steps)
