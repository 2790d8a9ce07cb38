"""The user's settings: one table of them, and the file they are kept in."""

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
