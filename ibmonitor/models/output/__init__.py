"""What an exported or printed table consists of."""

__all__ = ["printout", "row_facts", "sheet_cells", "sheet_zone", "table_sheets", "ticket"]
