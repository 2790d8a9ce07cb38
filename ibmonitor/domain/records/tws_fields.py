"""Every field of TWS's Contract and OrderState, with title and meaning; those of Order are in `tws_order_fields.py`.

A test compares the names with ibapi's, so that a new field is noticed.
"""

from __future__ import annotations

from ibmonitor.domain.records.tws_field import TwsField, fields_of, snake_case
from ibmonitor.domain.records.tws_order_fields import ORDER_FIELDS

__all__ = ["CONTRACT_FIELDS", "ORDER_FIELDS", "ORDER_STATE_FIELDS", "TwsField", "snake_case"]

CONTRACT_FIELDS = fields_of(
    ("conId", "Contract ID", "IB's unique number of the contract."),
    ("symbol", "Symbol", "The underlying's symbol."),
    (
        "secType",
        "Security type",
        (
            "STK stock or ETF, OPT option, FUT future, FOP option on a future, CASH forex, BAG combo, BOND, WAR, IND, "
            "CFD, FUND, CMDTY, CRYPTO."
        ),
    ),
    (
        "lastTradeDateOrContractMonth",
        "Last trade date or month",
        "The last trading day (YYYYMMDD) or contract month (YYYYMM) of an option or a future.",
    ),
    ("lastTradeDate", "Last trade date", "The last trading day, YYYYMMDD."),
    ("strike", "Strike", "The option's strike price."),
    ("right", "Right", "P or PUT, C or CALL."),
    ("multiplier", "Multiplier", "How many units of the underlying one contract is about."),
    ("exchange", "Exchange", "Where the order is sent, or where the execution took place."),
    ("primaryExchange", "Primary exchange", "The instrument's home exchange, which distinguishes it from namesakes."),
    ("currency", "Currency", "The currency the instrument is priced in."),
    ("localSymbol", "Local symbol", "The instrument's symbol at its primary exchange; for options the OCC symbol."),
    ("tradingClass", "Trading class", "The name of the class of contracts that trade alike."),
    ("includeExpired", "Include expired", "Whether expired futures are meant too."),
    ("secIdType", "Security ID type", "Of what kind the security ID is: ISIN, CUSIP, SEDOL, RIC."),
    ("secId", "Security ID"),
    ("description", "Description", "The contract's description."),
    ("issuerId", "Issuer ID", "IB's id of a bond's issuer."),
    ("comboLegsDescrip", "Combo legs in words", "The legs of a combo as one text."),
    ("comboLegs", "Combo legs", "The contracts a combo is made of, with ratio and action."),
    ("deltaNeutralContract", "Delta-neutral contract", "The contract that hedges the delta of a combo."),
)

ORDER_STATE_FIELDS = fields_of(
    ("status", "Status", "The order's status as openOrder or completedOrder has it."),
    ("initMarginBefore", "Initial margin before", "The account's initial margin before the order."),
    ("maintMarginBefore", "Maintenance margin before", "The account's maintenance margin before the order."),
    ("equityWithLoanBefore", "Equity with loan before", "The account's equity with loan value before the order."),
    ("initMarginChange", "Initial margin change", "What the order changes of the account's initial margin."),
    ("maintMarginChange", "Maintenance margin change", "What the order changes of the maintenance margin."),
    ("equityWithLoanChange", "Equity with loan change", "What the order changes of the equity with loan value."),
    ("initMarginAfter", "Initial margin after", "The account's initial margin after the order."),
    ("maintMarginAfter", "Maintenance margin after", "The account's maintenance margin after the order."),
    ("equityWithLoanAfter", "Equity with loan after", "The account's equity with loan value after the order."),
    ("commissionAndFees", "Commission and fees", "Commission and fees of all the order's executions so far."),
    ("minCommissionAndFees", "Least commission and fees", "The least the order's commission and fees will be."),
    ("maxCommissionAndFees", "Most commission and fees", "The most the order's commission and fees will be."),
    ("commissionAndFeesCurrency", "Commission currency", "The currency of commission and fees."),
    ("marginCurrency", "Margin currency", "The currency of the margins."),
    ("initMarginBeforeOutsideRTH", "Initial margin before, outside RTH"),
    ("maintMarginBeforeOutsideRTH", "Maintenance margin before, outside RTH"),
    ("equityWithLoanBeforeOutsideRTH", "Equity with loan before, outside RTH"),
    ("initMarginChangeOutsideRTH", "Initial margin change, outside RTH"),
    ("maintMarginChangeOutsideRTH", "Maintenance margin change, outside RTH"),
    ("equityWithLoanChangeOutsideRTH", "Equity with loan change, outside RTH"),
    ("initMarginAfterOutsideRTH", "Initial margin after, outside RTH"),
    ("maintMarginAfterOutsideRTH", "Maintenance margin after, outside RTH"),
    ("equityWithLoanAfterOutsideRTH", "Equity with loan after, outside RTH"),
    ("suggestedSize", "Suggested size", "The size TWS suggests instead."),
    ("rejectReason", "Reject reason", "Why the order was rejected."),
    ("orderAllocations", "Allocations", "How an advisor's order is divided among the accounts."),
    ("warningText", "Warning", "What TWS warns of about the order."),
    ("completedTime", "Completed at", "When the order was finished."),
    ("completedStatus", "Completed status", "How the order was finished, in TWS's words."),
)
