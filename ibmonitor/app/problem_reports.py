"""`ProblemReports`: the problems that the user is shown, and which of them are solved since."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ibmonitor.domain.records.events import Event, Fault


class ProblemReports:
    """`announce` takes each problem as a `Fault`; `withdraw` takes the sentences of those that are solved."""

    def __init__(self, announce: Callable[[Event], None], withdraw: Callable[[Collection[str]], None]) -> None:
        self._announce = announce
        self._withdraw = withdraw
        self._reported: dict[str, list[str]] = {}
        """The problems that were reported last, by their subject."""

    def report(self, subject: str, sentences: list[str]) -> None:
        """Report all problems of one subject; those reported before and missing now are solved."""
        solved = set(self._reported.get(subject, ())) - set(sentences)
        self._reported[subject] = sentences
        self.add(sentences)
        if solved:
            self._withdraw(solved)

    def add(self, sentences: list[str]) -> None:
        """Report problems that nothing solves."""
        for sentence in sentences:
            self._announce(Fault(sentence))
