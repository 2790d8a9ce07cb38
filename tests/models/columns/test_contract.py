"""The columns of a contract, in every table that has one."""

from __future__ import annotations

from operator import attrgetter

from ibmonitor.domain.records.records import Contract
from ibmonitor.models.columns.contract import contract_column, contract_columns, order_contract_columns
from tests.support.make_records import full_contract, make_order

ITSELF = contract_columns(lambda contract: contract)
"""Of contracts alone, `None` where none is known."""


def test_fields_whose_names_others_have_too_are_called_those_of_the_contract() -> None:
    keys = {column.key: column.title for column in ITSELF}
    assert keys["contract_exchange"] == "Contract exchange"
    assert keys["contract_currency"] == "Contract currency"
    assert not {"exchange", "currency", "combo_legs"} & set(keys)


def test_numbers_are_compared_as_numbers_and_an_unknown_contract_is_blank() -> None:
    columns = {column.key: column for column in ITSELF}
    contract = full_contract()
    assert columns["strike"].sort_key(contract) == 212.5
    assert columns["con_id"].sort_key(contract) == contract.con_id
    unknown: Contract | None = None
    assert {column.text(unknown) for column in ITSELF} == {""}
    assert {column.sort_key(unknown) for column in ITSELF} == {None}


def test_an_order_has_the_rare_fields_too() -> None:
    columns = {column.key: column for column in order_contract_columns()}
    assert len(columns) > len(ITSELF)
    assert columns["sec_id"].text(make_order(0, contract_fields={"secId": "US0378331005"})) == "US0378331005"
    assert columns["sec_id"].text(make_order(0)) == ""


def test_an_instrument_is_named_and_found_by_its_names() -> None:
    column = contract_column("contract", "Contract", "", attrgetter("contract"))
    order = make_order(0, contract=full_contract())
    assert column.text(order) == "AAPL 18DEC26 212.5 C"
    assert column.searched
    assert "AAPL" in column.searched(order)
    assert (column.text(make_order(1)), column.searched(make_order(1)), column.sort_key(make_order(1))) == (
        "",
        "",
        None,
    )
