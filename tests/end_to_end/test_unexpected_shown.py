"""A mistake in the program itself, from where it is made to the message strip; the program goes on."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from ibmonitor.app.process.unexpected import SENTENCE, UnexpectedErrors
from ibmonitor.models.live.feed import Feed
from tests.end_to_end.processes import simulator
from tests.support.label_texts import shown_text
from tests.support.programs import Programs, end, is_up
from tests.support.waiting import until


def test_a_slot_that_fails_is_shown_once_with_all_else(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    on_events, mistakes = Feed.on_events, [LookupError("a mistake in a slot")]

    def failing(self: Feed, events: list[object]) -> None:
        on_events(self, events)
        if self.blotter.fills and mistakes:
            raise mistakes.pop()

    async def work(port: int) -> None:
        program = programs.new(port=port)
        errors = UnexpectedErrors(program.connection.wrapper.announce)
        errors.install(asyncio.get_running_loop())
        try:
            program.start()
            program.window.connect_requested.emit()
            await until(lambda: is_up(program) and program.tables.fills.total_count == 2)
            strip = program.window._strip
            await until(lambda: shown_text(strip))
            assert shown_text(strip) == SENTENCE
            (copy,) = (each for each in strip.findChildren(QPushButton) if each.text() == "Copy &details")
            copy.click()
            assert "LookupError: a mistake in a slot" in QGuiApplication.clipboard().text()
            own = [message for message in program.blotter.messages if message.code is None]
            assert [message.plain for message in own] == [SENTENCE]
        finally:
            await end(program)
            errors.uninstall()

    monkeypatch.setattr(Feed, "on_events", failing)
    with simulator("--scenario", "quiet") as port:
        programs.run(lambda: work(port))
