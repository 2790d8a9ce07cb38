"""An event that nobody handles is found when the program is built, not when TWS sends it."""

from __future__ import annotations

from typing import get_args

import pytest

from ibmonitor.domain.blotter import blotter as blotter_module
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.records.events import Event


class NewEvent:
    """An event that was added to the union, and to nothing else."""


def test_every_event_has_a_handler() -> None:
    assert set(Blotter()._handlers) == set(get_args(Event))


def test_an_event_without_a_handler_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blotter_module, "Event", Event | NewEvent)
    with pytest.raises(TypeError, match=r"no handler for NewEvent$"):
        Blotter()


@pytest.mark.parametrize("event", get_args(Event), ids=lambda event: event.__name__)
def test_a_handler_that_is_lost_is_missed(event: type) -> None:
    handlers = {each: each for each in get_args(Event) if each is not event}
    with pytest.raises(TypeError, match=rf"no handler for {event.__name__}$"):
        blotter_module._check_vocabulary(handlers)
