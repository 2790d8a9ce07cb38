"""What is unusual about a fill, in words: corrections, combos, liquidations, exercises."""

from __future__ import annotations

from ibmonitor.domain.records.exec_id import revision_of
from ibmonitor.domain.records.records import ComboRole, Fill
from ibmonitor.domain.sums.day_trades import carries_money
from ibmonitor.models.table.roles import Tone
from ibmonitor.models.text.formats import PENDING, count_text

_BAG, _LEG = ComboRole.BAG, ComboRole.LEG
_DOTS = 3
"""In the execId of an ordinary execution. In other IDs the last number may not be a revision."""

_FIRST = ".01"
"""The end of almost all IDs: no revision."""

LIQUIDITY = {0: "", 1: "added", 2: "removed", 3: "routed out"}
"""`lastLiquidity` (IB, "Last Liquidity")."""

_EXERCISES = {
    "None": "",
    "Exercise": "exercised",
    "Lapse": "lapsed",
    "DoNothing": "neither exercised nor lapsed",
    "Assigned": "assigned",
    "AutoexerciseClearing": "exercised automatically (clearing)",
    "Expired": "expired",
    "Netting": "netted",
    "AutoexerciseTrading": "exercised automatically (trading)",
}
"""`optExerciseOrLapseType` by ibapi's `OptionExerciseType`."""


def exercise_text(fill: Fill) -> str:
    """What became of an option, in words; TWS's own word if it is not in the table."""
    execution = fill.execution
    word = (execution.opt_exercise_or_lapse_type or "").strip() if execution.is_of_option else ""
    return _EXERCISES.get(word, word)


def is_correction(fill: Fill) -> bool:
    """Whether this replaces an earlier execution, known here or not, by the last number of its ID."""
    exec_id = fill.execution.exec_id
    if exec_id.endswith(_FIRST):
        return False
    return exec_id.count(".") >= _DOTS and (revision_of(exec_id) or 0) > 1


def legs_text(fill: Fill) -> str:
    """How many leg fills a combo's fill has."""
    return count_text(len(fill.legs), "leg fill")


def notes_text(fill: Fill) -> str:
    """Everything unusual, the most important first; empty for an ordinary fill."""
    execution = fill.execution
    notes = []
    if fill.superseded_by:
        notes.append("corrected")
    elif is_correction(fill):
        notes.append("correction")
    if execution.is_liquidation:
        notes.append("liquidated by IB")
    if execution.pending_price_revision:
        notes.append("price may change")
    if execution.is_of_option:
        notes.append(exercise_text(fill))
    if fill.combo_role is _LEG:
        notes.append("combo leg")
    elif fill.legs:
        notes.append(legs_text(fill))
    return ", ".join(filter(None, notes))


def uncharged_text(fill: Fill) -> str:
    """The text in place of a commission that has not been reported for this fill; empty where none is due.

    A combo's is reported with its legs or with the whole: only the whole shows it as pending.
    """
    if fill.superseded_by:
        # A corrected execution may never get one.
        return ""
    if carries_money(fill):
        return PENDING
    return "in its legs" if fill.combo_role is _BAG else "with its combo"


def money_look(fill: Fill) -> object:
    """All that can change of how a fill's commission and realized P&L are shown."""
    report = fill.commission
    return (report.commission_and_fees, report.currency, report.realized_pnl) if report else uncharged_text(fill)


def notes_tone(fill: Fill) -> Tone:
    execution = fill.execution
    return "warning" if execution.is_liquidation or execution.pending_price_revision else ""


def notes_hint(fill: Fill) -> str:
    """The notes in sentences, one a line."""
    execution = fill.execution
    lines = [correction_hint(fill)]
    if execution.liquidation:
        lines.append("IB liquidated this position: no client placed this order.")
    if execution.pending_price_revision:
        lines.append("The price of this execution is still pending revision and may change.")
    exercise = exercise_text(fill)
    if exercise:
        lines.append(f"The option was {exercise}." if exercise in _EXERCISES.values() else f"TWS: {exercise}")
    if fill.combo_role is _LEG:
        of = f" {fill.bag.execution.exec_id}" if fill.bag else ", whose fill as a whole is not known"
        lines.append(f"Part of a leg of the combo's fill{of}. Sums count the legs or the whole.")
    elif fill.combo_role is _BAG:
        lines.append(f"The fill of a whole combo, with {legs_text(fill)} known. Sums count the legs or the whole.")
    return "\n".join(filter(None, lines))


def correction_hint(fill: Fill) -> str:
    """Which execution replaces this one, or that this one replaces another."""
    if fill.superseded_by:
        return f"Corrected by {fill.superseded_by}: neither this execution nor its commission counts in any sum."
    if is_correction(fill):
        return (
            f"{fill.execution.exec_id} corrects an earlier execution, which differs in the last number of its Exec ID."
        )
    return ""
