"""The head of a scenario file: accounts, groups, clients and instruments, before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ibmonitor.simulator.account.fa_xml import FA_FORMS
from ibmonitor.simulator.account.records import GROUP_FORMS, SimComboLeg, SimContract, SimGroup
from ibmonitor.simulator.account.world import World
from ibmonitor.simulator.scenarios import instruments as ins
from ibmonitor.simulator.scenarios.instruments import Instrument
from ibmonitor.simulator.scenarios.script.values import Keys, ScriptError, value_of

_READY_MADE = {name: each.contract for name, each in vars(ins).items() if isinstance(each, Instrument)}
_DEFAULTS = {"sec_type": "STK", "exchange": "SMART", "currency": "USD"}


@dataclass(frozen=True, slots=True)
class Head:
    """The names that the steps of a scenario file may use."""

    contracts: Mapping[str, SimContract]
    clients: Mapping[str, int]

    def contract(self, name: str) -> SimContract:
        if name not in self.contracts:
            known = ", ".join(sorted(self.contracts))
            raise ScriptError(f"There is no instrument '{name}'. There are: {known}.")
        return self.contracts[name]

    def client(self, name_or_id: object) -> int:
        """A client's id, given as a number or by its name in the file."""
        if isinstance(name_or_id, str):
            if name_or_id not in self.clients:
                raise ScriptError(f"There is no client '{name_or_id}' under [clients].")
            return self.clients[name_or_id]
        return int(value_of("client", name_or_id, int))


def read_head(keys: Keys) -> tuple[World, Head]:
    """Read all keys except the steps."""
    accounts = keys.take("accounts", tuple[str, ...], ("DU2250001",))
    if not accounts:
        raise ScriptError("'accounts' is empty.")
    groups = tuple(_group(Keys(value_of("groups", each, Mapping))) for each in keys.take("groups", list, []))
    aliases = {key: value_of(key, text, str) for key, text in keys.take("aliases", Mapping, {}).items()}
    world = World(
        accounts,
        is_advisor=keys.take("advisor", bool, bool(groups)),
        groups=groups,
        aliases=aliases,
        fa_form=keys.take_one_of("fa_form", FA_FORMS, "current"),
        sends_parts_live=keys.take("tells_parts_live", bool, False),
    )
    clients = {name: value_of(name, number, int) for name, number in keys.take("clients", Mapping, {}).items()}
    contracts = dict(_READY_MADE)
    for name, table in keys.take("instruments", Mapping, {}).items():
        try:
            contracts[name] = _contract(Keys(value_of(name, table, Mapping)), contracts)
        except ScriptError as problem:
            raise ScriptError(f"Instrument {name}: {problem}") from problem
    return world, Head(contracts, clients)


def _group(keys: Keys) -> SimGroup:
    shares = {
        account: value_of(account, share, Decimal) if share != "" else None
        for account, share in keys.take("shares", Mapping).items()
    }
    form = keys.take_one_of("form", GROUP_FORMS, "current")
    group = SimGroup(keys.take("name", str), keys.take("default_method", str), shares, form)
    keys.end()
    return group


def _contract(keys: Keys, known: Mapping[str, SimContract]) -> SimContract:
    legs = tuple(_leg(Keys(value_of("legs", each, Mapping)), Head(known, {})) for each in keys.take("legs", list, []))
    described = ",".join(f"{leg.con_id}|{'' if leg.action == 'BUY' else '-'}{leg.ratio}" for leg in legs)
    of_legs: dict[str, Any] = {"sec_type": "BAG", "combo_legs": legs, "combo_legs_descrip": described} if legs else {}
    given = keys.take_fields(SimContract, but=("combo_legs",))
    keys.end()
    for name in ("con_id", "symbol"):
        if name not in given:
            raise ScriptError(f"'{name}' is missing.")
    return SimContract(**_DEFAULTS | {"local_symbol": given["symbol"]} | of_legs | given)


def _leg(keys: Keys, head: Head) -> SimComboLeg:
    contract = head.contract(keys.take("instrument", str))
    given = keys.take_fields(SimComboLeg, but=("con_id",))
    keys.end()
    usual: dict[str, Any] = {"con_id": contract.con_id, "ratio": 1, "action": "BUY", "exchange": "SMART"}
    return SimComboLeg(**usual | given)
