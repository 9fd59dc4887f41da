"""Quotations, from what stands written to what it is: `whole` reads a text against all works, `report` turns what was found into records."""
