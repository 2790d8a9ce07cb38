from __future__ import annotations

from dataclasses import replace

from tests.benchmarks.cases import CASES, DECODER
from tests.benchmarks.table import Run, table

OF = {case.name: case for case in CASES}
WINDOW, DECODED = OF["fills"], OF[DECODER]


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def run(name: str, us: float, number: int = 0, **more: float) -> Run:
    return Run(OF[name], 100, "protobuf", number, "", {"us": us, **more})


def test_a_row_has_the_median_of_all_rounds() -> None:
    runs = [run("fills", us, number, ms=1234) for number, us in enumerate((30.0, 10.0, 11.0))]
    assert cells(table(runs)) == [[WINDOW.title, "100", "protobuf", "1,234", "11", "", "", "", "", "", ""]]


def test_the_decoder_of_the_same_round_is_the_yardstick() -> None:
    runs = [run(DECODER, 10, 0), run("fills", 20, 0), run(DECODER, 30, 1), run("fills", 30, 1)]
    assert [row[5] for row in cells(table(runs))] == ["1", "1.5"]


def test_the_decoder_of_another_stream_or_size_is_none() -> None:
    orders = [run("orders_decoder", 10), run("fills", 20)]
    assert [row[5] for row in cells(table(orders))] == ["1", ""]
    sizes = [replace(run(DECODER, 10), size=50), run("fills", 20)]
    assert [row[5] for row in cells(table(sizes))] == ["1", ""]


def test_ib_async_is_compared_with_the_decoder_of_the_same_form() -> None:
    runs = [replace(run(DECODER, 10), protocol="text"), replace(run("ib_async", 40), protocol="text 178")]
    assert [row[5] for row in cells(table(runs))] == ["1", "4"]


def test_the_rows_of_one_case_are_told_apart_by_their_titles() -> None:
    runs = [replace(run("find", 1), title=title) for title in ("a", "b")]
    assert [row[0] for row in cells(table(runs))] == ["find: a", "find: b"]


def test_each_case_has_a_name_of_its_own() -> None:
    assert len(OF) == len(CASES)
