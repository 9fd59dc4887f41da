"""Hadith: sayings, each beside the version that is nearest; where they begin and end, and what is said of them."""
