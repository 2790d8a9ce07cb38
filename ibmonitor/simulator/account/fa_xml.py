"""The XML of requestFA's answers: groups and aliases, in the forms in which TWS has written them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args
from xml.sax.saxutils import escape

from ibmonitor.simulator.account.records import SimGroup

FaForm = Literal["current", "older", "damaged", "empty"]
"""`current`: each group in its own form. `older`: no amounts. `damaged`: cut off. `empty`: nothing listed."""
FA_FORMS: tuple[str, ...] = get_args(FaForm)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def groups_xml(groups: Iterable[SimGroup], form: FaForm) -> str:
    """The answer to requestFA(1)."""
    entries = "" if form == "empty" else "".join(_group(group, is_older=form == "older") for group in groups)
    return _sent(f"<ListOfGroups>{entries}</ListOfGroups>", form)


def aliases_xml(aliases: Mapping[str, str], form: FaForm) -> str:
    """The answer to requestFA(3)."""
    listed = {} if form == "empty" else aliases
    entries = "".join(
        f"<AccountAlias><account>{escape(account)}</account><alias>{escape(alias)}</alias></AccountAlias>"
        for account, alias in listed.items()
    )
    return _sent(f"{_DECLARATION}<ListOfAccountAliases>{entries}</ListOfAccountAliases>", form)


def _sent(xml: str, form: FaForm) -> str:
    return xml[: len(xml) * 2 // 3] if form == "damaged" else xml


def _group(group: SimGroup, *, is_older: bool) -> str:
    name = f"<name>{escape(group.name)}</name>"
    method = f"<defaultMethod>{group.default_method}</defaultMethod>"
    if is_older or group.form == "older":
        accounts = "".join(f"<String>{escape(account)}</String>" for account in group.shares)
    else:
        accounts = "".join(
            f"<Account><acct>{escape(account)}</acct>{'' if amount is None else f'<amount>{amount}</amount>'}</Account>"
            for account, amount in group.shares.items()
        )
    listed = f'<ListOfAccts varName="list">{accounts}</ListOfAccts>'
    parts = (name, method, listed) if group.form != "reordered" else (name, listed, method)
    return f"<Group>{''.join(parts)}</Group>"
