"""Muqabala: traces every quotation of the Qur'an and of hadith in an Arabic text to its source and checks it word by word."""

from muqabala.api import check, compare, find, iter_check
from muqabala.errors import CanonError, ConfigError, InputError, MuqabalaError, UnknownReference
from muqabala.records import Citation, Document, Edit, Match, Passage, Quotation, Report, WordPair

__all__ = [
    "CanonError",
    "Citation",
    "ConfigError",
    "Document",
    "Edit",
    "InputError",
    "Match",
    "MuqabalaError",
    "Passage",
    "Quotation",
    "Report",
    "UnknownReference",
    "WordPair",
    "check",
    "compare",
    "find",
    "iter_check",
]
