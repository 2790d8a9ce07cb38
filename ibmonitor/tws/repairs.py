"""Mends what ibapi's text decoder would spoil or drop without a word. Its code is left as it is."""

from __future__ import annotations

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


def mended_fields(fields: Sequence[bytes], server_version: int) -> Sequence[bytes]:
    """The fields of a text ERR_MSG so that ibapi's decoder gives the text that TWS sent.

    ibapi reads its texts with Python's `unicode-escape`, which takes UTF-8 for Latin-1 and eats the
    backslashes of JSON.
    """
    if server_version < MIN_SERVER_VER_ENCODE_MSG_ASCII7:
        return fields
    text_at = 2 if server_version >= MIN_SERVER_VER_ERROR_TIME else 3
    mended = list(fields)
    if len(mended) > text_at:
        mended[text_at] = _escaped(mended[text_at])
    json_at = text_at + 1
    if server_version >= MIN_SERVER_VER_ADVANCED_ORDER_REJECT and len(mended) > json_at:
        mended[json_at] = _escaped(mended[json_at].replace(b"\\", b"\\\\"))
    return mended


def _escaped(field: bytes) -> bytes:
    """UTF-8 beyond ASCII as the escapes that TWS itself uses for it."""
    if field.isascii():
        return field
    text = field.decode("utf-8", errors="replace")
    return "".join(c if c.isascii() else c.encode("unicode_escape").decode() for c in text).encode("ascii")
