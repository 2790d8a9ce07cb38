"""The texts the text filter searches: made late, in slices, and renewed when a record changes."""

from __future__ import annotations

import pytest

from ibmonitor.models.table.text_search import TextSearch, words_of


def test_no_text_is_made_before_a_search_starts() -> None:
    made: list[str] = []

    def text_of(record: str) -> str:
        made.append(record)
        return record

    search = TextSearch(["Anna", "Bob"], text_of)
    assert (search.backlog, search.advance(1), made) == (0, [], [])
    search.start()
    assert search.backlog == 2
    assert search.advance(1) == [0, 1]
    assert (search.backlog, made) == (0, ["Anna", "Bob"])


def test_a_slice_that_is_over_leaves_the_rest_for_the_next() -> None:
    search = TextSearch([str(number) for number in range(100)], str)
    search.start()
    done: list[int] = []
    turns = 0
    while search.backlog:
        done += search.advance(0)
        turns += 1
    assert done == list(range(100))
    assert turns > 1


def test_until_its_text_is_read_a_new_record_matches_nothing_and_a_changed_one_by_its_old_text() -> None:
    records = ["anna"]
    search = TextSearch(records, str)
    search.start()
    search.advance(1)
    records[0] = "bob"
    records.append("anna")
    search.outdate([0, 1])
    anna = words_of("anna")
    assert list(search.matching(anna)) == [1, 0]
    assert [search.matches(position, anna) for position in (0, 1)] == [True, False]
    assert sorted(search.advance(1)) == [0, 1]
    assert list(search.matching(anna)) == [0, 1]


def test_after_it_was_cleared_it_reads_again_only_for_the_next_search() -> None:
    records = ["anna"]
    search = TextSearch(records, str)
    search.start()
    search.advance(1)
    records[:] = ["bob"]
    search.clear()
    assert (search.backlog, list(search.matching(words_of("anna")))) == (0, [0])
    search.start()
    assert search.advance(1) == [0]
    assert search.matches(0, words_of("BOB"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("  Anna  BOB ", (("anna",), ("bob",))),
        ("1,234.5", (("1,234.5", "1234.5"),)),
        ("-1,000", (("-1,000", "-1000"),)),
        ("a,b", (("a,b",),)),
    ],
)
def test_a_number_is_searched_without_its_group_separators_too(text: str, words: tuple[tuple[str, ...], ...]) -> None:
    assert words_of(text) == words


def test_texts_are_searched_a_little_at_a_time_too() -> None:
    records = [f"anna {number}" for number in range(10_000)]
    search = TextSearch(records, str)
    search.start()
    search.advance(60)
    words = words_of("anna 99")
    search.look_for(words)
    turns = 0
    while not search.is_searched:
        assert search.advance(0) == []
        turns += 1
    assert turns > 2
    expected = [all(word in record for word in ("anna", "99")) for record in records]
    assert list(search.matching(words)) == expected
    assert list(search.matching(words_of("1000"))) == ["1000" in record for record in records]


def test_what_changes_after_it_was_searched_is_searched_again() -> None:
    records = ["anna", "bob", "anna"]
    search = TextSearch(records, str)
    search.start()
    search.look_for(words_of("bob"))
    search.advance(60)
    records[0] = "bob"
    records.append("bob")
    search.outdate([0])
    search.advance(60)
    assert search.is_searched
    assert list(search.matching(words_of("bob"))) == [1, 1, 0, 1]
