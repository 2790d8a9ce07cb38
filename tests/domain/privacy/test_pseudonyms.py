"""Names for accounts: always the same, and nothing is left of the account in any text."""

from __future__ import annotations

import html
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ibmonitor.domain.privacy import pseudonyms
from ibmonitor.domain.privacy.caseless import caseless
from ibmonitor.domain.privacy.pseudonyms import PREFIX, Pseudonyms
from tests.domain.privacy.aliases import names

NAMES_OF_VERSION_0_1_0 = ["Acct C8MV", "Acct KJ3M", "Acct RCHY"]
"""Users know them: they stand in pictures and exports."""


def test_an_account_has_one_name_and_on_another_computer_another() -> None:
    first, again, elsewhere = names(), names(), Pseudonyms(bytes(32))
    name = first.of("U1234567")
    assert name == again.of("U1234567") == first.of(" u1234567 ")
    assert name.startswith(PREFIX)
    assert name not in {first.of("U1234568"), elsewhere.of("U1234567")}
    assert first.of("") == ""


def test_no_two_accounts_share_a_name() -> None:
    made = names()
    found = {made.of(f"U{number}") for number in range(10_000, 15_000)}
    assert len(found) == 5_000
    assert len({len(name) for name in found}) > 1, "some names had to be longer"


@pytest.mark.parametrize(
    "account",
    [
        "U1234567",
        "DU1234567",
        "DUH123456",
        "DUM12345",
        "u1234567",
        "F1234567",
        "DF1234567",
        "I1234567",
        "F1234567A",
        "U12345",
        "U12345678",
    ],
)
@pytest.mark.parametrize(
    "text", ["{}", "Order for {}.", '{{"account":"{}"}}', "<acct>{}</acct>", "bot_{}_7", "{}/Model", "({},{})", "=-{}"]
)
def test_whatever_looks_like_an_account_is_hidden_unlearnt(account: str, text: str) -> None:
    made = names()
    assert made.hide(text.format(account, account)) == text.format(made.of(account), made.of(account))


@pytest.mark.parametrize("account", ["XK77", "DU1", "00456789", "Z.9-1"])
def test_any_other_account_is_hidden_once_it_is_known(account: str) -> None:
    made = names()
    text = f"In {account.lower()}, {account}: {account}"
    assert made.hide(text) == text
    assert made.learn([account])
    assert made.hide(text) == text.lower().replace("in", "In").replace(account.lower(), made.of(account))
    assert not made.learn([account.lower()])


def test_a_known_account_is_hidden_inside_other_words_and_a_short_one_is_not() -> None:
    made = names("U1234567", "U1")
    assert made.hide("abcU1234567x") == f"abc{made.of('U1234567')}x"
    assert made.hide("EU1 U12 U1") == f"EU1 U12 {made.of('U1')}"


@pytest.mark.parametrize(
    "text",
    [
        "AAPL",
        "0000e0d5.6503c7b8.01.01",
        "f1234567.12345678.01.01",
        "1,234.50",
        "2026-06-11 13:30:30",
        "swing-12",
        "All",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert names("U1234567", "All", "", "123").hide(text) == text


def test_one_account_that_begins_like_another_is_hidden_whole() -> None:
    made = names("U123456", "U1234567", "DU123456")
    for account in ("U123456", "U1234567", "DU123456"):
        assert made.hide(f"x{account}") == "x" + made.of(account)


def test_a_name_that_the_user_gave_is_hidden_as_the_account() -> None:
    made = names()
    assert made.learn_aliases({"Anna Miller": "U1234567", " ": "U1234567", "Rob": "U7654321"})
    assert made.hide("anna miller, Rob, Robert") == f"{made.of('U1234567')}, {made.of('U7654321')}, Robert"


@pytest.mark.parametrize("typed", ["{}", "fills of {} today", "ref:{}_7"])
def test_what_is_typed_by_name_means_the_account(typed: str) -> None:
    made = names("xk77")
    shown = made.hide(typed.format("xk77"))
    assert made.reveal(shown) == made.reveal(shown.lower()) == typed.format("xk77")
    assert made.reveal("Acct 2222, Acct, Account 7") == "Acct 2222, Acct, Account 7"


@given(st.text(), st.sampled_from(["U1234567", "DU7654321"]), st.text())
def test_hidden_once_is_hidden(before: str, account: str, after: str) -> None:
    made = names()
    shown = made.hide(f"{before} {account} {after}")
    assert account not in shown
    assert made.hide(shown) == shown


@pytest.mark.parametrize("text", ["1234567890", "0.123456", "123456.78", "1,123456", "e123456", "123456789"])
def test_an_account_of_digits_is_no_part_of_another_number(text: str) -> None:
    made = names("123456")
    assert made.hide(text) == text
    assert made.hide("for 123456, (123456)") == f"for {made.of('123456')}, ({made.of('123456')})"


@pytest.mark.parametrize("alias", ["100", "100.50", "1,000", "-7"])
def test_an_alias_that_is_a_number_hides_no_quantity(alias: str) -> None:
    made = names()
    assert not made.learn_aliases({alias: "U1234567"})
    assert made.hide(f"{alias} at {alias}") == f"{alias} at {alias}"


def test_an_account_before_a_point_and_a_digit_is_hidden() -> None:
    assert "1234567" not in names().hide("case-U1234567.1.ibmrec")


ODD_ALIASES = [
    "Straße",
    "GROẞ",
    "ŉaam",
    "ǰosef",
    "ΐος",
    "İpek",
    "Yıldız",
    "ﬁnn",
    "Oﬃce",
    "Οδυσσέας",
    "ΣΊΣΥΦΟΣ",
    "ᏣᎳᎩ",
    "ꭰꮍ",
    "ﬅeﬀen",
    "ǅemal",
    "ᾳδης",
    "Müller",
    "Mu\u0308ller",
    "Nguyễn Thị",
    "Ｆｕｎｄ",
    "ſofie",
    "Mül\u00adler",
    "ab",
    "ßß",
    "山田",
    "O'Neil-Śmith",
    "Buy",
    "Account",
    "All",
    "x" * 100,
    "Familie Groß & Söhne" * 60,
    "Z9" * 500,
]


def spellings(alias: str) -> set[str]:
    cases = {alias, alias.upper(), alias.lower(), alias.title(), alias.casefold(), alias.swapcase()}
    return {normalize(form, case) for case in cases for form in ("NFC", "NFD")} | cases


def left_of(alias: str, text: str, made: Pseudonyms) -> set[str]:
    """What spellings of the alias are left in the hidden text, besides its name."""
    shown = made.hide(text).replace(made.of("U1234567"), "\ue000")
    return {spelling for spelling in spellings(alias) if spelling in shown or caseless(spelling) in caseless(shown)}


@pytest.mark.parametrize("alias", ODD_ALIASES)
def test_an_alias_is_hidden_in_every_case_and_encoding(alias: str) -> None:
    made = names()
    assert made.learn_aliases({alias: "U1234567"})
    for spelling in spellings(alias):
        assert made.hide(spelling) == made.of("U1234567")
        for text in (f"For {spelling}.", f"({spelling})", f"1 {spelling}\n2", f"<acct>{spelling}</acct>"):
            assert made.hide(text) == text.replace(spelling, made.of("U1234567"))
            assert made.reveal(made.hide(text)) == text.replace(spelling, "U1234567")


@given(
    st.text(min_size=2).filter(lambda alias: sum(map(str.isalpha, alias)) > 1 and "\ue000" not in alias),
    st.text(" .,;:()[]{}<>&='\n\u00a0山é", max_size=5),
    st.text(" .,;:()[]{}<>&='\n\u00a0山é", max_size=5),
)
@example("Acct", " ", " ")
def test_whatever_the_alias_it_is_not_left_in_a_text(alias: str, before: str, after: str) -> None:
    made = names()
    made.learn_aliases({alias: "U1234567"})
    for spelling in spellings(alias):
        text = f"{before}{spelling}{after}"
        assert not left_of(alias, text, made)
        assert made.hide(made.hide(text)) == made.hide(text)


@pytest.mark.parametrize(("alias", "is_hidden"), [("abc123", True), ("ab123", False), ("abcdefg", False)])
def test_an_alias_like_a_number_of_an_account_is_hidden_inside_other_words(alias: str, is_hidden: bool) -> None:
    made = names()
    made.learn_aliases({alias: "U1234567"})
    assert (made.hide(f"x{alias}y") != f"x{alias}y") == is_hidden


@pytest.mark.parametrize("alias", ["Smith & Sons", "A<B>'s", 'Müller "Ltd."'])
def test_an_alias_is_hidden_in_raw_xml(alias: str) -> None:
    made = names()
    made.learn_aliases({alias: "U1234567"})
    for spelling in (html.escape(alias), html.escape(alias, quote=False)):
        assert made.hide(f"<alias>{spelling}</alias>") == f"<alias>{made.of('U1234567')}</alias>"


def test_names_are_those_of_earlier_versions() -> None:
    assert [names().of(account) for account in ("U1234567", "du1234567", "straße 1")] == NAMES_OF_VERSION_0_1_0


def test_texts_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonyms, "_MOST_KEPT", 1_000)
    made = names("U1234567")
    for number in range(1_000):
        made.hide(f"{number} U1234567")
        assert len(made._shown) <= 11
    kept = len(made._shown)
    made.hide(f"{number} U1234567")
    assert len(made._shown) == kept > 1
    made.hide("x" * 5_000)
    made.hide("y")
    assert len(made._shown) == 1


def test_names_that_are_shown_already_stay_whatever_the_aliases() -> None:
    made = names()
    name = made.of("U1234567")
    made.learn_aliases({"Acct": "U1234568", name.removeprefix(PREFIX): "U1234569"})
    assert made.hide(f"of {name} and acct") == f"of {name} and {made.of('U1234568')}"


def test_a_text_of_any_length_is_hidden() -> None:
    made = names()
    long = "A1" * 50_000
    assert made.learn([long, long + "x"])
    assert made.hide(f"in {long}, {long.lower()}X") == f"in {made.of(long)}, {made.of(long + 'x')}"
    assert made.hide("a1" * 1000) == "a1" * 1000


def test_half_a_character_in_an_account_has_a_name() -> None:
    assert names().of("X\ud800").startswith(PREFIX)
