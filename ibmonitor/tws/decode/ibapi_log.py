"""ibapi's own log, kept quiet: at INFO it prints account data, at DEBUG it costs 100 us a message."""

from __future__ import annotations

import logging

# Imported so that their loggers are there to be silenced.
from ibapi import client, comm, decoder, utils


def silence() -> None:
    """Let only ibapi's warnings through, and of the decoder nothing: it logs whole messages even as errors.

    What the decoder drops becomes a Fault event instead. `Logger.debug` itself is put out of action where ibapi calls
    it for every field of every message: asking whether the level is on takes a quarter of the decoding time.
    """
    logging.getLogger("ibapi").setLevel(logging.WARNING)
    decoder.logger.setLevel(logging.CRITICAL)
    for module in (client, comm, decoder, utils):
        module.logger.debug = _say_nothing


def _say_nothing(*_: object, **__: object) -> None:
    pass
