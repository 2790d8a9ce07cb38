"""The vocabulary of the domain: records, events, the link, ids, statuses, TWS's field names. Nothing here decides."""

__all__ = [
    "accounts",
    "by_serial",
    "change",
    "events",
    "exec_id",
    "execution",
    "field_values",
    "groups",
    "host",
    "link",
    "live_interval",
    "numbers",
    "order_fills",
    "order_ids",
    "records",
    "requests",
    "statuses",
    "tws_fields",
    "value",
    "visibility",
]
