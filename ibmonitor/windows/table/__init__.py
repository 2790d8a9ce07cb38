"""The page of a table, and its parts."""

__all__ = [
    "account_filter",
    "chosen_row",
    "footer",
    "id_cells",
    "list_view",
    "pages",
    "record_header",
    "record_view",
    "scroll_anchor",
    "sorted_list",
    "table_page",
    "views",
    "views_store",
]
