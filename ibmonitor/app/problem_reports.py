"""`ProblemReports`: reports problems to the user, and withdraws those that are solved."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ibmonitor.domain.records.events import Event, Fault


class ProblemReports:
    """`announce` receives each problem as a `Fault`; `withdraw` the sentences of solved ones."""

    def __init__(self, announce: Callable[[Event], None], withdraw: Callable[[Collection[str]], None]) -> None:
        self._announce = announce
        self._withdraw = withdraw
        self._reported: dict[str, list[str]] = {}
        """The problems reported last, by subject."""

    def report(self, subject: str, sentences: list[str]) -> None:
        """Report all current problems of a subject; earlier ones that are missing now are solved."""
        solved = set(self._reported.get(subject, ())) - set(sentences)
        self._reported[subject] = sentences
        self.add(sentences)
        if solved:
            self._withdraw(solved)

    def add(self, sentences: list[str]) -> None:
        """Report problems that are never withdrawn."""
        for sentence in sentences:
            self._announce(Fault(sentence))
