"""The table model and the tree model, `Column`, roles and tones. No column of a particular record."""

__all__ = [
    "changed_rows",
    "column",
    "column_model",
    "list_table",
    "record_table",
    "roles",
    "row_filters",
    "row_groups",
    "row_store",
    "stale_hints",
    "text_search",
    "tones",
    "tree_rows",
]
