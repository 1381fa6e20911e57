"""Each file: what one change does to the tables, and how to take it back."""
