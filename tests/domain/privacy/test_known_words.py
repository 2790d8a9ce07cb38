"""Known words are found in a text as people read it."""

from __future__ import annotations

import pytest

from tests.domain.privacy.aliases import names


@pytest.mark.parametrize(
    "alias", ["Anna Maria", "  Anna  Maria ", "\u00a0Anna\u00a0Maria", "Anna\u2007Maria", "Anna\n\tMaria"]
)
@pytest.mark.parametrize("written", ["Anna Maria", "ANNA  MARIA", "anna\u00a0maria", "Anna\nMaria", "Anna \u200bMaria"])
def test_blanks_of_any_kind_and_number_are_one(alias: str, written: str) -> None:
    made = names()
    assert made.learn_aliases({alias: "U1234567"})
    assert made.hide(f"<{written}>") == f"<{made.of('U1234567')}>"
    assert not made.learn_aliases({written: "U1234567"})


def test_of_aliases_that_contain_each_other_the_longest_is_hidden() -> None:
    made = names()
    made.learn_aliases(
        {"Anna": "U1", "Anna Maria": "U2", "Anna Maria Groß": "U3", "Maria": "U4", "U7654321 Anna": "U5"}
    )
    one, two, three, four, five = map(made.of, ("U1", "U2", "U3", "U4", "U5"))
    assert made.hide("ANNA, anna maria, ANNA MARIA GROSS, Maria") == f"{one}, {two}, {three}, {four}"
    assert made.hide("Anna Marias Anna Maria Große") == f"{one} Marias {two} Große"
    assert made.hide("U7654321 Anna") == five


def test_of_aliases_that_overlap_nothing_is_left() -> None:
    made = names()
    made.learn_aliases({"Anna Groß": "U1", "Groß Huber": "U2"})
    assert made.hide("for Anna Groß Huber.") == f"for {made.of('U1')} {made.of('U2')}."


@pytest.mark.parametrize("text", ["Robert", "Eros", "Rossi", "Boss", "Groß-Gerau 7ros", "xRob"])
def test_a_part_of_a_word_is_no_alias(text: str) -> None:
    made = names()
    made.learn_aliases({"Rob": "U1234567", "ros": "U1234568", "oss": "U1234569"})
    assert made.hide(text) == text


def test_a_letter_that_becomes_several_is_hidden_whole() -> None:
    made = names()
    made.learn_aliases({"Gros": "U1234567", "SA": "U1234568"})
    assert made.hide("Groß ßa") == "Groß ßa", "in capitals these are GROSS and SSA"
    made.learn_aliases({"Gross": "U1234569"})
    assert made.hide("Groß") == made.of("U1234569")


@pytest.mark.parametrize("text", ["éAnna", "ßAnna", "ﬁAnna", "Annaé", "Annaß", "山Anna山", "_Anna_"])
def test_a_letter_that_is_no_ascii_ends_a_word(text: str) -> None:
    made = names()
    made.learn_aliases({"Anna": "U1234567"})
    assert made.hide(text) == text.replace("Anna", made.of("U1234567"))


def test_a_word_that_a_capital_letter_sets_apart_is_hidden_with_that_letter() -> None:
    made = names()
    made.learn_aliases({"NA": "U1234567"})
    assert made.hide("ŉa") == made.of("U1234567"), "in capitals this is ʼNA"


def test_what_ends_an_alias_ends_the_word() -> None:
    made = names()
    made.learn_aliases({"Anna & Co.": "U1234567", "(Rob)": "U7654321"})
    assert made.hide("Anna & Co.x x(Rob)x") == f"{made.of('U1234567')}x x{made.of('U7654321')}x"
    assert made.hide("xAnna & Co.") == "xAnna & Co."


def test_aliases_that_are_no_words_are_not_learnt() -> None:
    made = names()
    assert not made.learn_aliases({"": "U1", " ": "U1", "é": "U1", "ß": "U1", "\u200b\u200b": "U1", "-7 ": "U1"})
    assert made.hide("é ß 1-7 -7") == "é ß 1-7 -7"
