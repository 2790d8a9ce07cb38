"""How values are written, and how accounts are named and hidden."""
