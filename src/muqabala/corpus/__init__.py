"""The same kernel over many documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muqabala.errors import ConfigError

if TYPE_CHECKING:
    import pyarrow as pa


def scan(table: object, *, text: str = "text", works: tuple[str, ...] = ("quran", "hadith")) -> pa.Table:
    """Find and check the quotations in a column of texts; a row for each row, in the same order.

    Args:
        table: anything that Arrow takes in: a table or batch of Arrow, a frame of Polars or pandas. Its column `id` names the documents, where it
            has one; its other plain values become their metadata.
        text: the column of texts; null is an empty one.
        works: in which they are traced: `quran`, `hadith` (all the books).

    Returns:
        The columns of `muqabala.corpus.schema.SCANNED`: id, path (empty), metadata, length, quotations, isnads, citations.

    Raises:
        InputError: it is no table, or has no such column of texts.
        CanonError: a source is missing, changed or damaged.
        ConfigError: a work is unknown, or the extra `corpus` is not installed.

    >>> import pyarrow
    >>> found = scan(pyarrow.table({"text": ["قال تعالى: ﴿إنما المؤمنون إخوة﴾", "نص لا اقتباس فيه"]}), works=("quran",))
    >>> [[q["verdict"] for q in row] for row in found["quotations"].to_pylist()]
    [['verbatim'], []]
    """
    try:
        from muqabala.corpus.inputs import Reader
        from muqabala.corpus.kernel import scan_table
    except ModuleNotFoundError as error:
        raise ConfigError("muqabala.scan needs the extra `corpus`: pip install 'muqabala[corpus]'") from error
    return scan_table(table, tuple(works), Reader(text))
