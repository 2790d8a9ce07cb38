"""How many examples a property is tried with.

The ordinary run tries few, and always the same: it is quick, and cannot go red by chance. CI's slow run tries many new
ones (`-m "slow or hypothesis" --hypothesis-profile many`).
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_USUAL = 100


def register_profiles() -> None:
    """Load the ordinary profile; an option of the command line loads another one later."""
    # How long an example takes depends on how busy the computer is.
    settings.register_profile(
        "few", max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile("many", settings.get_profile("few"), max_examples=500, derandomize=False, print_blob=True)
    settings.load_profile("few")


def examples(number: int) -> settings:
    """For a property whose examples cost more, or matter more: `number` for every 100 of the usual ones."""
    return settings(max_examples=max(1, number * settings().max_examples // _USUAL))
