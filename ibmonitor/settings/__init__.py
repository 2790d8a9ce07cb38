"""The user's settings: one table of them, the files they are kept in, and what else the program remembers."""

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
