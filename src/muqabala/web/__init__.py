"""The HTTP API and the reader: one process that answers, a few that check, a library in one SQLite file."""
