"""A mistake in the program itself, from where it is made to the message strip; the program goes on."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from ibmonitor.app.program import Program
from ibmonitor.app.unexpected import SENTENCE, UnexpectedErrors
from ibmonitor.domain.records.link import LinkState
from ibmonitor.models.live.feed import Feed
from tests.end_to_end.processes import simulator

PATIENCE = 30


def test_a_slot_that_fails_is_told_once_and_all_else_is_shown(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_event = Feed.on_event

    def failing(self: Feed, event: object) -> None:
        on_event(self, event)
        if type(event).__name__ == "ExecDetails":
            raise LookupError("a mistake in a slot")

    async def work(port: int) -> None:
        program = Program(argparse.Namespace(demo=False, config_dir=tmp_path, port=port))
        errors = UnexpectedErrors(program.connection.wrapper.announce)
        errors.install(asyncio.get_running_loop())
        try:
            program.start()
            program.window.connect_requested.emit()
            while program.blotter.link.state is not LinkState.UP or program.tables.fills.total_count < 2:
                await asyncio.sleep(0.02)
            strip = program.window._strip
            while not strip.text():
                await asyncio.sleep(0.02)
            assert strip.text() == SENTENCE
            (copy,) = (each for each in strip.findChildren(QPushButton) if each.text() == "Copy &details")
            copy.click()
            assert "LookupError: a mistake in a slot" in QGuiApplication.clipboard().text()
            own = [message for message in program.blotter.messages if message.code is None]
            assert [message.plain for message in own] == [SENTENCE]
        finally:
            program.window.close()
            await program.finish()
            errors.uninstall()

    monkeypatch.setattr(Feed, "on_event", failing)
    qapp.setQuitOnLastWindowClosed(False)
    with simulator("--scenario", "quiet") as port, qasync.QEventLoop(qapp) as loop:
        loop.run_until_complete(asyncio.wait_for(work(port), PATIENCE))
