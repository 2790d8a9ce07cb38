"""TWS's answer to each request, and what it sends to a client that has just started."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from itertools import islice

from ibmonitor.simulator.account import refusals
from ibmonitor.simulator.account.records import SimOrder
from ibmonitor.simulator.account.visibility import DEFAULT_CLIENT
from ibmonitor.simulator.server import config
from ibmonitor.simulator.server.client import Client
from ibmonitor.simulator.server.state import ServerState
from ibmonitor.simulator.wire.filters import ExecutionFilter
from ibmonitor.simulator.wire.protocol import NO_ID, Ask
from ibmonitor.simulator.wire.requests import Request

_UNSET_ID = 2147483647


def greeting(state: ServerState, client: Client) -> bytes:
    """The answer to START_API. Open orders, if TWS downloads them, come before the accounts."""
    settings, world, wire = state.settings, state.world, client.wire
    client_id = client.client_id or 0
    parts: list[bytes] = []
    if settings.download_open_orders:
        own = [order for order in world.open_orders() if order.client_id == client_id and not order.is_manual]
        parts += [_order(client, order) for order in own]
        parts.append(wire.open_order_end())
    accounts = ",".join(world.accounts) + ("," if settings.trailing_comma else "")
    parts += [wire.managed_accounts(accounts), wire.next_valid_id(world.next_order_id(client_id))]
    if not settings.glue_handshake:
        parts += [client.error_frame(NO_ID, notice) for notice in refusals.FARMS_OK]
    return b"".join(parts)


async def reply(state: ServerState, client: Client, request: Request) -> None:
    """Answer one request of a started client; any request that does not only read is refused."""
    handler = _HANDLERS.get(request.message_id)
    if handler is None:
        client.send_error(NO_ID, (refusals.UNKNOWN_MESSAGE, f"Fatal Error: Unknown message id.{request.message_id}"))
        return
    await handler(state, client, request)


def _order(client: Client, order: SimOrder) -> bytes:
    return client.wire.open_order(order) + client.wire.order_status(order)


async def _stream(state: ServerState, client: Client, frames: Iterable[bytes]) -> None:
    """Send in batches, each after the client has read enough of the one before."""
    remaining = iter(frames)
    while batch := b"".join(islice(remaining, state.settings.batch_size)):
        client.send_raw(batch)
        await client.drain()
        await asyncio.sleep(0)


async def _open_orders(state: ServerState, client: Client, _request: Request) -> None:
    world = state.world
    if state.settings.read_only:
        client.send_error(NO_ID, refusals.read_only("as"))
        return
    if client.client_id == DEFAULT_CLIENT:
        world.bind_manual_orders(DEFAULT_CLIENT, negative=state.settings.negative_ids)
    own = [order for order in world.open_orders() if order.client_id == client.client_id]
    await _stream(state, client, (_order(client, order) for order in own))
    client.send_raw(client.wire.open_order_end())


async def _all_open_orders(state: ServerState, client: Client, _request: Request) -> None:
    await _stream(state, client, (_order(client, order) for order in list(state.world.open_orders())))
    client.send_raw(client.wire.open_order_end())


async def _auto_open_orders(state: ServerState, client: Client, request: Request) -> None:
    if client.client_id != DEFAULT_CLIENT:
        client.send_error(NO_ID, refusals.AUTO_BIND_ONLY_DEFAULT_CLIENT)
    elif state.settings.read_only:
        client.send_error(NO_ID, refusals.read_only("ar"))
    else:
        client.auto_bind = bool(request.fields.get("autoBind", False))


async def _executions(state: ServerState, client: Client, request: Request) -> None:
    world, wire = state.world, client.wire
    req_id = int(request.fields.get("reqId", NO_ID))
    account = str(request.fields.get("acctCode", ""))
    if account in state.settings.silent_accounts:
        return
    if account in state.settings.refused_accounts:
        client.send_error(req_id, refusals.invalid("bV", f"The account {account} cannot be read."))
        return
    try:
        wanted = ExecutionFilter(request.fields, datetime.now(UTC), state.settings.trade_log_days)
    except ValueError as problem:
        client.send_error(req_id, refusals.invalid("bV", str(problem)))
        return
    matching = [execution for execution in world.executions if wanted.admits(execution)]
    await _stream(state, client, (wire.execution(req_id, execution) for execution in matching))
    reports = [report for execution in matching if (report := world.commissions.get(execution.exec_id))]
    reports += world.stray_commissions if wanted.is_empty else []
    await _stream(state, client, (wire.commission(report) for report in reports))
    client.send_raw(wire.execution_end(req_id))


async def _completed_orders(state: ServerState, client: Client, request: Request) -> None:
    """The first answer of a connection begins with an orderStatus of each of the client's own (captured)."""
    if state.settings.read_only:
        client.send_error(NO_ID, refusals.read_only("S"))
        return
    api_only = bool(request.fields.get("apiOnly", False))
    orders = [order for order in state.world.completed_orders() if not (api_only and order.is_manual)]
    if not client.has_asked_for_completed_orders:
        client.has_asked_for_completed_orders = True
        own = [order for order in orders if order.client_id == client.client_id and not order.is_manual]
        own.sort(key=lambda order: order.order_id)
        await _stream(state, client, (client.wire.order_status(order) for order in own))
    await _stream(state, client, (client.wire.completed_order(order) for order in orders))
    client.send_raw(client.wire.completed_orders_end())


async def _fa(state: ServerState, client: Client, request: Request) -> None:
    world = state.world
    kind = int(request.fields.get("faDataType", 0))
    if not world.is_advisor:
        client.send_error(NO_ID, refusals.NOT_AN_ADVISOR)
    elif kind == 1:
        client.send_raw(client.wire.receive_fa(kind, world.groups_xml()))
    elif kind == 3:
        client.send_raw(client.wire.receive_fa(kind, world.aliases_xml()))
    elif kind == 2:
        client.send_error(NO_ID, refusals.FA_PROFILE_GONE)
    else:
        client.send_error(NO_ID, refusals.invalid("X", f"Invalid FA data type {kind}."))


async def _managed_accounts(state: ServerState, client: Client, _request: Request) -> None:
    client.send_raw(client.wire.managed_accounts(",".join(state.world.accounts)))


async def _current_time(state: ServerState, client: Client, _request: Request) -> None:
    client.send_raw(client.wire.current_time(int(time.time() + state.settings.clock_ahead)))


async def _ids(state: ServerState, client: Client, _request: Request) -> None:
    if state.settings.read_only:
        client.send_error(_UNSET_ID, refusals.read_only("aa"))
        return
    client.send_raw(client.wire.next_valid_id(state.world.next_order_id(client.client_id or 0)))


async def _config(state: ServerState, client: Client, request: Request) -> None:
    if client.server_version < config.SINCE:
        client.send_error(NO_ID, (refusals.UNKNOWN_MESSAGE, f"Fatal Error: Unknown message id.{request.message_id}"))
        return
    client.send_raw(client.wire.config(config.response(state.settings, client.port, request.fields.get("reqId"))))


async def _nothing(_state: ServerState, _client: Client, _request: Request) -> None:
    """A second START_API, SET_SERVER_LOGLEVEL: TWS does not answer."""


_HANDLERS: dict[int, Callable[[ServerState, Client, Request], Awaitable[None]]] = {
    Ask.START_API: _nothing,
    Ask.SET_SERVER_LOGLEVEL: _nothing,
    Ask.REQ_OPEN_ORDERS: _open_orders,
    Ask.REQ_ALL_OPEN_ORDERS: _all_open_orders,
    Ask.REQ_AUTO_OPEN_ORDERS: _auto_open_orders,
    Ask.REQ_EXECUTIONS: _executions,
    Ask.REQ_COMPLETED_ORDERS: _completed_orders,
    Ask.REQ_FA: _fa,
    Ask.REQ_MANAGED_ACCTS: _managed_accounts,
    Ask.REQ_CURRENT_TIME: _current_time,
    Ask.REQ_IDS: _ids,
    Ask.REQ_CONFIG: _config,
}
