"""Muqabala: traces every quotation of the Qur'an and of hadith in an Arabic text to its source and checks it word by word,
and lays several accounts of one event side by side."""

from muqabala.api import check, compare, find, iter_check
from muqabala.collation import collate
from muqabala.corpus import scan
from muqabala.errors import CanonError, ConfigError, InputError, MuqabalaError, UnknownReference
from muqabala.records import Citation, Collation, Difference, Document, Edit, Episode, Match, Passage, Quotation, Report, WordPair

__all__ = [
    "CanonError",
    "Citation",
    "Collation",
    "ConfigError",
    "Difference",
    "Document",
    "Edit",
    "Episode",
    "InputError",
    "Match",
    "MuqabalaError",
    "Passage",
    "Quotation",
    "Report",
    "UnknownReference",
    "WordPair",
    "check",
    "collate",
    "compare",
    "find",
    "iter_check",
    "scan",
]
