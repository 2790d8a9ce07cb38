"""Takes an account out of the JSON of a slice (`journal/events/codec.py`), without reading it as events."""

from __future__ import annotations

import json
from collections.abc import Collection

import msgspec

from ibmonitor.journal.upkeep.naming import Naming
from ibmonitor.journal.upkeep.scrub_xml import scrub_xml

_FORGOTTEN = msgspec.Raw(b'{"event":"Forgotten"}')
_OF_OTHERS = frozenset(
    {
        *("Contract", "ManagedAccounts", "LinkChanged", "ConfigResponse", "ReceiveFA"),
        *("OpenOrder", "CompletedOrder", "ExecDetails"),
    }
)
"""Entries of the whole session or of other accounts, which lose the account; all others that name it are forgotten."""


class Ids:
    """What is an account's own without naming it."""

    def __init__(self) -> None:
        self.exec_ids: set[str] = set()
        self.perm_ids: set[int] = set()
        self.client_keys: set[tuple[int, int]] = set()
        """(clientId, orderId)."""


class Scrubber:
    """Takes one account out of the slices of a session. First `collect` from all slices, then `scrub` each."""

    def __init__(self, naming: Naming, ids: Ids) -> None:
        self.forgotten = 0
        """Events that were forgotten."""
        self._naming = naming
        self._ids = ids
        self._raws = msgspec.json.Decoder(list[msgspec.Raw])
        self._glances = msgspec.json.Decoder(_Glance)
        self._encoder = msgspec.json.Encoder()

    def collect(self, raw: str) -> None:
        """Note the ids of the account's executions and orders in a slice."""
        for entry in self._entries(raw):
            glance = self._glance(entry)
            if self._naming.is_all_of(glance.execution.acct_number):
                self._ids.exec_ids.add(glance.execution.exec_id)
            if self._naming.is_all_of(glance.order_fields.account):
                fields = glance.order_fields
                if fields.permId:
                    self._ids.perm_ids.add(fields.permId)
                if fields.clientId is not None and fields.orderId:
                    self._ids.client_keys.add((fields.clientId, fields.orderId))

    def scrub(self, raw: str, client_id: int | None) -> str | None:
        """The slice without the account; `None` where it is not in it. `client_id` is the session's."""
        entries = self._entries(raw)
        # Escapes could hide its name.
        may_name = "\\" in raw or self._naming.is_in(raw)
        scrubbed = [self._scrubbed(entry, client_id, may_name=may_name) for entry in entries]
        if any(new is not old for new, old in zip(scrubbed, entries, strict=True)):
            return self._encoder.encode(scrubbed).decode()
        return "[]" if may_name and not entries else None

    def _entries(self, raw: str) -> list[msgspec.Raw]:
        """None where it is damaged."""
        try:
            return self._raws.decode(raw)
        except msgspec.DecodeError:
            return []

    def _glance(self, entry: msgspec.Raw) -> _Glance:
        try:
            return self._glances.decode(entry)
        except msgspec.DecodeError:
            # Of another version; if it names the account, that is found by its text.
            return _Glance()

    def _scrubbed(self, entry: msgspec.Raw, client_id: int | None, *, may_name: bool) -> msgspec.Raw:
        glance = self._glance(entry)
        if self._is_own(glance, client_id):
            return self._forget()
        if glance.event == "Confirmed":
            return self._without_ids(entry, glance)
        if not may_name:
            return entry
        content = json.loads(bytes(entry))
        if not self._naming.is_in(json.dumps(content, ensure_ascii=False)):
            return entry
        if glance.event not in _OF_OTHERS:
            return self._forget()
        if glance.event == "ReceiveFA":
            content["xml"] = scrub_xml(content["xml"], self._naming.is_all_of)
        return msgspec.Raw(self._encoder.encode(self._naming.without(content)))

    def _is_own(self, glance: _Glance, client_id: int | None) -> bool:
        """Whether an entry is the account's: its order, its execution, a report or a message about one of these."""
        naming, ids = self._naming, self._ids
        return (
            naming.is_all_of(glance.execution.acct_number)
            or naming.is_all_of(glance.order_fields.account)
            or glance.perm_id in ids.perm_ids
            or glance.order_fields.permId in ids.perm_ids
            or glance.exec_id in ids.exec_ids
            or (glance.event == "TwsMessage" and (client_id, glance.req_id) in ids.client_keys)
        )

    def _without_ids(self, entry: msgspec.Raw, glance: _Glance) -> msgspec.Raw:
        executions, reports = (self._others(each) for each in (glance.executions, glance.reports))
        if (len(executions), len(reports)) == (len(glance.executions), len(glance.reports)):
            return entry
        kept = {"event": "Confirmed", "executions": executions, "reports": reports}
        return msgspec.Raw(self._encoder.encode({name: each for name, each in kept.items() if each}))

    def _others(self, exec_ids: Collection[str]) -> list[str]:
        return [each for each in exec_ids if each not in self._ids.exec_ids]

    def _forget(self) -> msgspec.Raw:
        self.forgotten += 1
        return _FORGOTTEN


class _OrderFields(msgspec.Struct, frozen=True):
    """Under TWS's names."""

    account: str = ""
    permId: int | None = None
    clientId: int | None = None
    orderId: int | None = None


class _Execution(msgspec.Struct, frozen=True):
    acct_number: str = ""
    exec_id: str = ""


class _Glance(msgspec.Struct, frozen=True):
    """The fields of an entry that tell whose it is."""

    event: str = ""
    exec_id: str = ""
    perm_id: int | None = None
    req_id: int | None = None
    order_fields: _OrderFields = _OrderFields()
    execution: _Execution = _Execution()
    executions: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
