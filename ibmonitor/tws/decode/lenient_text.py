"""Reads text messages in which ibapi's decoder would garble a text, or stop at an unreadable field.

ibapi's decoder drops the whole message at the first invalid number. It does not report which field that was, but reads
the fields in order, so the field can be found and left out. `lenient_proto.py` does the same for protobuf messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ibapi.message import IN
from ibapi.server_versions import (
    MIN_SERVER_VER_ADVANCED_ORDER_REJECT,
    MIN_SERVER_VER_ENCODE_MSG_ASCII7,
    MIN_SERVER_VER_ERROR_TIME,
)

MOST_LEFT_OUT = 3
"""Fields of one message. With more it is rather the fields' places that are wrong, and so all their contents."""

_UNSET_DOUBLE = b"1.7976931348623157E308"
_UNSET_INTEGER = b"2147483647"

_WITH_DEFAULTS = frozenset({IN.OPEN_ORDER, IN.COMPLETED_ORDER})
"""Their fields are many, among them booleans, which have no "unset": empty is TWS's default for any."""

_READ_AS_ESCAPED = frozenset({IN.MANAGED_ACCTS, IN.RECEIVE_FA, IN.ERR_MSG})
"""Messages whose texts ibapi reads with Python's `unicode-escape`."""

_STRAY_BACKSLASH = re.compile(rb"\\(?!u[0-9a-fA-F]{4})")
"""A backslash that begins no escape of TWS's."""


class UnreadableError(Exception):
    """The message cannot be decoded even without its unreadable fields."""


class _Counted(Sequence[bytes]):
    """Fields that count how many of them have been read."""

    def __init__(self, fields: Sequence[bytes]) -> None:
        self._fields = fields
        self.taken = 0
        self.are_too_few = False

    def __getitem__(self, at: Any) -> Any:
        return self._fields[at]

    def __len__(self) -> int:
        return len(self._fields)

    def __iter__(self) -> Iterator[bytes]:
        for field in self._fields:
            self.taken += 1
            yield field
        self.are_too_few = True


class _Nobody:
    """An EWrapper that does nothing; ibapi's own logs everything, account numbers included."""

    def __getattr__(self, _callback: str) -> Callable[..., None]:
        return _ignore


def _ignore(*_: object) -> None:
    pass


def read_without_bad_fields(decoder: Any, fields: Sequence[bytes], message_id: int) -> dict[str, bytes]:
    """Decode a text message that ibapi's `decoder` has rejected; return what was left out, by the field's position.

    Positions start at 1 after the message's id. Raises `UnreadableError` without emitting anything.
    """
    mended, left_out = _mended(decoder, fields, message_id)
    decoder.interpret(mended, message_id)
    return {f"field {at + 1}": fields[at] for at in left_out}


def _mended(decoder: Any, fields: Sequence[bytes], message_id: int) -> tuple[list[bytes], list[int]]:
    """The fields that can be decoded, and the positions of the others; emits nothing."""
    mended = list(fields)
    stand_ins: dict[int, list[bytes]] = {}
    listener, decoder.wrapper = decoder.wrapper, _Nobody()
    try:
        while True:
            counted = _Counted(mended)
            try:
                decoder.interpret(counted, message_id)
            except Exception as error:
                at = counted.taken - 1
                if at < 0 or counted.are_too_few:
                    raise UnreadableError from error
                if at not in stand_ins:
                    stand_ins[at] = [b"" if message_id in _WITH_DEFAULTS else _UNSET_INTEGER, _UNSET_DOUBLE]
                if not stand_ins[at] or len(stand_ins) > MOST_LEFT_OUT:
                    raise UnreadableError from error
                mended[at] = stand_ins[at].pop()
                continue
            if counted.taken != len(mended):
                # Additional fields were inserted, so values were read from the wrong positions.
                raise UnreadableError
            return mended, list(stand_ins)
    finally:
        decoder.wrapper = listener


def mended_fields(fields: Sequence[bytes], message_id: int, server_version: int) -> Sequence[bytes]:
    """The fields of a text message, changed so that ibapi decodes the texts that TWS sent.

    ibapi reads some with Python's `unicode-escape`, which treats UTF-8 as Latin-1, knows more escapes than TWS writes,
    and drops the backslashes of JSON.
    """
    if message_id not in _READ_AS_ESCAPED or server_version < MIN_SERVER_VER_ENCODE_MSG_ASCII7:
        return fields
    mended = [_escaped(_STRAY_BACKSLASH.sub(rb"\\\\", field)) for field in fields]
    if message_id == IN.ERR_MSG and server_version >= MIN_SERVER_VER_ADVANCED_ORDER_REJECT:
        json_at = 3 if server_version >= MIN_SERVER_VER_ERROR_TIME else 4
        if len(mended) > json_at:
            mended[json_at] = _escaped(fields[json_at].replace(b"\\", b"\\\\"))
    return mended


def whole_characters(text: str) -> str:
    """A text whose pairs of surrogates, as Java escapes what is beyond 16 bits, are characters; half a pair is none."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(field: bytes) -> bytes:
    """Escape non-ASCII characters as TWS does."""
    if field.isascii():
        return field
    return field.decode("utf-8", errors="replace").encode("ascii", "backslashreplace")
