"""The tables of columns, one file for each kind of record. A new column is one entry in one of them."""

__all__ = [
    "codes",
    "commissions",
    "field_rows",
    "fill_notes",
    "fill_texts",
    "fill_tree",
    "fills",
    "found_orders",
    "groups",
    "messages",
    "moments",
    "order_parts",
    "orders",
    "record_facts",
    "timeline",
]
