"""Accounts of one event: who tells what, in which order, and how they differ."""
