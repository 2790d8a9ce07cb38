"""Names that stand for account numbers, so that a screen can be shared.

A name says nothing of the account, and on one computer is always the same: it is made of the account and a secret
number of that computer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

PREFIX = "Acct "
"""Every name begins so."""

_LETTERS = "23456789BCGHJKMNPQRSTVWXYZ"
"""Of what names are made: no letter that an account number begins with, and none that looks like another."""
_LEAST = 4
"""Letters of a name; more where two accounts would have the same."""
_LONG = 6
"""An account number of so many letters is hidden inside other words too: nothing else is likely to read like it."""
_MOST_KEPT = 4_000_000
"""Letters of texts that are remembered as they are shown: each cell is painted many times."""
_OVERHEAD = 100

_LONGEST = 64
"""Letters of what may be an account number: a longer text is no reason to search all others for it."""

_SHAPE = r"(?i:D?[UFI]\d{5,10}|D[UFI][A-Z]{1,2}\d{4,10})(?i:[A-Z]{0,2})(?![A-Za-z0-9]|\.(?:[0-9a-f]{8}\.)?\d\d\.\d\d)"
"""IB's account numbers: U1234567, F… of an advisor, I… of a broker, with a D in front with paper money, DUH123456 too,
and with a letter behind where it stands for all accounts of an advisor, or for a part of one. Not the first part of an
exec id, which may look like one in small letters."""
_QUANTITY = re.compile(r"[\d.,+-]+")
"""What stands in cells of quantities and prices."""
_ALONE_BEFORE, _ALONE_AFTER = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_NAME = re.compile(rf"{_ALONE_BEFORE}{PREFIX.strip()}[ -]?([{_LETTERS}]{{{_LEAST},}}){_ALONE_AFTER}", re.IGNORECASE)


class Pseudonyms:
    """The names of accounts. `secret` is this computer's, at most 64 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._names: dict[str, str] = {}
        """By account, in capitals."""
        self._accounts: dict[str, str] = {}
        """By the letters of its name: the account as it was first written."""
        self._learnt: dict[str, str] = {}
        """What is hidden besides what looks like an account, in capitals, and the account that it means."""
        self._forget_shown()
        self._pattern: re.Pattern[str] | None = None
        """Made when it is needed: accounts are learnt many at a time."""

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
        words = {alias.strip(): account for alias, account in accounts.items()}
        # A number that is somebody's alias would hide quantities and prices.
        return self._learn(
            {alias: words[alias] for alias in words if len(alias) > 1 and not _QUANTITY.fullmatch(alias)}
        )

    def hide(self, text: str) -> str:
        """Put names in place of all accounts in a text."""
        shown = self._shown.get(text)
        if shown is None:
            if self._pattern is None:
                self._pattern = self._compile()
            shown = self._pattern.sub(self._name_of, text)
            if self._kept > _MOST_KEPT:
                self._forget_shown()
            self._kept += len(text) + _OVERHEAD
            self._shown[text] = shown
        return shown

    def reveal(self, text: str) -> str:
        """Put accounts in place of the names given to them so far."""
        return _NAME.sub(lambda found: self._accounts.get(found[1].upper(), found[0]), text)

    def _learn(self, accounts: Mapping[str, str]) -> bool:
        known = self._learnt
        new = {
            word.upper(): account
            for word, account in accounts.items()
            if word.upper() not in known and len(word) <= _LONGEST
        }
        if not new:
            return False
        self._learnt.update(new)
        self._pattern = None
        self._forget_shown()
        return True

    def _forget_shown(self) -> None:
        self._shown: dict[str, str] = {}
        self._kept = 0

    def _compile(self) -> re.Pattern[str]:
        # The longest first: one account may begin like another.
        words = sorted(self._learnt, key=len, reverse=True)
        numbers = [word for word in words if word.isdecimal()]
        anywhere = [word for word in words if len(word) >= _LONG and _is_number(word) and not word.isdecimal()]
        alone = [word for word in words if word not in {*numbers, *anywhere}]
        parts = [f"{_ALONE_BEFORE}{_SHAPE}"]
        if anywhere:
            parts.append(f"(?i:{_any_of(anywhere)})")
        if alone:
            parts.append(f"{_ALONE_BEFORE}(?i:{_any_of(alone)}){_ALONE_AFTER}")
        if numbers:
            # Never a part of another number, such as a Perm ID or a price.
            parts.append(f"(?<![A-Za-z0-9.,]){_any_of(numbers)}(?![A-Za-z0-9]|[.,]\\d)")
        return re.compile("|".join(parts))

    def _name_of(self, found: re.Match[str]) -> str:
        return self.of(self._learnt.get(found[0].upper(), found[0]))

    def _free_name(self, account: str) -> str:
        number = int.from_bytes(blake2b(account.upper().encode(), key=self._secret, digest_size=32).digest())
        letters = ""
        while len(letters) < _LEAST or letters in self._accounts:
            number, at = divmod(number, len(_LETTERS))
            letters += _LETTERS[at]
        self._accounts[letters] = account
        return PREFIX + letters


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"


def _is_number(account: str) -> bool:
    """Whether this can be the number of an account: it has a digit, and is more than a small number."""
    return any(map(str.isdigit, account)) and (len(account) >= _LONG or not account.isdecimal())
