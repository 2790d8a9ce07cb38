"""Whether texts, JSON and rows name one account, and the same without its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, Text, func, or_, select

HIDDEN = "(forgotten)"
"""Instead of an account within a longer text."""


class Naming:
    """Whether a text names one account: as a word, in any case.

    Also with the letters that TWS adds for all of an advisor's accounts, or for a part of one.
    """

    def __init__(self, account: str) -> None:
        self.account = account
        self._lower = account.lower()
        self._word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(account)}[A-Za-z]{{0,2}}(?![A-Za-z0-9])", re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        """Whether the text names it among others."""
        return self._lower in text.lower() and self._word.search(text) is not None

    def is_all_of(self, text: str) -> bool:
        """Whether the text is its name."""
        return self._word.fullmatch(text.strip()) is not None

    def removed_from(self, text: str) -> str:
        """The text without it; empty where it is its name."""
        return "" if self.is_all_of(text) else self._word.sub(HIDDEN, text)

    def without(self, content: Any) -> Any:
        """JSON without it: what is about it in a list is left out, elsewhere its name is removed."""
        match content:
            case str():
                return self.removed_from(content)
            case list():
                return [self.without(each) for each in content if not self._is_about(each)]
            case dict():
                return {name: self.without(each) for name, each in content.items() if not self.is_in(name)}
            case _:
                return content

    def _is_about(self, content: object) -> bool:
        texts = content.values() if isinstance(content, Mapping) else (content,)
        return any(isinstance(text, str) and self.is_all_of(text) for text in texts)


def may_name(column: ColumnElement[str], naming: Naming) -> ColumnElement[bool]:
    """Whether a column has the letters of the account's name."""
    # SQLite's LIKE ignores case, PostgreSQL's does not.
    return func.lower(column).contains(naming.account.lower(), autoescape=True)


def rows_naming(connection: Connection, table: Table, naming: Naming) -> list[RowMapping]:
    """The rows of a table of which some text names the account."""
    texts = [column for column in table.columns if isinstance(column.type, Text)]
    rows = connection.execute(select(table).where(or_(*(may_name(text, naming) for text in texts)))).mappings()
    return [row for row in rows if any(isinstance(each, str) and naming.is_in(each) for each in row.values())]
