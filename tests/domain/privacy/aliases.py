"""Pseudonyms with aliases to hide."""

from __future__ import annotations

from ibmonitor.domain.privacy.pseudonyms import Pseudonyms

SECRET = bytes(range(32))


def names(*accounts: str) -> Pseudonyms:
    made = Pseudonyms(SECRET)
    made.learn(accounts)
    return made
