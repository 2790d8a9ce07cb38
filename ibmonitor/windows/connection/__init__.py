"""The connection in the window: its light, its scope, its profile."""

__all__ = [
    "link_bar",
    "link_panel",
    "moved_port_bar",
    "profile_badge",
    "scope_panel",
    "start_offer_bar",
    "sync_progress",
]
