"""Qt models over the blotter's records: one model class, tables of columns."""
