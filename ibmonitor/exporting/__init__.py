"""Tables written to files for spreadsheets. No Qt, and no knowledge of what the tables hold."""
