"""From what TWS says in messages, and from ids that are typed or double-clicked, to the orders that they mean."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.end_to_end.story import Story, double_click, play
from tests.support.label_texts import lines_of
from tests.support.programs import Programs
from tests.support.versions import TEXT_AND_PROTOBUF

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing|propagateSizeHints)")

TWO_CLIENTS = """
accounts = ["DU1"]
clients = { desk = 1, algo = 7 }
[[steps]]
place = "mine"
instrument = "AAPL"
quantity = 100
lmt_price = 231.40
client = "desk"
order_ref = "mine"
order_id = 12
perm_id = 9001
[[steps]]
place = "theirs"
instrument = "KO"
action = "SELL"
quantity = 300
lmt_price = 70.10
client = "algo"
order_ref = "theirs"
order_id = 12
perm_id = 9007
[[steps]]
place = "only"
instrument = "MSFT"
quantity = 10
lmt_price = 418
client = "desk"
order_ref = "only"
order_id = 13
perm_id = 9013
[[steps]]
execute = "only"
shares = 4
price = 417.90
exec_id = "0000e1a7.00000009.01.01"
[[steps]]
execute = "theirs"
shares = 100
price = 70.20
exec_id = "0000e1a7.00000010.01.01"
"""
WARNING = """
[[steps]]
after = 1
message = "Order Message:\\nYour order will be held until the exchange opens."
code = 399
order = "{order}"
times = {times}
"""
REJECTED = """
[[steps]]
after = 1
reject = "only"
reason = "No such price <b>today</b>"
json = { rejects = [{ code = 201, text = "No such price" }] }
"""


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_message_that_two_clients_may_be_meant_by_is_called_ambiguous_and_its_repeats_counted(
    programs: Programs, server_version: int
) -> None:
    async def steps(story: Story) -> None:
        story.go_on()
        await story.wait_for(lambda: "399" in story.column("messages", "code"))
        await story.reads(lambda: story.cell("messages", "count", code="399"), "×3")
        assert story.cell("messages", "order", code="399") == "ambiguous: client 1 or 7"
        for ref in ("mine", "theirs"):
            story.select(ref)
            (entry,) = (row for row in story.timeline() if row["What happened"].startswith("Message 399"))
            assert entry["What happened"].startswith("Message 399: possibly related: ")
            assert entry["Count"] == "×3"
            assert story.order("status", ref) == "Submitted"
            assert "Possibly related message (399, " in story.why()
        story.select("only")
        assert not [what for what in story.happened() if what.startswith("Message")]

        story.open_page("messages")
        story.window.page("messages").view.setCurrentIndex(story.index("messages", "code", code="399"))
        assert "Which order is meant is not certain: several clients have an order with this ID." in story.why()
        story.double_click("messages", "order", code="399")
        assert story.window.find_box.text() == "order:12"
        assert {line.split("  ·  ")[0] for line in lines_of(story.window.find_box)} == {"SELL 300 KO", "BUY 100 AAPL"}

    play(programs, TWO_CLIENTS + WARNING.format(order="mine", times=3), steps, max_server_version=server_version)


def test_a_message_whose_order_is_certain_is_linked_to_it_and_changes_no_status(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        story.select("only")
        story.go_on()
        await story.wait_for(lambda: "399" in story.column("messages", "code"))
        assert story.cell("messages", "order", code="399") == "BUY MSFT"
        assert story.cell("messages", "perm_id", code="399") == "9013"
        assert story.order("status", "only") == "Submitted"
        assert "Last message about it (399, " in story.why()
        assert "A message does not change the status: TWS's last status is Submitted." in story.why()
        assert story.happened()[-1].startswith("Message 399: ")
        story.select("mine")
        story.double_click("messages", "order", code="399")
        assert story.current("orders", "order_ref") == "only"

    play(programs, TWO_CLIENTS + WARNING.format(order="only", times=1), steps)


@pytest.mark.parametrize("server_version", TEXT_AND_PROTOBUF)
def test_a_rejection_is_explained_by_tws_reason(programs: Programs, server_version: int) -> None:
    async def steps(story: Story) -> None:
        story.select("only")
        story.go_on()
        await story.reads(lambda: story.order("status", "only"), "Rejected (Inactive)")
        assert story.cell("messages", "severity", code="201") == "Error"
        assert '"No such price"' in story.cell("messages", "advanced_order_reject_json", code="201")
        assert "No such price today" in story.why()
        assert "<b>" not in story.why()
        assert any(what.startswith("Message 201: ") for what in story.happened())

    play(programs, TWO_CLIENTS + REJECTED, steps, max_server_version=server_version)


# Finding


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("9007", "theirs"),
        ("9013", "only"),
        ("0000e1a7.00000009.01.01", "only"),
        ("theirs", "theirs"),
        ("client 7", "theirs"),
        ("client:1 order:12", "mine"),
        ("13", "only"),
        ("KO", "theirs"),
    ],
)
def test_the_find_box_finds_an_order_and_selects_it(programs: Programs, typed: str, ref: str) -> None:
    async def steps(story: Story) -> None:
        story.open_page("fills")
        box = story.window.find_box
        box.take_focus()
        QTest.keyClicks(box, typed)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert story.current("orders", "order_ref") == ref
        assert story.shown_page() == "orders"
        await story.wait_for(lambda: ("Order reference", ref) in story.identity())

    play(programs, TWO_CLIENTS, steps)


def test_the_find_box_says_when_there_is_no_such_order(programs: Programs) -> None:
    async def steps(story: Story) -> None:
        box = story.window.find_box
        QTest.keyClicks(box, "1234567")
        QTest.keyClick(box, Qt.Key.Key_Return)
        (line,) = lines_of(box)
        assert line.startswith("Nothing found for “1234567”.")

    play(programs, TWO_CLIENTS, steps)


@pytest.mark.parametrize(
    ("page", "key", "row", "ref"),
    [
        ("fills", "perm_id", {"exec_id": "0000e1a7.00000009.01.01"}, "only"),
        ("fills", "order_id", {"exec_id": "0000e1a7.00000009.01.01"}, "only"),
        ("fills", "exec_id", {"exec_id": "0000e1a7.00000009.01.01"}, "only"),
        ("orders", "perm_id", {"order_ref": "theirs"}, "theirs"),
        ("orders", "order_ref", {"order_ref": "theirs"}, "theirs"),
    ],
)
def test_a_double_click_on_an_id_finds_the_order(
    programs: Programs, page: str, key: str, row: dict[str, str], ref: str
) -> None:
    async def steps(story: Story) -> None:
        story.select("mine")
        story.double_click(page, key, **row)
        assert story.shown_page() == "orders"
        assert story.current("orders", "order_ref") == ref
        assert ("Order reference", ref) in story.identity()

    play(programs, TWO_CLIENTS, steps)


@pytest.mark.parametrize("name", ["Perm ID", "Exec ID", "Order ID", "Order reference"])
def test_a_double_click_on_an_id_in_the_details_finds_the_order(programs: Programs, name: str) -> None:
    exec_id = "0000e1a7.00000010.01.01"

    async def steps(story: Story) -> None:
        story.open_page("fills")
        story.window.page("fills").view.setCurrentIndex(story.index("fills", "exec_id", exec_id=exec_id))
        names = [each for each, _ in story.identity()]
        identity = story.pane.identity
        double_click(identity.view, identity.table.index(names.index(name), 1))
        assert story.shown_page() == "orders"
        assert story.current("orders", "order_ref") == "theirs"

    play(programs, TWO_CLIENTS, steps)


# Seen from where

MASTER_CLIENT = 5


@pytest.mark.parametrize(
    ("client_id", "mine", "theirs"),
    [(1, "Live", "Polled"), (7, "Polled", "Live"), (3, "Polled", "Polled"), (5, "Live", "Live")],
)
def test_orders_of_other_clients_are_marked_as_snapshots(
    programs: Programs, client_id: int, mine: str, theirs: str
) -> None:
    async def steps(story: Story) -> None:
        said = {"mine": mine, "theirs": theirs}
        for ref, updates in said.items():
            assert story.order("updates", ref) == updates
            story.select(ref)
            assert ("as of the last list of open orders" in story.why()) is (updates == "Polled")
        live = "• Orders of other API clients: Live. " in story.scope()
        assert live is (client_id == MASTER_CLIENT)

    play(programs, TWO_CLIENTS, steps, client_id=client_id, master_client_id=MASTER_CLIENT)
