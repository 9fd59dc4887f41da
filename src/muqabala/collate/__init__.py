"""Accounts of one event: what they mention, and what they say differently of the same thing."""
