"""The sources: loaders of the installed texts, their integrity, references and sura names, the index on disk."""
