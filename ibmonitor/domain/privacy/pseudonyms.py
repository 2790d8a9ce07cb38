"""Pseudonyms for account numbers, so that a screen can be shared.

A pseudonym reveals nothing about the account, and is always the same on one computer: it is made from the account and
the computer's secret.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from ibmonitor.domain.privacy.known_words import LONG, Found, KnownWords

PREFIX = "Acct "
"""Every pseudonym begins with this."""

_LETTERS = "23456789BCGHJKMNPQRSTVWXYZ"
"""The letters of pseudonyms: none that an account number begins with, and none that looks like another."""
_LEAST = 4
"""Letters of a pseudonym; more if two accounts would have the same."""
_MOST_KEPT = 4_000_000
"""Letters of texts in the cache: each cell is painted many times."""
_OVERHEAD = 100

_ALONE_BEFORE, _ALONE_AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_SHAPE = re.compile(
    rf"{_ALONE_BEFORE}(?i:D?[UFI]\d{{5,10}}|D[UFI][A-Z]{{1,2}}\d{{4,10}})(?i:[A-Z]{{0,2}})"
    r"(?![A-Za-z0-9]|\.(?:[0-9a-f]{8}\.)?\d\d\.\d\d)"
)
"""IB's account numbers: U1234567, F… of an advisor, I… of a broker, with a leading D for paper trading (also
DUH123456), and with a trailing letter for all accounts of an advisor, or for a part of one. Not the first part of an
execId, which may look like one in lower case."""
_QUANTITY = re.compile(r"[\d.,+-]+")
"""The text of cells of quantities and prices."""
_NAME = re.compile(rf"{_ALONE_BEFORE}{PREFIX.strip()}[ -]?([{_LETTERS}]{{{_LEAST},}}){_ALONE_AFTER}", re.IGNORECASE)


class Pseudonyms:
    """The pseudonyms of accounts. `secret` is this computer's, at most 64 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._names: dict[str, str] = {}
        """By account, in upper case."""
        self._accounts: dict[str, str] = {}
        """The account as it was first written, by the letters of its pseudonym."""
        self._words = KnownWords()
        """Other words to hide besides account numbers, with the account that each means."""
        self._forget_shown()

    def of(self, account: str) -> str:
        """Return the pseudonym of an account, learnt or not; empty for none."""
        account = account.strip()
        if not account:
            return ""
        name = self._names.get(account.upper())
        if name is None:
            name = self._names[account.upper()] = self._free_name(account)
        return name

    def learn(self, accounts: Iterable[str]) -> bool:
        """Hide these accounts too, whatever they look like. Returns whether any was new.

        A text without a digit, such as All, is no account number.
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
        """Replace all accounts in a text by their pseudonyms."""
        shown = self._shown.get(text)
        if shown is None:
            shown = self._hidden(text)
            if self._kept > _MOST_KEPT:
                self._forget_shown()
            self._kept += len(text) + _OVERHEAD
            self._shown[text] = shown
        return shown

    def reveal(self, text: str) -> str:
        """Replace pseudonyms in a text by their accounts, as far as they are known."""
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
        """Hide accounts, but keep pseudonyms already in the text, though a part of one may be an alias."""
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
        # Of matches with one start take the longest; replace two that overlap by both names, so that no part is left.
        for start, end, account in sorted(found, key=lambda each: (each.start, -each.end)):
            if end > hidden_to:
                parts += (text[hidden_to:start] if start >= hidden_to else " ", self.of(account))
                hidden_to = end
        return "".join((*parts, text[hidden_to:]))

    def _free_name(self, account: str) -> str:
        from hashlib import blake2b  # noqa: PLC0415 - loads OpenSSL, 4 MB, and most users hide no accounts

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
    """An alias as written in plain text, and in XML, which is shown as TWS sends it."""
    return alias, html.escape(alias, quote=False), html.escape(alias)


def _is_number(account: str) -> bool:
    """Whether this can be an account number: it has a digit, and is not just a small number."""
    return any(map(str.isdigit, account)) and (len(account) >= LONG or not account.isdecimal())
