"""The XML of groups in each of TWS's forms."""

from __future__ import annotations

from typing import Any

import pytest

from ibmonitor.domain.blotter.fa_xml import FaXmlError, parse_aliases, parse_groups
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios.advisor.accounts import GROUPS
from ibmonitor.simulator.scenarios.advisor.advisor import Advisor


def _morning() -> World:
    return Advisor(life=False).world


@pytest.mark.parametrize("form", ["current", "older"])
def test_groups_are_read_in_each_form(form: Any) -> None:
    world = _morning()
    world.fa_form = form
    read = {group.name: group for group in parse_groups(world.groups_xml())}
    assert list(read) == [group.name for group in GROUPS]
    for group in GROUPS:
        assert read[group.name].default_method == group.default_method
        amounts = {member.account: member.amount for member in read[group.name].members}
        assert amounts == (dict(group.shares) if form == "current" else dict.fromkeys(group.shares))
    assert parse_aliases(world.aliases_xml()) == world.aliases


def test_the_forms_of_groups_differ() -> None:
    xml = _morning().groups_xml()
    assert '<name>Cash</name><defaultMethod>AvailableEquity</defaultMethod><ListOfAccts varName="list"><String>' in xml
    assert "<name>Income &amp; Growth &lt;monthly&gt;</name>" in xml
    assert "</ListOfAccts><defaultMethod>Percent</defaultMethod></Group>" in xml


def test_damaged_and_empty_forms() -> None:
    world = _morning()
    world.fa_form = "damaged"
    for parse, xml in ((parse_groups, world.groups_xml()), (parse_aliases, world.aliases_xml())):
        with pytest.raises(FaXmlError):
            parse(xml)
    world.fa_form = "empty"
    assert parse_groups(world.groups_xml()) == ()
    assert parse_aliases(world.aliases_xml()) == {}
