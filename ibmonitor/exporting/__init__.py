"""Tables written to files for spreadsheets. No Qt, and no knowledge of what the tables hold."""

__all__ = ["file_lock", "formulas", "private_file", "progress", "reasons", "sheet", "temporary_file", "write"]
