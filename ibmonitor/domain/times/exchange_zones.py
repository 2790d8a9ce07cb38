"""The time zones of exchanges, by IB's codes for them.

TWS sends an execution's time in the operator's zone unless it is set to send the instrument's, and this program never
requests contract details: so the zone of the market is known only by the exchange. Exchanges of several zones, and
SMART, which is none, are not listed.
"""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

_ZONES = """\
US/Eastern: AMEX; ARCA; BATS; BEX; BOX; BYX; COMEX; DRCTEDGE; EDGEA; EMERALD; GEMINI; IBEOS; IBKRATS; IDEALPRO; IEX;
    ISE; ISLAND; LTSE; MEMX; MERCURY; MIAX; NASDAQ; NASDAQBX; NASDAQOM; NYBOT; NYMEX; NYSE; NYSENAT; OVERNIGHT; PEARL;
    PHLX; PINK; PSE; PSX; SPHR
US/Central: CBOE; CBOT; CFE; CME; ECBOT; GLOBEX
America/Toronto: AEQLIT; ALPHA; CDE; NEOE; OMEGA; PURE; TSE; VENTURE
America/Mexico_City: MEXDER; MEXI
Europe/London: BATEUK; CHIXUK; ICEEU; ICEEUSOFT; IPE; LSE; LSEETF; LSEIOB1; TRQXUK
Europe/Dublin: ISED
Europe/Berlin: DTB; EUREX; FWB; FWB2; GETTEX; GETTEX2; IBIS; IBIS2; SWB; SWB2; TGATE; TRADEGATE
Europe/Paris: MATIF; MONEP; SBF
Europe/Amsterdam: AEB; FTA
Europe/Brussels: BELFOX; ENEXT.BE
Europe/Lisbon: BVL
Europe/Madrid: BM; MEFFRV
Europe/Rome: BVME; BVME.ETF; IDEM
Europe/Zurich: EBS; SOFFEX
Europe/Vienna: VSE
Europe/Stockholm: OMS; SFB
Europe/Copenhagen: CPH
Europe/Helsinki: HEX
Europe/Warsaw: WSE
Europe/Prague: PRA
Europe/Budapest: BUX
Asia/Jerusalem: TASE
Africa/Johannesburg: JSE
Asia/Kolkata: BSE; NSE
Asia/Singapore: SGX
Asia/Hong_Kong: HKFE; SEHK; SEHKNTL; SEHKSZSE
Asia/Seoul: KSE
Asia/Tokyo: CHIXJ; JPNNEXT; OSE.JPN; TSEJ
Australia/Sydney: ASX; ASXCEN; CHIXAU; SNFE
"""


def exchange_zone(*codes: str) -> ZoneInfo | None:
    """Return the zone of the first of these exchanges that is listed; `None` where none is, or no such zone exists."""
    for code in codes:
        name = _names().get(code)
        if name is not None:
            return _zone(name)
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names = {}
    for line in _ZONES.replace("\n    ", " ").splitlines():
        zone, _, codes = line.partition(": ")
        names.update(dict.fromkeys(codes.split("; "), zone))
    return names


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError):
        # KeyError: this computer has no data of the zone.
        return None
