"""Accounts laid side by side: clauses -> features -> stretches -> episodes -> differences."""
