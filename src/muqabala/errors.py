"""One tree of errors. Each message says what happened, where, and what to do.

MuqabalaError            exit code 3
├── InputError           a document cannot be read or decoded
├── CanonError           a source text is missing, changed or damaged
├── ConfigError          muqabala.toml, a baseline or a user's work is wrong
└── UnknownReference     a reference names no passage
"""


class MuqabalaError(Exception):
    """Anything that Muqabala can explain to its user; the command line prints it and exits with `exit_code`."""

    exit_code = 3


class InputError(MuqabalaError):
    """A document is missing, unreadable, binary, or not in the encoding that was expected."""


class CanonError(MuqabalaError):
    """A source text is not installed, or is not the one whose checksum is known."""


class ConfigError(MuqabalaError):
    """The configuration, the baseline of accepted findings or a work of the user's own cannot be used."""


class UnknownReference(MuqabalaError):
    """A reference such as «2:300» names no passage of the canon."""
