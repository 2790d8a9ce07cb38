"""The table of settings, the files they are saved in, and other state that the program saves."""

__all__ = [
    "checks",
    "leftovers",
    "places",
    "profiles",
    "pseudonym_secret",
    "recent_queries",
    "setting",
    "store",
    "table",
    "views",
    "window_state",
]
