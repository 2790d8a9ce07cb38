"""Reads the XML of requestFA's answers: account groups and aliases.

Entities and document types are refused, since the text comes from outside. The order of elements does not matter
(TWS_FACTS), and unknown ones are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from ibmonitor.domain.records.groups import AccountGroup, GroupMember

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_GROUPS_ROOT = "ListOfGroups"
_ALIASES_ROOT = "ListOfAccountAliases"


class FaXmlError(ValueError):
    """The XML is not as TWS sends it; the message gives the reason."""


@lru_cache(maxsize=1)
def parse_groups(xml: str) -> tuple[AccountGroup, ...]:
    """Return the groups in TWS's order; groups without a name are left out. Raises `FaXmlError`.

    Cached: TWS repeats them at each refresh, and those of a large advisor take a tenth of a second to read.
    """
    root = _root(xml, _GROUPS_ROOT)
    return tuple(
        AccountGroup(name, _text(group, "defaultMethod"), tuple(_members(group)))
        for group in root.iter("Group")
        if (name := _text(group, "name"))
    )


def parse_aliases(xml: str) -> dict[str, str]:
    """Return the alias of each account that has one. Raises `FaXmlError`."""
    root = _root(xml, _ALIASES_ROOT)
    found = ((_text(entry, "account"), _text(entry, "alias")) for entry in root.iter("AccountAlias"))
    return {account: alias for account, alias in found if account and alias}


def _root(xml: str, expected: str) -> Element:
    # 6 ms of the start, and only advisors need it.
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(xml.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise FaXmlError(f"it cannot be read as XML ({error})") from error
    if root.tag != expected:
        raise FaXmlError(f"it begins with {root.tag[:40]} instead of {expected}")
    return root


def _members(group: Element) -> Iterator[GroupMember]:
    """The accounts of a group: `Account` with `acct` and `amount`, or only `String` as older TWS versions write it."""
    for entries in group.iter("ListOfAccts"):
        for entry in entries:
            if entry.tag == "Account" and (account := _text(entry, "acct")):
                yield GroupMember(account, _amount(_text(entry, "amount")))
            elif entry.tag == "String" and (account := (entry.text or "").strip()):
                yield GroupMember(account)


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
