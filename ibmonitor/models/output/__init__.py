"""What an exported or printed table consists of."""

__all__ = ["printout", "sheet_cells", "table_sheets"]
