"""Every request of ibapi, with arguments made at random: what reaches the wire is what an own list here allows."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ibapi import client as ibapi_client
from ibapi.client import EClient
from ibapi.contract import ComboLeg, Contract, DeltaNeutralContract
from ibapi.order import Order
from ibapi.tag_value import TagValue

from ibmonitor.tws.wire.gate import GateRefusalError, ReadOnlyGate
from tests.support.examples import examples
from tests.tws.wire.test_gate import OpenGate, Wire, client, requests, unannotated

VERSIONS = (100, 151, 178, 200, 201, 203, 213, 219, 226)
READING = {5, 7, 16, 18, 49, 71, 99, 108}
BINDING = 15
OWN_OPEN_ORDERS = 5
MESSAGES = 200
"""What is added to an id that protobuf follows, from server version 201 on."""

_TEXTS = ("", "1", "0", "BUY", "=1", "3\0004", "16\0001", "\0", "<b>", "١٥", "%s{0}", "U1234567", "a" * 300, "é")
_NUMBERS = (0, 1, -1, 3, 4, 5, 15, 16, 58, 109, 203, 216, 309, 2**31 - 1, -(2**31), 2**31 - 2)


def value(kind: Any, chance: random.Random, depth: int = 2) -> Any:
    """Make an argument of this kind."""
    descriptor = getattr(kind, "DESCRIPTOR", None)
    if descriptor is not None:
        made = kind()
        fill(made, chance, depth)
        return made
    return _PLAIN[kind](chance) if kind in _PLAIN else ibapi_object(kind, chance)


_PLAIN: dict[Any, Callable[[random.Random], Any]] = {
    bool: lambda chance: chance.random() < 0.5,
    int: lambda chance: chance.choice(_NUMBERS),
    float: lambda chance: chance.choice((0.0, -1.5, 1e308, 1.5, float("inf"))),
    str: lambda chance: chance.choice(_TEXTS),
    Decimal: lambda chance: Decimal(chance.choice(("0", "1", "-1.5", "1E+3"))),
    list: lambda chance: [TagValue(chance.choice(_TEXTS), chance.choice(_TEXTS)) for _ in range(chance.randint(0, 2))],
}


def ibapi_object(kind: Callable[[], Any], chance: random.Random) -> Any:
    """Make one of ibapi's own objects and change some of its fields."""
    made = kind()
    for name, default in list(vars(made).items()):
        if chance.random() < 0.3 and isinstance(default, bool | int | float | str | Decimal):
            setattr(made, name, value(type(default), chance))
    if isinstance(made, Order) and chance.random() < 0.2:
        made.algoParams = value(list, chance)
    if isinstance(made, Contract) and chance.random() < 0.3:
        made.comboLegs = [ibapi_object(ComboLeg, chance)]
        made.deltaNeutralContract = ibapi_object(DeltaNeutralContract, chance)
    return made


def fill(message: Any, chance: random.Random, depth: int) -> None:
    """Set some fields of a protobuf message, those of messages inside it too."""
    for field in message.DESCRIPTOR.fields:
        if chance.random() < 0.5:
            continue
        with suppress(ValueError, TypeError, AttributeError):
            target = getattr(message, field.name)
            if field.type == field.TYPE_MESSAGE:
                if depth and hasattr(target, "add"):
                    fill(target.add(), chance, depth - 1)
                elif depth and hasattr(target, "DESCRIPTOR"):
                    fill(target, chance, depth - 1)
            elif hasattr(target, "append"):
                target.append(value(str if field.type == field.TYPE_STRING else int, chance))
            else:
                setattr(message, field.name, value(type(target), chance))


def arguments(name: str, chance: random.Random) -> list[Any]:
    method = getattr(EClient, name)
    hints = get_type_hints(method, vars(ibapi_client))
    names = list(inspect.signature(method).parameters)[1:]
    return [value(hints.get(each) or unannotated(each), chance) for each in names]


def sent_id(frame: bytes, server_version: int) -> tuple[int, bool]:
    """The message id of one whole frame, and whether protobuf follows; written anew, not as the gate does it."""
    assert int.from_bytes(frame[:4], "big") == len(frame) - 4
    if server_version < 201:
        head = frame[4 : frame.index(b"\0", 4)].decode("ascii")
        assert str(int(head)) == head
        return int(head), False
    number = int.from_bytes(frame[4:8], "big")
    return (number - MESSAGES, True) if number > MESSAGES else (number, False)


def may_pass(frame: bytes, server_version: int, client_id: int, *, may_bind: bool) -> bool:
    message_id, is_protobuf = sent_id(frame, server_version)
    if message_id == BINDING:
        ends = frame[8:] in {b"", b"\x08\0"} if is_protobuf else frame.endswith(b"\x001\x000\0")
        ends = ends or (server_version >= 201 and not is_protobuf and frame[8:] == b"1\x000\0")
        return client_id == 0 and (may_bind or ends)
    if message_id == OWN_OPEN_ORDERS and client_id == 0:
        return may_bind
    return message_id in READING


def try_call(connection: object, name: str, given_: list[Any], server_version: int, client_id: int) -> None:
    # ibapi trips over many arguments by itself; what counts is what it wrote before.
    with suppress(Exception):
        getattr(client(connection, server_version, client_id), name)(*given_)


@pytest.mark.parametrize("name", requests())
@examples(10)
@given(
    seed=st.integers(0, 2**32),
    client_id=st.sampled_from((0, 1, 900, 2**31 - 1)),
    may_bind=st.booleans(),
    start=st.data(),
)
def test_no_request_of_ibapi_gets_past_the_list(
    name: str, seed: int, client_id: int, may_bind: bool, start: st.DataObject
) -> None:
    server_versions = start.draw(st.permutations(VERSIONS))[:5]
    for server_version in server_versions:
        given_ = arguments(name, random.Random(seed))  # noqa: S311 - hypothesis makes the seed
        wire, free = Wire(), Wire()
        gate = ReadOnlyGate(wire, client_id=client_id, may_bind=lambda: may_bind)
        gate.use_server_version(server_version)
        try_call(OpenGate(free), name, given_, server_version, client_id)
        try_call(gate, name, given_, server_version, client_id)
        for frame in wire.written:
            assert frame in free.written, "nothing is written in part, or changed"
            assert may_pass(frame, server_version, client_id, may_bind=may_bind), frame


@examples(1000)
@given(
    bodies=st.lists(
        st.one_of(
            st.binary(max_size=16),
            st.builds(
                lambda number, rest: str(number).encode() + b"\0" + rest, st.integers(-5, 420), st.binary(max_size=8)
            ),
            st.builds(
                lambda number, rest: number.to_bytes(4, "big") + rest, st.integers(0, 420), st.binary(max_size=8)
            ),
            st.builds(lambda text: text.encode() + b"\x001\0", st.from_regex(r"[ +\-0]?\d{1,4}", fullmatch=True)),
        ),
        min_size=1,
        max_size=3,
    ),
    lie=st.sampled_from((0, 0, 0, 1, -1, 256)),
    server_version=st.sampled_from(VERSIONS),
    client_id=st.sampled_from((0, 5)),
    may_bind=st.booleans(),
)
def test_no_frame_made_up_gets_past_the_list(
    bodies: list[bytes], lie: int, server_version: int, client_id: int, may_bind: bool
) -> None:
    """Also several frames in one write, and prefixes that lie about the length."""
    data = b"".join(max(len(body) + lie, 0).to_bytes(4, "big") + body for body in bodies)
    wire = Wire()
    gate = ReadOnlyGate(wire, client_id=client_id, may_bind=lambda: may_bind)
    gate.use_server_version(server_version)
    with suppress(GateRefusalError):
        gate.sendMsg(data)
    assert wire.written in ([], [data])
    for frame in wire.written:
        assert may_pass(frame, server_version, client_id, may_bind=may_bind)


def test_the_arguments_made_up_do_make_ibapi_write() -> None:
    """Else the first test could pass because nothing was encoded."""
    written: dict[str, int] = {}
    for name in requests():
        for seed in range(40):
            wire = Wire()
            for server_version in VERSIONS:
                given_ = arguments(name, random.Random(seed))  # noqa: S311 - the same at each run
                try_call(OpenGate(wire), name, given_, server_version, 5)
            written[name] = written.get(name, 0) + len(wire.written)
            if written[name]:
                break
    silent = {name for name, count in written.items() if not count}
    assert silent == set()
