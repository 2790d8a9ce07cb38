"""Understands what people type: "order 6 of client 1", "1/6", "SPY 100", "rejected", "AAPL sell today".

"not filled" and "rejected or cancelled" are understood, too.
Case, separators of thousands and words such as "the" do not matter. Typos are not guessed. A query can also compare
named fields as a whole: `perm:1903554201`, `client:7 order:12`, `exec:0000e1a7.67400001.01.01`, `ref:swing`,
`oca:1903554201`. The value of `exec:`, `ref:` or `oca:` is the rest of the query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ibmonitor.domain.records.statuses import STATUSES
from ibmonitor.domain.records.value import value
from ibmonitor.domain.search.conditions import Called, Condition, Either, ExecId, Not, Same, Stands, Word
from ibmonitor.domain.search.days import day_in
from ibmonitor.domain.search.fields import Kind
from ibmonitor.domain.search.standing import Standing
from ibmonitor.domain.search.words import number_in_text, plain, words_of


@value
class Question:
    """What was typed, as far as it is understood."""

    text: str
    readings: tuple[tuple[Condition, ...], ...]
    """Conditions that must all hold; of several readings the first that finds something is meant."""
    day: str = ""
    """The words that name another day than today, of which nothing is known if no reading finds anything."""
    without_day: str = ""
    """The text without these words."""


def parse(text: str, symbols: AbstractSet[str] = frozenset(), group: str = ",", point: str = ".") -> Question:
    """Return what a text asks for.

    `symbols` are those of all known instruments, in lower case: one of them can be a word that is ignored otherwise.
    `group` and `point` are the separators of numbers as the reader types them.
    """
    plain_text = " ".join(_SEPARATOR_IN_NUMBER.sub("", text).split())
    text = " ".join(text.split())
    named = _named_fields(text)
    if named:
        return Question(text, (named,))
    tokens = list(_tokens(plain_text))
    day = day_in(tokens)
    reader = _Reader(tokens, symbols, group, point)
    readings = list(dict.fromkeys(filter(None, (reader.with_symbols(), reader.strictly(), reader.loosely()))))
    if len(tokens) > 1 and _NUMBER_IN_GROUPS.fullmatch(plain_text):
        joined = plain_text.replace(" ", "")
        # An ID of so many digits is not several numbers.
        others = readings if len(joined) < _LEAST_OF_ID else []
        readings = [(Word(plain_text, (plain_text, joined), is_number=True),), *others]
    elif len(tokens) > 1 and all(token.isdecimal() and len(token) >= _LEAST_OF_ID for token in tokens):
        readings = [(Word(plain_text, tuple(tokens), is_number=True),)]
    named_symbols = tuple(word for word in map(plain, tokens) if word not in _IGNORED)
    if len(named_symbols) > 1 and symbols >= set(named_symbols):
        # No order is of several instruments: a list of them.
        readings.append((Word(plain_text, named_symbols, kinds=(Kind.SYMBOL,)),))
    if len(tokens) == 1 and _HEX.fullmatch(tokens[0].casefold()):
        readings.append((ExecId(tokens[0]),))
    return Question(
        text,
        tuple(readings),
        " ".join(token for number, token in enumerate(tokens) if number in day),
        " ".join(token for number, token in enumerate(tokens) if number not in day) if day else "",
    )


# Named fields

# Not more digits than any id has: Python refuses to read thousands of them.
_NUMBER = re.compile(r"(perm|client|order):\s*(-?\d{1,19})(?!\d)\s*", re.IGNORECASE)
_TEXT = re.compile(r"(exec|ref|oca):\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_NUMBERED = {"perm": Kind.PERM_ID, "client": Kind.CLIENT_ID, "order": Kind.ORDER_ID}


def _named_fields(query: str) -> tuple[Condition, ...]:
    """The conditions of a query that consists of named fields; empty for any other."""
    found: dict[str, Condition] = {}
    while number := _NUMBER.match(query):
        name = number.group(1).lower()
        found[name] = Same(_NUMBERED[name], int(number.group(2)))
        query = query[number.end() :]
    if text := _TEXT.fullmatch(query):
        name, wanted = text.group(1).lower(), text.group(2)
        if name == "exec":
            found[name] = ExecId(wanted, is_whole=True)
        else:
            found[name] = Called(Kind.ORDER_REF if name == "ref" else Kind.OCA_GROUP, wanted)
    elif query:
        return ()
    return tuple(found.values())


# Words

_NUMBER_IN_GROUPS = re.compile(r"\d{1,4}(?: \d{3})+")
"""An ID or a quantity with blanks, as some programs write it."""
_LEAST_OF_ID = 7
_SEPARATOR_IN_NUMBER = re.compile(r"(?<=\d)[\u00a0\u2009\u202f'\u2019](?=\d{3}(?!\d))")
_BLANK_BEFORE_PRICE = re.compile(r"(?<=@)\s+(?=[\d.])")
_COMMA_BETWEEN_WORDS = re.compile(r",(?!\d)|(?<!\d),")
_PAIR = re.compile(r"([a-z]+)[./-]([a-z]+)")
"""BRK.B, EUR/USD"""
_CURRENCIES = re.compile(r"([a-z]{3})([a-z]{3})")
"""EURUSD"""
_AROUND = " \t,;?!\"'“”«»()[]"
_QUANTITY_AT_PRICE = re.compile(r"([\d.,]*\d)@(\d[\d.,]*)")
_INTEGER = re.compile(r"-?\d{1,19}")
_HASH = re.compile(r"#(-?\d{1,19})")
_CLIENT_AND_ORDER = re.compile(r"(\d{1,19})/(-?\d{1,19})")
_HEX = re.compile(r"[0-9a-f]{4,}[0-9a-f.]*")
_EXEC_ID = re.compile(r"[0-9a-f]{8}\.[0-9a-f.]*")
"""Longer than a price."""

_OF_NUMBERS = {
    **dict.fromkeys(("order", "orderid", "oid"), Kind.ORDER_ID),
    **dict.fromkeys(("client", "clientid"), Kind.CLIENT_ID),
    **dict.fromkeys(("perm", "permid"), Kind.PERM_ID),
    **dict.fromkeys(("parent", "parentid", "child", "children"), Kind.PARENT_ID),
    **dict.fromkeys(("conid", "con", "contract"), Kind.CON_ID),
    **dict.fromkeys(("code", "error", "message", "errors", "messages"), Kind.CODE),
}
"""Words before a number that say what it is."""
_NEEDS_ID = frozenset({"con", "contract"})
"""Only together with "ID": "contract 100" may be about a quantity."""
_OF_WORDS = {
    **dict.fromkeys(("account", "acct", "accounts"), Kind.ACCOUNT),
    "group": Kind.GROUP,
    **dict.fromkeys(("symbol", "ticker"), Kind.SYMBOL),
    **dict.fromkeys(("ref", "reference", "orderref"), Kind.ORDER_REF),
    "oca": Kind.OCA_GROUP,
    "model": Kind.MODEL,
}
"""Words before another word that say what it is."""
_OF_AMOUNTS = {
    **dict.fromkeys(("quantity", "qty", "size"), Kind.QUANTITY),
    **dict.fromkeys(("price", "limit", "lmt", "stop", "stp", "trail"), Kind.PRICE),
}
_NOT = words_of("not non never neither nor without except excluding isn't aren't wasn't weren't hasn't haven't")
_AFTER_NOT = words_of("yet been be being a an any the of from in for at on by to")
"""Words that may stand between one of those and what does not hold."""
_OF_EXECUTIONS = frozenset({"exec", "execid", "execution"})
_BETWEEN = frozenset({"id", "ids", "no", "nr", "number", "is", "of", "="})
"""What may stand between such a word and its value."""
_IGNORED = words_of(
    "a all an and any are at by find for from had has have i in is me my of on orders or our please show that the their"
    " these they this those today today's todays was were what which why with you your order client perm id ids no nr"
    " number contract contracts status side shares happened to it its did do does where who now"
    " still yet already currently just been be being got get gets list"
)
_ALL = frozenset({"all", "order", "orders", "today", "today's", "todays"})
"""Of the ignored words, those that alone ask for everything."""
_NAMED = (Kind.SYMBOL, Kind.ACCOUNT, Kind.GROUP, Kind.ORDER_REF, Kind.OCA_GROUP, Kind.MODEL, Kind.CONTRACT)
"""What users name."""
_TYPES = {
    Kind.ORDER_TYPE: "limit:lmt market:mkt stop:stp trailing:trail",
    Kind.SEC_TYPE: "stock:stk stocks:stk option:opt options:opt future:fut futures:fut forex:cash fx:cash combo:bag"
    " combos:bag bonds:bond puts:put calls:call",
}
_IN_WORDS = {
    word: (kind, own) for kind, pairs in _TYPES.items() for word, own in (pair.split(":") for pair in pairs.split())
}
"""Types of orders and of instruments, by the words for them."""


def _standings() -> dict[str, Stands]:
    found = {
        name.casefold(): Stands(f"Status {name}", Standing.NONE, frozenset({name.casefold()})) for name in STATUSES
    }
    own = (
        ("Rejected", Standing.REJECTED, "rejected reject rejects refused rejection rejections failed declined"),
        ("Cancelled", Standing.CANCELLED, "cancelled canceled"),
        ("Cancelling", Standing.CANCELLING, "cancelling canceling cancelpending cancelrequested beingcancelled"),
        ("Working", Standing.WORKING, "working open live alive active outstanding resting"),
        ("Pending", Standing.PENDING, "pending waiting"),
        ("Held", Standing.HELD, "held onhold"),
        ("Filled", Standing.FILLED, "filled executed fullyfilled completelyfilled entirelyfilled"),
        ("Nothing filled", Standing.UNFILLED, "nofill nofills nothingfilled zerofilled"),
        ("Partly filled", Standing.PARTLY_FILLED, "partlyfilled partiallyfilled partfilled partialfill partialfills"),
        ("Partly filled", Standing.PARTLY_FILLED, "partial partly partially partials"),
        ("Done", Standing.DONE, "done completed complete finished dead"),
        ("No longer open", Standing.GONE, "missing gone"),
        ("Buy", Standing.BUY, "buy buys bought buying"),
        ("Sell", Standing.SELL, "sell sells sold selling sld"),
    )
    for label, standing, words in own:
        for word in words.split():
            known = found.get(word)
            found[word] = Stands(label, standing, known.statuses if known else frozenset())
    return found


_STANDINGS = _standings()
"""By the word, without hyphens and blanks."""
_DENIALS = {
    **dict.fromkeys(("unfilled", "unexecuted"), "filled"),
    **dict.fromkeys(("incomplete", "uncompleted", "unfinished"), "done"),
}
"""Words that deny another one."""


def _denial(condition: Condition) -> Not:
    if isinstance(condition, Stands) and condition.standing is Standing.FILLED:
        # A part of it may be.
        condition = Stands("Fully filled", condition.standing, condition.statuses, condition.symbol)
    return Not(condition)


def _is_code(word: str) -> bool:
    """Whether a word is an account, an ID or another number rather than a word of a sentence."""
    return word.isalnum() and not word.isalpha()


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for word in _BLANK_BEFORE_PRICE.sub("", _COMMA_BETWEEN_WORDS.sub(" ", text)).split():
        bare = word.strip(_AROUND).rstrip(".:") or word
        name, mark, rest = _split_at_mark(bare)
        both = _QUANTITY_AT_PRICE.fullmatch(bare)
        if mark and rest:
            tokens += [name, rest]
        elif bare.casefold().startswith("non-"):
            tokens += bare.split("-", 1)
        elif both:
            tokens += [both.group(1), f"@{both.group(2)}"]
        else:
            tokens.append(bare)
    return tokens


def _split_at_mark(word: str) -> tuple[str, str, str]:
    """Split "client:7", "order#6" after a word that says what its value is."""
    for mark in ":=#":
        name, found, rest = word.partition(mark)
        folded = name.casefold()
        if found and (
            folded in _OF_NUMBERS
            or folded in _OF_WORDS
            or folded in _OF_AMOUNTS
            or folded in {"exec", "status", "side"}
        ):
            return name, found, rest
    return word, "", ""


class _Reader:
    """Reads the tokens in several ways."""

    def __init__(self, tokens: Sequence[str], symbols: AbstractSet[str], group: str, point: str) -> None:
        self._tokens = tokens
        self._words = [plain(token) for token in tokens]
        self._symbols = symbols
        self._separators = group, point
        self._strict: list[Condition] = []
        self._loose: list[Condition] = []
        self._as_symbols: list[Condition] = []
        self._read()

    def strictly(self) -> tuple[Condition, ...]:
        """With every word for what it says it is."""
        return tuple(dict.fromkeys(self._strict))

    def loosely(self) -> tuple[Condition, ...]:
        """With the values in any field."""
        return tuple(dict.fromkeys(self._loose))

    def with_symbols(self) -> tuple[Condition, ...]:
        """With ignored words that are symbols; empty where there is none."""
        return (*self._strict, *self._as_symbols) if self._as_symbols else ()

    def _read(self) -> None:
        at = 0
        while at < len(self._tokens):
            conditions, is_alternative = len(self._strict), "or" in self._words[max(0, at - 1) : at]
            at = self._read_at(at)
            if is_alternative and 0 < conditions == len(self._strict) - 1:
                self._join_alternatives()
        if self._strict or self._as_symbols:
            return
        if set(self._words) & _ALL:
            self._strict = self._loose = [Stands("All orders", Standing.LISTED)]
        else:
            self._strict = self._loose = [self._word(number) for number in range(len(self._tokens))]

    def _read_at(self, at: int) -> int:
        """Read what begins with a token; return the number of the token after it."""
        return (
            self._read_denied(at)
            or self._read_value(at)
            or self._read_standing(at)
            or self._read_id(at)
            or self._read_word(at)
        )

    def _join_alternatives(self) -> None:
        """Read "filled or cancelled": the last two conditions are two of which one must hold."""
        one, other = self._strict[-2:]
        if isinstance(one, Not) and not isinstance(other, Not):
            # "not filled or cancelled"
            self._strict[-1] = _denial(other)
        else:
            self._strict[-2:] = [Either(one, other)]

    def _read_denied(self, at: int) -> int:
        """Read "not filled", "not yet filled", "unfilled", "without AAPL"; return 0 for other words.

        "not" before any other word can be a word of a reference or a message.
        """
        conditions, denied = len(self._strict), _DENIALS.get(self._words[at])
        if denied is not None:
            return self._add(at, _denial(_STANDINGS[denied]), self._word(at))
        if self._words[at].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") not in _NOT:
            return 0
        start = at + 1
        while start < len(self._words) and self._words[start] in _AFTER_NOT:
            start += 1
        if start == len(self._words):
            return 0
        loose = len(self._loose)
        end = self._read_value(start) or self._read_standing(start)
        if not end and self._words[start] in self._symbols:
            end = self._add(start, self._word(start, Kind.SYMBOL), self._word(start))
        elif not end and (self._words[start] in _IN_WORDS or _is_code(self._words[start])):
            end = self._read_word(start)
        self._strict[conditions:] = map(_denial, self._strict[conditions:])
        if end:
            self._loose.insert(loose, self._word(at))
        return end

    def _read_value(self, at: int) -> int:
        """Read "order 6", "account DU1", "price 230.5"; return 0 for a word that says nothing of another one."""
        word, end = self._words[at], self._value_after(at)
        if end >= len(self._words):
            return 0
        number = _INTEGER.fullmatch(self._words[end].lstrip("#"))
        if word in _OF_NUMBERS and number and (end > at + 1 or word not in _NEEDS_ID):
            same = Same(_OF_NUMBERS[word], int(number.group()))
            return self._add(end, same, self._word(end) if same.kind is Kind.CODE else same)
        if word in _OF_EXECUTIONS and _HEX.fullmatch(self._words[end]):
            return self._add(end, ExecId(self._words[end]), self._word(end))
        kind = _OF_AMOUNTS.get(word) if self._number(end) else None
        if kind is None and self._words[end] not in _IGNORED:
            kind = _OF_WORDS.get(word)
        return 0 if kind is None else self._add(end, self._word(end, kind), self._word(end))

    def _read_standing(self, at: int) -> int:
        """Read "rejected", "partly filled"; return 0 for other words."""
        for width in (2, 1):
            words = self._words[at : at + width]
            stands = _STANDINGS.get("".join(words).replace("-", "").replace("_", "")) if len(words) == width else None
            if stands is not None:
                symbol = words[0] if width == 1 and words[0] in self._symbols else ""
                # A name that the user has given can have the same words.
                self._loose += [self._word(number, *_NAMED) for number in range(at, at + width - 1)]
                last = at + width - 1
                stands = Stands(stands.label, stands.standing, stands.statuses, symbol)
                return self._add(last, stands, self._word(last, *_NAMED))
        return 0

    def _read_id(self, at: int) -> int:
        """Read "#6", "1/6", the 6 of "6 of client 1" and the ID of an execution; return 0 for other words."""
        word = self._words[at]
        order, both = _HASH.fullmatch(word), _CLIENT_AND_ORDER.fullmatch(word)
        found: Condition
        if order is not None:
            found = Same(Kind.ORDER_ID, int(order.group(1)))
            return self._add(at, found, Word(self._tokens[at], (order.group(1),), is_number=True))
        if both is not None:
            self._strict.append(Same(Kind.CLIENT_ID, int(both.group(1))))
            found = Same(Kind.ORDER_ID, int(both.group(2)))
        elif _INTEGER.fullmatch(word) and self._is_client_next(at + 1):
            found = Same(Kind.ORDER_ID, int(word))
        elif _EXEC_ID.fullmatch(word):
            found = ExecId(word)
        else:
            return 0
        return self._add(at, found, self._word(at))

    def _read_word(self, at: int) -> int:
        word = self._words[at]
        if word in _IGNORED:
            if word in self._symbols:
                self._as_symbols.append(self._word(at, Kind.SYMBOL))
            return at + 1
        if word == "stop" and self._words[at - 1 : at] == ["trailing"]:
            return at + 1
        if word in _IN_WORDS:
            kind, own = _IN_WORDS[word]
            spellings = (word, own)
            in_types = Word(self._tokens[at], spellings, kinds=(kind,))
            return self._add(at, in_types, Word(self._tokens[at], spellings))
        prices = (Kind.PRICE,) if word[0] in "@$€£¥" and self._number(at) else ()
        return self._add(at, self._word(at, *prices), self._word(at))

    def _add(self, last: int, strict: Condition, loose: Condition) -> int:
        self._strict.append(strict)
        self._loose.append(loose)
        return last + 1

    def _value_after(self, at: int) -> int:
        """The number of the token that a word before a value belongs to."""
        at += 1
        while at < len(self._words) and self._words[at] in _BETWEEN:
            at += 1
        return at

    def _is_client_next(self, at: int) -> bool:
        """Whether "of client 1" follows."""
        while at < len(self._words) and self._words[at] in {"of", "for", "from", "by", "in", "on", "the", "at"}:
            at += 1
        if at >= len(self._words) or self._words[at] not in {"client", "clientid"}:
            return False
        end = self._value_after(at)
        return end < len(self._words) and _INTEGER.fullmatch(self._words[end]) is not None

    def _number(self, at: int) -> str:
        return number_in_text(self._words[at], *self._separators)

    def _word(self, at: int, *kinds: Kind) -> Word:
        word, number = self._words[at], self._number(at)
        spellings = [word, number]
        pair, currencies = _PAIR.fullmatch(word), _CURRENCIES.fullmatch(word)
        if pair is not None:
            spellings += [".".join(pair.groups()), " ".join(pair.groups())]
        elif currencies is not None and currencies.group(1) in self._symbols:
            spellings.append(".".join(currencies.groups()))
        return Word(self._tokens[at], tuple(dict.fromkeys(filter(None, spellings))), bool(number), kinds)
