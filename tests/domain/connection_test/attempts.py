"""An attempt to connect, and findings of it."""

from __future__ import annotations

from ibmonitor.domain.connection_test.verdict import (
    Attempt,
    Finding,
    Found,
)

HERE = Attempt("127.0.0.1", 7497, 900)


def findings(*found: Found, attempt: Attempt = HERE, detail: str = "") -> list[Finding]:
    return [Finding(each, attempt, detail) for each in found]


ON_THE_WAY = (Found.LISTENS, Found.ANSWERED)
