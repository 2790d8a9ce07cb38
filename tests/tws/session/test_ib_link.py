"""TWS's messages on its own connection to IB, and on the port it listens at."""

from __future__ import annotations

import pytest

from ibmonitor.domain.records.events import TwsMessage
from ibmonitor.tws.session.ib_link import IbLink, new_port


def after(*codes: int) -> IbLink:
    link = IbLink()
    for code in codes:
        link.apply(TwsMessage(-1, code, "", None))
    return link


@pytest.mark.parametrize(
    ("codes", "is_lost"),
    [
        ((), False),
        ((1100,), True),
        ((1100, 1101), False),
        ((1100, 1102), False),
        ((2110,), True),
        ((2110, 2104), False),
        ((1100, 2104), True),
        ((1100, 2110, 2104), True),
        ((2110, 1100, 2106), True),
        ((2104,), False),
    ],
)
def test_a_loss_lasts_until_its_own_end(codes: tuple[int, ...], *, is_lost: bool) -> None:
    link = after(*codes)
    assert link.is_lost is is_lost
    assert bool(link.reason) is is_lost


def test_only_a_2110_ends_on_its_own() -> None:
    assert "automatically" in after(2110).reason
    assert "automatically" not in after(1100).reason
    assert "automatically" not in after(2110, 1100).reason


@pytest.mark.parametrize(
    ("code", "is_about_ib"), [(1100, True), (1102, True), (2110, True), (2104, False), (201, False)]
)
def test_other_messages_are_not_about_ib(code: int, *, is_about_ib: bool) -> None:
    assert IbLink().apply(TwsMessage(-1, code, "", None)) is is_about_ib


@pytest.mark.parametrize(
    ("code", "text", "port"),
    [
        (1300, "Socket port has been reset. Please reconnect on the new port - 7499", 7499),
        (1300, "... on the new port - 7499.", 7499),
        (1300, "... on the new port - 0", None),
        (1300, "... on the new port - 70000", None),
        (1300, "Socket port has been reset.", None),
        (1100, "... on the new port - 7499", None),
    ],
)
def test_the_new_port(code: int, text: str, port: int | None) -> None:
    assert new_port(TwsMessage(-1, code, text, None)) == port
