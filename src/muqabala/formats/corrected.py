"""A text with the corrections that its editor accepted: only the words that differ are changed, all else stays as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from muqabala.formats.changes import changes_in
from muqabala.records import Quotation


def corrected(text: str, quotations: Iterable[Quotation]) -> str:
    """A text in which some quotations are put right.

    >>> from muqabala.api import check
    >>> text = "قال تعالى: ﴿إن الله مع الصالحين﴾"
    >>> corrected(text, check(text).documents[0].quotations)
    'قال تعالى: ﴿إن الله مع الصابرين﴾'
    """
    at, pieces = 0, []
    for change in sorted(change for quotation in quotations if quotation.correction is not None for change in changes_in(quotation)):
        if change.start >= at:
            pieces += [text[at : change.start], change.text]
            at = change.end
    return "".join([*pieces, text[at:]])
