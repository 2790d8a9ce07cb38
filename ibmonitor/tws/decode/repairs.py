"""Mends what ibapi's text decoder would spoil or drop without a word. Its code is left as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ibapi.message import IN
from ibapi.server_versions import (
    MIN_SERVER_VER_ADVANCED_ORDER_REJECT,
    MIN_SERVER_VER_ENCODE_MSG_ASCII7,
    MIN_SERVER_VER_ERROR_TIME,
)

HEARD_MESSAGES = frozenset(
    {
        IN.ORDER_STATUS,
        IN.ERR_MSG,
        IN.OPEN_ORDER,
        IN.NEXT_VALID_ID,
        IN.EXECUTION_DATA,
        IN.MANAGED_ACCTS,
        IN.RECEIVE_FA,
        IN.CURRENT_TIME,
        IN.OPEN_ORDER_END,
        IN.EXECUTION_DATA_END,
        IN.COMMISSION_AND_FEES_REPORT,
        IN.ORDER_BOUND,
        IN.COMPLETED_ORDER,
        IN.COMPLETED_ORDERS_END,
        IN.CONFIG_RESPONSE,
    },
)
"""Messages this program shows. One of these that leads to no event was dropped by ibapi: a sub-message was missing, or
the number of fields differed."""


_READ_AS_ESCAPED = frozenset({IN.MANAGED_ACCTS, IN.RECEIVE_FA, IN.ERR_MSG})
"""Messages whose texts ibapi reads with Python's `unicode-escape`."""

_STRAY_BACKSLASH = re.compile(rb"\\(?!u[0-9a-fA-F]{4})")
"""A backslash that begins no escape of TWS's."""


def mended_fields(fields: Sequence[bytes], message_id: int, server_version: int) -> Sequence[bytes]:
    """The fields of a text message so that ibapi's decoder gives the texts that TWS sent.

    ibapi reads some with Python's `unicode-escape`, which takes UTF-8 for Latin-1, knows more escapes than TWS writes,
    and eats the backslashes of JSON.
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
    """UTF-8 beyond ASCII as the escapes that TWS itself uses for it."""
    if field.isascii():
        return field
    return field.decode("utf-8", errors="replace").encode("ascii", "backslashreplace")
