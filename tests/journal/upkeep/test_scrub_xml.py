"""An account's entries leave an advisor's groups and aliases, in each form in which TWS writes them."""

from __future__ import annotations

import pytest

from ibmonitor.domain.blotter.fa_xml import parse_aliases, parse_groups
from ibmonitor.journal.upkeep.scrub_xml import scrub_xml
from ibmonitor.simulator.account.fa_xml import aliases_xml, groups_xml
from ibmonitor.simulator.account.records import SimGroup

ACCOUNTS = {"DU1": None, "DU2": None}


def is_second(account: str) -> bool:
    return account == "DU2"


@pytest.mark.parametrize("form", ["current", "older"])
def test_groups(form: str) -> None:
    xml = groups_xml([SimGroup("All", "NetLiq", dict(ACCOUNTS))], form)  # type: ignore[arg-type]
    (group,) = parse_groups(scrub_xml(xml, is_second))
    assert (group.name, [member.account for member in group.members]) == ("All", ["DU1"])


def test_aliases() -> None:
    assert parse_aliases(scrub_xml(aliases_xml({"DU1": "A", "DU2": "B"}, "current"), is_second)) == {"DU1": "A"}


def test_what_cannot_be_read_is_not_kept() -> None:
    assert scrub_xml(aliases_xml({"DU1": "A", "DU2": "B"}, "damaged"), is_second) == ""
