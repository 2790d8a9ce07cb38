"""How values are written, and how accounts are named and hidden."""

__all__ = [
    "account_mask",
    "account_names",
    "contract_names",
    "formats",
    "link_words",
    "market_zones",
    "message_words",
    "order_words",
    "plain_text",
    "selection_words",
    "shown_zone",
    "sync_words",
    "ticks",
    "totals_words",
    "writing",
    "zone_words",
]
