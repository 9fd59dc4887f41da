"""Accounts of one event side by side: clauses -> features -> stretches -> episodes, and mentions -> claims -> differences."""
