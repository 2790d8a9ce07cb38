"""The table of TWS's message codes: kind, severity, meaning and advice of each.

The facts are IB's ("Error Codes" and "System Message Codes" of its TWS API documentation); the sentences are this
program's. Codes missing from IB's list are marked: they are known from captures and from other clients' reports.
`meanings.py` has the meanings that depend on a message's text.

No sentence states an order's status: TWS sends many of these codes for orders that stay open.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

from ibmonitor.domain.records.records import Severity
from ibmonitor.domain.records.value import value


class MessageKind(Enum):
    """What a message is about; the value is the word on screen."""

    REFUSAL = "Refusal"
    """An order, or a change to one, was refused. The message has the reason."""
    CANCELLED = "Cancellation"
    """The cancellation of an order (202)."""
    CANCEL_REFUSED = "Cancel refused"
    """A request to cancel was refused. It does not explain the order's state."""
    ORDER_WARNING = "Order warning"
    """About an order that stays open."""
    ACCOUNT = "Account"
    """About an account's margin, or a liquidation."""
    REQUEST = "Request"
    """A request for data or settings was refused or failed; no order is affected."""
    LINK = "Connection"
    """Between an API client, TWS and IB."""
    FARM = "Data farm"
    """The connections to IB's data servers; orders, fills and commissions do not depend on them."""
    OTHER = "Other"


@value
class Code:
    """One code. `meaning` is IB's description in short; `sentence` and `advice` are shown to the user."""

    number: int
    kind: MessageKind
    severity: Severity
    meaning: str
    sentence: str
    advice: str = ""
    """Empty where there is nothing to do."""
    is_documented: bool = True
    """Whether it is in IB's list."""
    note: str = ""
    """A remark about the code itself."""


_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
_LINK, _FARM, _OTHER = MessageKind.LINK, MessageKind.FARM, MessageKind.OTHER


def _stated(
    number: int,
    kind: MessageKind,
    severity: Severity,
    sentence: str,
    advice: str = "",
    *,
    documented: bool = True,
) -> Code:
    return Code(number, kind, severity, sentence, sentence, advice, documented)


def _refused(number: int, why: str, advice: str = "", *, documented: bool = True) -> Code:
    sentence = f"An order, or a change to it, was refused: {why}."
    return Code(number, MessageKind.REFUSAL, _ERROR, _as_sentence(why), sentence, advice, documented)


def _change_refused(number: int, why: str, advice: str = "") -> Code:
    sentence = f"A change to an order was refused: {why}."
    return Code(number, MessageKind.REFUSAL, _ERROR, _as_sentence(why), sentence, advice)


def _any_refused(number: int, why: str, advice: str = "") -> Code:
    """A refusal that TWS sends for orders and for other requests."""
    sentence = f"An order, or another request of an API client, was refused: {why}."
    return Code(number, MessageKind.REFUSAL, _ERROR, _as_sentence(why, "request"), sentence, advice)


def _cancel_refused(number: int, why: str, advice: str = "") -> Code:
    sentence = f"A request to cancel an order was refused: {why}."
    return Code(number, MessageKind.CANCEL_REFUSED, _WARNING, _as_sentence(why, "request"), sentence, advice)


def _order_warning(
    number: int, what: str, advice: str = "", severity: Severity = _WARNING, *, documented: bool = True
) -> Code:
    sentence = f"Warning (order still open): {what}."
    return Code(number, MessageKind.ORDER_WARNING, severity, _as_sentence(what), sentence, advice, documented)


def _request_failed(number: int, why: str, advice: str = "", severity: Severity = _WARNING) -> Code:
    sentence = f"A request failed: {why}. No order is affected."
    return Code(number, MessageKind.REQUEST, severity, _as_sentence(why, "request"), sentence, advice)


def _request_notice(number: int, what: str, advice: str = "", severity: Severity = _WARNING) -> Code:
    meaning = _as_sentence(what, "request")
    return Code(number, MessageKind.REQUEST, severity, meaning, f"{meaning} No order is affected.", advice)


def _unsent(number: int, what: str) -> Code:
    sentence = f"An API client could not send a request to TWS ({what}). No order is affected."
    return Code(number, MessageKind.REQUEST, _WARNING, f"A request could not be sent ({what}).", sentence)


def _as_sentence(clause: str, subject: str = "order") -> str:
    """Turn a clause about "it" into a sentence about the subject."""
    named = re.sub(r"\bit(s?)\b", lambda it: f"the {subject}'s" if it[1] else f"the {subject}", clause, count=1)
    return f"{named[:1].upper()}{named[1:]}."


_TEXT_SAYS_WHY = "TWS's text gives the reason."
_NOT_AFFECTED = "Orders and fills are not affected."
_PRECAUTIONS = "The limits are in TWS's Global Configuration, under Presets and under API > Precautions."
_STEP = "Round it to the contract's step, which TWS shows in the contract's details."
_ORDER_TYPES = "IB's page of order types and exchanges lists what is possible."
_SUBSCRIBE = "IB's Client Portal lists the account's market data subscriptions."
_ASK_AGAIN = "The client that sent the request has to send it again."
_ALGO = "Compare the order's algorithm and its parameters with IB's documentation."
_BULLETINS = "IB's bulletins in TWS announce when this ends."
_ON_THE_TICKET = "TWS's own order ticket can be used instead."

_ROWS: tuple[Code, ...] = (
    _stated(
        100,
        _OTHER,
        _WARNING,
        "TWS received more messages a second than it allows (50).",
        "It disconnects after the third time. Close other programs that use the same client ID, or wait.",
    ),
    _request_failed(101, "all market data lines of the account are in use"),
    _request_failed(102, "its market data ID is in use already"),
    _refused(
        103,
        "its order ID was used before, or is lower than one that was",
        "The client that places the orders has to go on from TWS's next valid order ID.",
    ),
    _change_refused(104, "filled orders cannot be changed"),
    _change_refused(
        105,
        "the change is of more than quantity and prices",
        "To change anything else, cancel the order and place another one.",
    ),
    _refused(106, "TWS cannot transmit it, most often because of its type or a field that is wrong"),
    _refused(107, "a field that it needs is missing"),
    _refused(109, "its price is further from the market than TWS's percentage limit allows", _PRECAUTIONS),
    _refused(110, "its price does not fit the contract's minimum price step", _STEP),
    _refused(111, "its time in force and its order type do not go together"),
    _refused(113, "market-on-close and limit-on-close orders need the time in force DAY"),
    _refused(114, "relative orders are for stocks only"),
    _refused(115, "relative orders for US stocks can be sent to SMART and a few exchanges only"),
    _refused(116, "its exchange is not valid"),
    _refused(117, "a block order needs a quantity of at least 50"),
    _refused(118, "VWAP orders have to be routed to the VWAP exchange"),
    _refused(119, "the VWAP exchange takes VWAP orders only"),
    _refused(120, "the time for today's VWAP orders is over"),
    _refused(121, "its BD flag does not go with its destination"),
    _any_refused(122, "it was not encoded as TWS expects it"),
    _any_refused(123, "TWS knows no contract with this contract ID"),
    _any_refused(124, "TWS has no market rule for this contract ID, which may be an index that cannot be traded"),
    _refused(125, "the price of this buy order has to be the best ask"),
    _refused(126, "the price of this sell order has to be the best bid"),
    _refused(129, "a VWAP order has to be placed at least three minutes before its start time"),
    _order_warning(
        131, "sweep-to-fill and display size are for US stocks routed through SMART only, and TWS ignores them"
    ),
    _refused(132, "it names no valid clearing account"),
    _refused(133, "a new order could not be submitted", _TEXT_SAYS_WHY),
    _change_refused(134, "the order may have ended before TWS received the change", "Press Refresh."),
    _cancel_refused(
        135,
        "TWS found no order with this ID for the client that asked",
        "It can be another client's: only the client that placed an order can cancel it.",
    ),
    _cancel_refused(136, "the order cannot be cancelled"),
    _cancel_refused(137, "a VWAP order can be cancelled up to three minutes before the start only"),
    _request_failed(138, "its ticker symbol could not be read"),
    _any_refused(139, "TWS could not read it"),
    _refused(140, "its size is not a whole number"),
    _refused(141, "one of its prices is not a number"),
    _refused(142, "an institutional customer's order needs account information"),
    _any_refused(143, "its ID is not a whole number"),
    _refused(
        144,
        "its size differs from the sum of its allocation to accounts",
        "The allocation can be changed in TWS: right-click on the order, then Modify > Share Allocation.",
    ),
    _refused(145, "one of its fields is not valid", _TEXT_SAYS_WHY),
    _refused(146, "its trigger method is not one that its order type allows"),
    _refused(147, "the contract of one of its conditions is incomplete"),
    _refused(148, "its order type can have no conditions, or none that cancel it"),
    _refused(151, "it names no user, which orders by DDE have to"),
    _refused(152, "it cannot be a hidden order"),
    _refused(153, "an exchange for physical (EFP) can be a limit order only"),
    _refused(154, "trading in its contract is halted", "It can be placed again once trading has resumed."),
    _refused(155, "a SizeOp order has to name user and account"),
    _refused(156, "a SizeOp order has to go to IBSX"),
    _refused(157, "it can have a display size or a discretionary amount, not both"),
    _refused(158, "a trailing order needs an amount or a percentage to trail by"),
    _refused(159, "the percentage it trails by has to lie between 0 and 100"),
    _refused(160, "its size is zero"),
    _cancel_refused(
        161,
        "TWS does not allow it in the state that it has for the order",
        "TWS's text gives the order's Perm ID.",
    ),
    _request_failed(162, "IB's historical data service reports a problem", _TEXT_SAYS_WHY),
    _refused(163, "its price is further from the market than TWS's percentage limit allows", _PRECAUTIONS),
    _order_warning(
        164, "without market data TWS cannot check how far the price is from the market", "Compare the price yourself."
    ),
    _request_failed(165, "IB's historical data service has no such data, or could not serve it"),
    _request_failed(166, "there are no historical data for this expired contract"),
    _refused(167, "the start time of a VWAP order has passed"),
    _refused(168, "its discretionary amount does not fit the contract's minimum price step", _STEP),
    _any_refused(
        200,
        "TWS found no such contract or exchange, or more than one",
        "Compare symbol, exchange, currency and expiry with the contract's description in TWS.",
    ),
    Code(
        201,
        MessageKind.REFUSAL,
        _ERROR,
        "IB or the exchange rejected an order.",
        "An order, or a change to it, was refused: IB or the exchange rejected it.",
        _TEXT_SAYS_WHY,
    ),
    _stated(
        202,
        MessageKind.CANCELLED,
        _INFO,
        "TWS reports the cancellation of an order.",
        "If nobody here asked for it, TWS's text or an earlier message can give the reason.",
    ),
    _refused(203, "the account may not trade this contract"),
    _request_failed(300, "there was no market data with this ID to cancel"),
    _request_failed(301, "it is no action that market data allow"),
    _request_failed(302, "TWS could not read it (to stop market data)"),
    _refused(303, "the account does not allow its action; most accounts have BUY and SELL only"),
    _request_failed(304, "it is no action that account values allow"),
    _request_failed(305, "TWS could not read it, and ignored it (DDE)"),
    _request_failed(306, "TWS could not carry it out (DDE)"),
    _request_failed(307, "its topic is not valid (DDE)"),
    _stated(
        308,
        _OTHER,
        _WARNING,
        "TWS could not open its page for API orders, since it has as many pages as it allows.",
        "Close a page in TWS.",
    ),
    _request_failed(309, "all market depth subscriptions of the login are in use"),
    _request_failed(310, "there was no market depth with this ID to cancel"),
    _refused(311, "its origin is not valid"),
    _any_refused(312, "the details of its combo are not valid"),
    _any_refused(313, "the details of a leg of its combo are not valid"),
    _any_refused(314, "a combo (BAG) needs legs"),
    _any_refused(315, "a combo with a stock leg can be routed to SMART only"),
    _request_notice(316, "market depth data have been halted", _ASK_AGAIN),
    _request_notice(317, "market depth data were reset; a client's book has to be emptied first", "", _INFO),
    _request_failed(319, "the log level has to be 1 to 5"),
    _any_refused(320, "TWS could not read it", _TEXT_SAYS_WHY),
    _any_refused(321, "it did not pass TWS's checks", _TEXT_SAYS_WHY),
    _any_refused(322, "TWS could not carry it out", _TEXT_SAYS_WHY),
    _any_refused(323, "TWS had an internal error", "Press Refresh; if it stays, restart TWS."),
    _request_failed(324, "it lacks information (DDE)"),
    _refused(325, "this exchange and order type allow no discretionary amount"),
    _stated(
        326,
        _LINK,
        _ERROR,
        "Another program is connected to TWS with this client ID.",
        "Choose another client ID in the settings, or close the other program.",
    ),
    Code(
        327,
        MessageKind.REQUEST,
        _ERROR,
        "Only client ID 0 can have the orders bound that are entered in TWS.",
        "TWS lets only client ID 0 follow orders that are entered in TWS by hand.",
        "Set the client ID to 0, or switch auto-bind off.",
    ),
    _refused(328, "a trailing stop can be attached to limit and stop-limit orders only"),
    _change_refused(329, "this order cannot become one of the new type"),
    _request_notice(330, "only financial advisors and multi-client logins can ask for managed accounts", "", _INFO),
    _request_notice(331, "this advisor's login manages no accounts"),
    _refused(332, "an account of its allocation profile is not valid"),
    _refused(333, "its allocation to accounts cannot be read"),
    _refused(334, "its good-till date is not valid"),
    _refused(335, "its delta has to lie between 0 and 100"),
    _refused(336, "a time or time zone in it is not valid (hh:mm:ss and a zone)"),
    _refused(337, "a date, time or time zone in it is not valid (yyyymmdd hh:mm:ss and a zone)"),
    _refused(338, "its exchange takes no good-after-time orders at present"),
    _refused(339, "spreads of futures have to be placed as combos"),
    _refused(340, "its improvement amount is not valid for a box auction"),
    _refused(341, "its delta has to lie between 1 and 100"),
    _refused(342, "its exchange takes no pegged orders", _ORDER_TYPES),
    _refused(343, "a date, time or time zone in it is not valid (yyyymmdd hh:mm:ss and a zone)"),
    _request_notice(344, "this login is not a financial advisor's", "", _INFO),
    _refused(345, "an advisor's account cannot trade this generic combo"),
    _refused(346, "the account is neither institutional nor one that clears elsewhere"),
    _refused(347, "the short sale slot has to be 1 (the broker holds the shares) or 2 (delivered from elsewhere)"),
    _refused(348, "a short sale slot needs the action SSHORT"),
    _refused(349, "a generic combo can have no good-after time"),
    _refused(350, "a best combo order can have no minimum quantity"),
    _refused(351, "it cannot be for regular trading hours only"),
    _refused(352, "short sale slot 2 needs the location of the shares"),
    _refused(353, "short sale slot 1 takes no location of the shares"),
    _request_failed(354, "the login is not subscribed to these market data", _SUBSCRIBE),
    _refused(355, "its size does not fit the market's rule for the contract"),
    _refused(356, "a smart combo order cannot be in an OCA group"),
    _stated(357, _LINK, _ERROR, "An API client is too old for this TWS.", "Update the client."),
    _refused(358, "a smart combo cannot be a child order"),
    _refused(359, "a combo in an OCA group can only reduce on a fill, without block"),
    _refused(360, "TWS cannot preview (what-if) a smart combo"),
    _refused(361, "its trigger price is not valid"),
    _refused(362, "its adjusted stop price is not valid"),
    _refused(363, "its adjusted stop limit price is not valid"),
    _refused(364, "its adjusted trailing amount is not valid"),
    _request_failed(365, "there was no market scanner with this ID"),
    _request_failed(366, "there was no request for historical data with this ID"),
    _refused(367, "its volatility type has to be 1 or 2, and only for a volatility (VOL) order"),
    _refused(368, "its reference price type has to be 1 or 2, and only for a volatility (VOL) order"),
    _refused(369, "volatility orders are for US options only"),
    _refused(370, "a dynamic volatility order has to be routed to SMART or a price improvement exchange"),
    _refused(371, "a volatility order needs a volatility above 0, and other orders take none"),
    _refused(372, "only a volatility order can be a dynamic one"),
    _refused(373, "only volatility orders and those relative to a stock can have a range of stock prices"),
    _refused(374, "the lower end of its range of stock prices has to be below the upper one"),
    _refused(375, "its range of stock prices cannot be negative"),
    _refused(376, "the exchange of its option does not allow continuous updates"),
    _refused(377, "the price of its delta hedge order is not valid"),
    _refused(378, "its delta hedge order type needs a price of its own"),
    _refused(379, "its delta hedge order type takes no price of its own"),
    _refused(380, "its delta hedge has to be a limit, market or relative order"),
    _stated(381, _OTHER, _WARNING, "A DDE client's DDE.dll is too old for this TWS.", "Update the DLL."),
    _refused(382, "its price is more ticks from the market than TWS's presets allow", _PRECAUTIONS),
    _refused(383, "its size exceeds the limit in TWS's presets", _PRECAUTIONS),
    _request_failed(384, "its array is not valid (DDE)"),
    _request_failed(385, "its market scanner ID is in use already"),
    _request_failed(386, "its ID of historical data is in use already"),
    _refused(387, "the exchange does not take this order type for this kind of contract", _ORDER_TYPES),
    _refused(388, "its size is below the smallest one that is allowed"),
    _refused(389, "its routed order ID was used before"),
    _refused(390, "its routed order ID is not valid"),
    _refused(391, "a time or time zone in it is not valid (hh:mm:ss and a zone)"),
    _refused(392, "its contract has expired"),
    _refused(393, "a short sale slot is for delta hedge orders only"),
    _refused(394, "its process time has to be 100 to 2000 whole milliseconds"),
    _refused(395, "IB takes no orders in OCA groups at present, because of system problems", _BULLETINS),
    _refused(396, "IB takes market and limit orders only for this contract, because of system problems", _BULLETINS),
    _refused(397, "IB takes market and limit orders only for this contract, because of system problems", _BULLETINS),
    _refused(398, "one of its conditions cannot trigger an order"),
    Code(
        399,
        MessageKind.ORDER_WARNING,
        _WARNING,
        "A message about an order.",
        "Warning (order still open).",
        "TWS's text has the details.",
    ),
    _refused(400, "its algorithm reports an error", _TEXT_SAYS_WHY),
    _any_refused(401, "a text in it is too long"),
    _refused(402, "its contract allows no conditions"),
    _refused(403, "its stop price is not valid"),
    _order_warning(
        404,
        "there are no shares to sell short at once, and TWS holds such an order until some are located",
        "TWS sends it on as soon as shares are found; the contract's shortable shares are shown in TWS.",
    ),
    _refused(405, "the quantity of a child order has to be that of its parent"),
    _any_refused(406, "its currency is not allowed"),
    _any_refused(407, "its symbol has characters that are not allowed"),
    _refused(408, "the price increment of a scale order is not valid"),
    _refused(409, "a scale order needs the size of its components"),
    _refused(410, "the size of a scale order's further components is not valid"),
    _refused(411, "it cannot be allowed outside regular trading hours"),
    _refused(412, "its contract is not available for trading"),
    _refused(413, "a preview (what-if) needs its transmit flag on"),
    _request_failed(414, "a snapshot of market data takes no generic ticks"),
    _refused(415, "an earlier request for quotes (RFQ) is still running", "Wait until it has ended."),
    _refused(416, "its contract allows no request for quotes (RFQ)"),
    _refused(417, "the first component's size of a scale order is not valid"),
    _refused(418, "the profit offset of a scale order is not valid"),
    _refused(419, "a scale order needs the size of its first component"),
    _request_failed(420, "it is not valid for real-time data, or came too soon after others"),
    _refused(421, "its route is not valid"),
    _change_refused(422, "account and clearing of this order cannot be changed"),
    _refused(423, "the request for quotes behind a cross order has expired", _ON_THE_TICKET),
    _refused(424, "an advisor's order needs an allocation"),
    _refused(425, "an advisor's order for accounts that clear differently needs an allocation by account"),
    _refused(426, "none of its accounts has enough shares, and a cash account cannot sell short"),
    _refused(427, "an order for a mutual fund needs an amount of money"),
    _refused(428, "an order to sell a mutual fund needs a number of shares"),
    _refused(429, "a delta neutral order has to be a combo (BAG)"),
    _request_failed(430, "there are no fundamental data for this contract"),
    _request_failed(431, "its 'what to show' is not valid"),
    _refused(432, "a commission cannot be negative"),
    _refused(433, "a scale order for several accounts cannot restore its size after taking profit"),
    _refused(434, "its size is zero"),
    _refused(435, "it names no account", "With more than one account, the client has to name one."),
    _refused(
        436,
        "an advisor's order has to name an account or a group (older TWS also a profile)",
        "The client that places the order has to give its allocation.",
    ),
    _refused(437, "it can be for outside regular hours or for pre-open, not both"),
    _stated(438, _OTHER, _ERROR, "TWS is locked.", "Unlock it."),
    _refused(439, "TWS knows no such algorithm", _ALGO),
    _change_refused(440, "its algorithm cannot be changed"),
    _refused(441, "an attribute of its algorithm is not valid", _ALGO),
    _refused(442, "its algorithm is not allowed for it"),
    _refused(443, "its algorithm has no such attribute", _ALGO),
    _change_refused(444, "IB has not acknowledged this volatility combo yet", "Try again once it has."),
    _refused(445, "the request for quotes behind it is no longer valid"),
    _refused(446, "a scale order that takes profit needs a profit offset"),
    _refused(447, "a scale order's price adjustment needs both an amount and an interval"),
    _refused(448, "the interval of a scale order's price adjustment is not valid"),
    _refused(449, "the amount or the interval of a scale order's price adjustment does not belong to this order"),
    _refused(
        460,
        "the account has no permission to trade this contract",
        "Trading permissions are in IB's Client Portal.",
        documented=False,
    ),
    _refused(463, "its price is not valid", documented=False),
    _order_warning(
        481,
        "TWS reduced the order's size, as for an advisor's accounts that lack margin",
        "Compare the order's quantity with its allocation.",
    ),
    _stated(501, _LINK, _WARNING, "This program is connected to TWS already."),
    _stated(
        502,
        _LINK,
        _ERROR,
        "TWS does not answer at this address.",
        "Start TWS or IB Gateway, switch on 'Enable ActiveX and Socket Clients', and check host and port.",
    ),
    _stated(503, _LINK, _ERROR, "This TWS is too old for this program.", "Update TWS or IB Gateway."),
    _stated(504, _LINK, _ERROR, "There is no connection to TWS.", "Press Connect."),
    _stated(
        505,
        _OTHER,
        _WARNING,
        "A message of a kind that the reader does not know was received.",
        "It was skipped; nothing else was lost.",
    ),
    _stated(506, _LINK, _ERROR, "TWS does not support the version of the API that this program speaks.", "Update TWS."),
    _stated(
        507,
        _LINK,
        _ERROR,
        "The connection broke off in the middle of a message, or TWS closed it.",
        "If it keeps happening, look for another program with the same client ID, and restart TWS.",
    ),
    _stated(
        508,
        _OTHER,
        _WARNING,
        "TWS sent a message that could not be understood.",
        "It was skipped; press Refresh to request everything again.",
    ),
    _stated(509, _LINK, _ERROR, "The connection to TWS failed while a message was read."),
    _unsent(510, "market data"),
    _unsent(511, "the end of market data"),
    _stated(512, _OTHER, _ERROR, "An API client could not send an order to TWS, which never received it."),
    _unsent(513, "account updates"),
    _unsent(514, "executions"),
    Code(
        515,
        MessageKind.CANCEL_REFUSED,
        _WARNING,
        "A request to cancel an order could not be sent.",
        "An API client could not send a request to cancel an order, which TWS never received.",
    ),
    _unsent(516, "open orders"),
    _request_failed(517, "the contract's description names no contract"),
    _unsent(518, "contract details"),
    _unsent(519, "market depth"),
    _stated(520, _LINK, _ERROR, "A socket for the connection to TWS could not be created."),
    _unsent(521, "log level"),
    _unsent(522, "advisor data"),
    _unsent(523, "new advisor data"),
    _unsent(524, "market scanner"),
    _unsent(525, "the end of a market scanner"),
    _unsent(526, "the market scanner's parameters"),
    _unsent(527, "historical data"),
    _unsent(528, "the end of historical data"),
    _unsent(529, "real-time bars"),
    _unsent(530, "the end of real-time bars"),
    _unsent(531, "TWS's time"),
    _unsent(532, "fundamental data"),
    _unsent(533, "the end of fundamental data"),
    _unsent(534, "an implied volatility"),
    _unsent(535, "an option price"),
    _unsent(536, "the end of an implied volatility"),
    _unsent(537, "the end of an option price"),
    Code(
        538,
        MessageKind.CANCEL_REFUSED,
        _WARNING,
        "A request to cancel all orders could not be sent.",
        "An API client could not send a request to cancel all orders, which TWS never received.",
    ),
    _unsent(539, "kind of market data"),
    _unsent(540, "positions"),
    _unsent(541, "the end of positions"),
    _unsent(542, "account data"),
    _unsent(543, "the end of account data"),
    _unsent(544, "verification"),
    _unsent(545, "verification message"),
    _unsent(546, "TWS's window groups"),
    _unsent(547, "events of a window group"),
    _unsent(548, "change of a window group"),
    _unsent(549, "the end of events of a window group"),
    _stated(550, _LINK, _ERROR, "The start of the API session could not be sent to TWS.", "Connect again."),
    _unsent(551, "verification with authentication"),
    _unsent(552, "verification message with authentication"),
    _unsent(553, "positions by account or model"),
    _unsent(554, "the end of positions by account or model"),
    _unsent(555, "account updates by account or model"),
    _unsent(556, "the end of account updates by account or model"),
    _unsent(557, "option chains"),
    _unsent(558, "soft dollar tiers"),
    _unsent(559, "family codes"),
    _unsent(560, "symbols that match a text"),
    _unsent(561, "exchanges with market depth"),
    _unsent(562, "the exchanges behind SMART"),
    _unsent(563, "news providers"),
    _unsent(564, "news article"),
    _unsent(565, "earlier news"),
    _unsent(566, "the earliest time of data"),
    _unsent(567, "histogram"),
    _unsent(568, "the end of a histogram"),
    _unsent(569, "the end of an earliest time of data"),
    _unsent(570, "market rule"),
    _unsent(571, "P&L"),
    _unsent(572, "the end of P&L"),
    _unsent(573, "P&L of one position"),
    _unsent(574, "the end of P&L of one position"),
    _unsent(575, "historical ticks"),
    _unsent(576, "tick-by-tick data"),
    _unsent(577, "the end of tick-by-tick data"),
    _unsent(578, "completed orders"),
    _stated(
        579,
        _OTHER,
        _WARNING,
        "An API client did not send a request, since a text in it has characters that the API cannot carry.",
        _TEXT_SAYS_WHY,
    ),
    _unsent(580, "the kinds of Wall Street Horizon events"),
    _unsent(581, "the end of the kinds of Wall Street Horizon events"),
    _unsent(582, "Wall Street Horizon events"),
    _unsent(583, "the end of Wall Street Horizon events"),
    _unsent(584, "information about the user"),
    _request_notice(
        585, "TWS no longer has allocation profiles for advisors; groups have taken their place", "", _INFO
    ),
    _stated(586, _LINK, _ERROR, "No message could be read, since there is no connection to TWS.", "Press Connect."),
    _unsent(587, "TWS's time in milliseconds"),
    _stated(588, _OTHER, _WARNING, "An API client did not send a request, since it could not encode it."),
    _unsent(589, "the end of market depth"),
    _stated(
        1100,
        _LINK,
        _ERROR,
        "TWS has lost its connection to IB.",
        "TWS reconnects automatically; until then what is shown may be out of date.",
    ),
    _stated(
        1101,
        _LINK,
        _WARNING,
        "TWS is connected to IB again, and what it had sent before must be requested again.",
        "IB Monitor requests everything again.",
    ),
    _stated(
        1102,
        _LINK,
        _INFO,
        "TWS is connected to IB again and has kept its data.",
        "IB Monitor requests everything again, so that nothing in between is missed.",
    ),
    _stated(
        1300,
        _LINK,
        _ERROR,
        "The port TWS listens on was changed, and it is closing this connection.",
        "IB Monitor reconnects to the new port and asks whether to keep it in Settings.",
    ),
    _request_notice(2100, "another request took over the updates of account data", "", _INFO),
    _request_failed(2101, "other API clients receive the data of another account, and TWS serves one at a time"),
    _change_refused(2102, "TWS was still processing the order", "Try again once it has been processed."),
    _stated(2103, _FARM, _INFO, "A market data farm is disconnected.", _NOT_AFFECTED),
    _stated(2104, _FARM, _INFO, "A market data farm is connected."),
    _stated(2105, _FARM, _INFO, "A historical data farm is disconnected.", _NOT_AFFECTED),
    _stated(2106, _FARM, _INFO, "A historical data farm is connected."),
    _stated(2107, _FARM, _INFO, "A historical data farm is idle and connects when it is needed."),
    _stated(2108, _FARM, _INFO, "A market data farm is idle and connects when it is needed."),
    _order_warning(2109, "'Outside regular hours' does not apply to it, and TWS ignores it", "", _INFO),
    _stated(
        2110,
        _LINK,
        _WARNING,
        "TWS has lost its connection to IB.",
        "TWS reconnects automatically; until then what is shown may be out of date.",
    ),
    _order_warning(
        2111,
        "TWS moved the start or the end of the order's algorithm to the next trading day",
        "TWS's setting for it is 'Auto-adjust algo order date', on the Orders page of Global Configuration.",
    ),
    _stated(2119, _FARM, _INFO, "A market data farm is connecting."),
    _order_warning(2130, "the contract trades at the price of a currency times a factor"),
    _order_warning(
        2137,
        "it would close a position and open the opposite one",
        "TWS's Global Configuration > Messages can switch this warning off.",
    ),
    _stated(
        2148,
        MessageKind.ACCOUNT,
        _ERROR,
        "IB warns about an account's margin; positions may be liquidated.",
        "Read TWS's text and check the account's margin in TWS now.",
        documented=False,
    ),
    _request_notice(2152, "TWS lists the exchanges of market depth", "", _INFO),
    _stated(2157, _FARM, _INFO, "The security definition farm is disconnected.", _NOT_AFFECTED, documented=False),
    _stated(2158, _FARM, _INFO, "The security definition farm is connected."),
    _order_warning(2161, "TWS replaced a price or an attribute of the order", "TWS's text names it.", documented=False),
    _order_warning(2168, "TWS no longer supports 'eTradeOnly'"),
    _order_warning(2169, "TWS no longer supports 'firmQuoteOnly'"),
    _refused(10000, "a combo cannot mix currencies in this way"),
    _refused(10001, "a volatility order cannot mix currencies"),
    _refused(10002, "legs of its non-guaranteed combo are not valid"),
    _refused(10003, "it cannot be sent to IBSX"),
    _refused(10005, "its model is read-only"),
    _refused(
        10006,
        "TWS found no order with the parent ID",
        "A child that is placed right after its parent can come too soon: a pause of 50 ms helps.",
    ),
    _refused(10007, "its hedge type is not valid"),
    _refused(10008, "its beta is not valid"),
    _refused(10009, "its hedge ratio is not valid"),
    _refused(10010, "its delta hedge is not valid"),
    _refused(10011, "a smart combo cannot be traded in this currency"),
    _refused(10012, "its allocation percentage is not valid"),
    _refused(10013, "it has to opt out of smart routing"),
    _refused(10014, "an allocation by change of position exceeds the limits"),
    _refused(10015, "the login may not trade over the API"),
    _refused(10016, "its contract is not visible to the login"),
    _refused(10017, "its contracts are not visible to the login"),
    _order_warning(10018, "the contract has an economic value (EV) rule, by which price and market value differ"),
    _order_warning(
        10019, "the contract has an economic value (EV) rule, by which the price and the market value of a trade differ"
    ),
    _refused(10020, "its display size has to be smaller than its quantity"),
    _refused(10021, "the offset of its second leg to a market order is not valid"),
    _refused(10022, "the priority of a leg is not valid"),
    _refused(10023, "the display size of a combo is not valid"),
    _refused(10024, "its limit for starting the next leg is not valid"),
    _refused(10025, "the first time at which its second leg becomes a market order is not valid"),
    _refused(10026, "the second time at which its second leg becomes a market order is not valid"),
    _refused(10027, "a routing tag of its combo is not valid"),
    _refused(10052, "its time in force is not valid", _TEXT_SAYS_WHY, documented=False),
    _refused(10058, "TWS reports that it is not valid", _TEXT_SAYS_WHY, documented=False),
    _refused(10063, "TWS reports that it is not valid", _TEXT_SAYS_WHY, documented=False),
    _request_failed(10089, "these market data need a further subscription for the API", _SUBSCRIBE),
    _request_notice(
        10090, "the login is not subscribed to a part of the market data; the rest is delivered", _SUBSCRIBE
    ),
    _request_failed(10091, "a part of the market data needs a further subscription for the API", _SUBSCRIBE),
    _cancel_refused(
        10147,
        "TWS found no such order of the client that asked",
        "It can be another client's: only the client that placed an order can cancel it.",
    ),
    _cancel_refused(
        10148,
        "TWS does not allow it in the state that it has for the order",
        "TWS's text gives the state.",
    ),
    _request_failed(10186, "the login is not subscribed to these market data, and delayed data are not on", _SUBSCRIBE),
    _request_failed(10187, "the login may not have these historical ticks", _SUBSCRIBE),
    _request_failed(
        10189, "the login may not have these tick-by-tick data, or is in use at another address", _SUBSCRIBE
    ),
    _request_failed(
        10197, "another session of the user receives the market data, where a live login goes before a paper one"
    ),
    _request_notice(10225, "a trade was busted, and TWS ended the real-time bars", _ASK_AGAIN),
    _request_failed(
        10230, "advisor settings in TWS are changed and not saved yet", "Save them in TWS, then press Refresh."
    ),
    _request_failed(10231, "groups or profiles have accounts that are not valid", "TWS's text names them."),
    _order_warning(10233, "it took defaults from TWS's preset for cash"),
    _refused(10234, "it has to name the person who decided on it"),
    _refused(10235, "it has to name the person or algorithm that decided on it"),
    _refused(10236, "the child of an all-or-none order has to be all-or-none"),
    _refused(10237, "an all-or-none order can be routed in its whole unfilled size only"),
    _request_failed(10238, "TWS could not reach IB's page of advisor settings"),
    _order_warning(
        10239, "accounts that it concerns do not fit the risk score that its group, profile or model asks for"
    ),
    _refused(10240, "its price cap is not valid"),
    _change_refused(10241, "an order by money cannot be changed over the API", _ON_THE_TICKET),
    _change_refused(10242, "an order of fractional size cannot be changed over the API", _ON_THE_TICKET),
    _refused(10243, "an order of fractional size cannot be placed over the API", _ON_THE_TICKET),
    _refused(10244, "it cannot be given by an amount of money"),
    _refused(10245, "its contract cannot be traded in fractions"),
    _refused(10246, "this kind of order cannot be for a fraction of a share"),
    _refused(10247, "fractions of a share can be routed to IB SmartRouting only"),
    _refused(10248, "the account has no permission to trade fractions of a share"),
    _refused(10249, "this kind of order cannot be for a fraction of a share"),
    _refused(10250, "its size does not fit the contract's smallest step of size"),
    _refused(10251, "an order that is allocated to accounts cannot be for a fraction of a share"),
    _refused(10252, "only an order that closes a position can be for a fraction of a share here"),
    _refused(10253, "a combo of several legs with a hedge cannot be cleared away"),
    _refused(10254, "its bond has expired"),
    _refused(10255, "TWS reports that it is not valid", _TEXT_SAYS_WHY, documented=False),
    _refused(10268, "TWS no longer supports 'eTradeOnly'"),
    _refused(10269, "TWS no longer supports 'firmQuoteOnly'"),
    _refused(10270, "TWS no longer supports 'nbboPriceCap'"),
    _request_failed(10276, "the API client may not have this news feed"),
    _request_failed(10277, "the API client is not subscribed to this news feed"),
    _request_failed(10278, "the same client has asked for the kinds of Wall Street Horizon events already"),
    _request_failed(10279, "the kinds of Wall Street Horizon events could not be served"),
    _request_failed(10280, "the request for the kinds of Wall Street Horizon events could not be ended"),
    _request_failed(10281, "the same client has asked for Wall Street Horizon events already"),
    _request_failed(10282, "the kinds of Wall Street Horizon events have to be asked for first"),
    _request_failed(10283, "the Wall Street Horizon events could not be served"),
    _request_failed(10284, "the request for Wall Street Horizon events could not be ended"),
    _any_refused(10285, "the API client is too old for fractional sizes", "Update the client."),
    _any_refused(10286, "a field has too many decimals", "TWS's text names it."),
    _refused(10287, "an order for cryptocurrency was not confirmed"),
    _order_warning(10288, "TWS asks to confirm a market order for cryptocurrency"),
    _refused(10289, "it has to be given by an amount of money"),
    _refused(10290, "it can be given by an amount of money only"),
    _refused(10291, "an order to harvest losses needs the time in force DAY"),
    _refused(10292, "its order type does not allow its action"),
    _refused(10293, "an order for cryptocurrency by an amount of money cannot have a size as well"),
    _refused(10294, "its amount of money differs from the sum of the group's amounts"),
    _refused(10295, "an order to harvest losses needs the time in force DAY"),
    _refused(10296, "it can seek price improvement in dark pools or avoid them, not both"),
    _refused(10297, "it cannot be 'not held'"),
    _refused(10298, "the currency of its contract is not that of its model"),
    _request_failed(10299, "it has to ask for other data to show", "TWS's text names them."),
    _any_refused(10300, "a date, time or time zone in it is not valid", "TWS's text names the field and the form."),
    _any_refused(10301, "a date, time or time zone in it is not valid", "TWS's text names the field and the form."),
    _refused(10302, "it cannot have a minimum trade quantity"),
    _refused(10303, "its minimum trade quantity has to be a whole number above 0 and not above its size"),
    _refused(10304, "its minimum competing size cannot be negative"),
    _refused(10305, "its offset to compete against the best bid or offer has to be a positive number of cents"),
    _refused(10306, "it cannot have offsets from the midpoint"),
    _refused(10307, "its offsets from the midpoint are not valid"),
    _change_refused(10308, "'Post to ATS' can be neither added nor removed"),
    _request_failed(10309, "it is not valid as one for Wall Street Horizon events"),
    _order_warning(
        10310,
        "'solicited' is for orders that a broker or advisor recommended and the client approved",
    ),
    _order_warning(10311, "it goes directly to an exchange, which can cost more"),
    _refused(10312, "this account cannot place volatility orders for this kind of contract"),
    _any_refused(10314, "a date, time or time zone in it is not valid", "TWS's text names the field and the form."),
    _any_refused(10315, "a time in it is not valid (hh:mm:ss, without a date)", "TWS's text names the field."),
    _refused(10316, "'trigger outside regular hours' has been replaced by 'outside regular hours'"),
    _refused(10317, "its amount of money does not fit the smallest step of some contracts"),
    _refused(10318, "this kind of order cannot be for a fractional quantity"),
    _refused(10319, "municipal bonds cannot be traded over the API at present", _ON_THE_TICKET),
    _refused(10321, "municipal bonds cannot be traded by attached and OCA orders at present"),
    _request_failed(10322, "this login adds accounts only when needed, and cannot ask for all of them at once"),
    _refused(10324, "its OCA group has settings that its exchange does not allow"),
    _refused(10325, "it cannot be in an OCA group"),
    _change_refused(10326, "its OCA group cannot be changed"),
    _change_refused(10327, "the type of its OCA group cannot be changed"),
    _refused(
        10328,
        "TWS lost a connection and could not find the order's data",
        "Press Refresh, and look the order up in TWS.",
    ),
    _order_warning(10329, "it goes directly to an exchange"),
    _any_refused(10330, "an expiry in it is not valid (yyyymm, or yyyymmdd with a time)"),
    _order_warning(10331, "IB has a notice about this kind of stop order"),
    _order_warning(10332, "cryptocurrency is volatile"),
    _order_warning(10333, "it exercises an option that is at the money"),
    _order_warning(10334, "TWS asks to confirm the order's omnibus account"),
    _refused(10335, "TWS's order presets contradict each other", "Review TWS's presets and rapid order entry."),
    _refused(10336, "its legs cannot have executing brokers of their own"),
    _any_refused(10337, "a key among its further options is not valid", "TWS's text lists those that are."),
    _any_refused(10338, "a value among its further options is not valid", "TWS's text lists those that are."),
    _request_failed(10339, "continuous futures take no end time"),
    _refused(10340, "it has an attribute that TWS does not support", "TWS's text names it."),
    _change_refused(10341, "its parent cannot be changed"),
    _refused(10342, "it cannot be for the imbalance only"),
    _refused(10343, "event contracts cannot be sold, nor attached as profit takers"),
    _refused(10344, "its price has to lie between 0.02 and 0.99, with two decimals at most"),
    _refused(10345, "the account cannot trade this kind of contract"),
    _request_failed(10346, "market data of this contract are shown elsewhere, and cannot be served here as well"),
    _order_warning(10347, "its contract has little liquidity, and a position in it may be hard to close"),
    _order_warning(10349, "TWS set the order's time in force from TWS's presets", documented=False),
)

_DEPRECATED = frozenset({114, 115, 121, 123, 153, 155, 156, 405, 421, 424, 425, 427, 428, 431, 432, 437, 438})
_DEPRECATED |= {10014, 10016, 10017, *range(10021, 10028)}


def _with_note(code: Code) -> Code:
    if code.number in _DEPRECATED:
        return replace(code, note="IB marks this code as deprecated.")
    if not code.is_documented:
        return replace(code, note="IB's list does not have this code; it is known from messages and reports.")
    return code


CODES: tuple[Code, ...] = tuple(map(_with_note, _ROWS))
"""All codes, in the order of their numbers."""


IB_IS_BACK = frozenset({1101, 1102})
"""TWS's own connection to IB has been restored, with or without its data."""
