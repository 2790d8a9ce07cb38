"""`ibmonitor snapshot`: connects, synchronizes, prints, disconnects; without a window. `report.py` formats the text."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from zoneinfo import ZoneInfo

from ibmonitor.cli.arguments import SNAPSHOT_CLIENT_ID
from ibmonitor.cli.report import as_json, as_tables
from ibmonitor.cli.report_choice import Choice
from ibmonitor.cli.standard_output import write_bytes, write_text
from ibmonitor.domain.blotter.blotter import Blotter
from ibmonitor.domain.blotter.lookups import Lookups
from ibmonitor.domain.records.change import Changes
from ibmonitor.domain.records.events import Event
from ibmonitor.domain.records.link import RequestProgress
from ibmonitor.domain.scope.summary import describe_scope
from ibmonitor.settings.table import Settings
from ibmonitor.tws.decode.adapter import SignalWrapper
from ibmonitor.tws.session.connect_error import ConnectError
from ibmonitor.tws.session.parameters import SessionParameters
from ibmonitor.tws.session.record_gaps import RecordGaps
from ibmonitor.tws.session.session import Session

EXIT_COMPLETE = 0
EXIT_INCOMPLETE = 1
EXIT_NO_CONNECTION = 3


def run_snapshot(options: argparse.Namespace) -> int:
    """Print a snapshot. Return 0 if it is complete, 1 if a request was refused or unanswered, 3 if not connected.

    Raises `OutputLostError`.
    """
    defaults = Settings()
    parameters = SessionParameters(
        host=getattr(options, "host", defaults.host),
        port=getattr(options, "port", defaults.port),
        client_id=getattr(options, "client_id", SNAPSHOT_CLIENT_ID),
        connect_patience=options.timeout,
        answer_patience=options.timeout,
    )
    blotter = Blotter(zone=ZoneInfo(options.zone) if options.zone else None)
    try:
        outcomes = asyncio.run(_synchronise(blotter, parameters))
    except ConnectError as error:
        sys.stderr.write(f"ibmonitor: {error}\n")
        return EXIT_NO_CONNECTION
    link = blotter.link
    scope = describe_scope(
        client_id=parameters.client_id,
        says_master=options.master,
        api_settings=link.api_settings,
        auto_bind=False,
    )
    chosen = Choice(options.account, options.symbol, options.perm_id, options.status)
    if options.format == "json":
        write_bytes(as_json(blotter, scope, chosen))
    else:
        write_text(as_tables(blotter, scope, chosen))
    return EXIT_COMPLETE if set(outcomes) == {RequestProgress.COMPLETE} else EXIT_INCOMPLETE


async def _synchronise(blotter: Blotter, parameters: SessionParameters) -> list[RequestProgress]:
    # The blotter lives as long as the process, so collecting garbage would only take time.
    gc.disable()

    def apply(events: list[Event]) -> None:
        blotter.apply_all(events, Changes())

    wrapper = SignalWrapper()
    wrapper.batch.connect(apply)
    session = Session(wrapper, parameters, RecordGaps(Lookups(blotter.orders), blotter.parent_accounts))
    await session.open()
    try:
        outcomes = await session.synchronise()
        return [*outcomes, await session.sub_accounts.round()]
    finally:
        # The report shows the state while connected: closing the connection here is not a loss of it.
        wrapper.batch.disconnect(apply)
        session.close()
