"""Everything that this program changes in ibapi: its log."""

from __future__ import annotations

import logging

# Imported so that their loggers exist when they are silenced.
from ibapi import client, comm, decoder, utils


def silence_log() -> None:
    """Let only ibapi's warnings through, and nothing of the decoder, which logs whole messages even as errors.

    At INFO ibapi logs account data; at DEBUG logging costs 100 us a message. What the decoder drops becomes a Fault
    event instead. `Logger.debug` itself is replaced where ibapi calls it for every field of every message: checking
    whether the level is on takes a quarter of the decoding time.
    """
    logging.getLogger("ibapi").setLevel(logging.WARNING)
    decoder.logger.setLevel(logging.CRITICAL)
    for module in (client, comm, decoder, utils):
        module.logger.debug = _log_nothing


def _log_nothing(*_: object, **__: object) -> None:
    pass
