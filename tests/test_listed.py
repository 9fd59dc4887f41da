"""Numbers of verses that head lines below the name of their sura."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

HEADINGS = ["سورة الكهف\n", "## سورة الكهف\n\n", "**سورة الكهف:**\n", "### تفسير سورة الكهف\n"]
ITEMS = ["الآية {}: {}\n", "- **الآية ({}):** {}\n", "آية رقم {} - «{}»\n", "### الآية {}:\n{}\n"]
NUMBERS = ["({}) {}\n", "﴿{}﴾ {}\n"]


def judged(text: str) -> list[tuple[str, bool]]:
    """The verdicts on the references with a number in a text, and whether they are tied to anything."""
    return [(c.verdict, c.quotation is not None) for c in document(text).citations if any(sign.isdigit() for sign in c.text)]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("item", ITEMS)
def test_numbers_of_verses_are_held_against_their_lines(quran: Work, heading: str, item: str) -> None:
    words = {n: plain(verse(quran, f"18:{n}")) for n in (10, 46, 47, 107)}
    right = "".join(item.format(n, words[n]) for n in (10, 46, 47))
    assert judged(heading + right) == [("right", True)] * 3
    assert judged(f"{heading}{item.format(10, words[10])}{item.format(30, words[107])}")[1] == ("wrong", True)


@pytest.mark.parametrize("item", NUMBERS)
def test_a_bare_number_is_a_reference_only_where_the_verse_fits(quran: Work, item: str) -> None:
    first, second = plain(verse(quran, "18:46")), plain(verse(quran, "18:107"))
    assert judged(f"سورة الكهف\n{item.format(46, first)}{item.format(107, second)}") == [("right", True)] * 2
    assert judged(f"سورة الكهف\n{item.format(1, first)}{item.format(2, second)}") == []


@pytest.mark.parametrize(
    "text",
    [
        "سورة الكهف\nكلام\n# باب\nالآية 10: {}\n",
        "سورة الكهف\nالآية 10: فيها بيان، وهي كقوله: {}\n",
        "تأملنا سورة الكهف كلها\nثم عدنا إليها\nالآية 10: {}\n",
    ],
)
def test_others_accuse_nobody(quran: Work, text: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in judged(text.format(plain(verse(quran, "49:13"))))}


def test_a_reference_that_heads_a_line_is_not_held_against_the_line_above(quran: Work) -> None:
    text = f"سورة الكهف\nالآية 46: {plain(verse(quran, '18:46'))}\nسورة مريم\nالآية 1: {plain(verse(quran, '19:1'))}"
    assert judged(text) == [("right", True), ("unresolved", False)]
