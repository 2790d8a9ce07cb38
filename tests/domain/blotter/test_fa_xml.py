"""The forms of requestFA's answers in TWS_FACTS, and texts that are no such answer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ibmonitor.domain.blotter.fa_xml import FaXmlError, parse_aliases, parse_groups
from ibmonitor.domain.records.groups import AccountGroup, GroupMember, group_called

CURRENT = (
    "<ListOfGroups><Group><name>G &amp; H</name><defaultMethod>Ratio</defaultMethod>"
    '<ListOfAccts varName="list"><Account><acct>U1</acct><amount>1.50</amount></Account>'
    "<Account><amount> 3 </amount><acct>U2</acct></Account><Account><acct>U3</acct></Account>"
    "</ListOfAccts></Group></ListOfGroups>"
)
OLDER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListOfGroups>\n <Group>\n'
    '  <ListOfAccts varName="list">\n<String>U1</String>\n<String> U2 </String></ListOfAccts>'
    "<defaultMethod>NetLiq</defaultMethod> <name>Old</name></Group></ListOfGroups>\n"
)


def test_the_current_form() -> None:
    members = (GroupMember("U1", Decimal("1.50")), GroupMember("U2", Decimal(3)), GroupMember("U3"))
    assert parse_groups(CURRENT) == (AccountGroup("G & H", "Ratio", members),)


def test_the_older_form_in_another_order() -> None:
    (group,) = parse_groups(OLDER)
    assert group == AccountGroup("Old", "NetLiq", (GroupMember("U1"), GroupMember("U2")))
    assert group.accounts == ("U1", "U2")
    assert group_called("Old", (group,)) is group
    assert group_called("old", (group,)) is None


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("", ()),
        ("<Group/>", ()),
        ("<Group><name> </name></Group>", ()),
        ("<Group><name>G</name></Group>", (AccountGroup("G", "", ()),)),
        ('<Group><name>G</name><ListOfAccts varName="list"/></Group>', (AccountGroup("G", "", ()),)),
        ("<Group><name>G</name><ListOfAccts><Account/><String/><New>U1</New></ListOfAccts></Group>",
         (AccountGroup("G", "", ()),)),
        ("<New/><Group><new/><name>G</name></Group>", (AccountGroup("G", "", ()),)),
    ],
)  # fmt: skip
def test_empty_lists_and_unknown_elements(inside: str, expected: tuple[AccountGroup, ...]) -> None:
    assert parse_groups(f"<ListOfGroups>{inside}</ListOfGroups>") == expected


@pytest.mark.parametrize("amount", ["", "many", "NaN", "Infinity", "1,5"])
def test_an_amount_that_is_not_a_number_is_unknown(amount: str) -> None:
    entry = f"<Account><acct>U1</acct><amount>{amount}</amount></Account>"
    (group,) = parse_groups(
        f"<ListOfGroups><Group><name>G</name><ListOfAccts>{entry}</ListOfAccts></Group></ListOfGroups>"
    )
    assert group.members == (GroupMember("U1"),)


def test_aliases() -> None:
    entries = "".join(
        f"<AccountAlias>{entry}</AccountAlias>"
        for entry in (
            "<account>U1</account><alias>Garc\u00eda &amp; Hijos</alias>",
            "<alias>X</alias><account>U2</account>",
            "<account>U3</account>",
            "<alias>Nobody</alias>",
        )
    )
    for head in ("", '<?xml version="1.0" encoding="ISO-8859-1"?>'):
        found = parse_aliases(f"{head}<ListOfAccountAliases>{entries}</ListOfAccountAliases>")
        assert found == {"U1": "Garc\u00eda & Hijos", "U2": "X"}


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "groups",
        "<ListOfGroups>",
        "<ListOfAccountAliases/>",
        '<!DOCTYPE g [<!ENTITY a "U1">]><ListOfGroups><Group><name>&a;</name></Group></ListOfGroups>',
        '<!DOCTYPE g SYSTEM "file:///etc/passwd"><ListOfGroups/>',
        '<?xml version="1.0" encoding="no such"?><ListOfGroups>',
        "<ListOfGroups>\0</ListOfGroups>",
        "<ListOfGroups>&nbsp;</ListOfGroups>",
    ],
)
def test_damaged_or_other_xml_is_refused(xml: str) -> None:
    with pytest.raises(FaXmlError):
        parse_groups(xml)
