"""References in labelled lines and in cells of tables, and lists of which most items are verses. The words are the canon's or nobody's."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

INVENTED = "ومن ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"


def tied(text: str) -> list[tuple[str, str | None]]:
    return [(c.verdict, c.quotation) for c in document(text).citations]


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize(
    "card",
    [
        "الآية: {{{0}}}\nالسورة: الفرقان\nرقم الآية: {1}",
        "**الآية:** «{0}»\n**السورة:** الفرقان\n**رقم الآية:** {1}",
        "- النص: ({0})\n- رقم الآية: {1}\n- السورة: سورة الفرقان",
    ],
)
def test_labelled_lines_are_a_reference(quran: Work, card: str) -> None:
    words = plain(verse(quran, "25:74"))
    assert tied(card.format(words, 74)) == [("right", "q1")]
    assert tied(card.format(words, 12)) == [("wrong", "q1")]


@pytest.mark.parametrize("row", ["| {0} | {1} | {2} |\n", "| {1} | {2} | {0} |\n"])
def test_cells_are_a_reference_to_the_verse_in_their_row(quran: Work, row: str) -> None:
    words = [plain(verse(quran, ref)) for ref in ("25:74", "49:12")]
    table = row.format("نص الآية", "السورة", "رقم الآية") + "|---|---|---|\n"
    rows = [row.format(words[0], "الفرقان", 74), row.format(words[1], "ق", 12), row.format("الخبز والزيت", "طه", 5)]
    assert tied(table + "".join(rows)) == [("right", "q1"), ("wrong", "q2"), ("unresolved", None)]


@pytest.mark.parametrize("rule", ["|:-:|:-:|", "|-|-|", "| :--- | ---: |"])
@pytest.mark.parametrize("head", ["السورة", "السورة والآية", "المرجع", "السورة / رقم الآية"])
def test_a_cell_holds_a_sura_and_its_verse_in_brackets(quran: Work, rule: str, head: str) -> None:
    words = [plain(verse(quran, ref)) for ref in ("25:74", "49:12")]
    table = f"| الآية | {head} |\n{rule}\n| {words[0]} | الفرقان (74) |\n| {words[1]} | الفرقان [12] |\n"
    assert tied(table) == [("right", "q1"), ("wrong", "q2")]
    assert tied(table.replace(head, "العدد")) == []


@pytest.mark.parametrize("item", ["1. {} ({})\n", "- {} (سورة {})\n"])
def test_an_item_unlike_most_of_its_list_is_asked_for(quran: Work, item: str) -> None:
    refs = {"25:74": "الفرقان: 74", "49:12": "الحجرات: 12"}
    right = [item.format(plain(verse(quran, ref)), name) for ref, name in refs.items()]
    garbled = plain(verse(quran, "103:2")) + " " + plain(verse(quran, "103:3")).replace("بالصبر", "بالوراق")
    text = f"مقدمة:\n\n{right[0]}{item.format(INVENTED, 'البقرة: 3')}{item.format(garbled, 'العصر: 3')}{right[1]}"
    assert [verdict for verdict, _ in verdicts(text)] == ["verbatim", "unsourced", "altered", "verbatim"]
    assert "unsourced" not in dict(verdicts(text.replace(right[1], "")))  # one verse does not make a list of verses


def test_a_cell_unlike_most_of_its_column_is_asked_for(quran: Work) -> None:
    rows = [f"| {plain(verse(quran, ref))} | {name} | {ref.split(':')[1]} |\n" for ref, name in (("25:74", "الفرقان"), ("49:12", "الحجرات"))]
    table = f"| الآية | السورة | رقم الآية |\n|---|---|---|\n{rows[0]}| {INVENTED} | البقرة | 3 |\n{rows[1]}"
    assert [verdict for verdict, _ in verdicts(table)] == ["verbatim", "unsourced", "verbatim"]
    assert verdicts(table.replace("| الآية |", "| الموضوع |"))[1][0] == "verbatim"


def test_topics_with_references_are_no_verses(quran: Work) -> None:
    one = plain(verse(quran, "25:74"))
    text = f"- الحث على طلب العلم والورق (طه: 114)\n- {one} (الفرقان: 74)\n- فضل الحبر على سائر الأدوات (القلم: 1)\n"
    assert [verdict for verdict, _ in verdicts(text)] == ["verbatim"]
