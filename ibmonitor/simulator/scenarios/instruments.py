"""Instruments with plausible prices, and what trading them costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ibmonitor.simulator.account.records import SimComboLeg, SimContract

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Instrument:
    contract: SimContract
    price: Decimal
    tick: Decimal
    lot: Decimal
    """A typical order size."""
    venues: tuple[str, ...]


def _stock(con_id: int, symbol: str, price: str, trading_class: str = "NMS") -> Instrument:
    contract = SimContract(con_id, symbol, "STK", "SMART", "USD", symbol, trading_class)
    venues = ("NASDAQ", "ARCA", "IBKRATS", "IEX", "BATS", "DRCTEDGE")
    return Instrument(contract, Decimal(price), CENT, Decimal(100), venues)


def _forex(con_id: int, base: str, quote: str, price: str) -> Instrument:
    contract = SimContract(con_id, base, "CASH", "IDEALPRO", quote, f"{base}.{quote}", f"{base}.{quote}")
    return Instrument(contract, Decimal(price), Decimal("0.00005"), Decimal(25000), ("IDEALPRO",))


def monthly_expiry(after: date) -> date:
    """The first third Friday that is at least ten days ahead."""
    month = after.replace(day=1)
    while True:
        friday = month + timedelta(days=(4 - month.weekday()) % 7 + 14)
        if friday >= after + timedelta(days=10):
            return friday
        month = (month + timedelta(days=32)).replace(day=1)


def option(
    con_id: int, symbol: str, strike: str, right: str, price: str, today: date, trading_class: str = ""
) -> Instrument:
    expiry = monthly_expiry(today)
    local = f"{symbol:<6}{expiry:%y%m%d}{right}{int(Decimal(strike) * 1000):08d}"
    contract = SimContract(
        con_id,
        symbol,
        "OPT",
        "SMART",
        "USD",
        local,
        trading_class or symbol,
        f"{expiry:%Y%m%d}",
        Decimal(strike),
        right,
        "100",
    )
    return Instrument(contract, Decimal(price), CENT, Decimal(5), ("CBOE", "ISE", "AMEX", "BOX", "PHLX"))


def quarterly_expiry(today: date, ahead: int = 0) -> date:
    """The next third Friday of March, June, September or December, or the one `ahead` quarters later."""
    expiry = today
    for _ in range(ahead + 1):
        expiry = monthly_expiry(expiry)
        while expiry.month % 3:
            expiry = monthly_expiry(expiry)
    return expiry


def future(con_id: int, symbol: str, exchange: str, price: str, tick: str, multiplier: str, expiry: date) -> Instrument:
    local = f"{symbol}{'FGHJKMNQUVXZ'[expiry.month - 1]}{expiry.year % 10}"
    contract = SimContract(
        con_id, symbol, "FUT", exchange, "USD", local, symbol, f"{expiry:%Y%m%d}", multiplier=multiplier
    )
    return Instrument(contract, Decimal(price), Decimal(tick), Decimal(2), (exchange,))


def combo(symbol: str, legs: tuple[tuple[Instrument, str], ...], price: str, exchange: str = "SMART") -> Instrument:
    """A spread with ratio 1 for each leg; TWS describes the legs as `conId|ratio,conId|ratio`, negative if sold."""
    entries = tuple(SimComboLeg(leg.contract.con_id, 1, action, exchange) for leg, action in legs)
    described = ",".join(f"{e.con_id}|{'' if e.action == 'BUY' else '-'}{e.ratio}" for e in entries)
    contract = SimContract(
        28812380,
        symbol,
        "BAG",
        exchange,
        "USD",
        symbol,
        "COMB",
        combo_legs_descrip=described,
        combo_legs=entries,
    )
    return Instrument(contract, Decimal(price), CENT, Decimal(5), ("CBOE",))


AAPL = _stock(265598, "AAPL", "231.40")
MSFT = _stock(272093, "MSFT", "418.75")
NVDA = _stock(4815747, "NVDA", "138.20")
AMZN = _stock(3691937, "AMZN", "204.15")
TSLA = _stock(76792991, "TSLA", "342.60")
KO = _stock(8894, "KO", "63.85", "KO")
SPY = _stock(756733, "SPY", "589.30", "SPY")
GME = _stock(36285627, "GME", "27.35", "GME")
EUR_USD = _forex(12087792, "EUR", "USD", "1.05325")
USD_JPY = _forex(15016059, "USD", "JPY", "154.210")

STOCKS = (AAPL, MSFT, NVDA, AMZN, TSLA, KO, SPY)


def cost(contract: SimContract, shares: Decimal, price: Decimal, side: str) -> Decimal:
    """A commission as in IB's fixed pricing, in the account's currency; stock sales also pay fees."""
    match contract.sec_type:
        case "STK":
            fees = shares * price * Decimal("0.0000278") + shares * Decimal("0.000166") if side == "SLD" else Decimal(0)
            amount = max(Decimal("1.0"), shares * Decimal("0.005")) + fees
        case "OPT":
            amount = max(Decimal("1.0"), shares * Decimal("0.65")) + shares * Decimal("0.0356")
        case "FUT":
            amount = shares * Decimal("2.25")
        case _:
            amount = Decimal("2.0")
    return amount.quantize(Decimal("0.000001")).normalize() + Decimal("0.0")
