"""The table of the benchmarks: medians of all rounds, and what each takes beside ibapi's decoder in the same round."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.cases import DECODER, Case

COLUMNS = {
    "ms": "ms",
    "us": "us an event",
    "ratio": "× decoder",
    "cpu": "processor, ms",
    "pause": "longest pause, ms",
    "pauses": "pauses > 16 ms",
    "bytes": "bytes a fill or order",
    "mb": "MB",
}


@dataclass(frozen=True)
class Run:
    """One row of one round."""

    case: Case
    size: int
    protocol: str
    number: int
    title: str
    values: dict[str, float]


def table(runs: list[Run]) -> str:
    """In Markdown, in the order of the runs."""
    yardsticks = {_stream(run): run.values["us"] for run in runs if run.case.name.endswith(DECODER)}
    rows: defaultdict[tuple[str, ...], defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        title = f"{run.case.title}: {run.title}" if run.title else run.case.title
        values = dict(run.values)
        if "us" in values and _stream(run) in yardsticks:
            values["ratio"] = values["us"] / yardsticks[_stream(run)]
        for column, value in values.items():
            rows[title, f"{run.size:,}" if run.size else "", run.protocol][column].append(value)
    heads = ["", "number", "protocol", *COLUMNS.values()]
    lines = [heads, ["---"] * len(heads)]
    lines += [[*row, *(_number(values.get(column, [])) for column in COLUMNS)] for row, values in rows.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _stream(run: Run) -> tuple[object, ...]:
    """What is comparable: the same messages, as many, in the same round."""
    return run.case.stream == "only_orders", run.size, run.protocol[:4], run.number


def _number(values: list[float]) -> str:
    if not values:
        return ""
    middle = median(values)
    return f"{middle:,.0f}" if middle >= 100 else f"{middle:.1f}".removesuffix(".0")
