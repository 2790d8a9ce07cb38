"""Takes an account out of the XML of an advisor's groups and aliases; how TWS writes it: `domain/blotter/fa_xml.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMES = frozenset({"acct", "account"})
"""Elements whose text is the account that the element around them is about; a `String` is an account itself."""


def scrub_xml(xml: str, is_account: Callable[[str], bool]) -> str:
    """The XML without the entries of an account, its alias among them; "" where it cannot be read."""
    from xml.etree.ElementTree import ParseError, tostring  # noqa: PLC0415 - only advisors need it

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root: Element = fromstring(xml.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return ""
    for parent in list(root.iter()):
        for child in list(parent):
            if _is_about(child, is_account):
                parent.remove(child)
    return tostring(root, encoding="unicode")


def _is_about(element: Element, is_account: Callable[[str], bool]) -> bool:
    own = [element] if element.tag == "String" else [child for child in element if child.tag in _NAMES]
    return any(is_account(each.text or "") for each in own)
