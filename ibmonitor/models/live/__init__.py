"""Updates the tables from the blotter, and keeps which accounts are selected."""

__all__ = [
    "account_selection",
    "account_watch",
    "away",
    "contract_watch",
    "day_watch",
    "feed",
    "order_search",
    "tables",
    "today_news",
]
