"""The tables of columns, one file for each kind of record. A new column is one entry here."""
