"""The page of a table, and its parts."""

__all__ = [
    "account_filter",
    "cell_menu",
    "chosen_row",
    "column_room",
    "filter_bar",
    "folding",
    "footer",
    "id_cells",
    "list_view",
    "narrowings",
    "page",
    "pages",
    "record_header",
    "record_view",
    "scroll_anchor",
    "sorted_list",
    "table_page",
    "views",
    "wrapped_rows",
]
