"""`whyHeld` in words.

IB documents `locate`; `child` and `trigger` occur too. TWS joins several with commas.
"""

from __future__ import annotations

from ibmonitor.domain.wording.writing import joined, quoted

_WAITS_FOR = {
    "locate": "for shares to be located for a short sale",
    "child": "for its parent order to be filled",
    "trigger": "for its trigger price to be reached or its conditions to be met",
}


def held_words(why_held: str) -> tuple[str, ...]:
    """Return TWS's words one by one, as it wrote them, each once."""
    words = (" ".join(word.split()) for word in why_held.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def is_held_by(why_held: str, reason: str) -> bool:
    """Whether a reason, such as `locate`, is among TWS's words."""
    return any(word.lower() == reason for word in held_words(why_held))


def held_sentence(why_held: str, *, is_past: bool = False) -> str:
    """Return what the order waits for, as a sentence; empty when TWS gives no reason.

    `is_past` is for an order that is done or gone: TWS may not clear the reason then. An unknown word is shown as TWS
    wrote it.
    """
    words = held_words(why_held)
    if not words:
        return ""
    reasons = dict.fromkeys(_WAITS_FOR[word.lower()] for word in words if word.lower() in _WAITS_FOR)
    unknown = [quoted(word) for word in words if word.lower() not in _WAITS_FOR]
    listed = ", ".join(words)
    start = (
        f"When TWS last reported why it was held ({listed}), it waited"
        if is_past
        else f"It is held ({listed}) and waits"
    )
    sentences = [f"{start} {joined(reasons)}."] if reasons else []
    if unknown:
        other = "another reason" if reasons else "a reason"
        gave = "gave" if is_past else "gives"
        sentences.append(f"TWS {gave} {other} for holding it that IB has not documented: {joined(unknown)}.")
    return " ".join(sentences)
