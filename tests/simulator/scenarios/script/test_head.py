"""The head of a scenario file: its accounts, groups, clients and instruments, and the mistakes in them."""

from __future__ import annotations

import pytest

from ibmonitor.simulator.scenarios.script.head import read_head
from ibmonitor.simulator.scenarios.script.values import Keys, ScriptError
from tests.simulator.scenarios.script.files import ADVISOR_HEAD, Written, refusal


def test_groups_in_their_forms(written: Written) -> None:
    xml = written(ADVISOR_HEAD).world.groups_xml()
    assert "<name>A &amp; B</name><defaultMethod>Percent</defaultMethod>" in xml
    assert "<acct>DU1</acct><amount>60.5</amount></Account><Account><acct>DU2</acct></Account>" in xml
    assert "<String>DU1</String>" in xml
    assert written('fa_form = "empty"\n' + ADVISOR_HEAD).world.groups_xml() == "<ListOfGroups></ListOfGroups>"


def test_what_is_left_out_has_a_usual_value() -> None:
    world, head = read_head(Keys({}))
    assert (world.accounts, world.is_advisor, world.groups, world.aliases) == (("DU2250001",), False, (), {})
    assert head.contract("KO").symbol == "KO"
    assert head.client(12) == 12


def test_groups_make_it_an_advisors_unless_the_file_says_otherwise() -> None:
    groups = [{"name": "G", "default_method": "Ratio", "shares": {"DU1": 3, "DU2": "", "DU3": 0}}]
    world, _ = read_head(Keys({"groups": groups}))
    assert world.is_advisor
    assert world.groups[0].shares == {"DU1": 3, "DU2": None, "DU3": 0}
    assert not read_head(Keys({"groups": groups, "advisor": False}))[0].is_advisor


def test_a_client_has_a_name_or_a_number() -> None:
    _, head = read_head(Keys({"clients": {"algo": 7}}))
    assert (head.client("algo"), head.client(7)) == (7, 7)
    for client, problem in (("other", "There is no client 'other'"), (1.5, "'client' must be a whole number")):
        with pytest.raises(ScriptError, match=problem):
            head.client(client)


def test_a_combo_is_made_of_instruments_that_the_file_has_before_it() -> None:
    near, far = {"con_id": 1, "symbol": "ES", "sec_type": "FUT"}, {"con_id": 2, "symbol": "ES"}
    legs = [{"instrument": "NEAR", "action": "SELL", "ratio": 2}, {"instrument": "FAR", "exchange": "CME"}]
    _, head = read_head(
        Keys({"instruments": {"NEAR": near, "FAR": far, "ROLL": {"con_id": 3, "symbol": "ES", "legs": legs}}})
    )
    roll = head.contract("ROLL")
    assert (roll.sec_type, roll.combo_legs_descrip, roll.local_symbol) == ("BAG", "1|-2,2|1", "ES")
    assert [(leg.con_id, leg.ratio, leg.action, leg.exchange) for leg in roll.combo_legs] == [
        (1, 2, "SELL", "SMART"),
        (2, 1, "BUY", "CME"),
    ]
    assert (head.contract("NEAR").sec_type, head.contract("FAR").sec_type) == ("FUT", "STK")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('fa_form = "new"', "'fa_form' must be one of current, older, damaged, empty"),
        (
            "groups = [{ name = 'G', default_method = 'Equal', shares = {}, form = 'new' }]",
            "'form' must be one of current, older, reordered",
        ),
        ("groups = [{ name = 'G', default_method = 'Equal' }]", "'shares' is missing"),
        ("accounts = []", "'accounts' is empty"),
        ("accounts = 5", "'accounts' must be a list, which 5 is not"),
        ("accounts = [5]", "'accounts' must be a text, which 5 is not"),
        ("instruments.X = {}", "Instrument X: 'con_id' is missing"),
        ("instruments.X = { con_id = 1, symbol = 'X', legs = [{ instrument = 'Y' }] }", "There is no instrument 'Y'"),
    ],
)
def test_a_bad_head_is_refused(text: str, problem: str, written: Written) -> None:
    assert problem in refusal(written, text)
