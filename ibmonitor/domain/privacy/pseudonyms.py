"""Names that stand for account numbers, so that a screen can be shared.

A name says nothing of the account, and on one computer is always the same: it is made of the account and a secret
number of that computer's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from ibmonitor.domain.privacy.known_words import LONG, Found, KnownWords

PREFIX = "Acct "
"""Every name begins so."""

_LETTERS = "23456789BCGHJKMNPQRSTVWXYZ"
"""Of what names are made: no letter that an account number begins with, and none that looks like another."""
_LEAST = 4
"""Letters of a name; more where two accounts would have the same."""
_MOST_KEPT = 4_000_000
"""Letters of texts that are remembered as they are shown: each cell is painted many times."""
_OVERHEAD = 100

_ALONE_BEFORE, _ALONE_AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_SHAPE = re.compile(
    rf"{_ALONE_BEFORE}(?i:D?[UFI]\d{{5,10}}|D[UFI][A-Z]{{1,2}}\d{{4,10}})(?i:[A-Z]{{0,2}})"
    r"(?![A-Za-z0-9]|\.(?:[0-9a-f]{8}\.)?\d\d\.\d\d)"
)
"""IB's account numbers: U1234567, F… of an advisor, I… of a broker, with a D in front with paper money, DUH123456 too,
and with a letter behind where it stands for all accounts of an advisor, or for a part of one. Not the first part of an
exec id, which may look like one in small letters."""
_QUANTITY = re.compile(r"[\d.,+-]+")
"""What stands in cells of quantities and prices."""
_NAME = re.compile(rf"{_ALONE_BEFORE}{PREFIX.strip()}[ -]?([{_LETTERS}]{{{_LEAST},}}){_ALONE_AFTER}", re.IGNORECASE)


class Pseudonyms:
    """The names of accounts. `secret` is this computer's, at most 64 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._names: dict[str, str] = {}
        """By account, in capitals."""
        self._accounts: dict[str, str] = {}
        """By the letters of its name: the account as it was first written."""
        self._words = KnownWords()
        """What is hidden besides what looks like an account, with the account that it means."""
        self._forget_shown()

    def of(self, account: str) -> str:
        """The name of an account, which need not have been learnt; empty for none."""
        account = account.strip()
        if not account:
            return ""
        name = self._names.get(account.upper())
        if name is None:
            name = self._names[account.upper()] = self._free_name(account)
        return name

    def learn(self, accounts: Iterable[str]) -> bool:
        """Hide these accounts too, whatever they look like. Returns whether any was new.

        What has no digit, such as All, is no account number.
        """
        return self._learn({account: account for account in map(str.strip, accounts) if _is_number(account)})

    def learn_aliases(self, accounts: Mapping[str, str]) -> bool:
        """Hide the user's own names of accounts too, which may be those of people; accounts by alias."""
        # A number that is somebody's alias would hide quantities and prices.
        return self._learn(
            {
                spelling: account
                for alias, account in accounts.items()
                if len(alias.strip()) > 1 and not _QUANTITY.fullmatch(alias.strip())
                for spelling in _spellings(alias)
            }
        )

    def hide(self, text: str) -> str:
        """Put names in place of all accounts in a text."""
        shown = self._shown.get(text)
        if shown is None:
            shown = self._hidden(text)
            if self._kept > _MOST_KEPT:
                self._forget_shown()
            self._kept += len(text) + _OVERHEAD
            self._shown[text] = shown
        return shown

    def reveal(self, text: str) -> str:
        """Put accounts in place of the names given to them so far."""
        return _NAME.sub(lambda found: self._accounts.get(found[1].upper(), found[0]), text)

    def _learn(self, accounts: Mapping[str, str]) -> bool:
        new = [word for word, account in accounts.items() if self._words.add(word, account)]
        if new:
            self._forget_shown()
        return bool(new)

    def _forget_shown(self) -> None:
        self._shown: dict[str, str] = {}
        self._kept = 0

    def _hidden(self, text: str) -> str:
        """Names that stand in the text already stay, though a part of one may be an alias."""
        parts: list[str] = []
        end = 0
        for name in _NAME.finditer(text):
            if name[1].upper() in self._accounts:
                parts += (self._without_accounts(text[end : name.start()]), name[0])
                end = name.end()
        return "".join((*parts, self._without_accounts(text[end:])))

    def _without_accounts(self, text: str) -> str:
        found = [Found(each.start(), each.end(), each[0]) for each in _SHAPE.finditer(text)]
        found += self._words.find(text)
        parts: list[str] = []
        hidden_to = 0
        # Of those that begin together the longest; of two that overlap both names, so that no part of one is left.
        for start, end, account in sorted(found, key=lambda each: (each.start, -each.end)):
            if end > hidden_to:
                parts += (text[hidden_to:start] if start >= hidden_to else " ", self.of(account))
                hidden_to = end
        return "".join((*parts, text[hidden_to:]))

    def _free_name(self, account: str) -> str:
        number = int.from_bytes(
            blake2b(account.upper().encode("utf-8", "surrogatepass"), key=self._secret, digest_size=32).digest()
        )
        letters = ""
        while len(letters) < _LEAST or letters in self._accounts:
            number, at = divmod(number, len(_LETTERS))
            letters += _LETTERS[at]
        self._accounts[letters] = account
        return PREFIX + letters


def _spellings(alias: str) -> tuple[str, ...]:
    """An alias as it stands in plain text, and in XML, which is shown as TWS sends it."""
    return alias, html.escape(alias, quote=False), html.escape(alias)


def _is_number(account: str) -> bool:
    """Whether this can be the number of an account: it has a digit, and is more than a small number."""
    return any(map(str.isdigit, account)) and (len(account) >= LONG or not account.isdecimal())
