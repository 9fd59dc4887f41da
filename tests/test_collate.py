"""Collation from end to end: the API, the command, and what nobody should hand to them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import muqabala
from muqabala import cli
from muqabala.errors import ConfigError, InputError
from muqabala.records import Collation, json_schema

FIRST = """فاجتمعت قريش في دار الندوة وتشاوروا في أمره، وقال قائل منهم احبسوه في الحديد وأغلقوا عليه بابا.
فأمر عليا أن ينام على فراشه تلك الليلة وأن يتسجى ببرده الأخضر.
ثم خرج مع صاحبه إلى غار ثور فمكثا فيه ثلاث ليال، وكان عامر يرعى عليهما غنما لصاحبه.
وركب سراقة فرسه يطلبهما فساخت قوائم فرسه في الأرض، فسألهما كتابا يكون بينه وبينهما."""
SECOND = """وكان سراقة قد تبعهما على فرسه، فغاصت قوائم الفرس في الأرض حتى طلب الأمان وسأل أن يكتب له كتابا.
وقبل ذلك تشاورت قريش في دار الندوة، وأشار بعضهم بأن يحبس في الحديد ويغلق عليه الباب.
وخرجا ليلا إلى غار ثور وأقاما في الغار ثلاث ليال، وعامر يريح عليهما الغنم كل ليلة.
ونام علي على الفراش متسجيا بالبرد الأخضر حتى أصبح."""
OTHER = """سافر التاجر إلى بلاد الهند واشترى من أسواقها توابل وحريرا كثيرا، وباعه في البصرة بربح عظيم.
ثم بنى بستانا على شاطئ النهر وغرس فيه النخل والرمان، وكان يجلس فيه كل مساء مع أولاده.
وفي السنة التالية انكسرت سفينته قرب الجزيرة، فعاد ماشيا إلى أهله وقد ذهب ماله كله."""


def words(collation: Collation, texts: dict[str, str]) -> list[dict[str, str]]:
    return [{name: " ".join(texts[name][a:b] for a, b in cell) for name, cell in e.cells.items()} for e in collation.episodes]


def test_episodes_are_found_whatever_their_order() -> None:
    texts = {"a": FIRST, "b": SECOND}
    rows = words(muqabala.collate(texts), texts)
    for sign in ("الندوة", "سراقة"):
        (row,) = [r for r in rows if sign in r.get("a", "")]
        assert sign in row["b"]
    assert len(rows) >= 3


def test_three_sentences_are_enough() -> None:
    """Where nearly all pairs of sentences tell the same, what chance brings must not be reckoned from them."""
    first = """اجتمعت قريش في دار الندوة وتشاوروا في أمر النبي صلى الله عليه وسلم وأجمعوا على قتله.
وقد ذكر القرآن خبر الغار في سورة التوبة وفيه السكينة.
ثم خرج إلى غار ثور ومكث فيه مع صاحبه ثلاث ليال وعامر بن فهيرة يرعى الغنم."""
    second = """تشاورت قريش في دار الندوة وأجمعت على قتل النبي صلى الله عليه وسلم. وقد ذكر القرآن خبر الغار في سورة التوبة وفيه السكينة.
وخرج مع صاحبه إلى غار ثور ومكثا فيه ثلاث ليال وكان عامر بن فهيرة يرعى عليهما الغنم."""
    assert len(muqabala.collate([first, second]).episodes) >= 2


def test_a_label_says_what_the_accounts_have_in_common() -> None:
    """It was «وقفنا عنده في الدرس الماضي كنا نتكلم عن ليله»: speech without stops begins with words that say nothing of what it tells."""
    examples = Path(__file__).parent.parent / "examples"
    texts = {name: (examples / f"{name}.txt").read_text("utf-8") for name in ("maqala", "khabar", "muhadara")}
    first, *_ = muqabala.collate(texts).episodes
    assert "دار الندوة" in first.label
    assert 3 <= len(first.label.split()) <= 9


def test_cells_are_whole_words_in_order() -> None:
    texts = {"a": FIRST, "b": SECOND}
    for episode in muqabala.collate(texts).episodes:
        assert episode.label
        assert len(episode.cells) == 2
        for name, cell in episode.cells.items():
            assert cell == sorted(cell)
            assert all(0 <= a < b <= len(texts[name]) and not texts[name][a - 1 : a].isalpha() for a, b in cell)


def test_different_events_have_no_episode_in_common() -> None:
    assert muqabala.collate([FIRST, OTHER]).episodes == []


def test_many_short_accounts_are_not_all_one_episode() -> None:
    """Short accounts have most of their words in common; from four of them on they were one episode, and everything was in it."""
    files = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
    texts = {f.stem: f.read_text(encoding="utf-8") for f in files}
    assert len(texts) >= 4
    episodes = muqabala.collate(texts).episodes
    told = [sum(b - a for cell in e.cells.values() for a, b in cell) for e in episodes]
    assert len(episodes) >= 4
    assert max(told) < sum(map(len, texts.values())) / 3


def test_an_account_of_another_event_takes_no_part() -> None:
    texts = {"a": FIRST, "b": SECOND, "c": FIRST.replace("الحديد", "القيد"), "d": OTHER, "e": SECOND.replace("ليلا", "سرا")}
    episodes = muqabala.collate(texts).episodes
    assert len(episodes) >= 3
    assert all("d" not in e.cells for e in episodes)


def test_the_same_twice_says_the_same() -> None:
    assert muqabala.collate([FIRST, SECOND]) == muqabala.collate([FIRST, SECOND])


def test_an_account_beside_itself_goes_along_with_itself() -> None:
    found = muqabala.collate([FIRST, FIRST])
    assert found.episodes
    assert all(e.cells["1"] == e.cells["2"] for e in found.episodes)


def test_verses_that_both_quote_are_listed() -> None:
    verse = "قال تعالى: إلا تنصروه فقد نصره الله إذ أخرجه الذين كفروا ثاني اثنين إذ هما في الغار"
    found = muqabala.collate({"a": f"{FIRST}\n{verse}.", "b": f"{SECOND}\nوفيه نزل: {verse}."})
    (shared,) = found.quotations
    assert (shared.passage.work, shared.passage.ref, set(shared.cells)) == ("quran", "9:40", {"a", "b"})


@pytest.mark.parametrize("texts", [[], [FIRST]])
def test_one_account_is_none(texts: list[str]) -> None:
    with pytest.raises(InputError, match="two accounts"):
        muqabala.collate(texts)


@pytest.mark.parametrize("texts", [["", ""], [FIRST, ""], ["\ud800", "x"], [FIRST, "1234 . ."], ["قال", "قال"], ["﷽", "\u0651"]])
@pytest.mark.parametrize("mode", ["episodes", "copies"])
def test_next_to_nothing_gives_nothing(texts: list[str], mode: Any) -> None:
    assert muqabala.collate(texts, mode=mode).episodes == []


def test_fifty_accounts_at_once() -> None:
    found = muqabala.collate([FIRST if place % 2 else SECOND for place in range(50)])
    assert len(found.accounts) == 50
    assert max(len(e.cells) for e in found.episodes) >= 25


@pytest.mark.slow
def test_a_large_account_beside_a_small_one() -> None:
    """Of 300,000 words in which each page differs, the few that both tell are found; memory and time stay bounded."""
    pages = (" ".join(f"{w}{chr(0x628 + page % 20)}{chr(0x628 + page // 20 % 20)}" for w in OTHER.split()) for page in range(3_000))
    large = SECOND + "\n" + ".\n".join(pages)
    begun = time.monotonic()
    found = muqabala.collate({"large": large, "small": FIRST})
    assert time.monotonic() - begun < 240
    assert all(span[0] < len(SECOND) + 2_000 for e in found.episodes for span in e.cells["large"])


def test_copies_are_episodes_of_two_cells() -> None:
    texts = {"a": FIRST, "b": f"{OTHER}\n{FIRST}\n{OTHER}"}
    (row,) = words(muqabala.collate(texts, mode="copies"), texts)
    assert row["a"].split() == FIRST.replace(".", "").split()
    assert row["b"] == row["a"]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    for name, text in (("a", FIRST), ("b", SECOND), ("other", OTHER), ("empty", "")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return [str(tmp_path / f"{name}.txt") for name in ("a", "b", "other", "empty")]


def run(*arguments: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(cli.cli, ["collate", *arguments], standalone_mode=False)
    code = found.exit_code if not isinstance(found.exception, InputError) else found.exception.exit_code
    return code, found.stdout, found.stderr or str(found.exception or "")


def test_the_command_writes_what_the_schema_says(files: list[str]) -> None:
    code, out, _ = run("--format", "json", *files[:2])
    found = json.loads(out)
    assert code == 0
    jsonschema.validate(found, json_schema(Collation))
    assert found["schema"] == "muqabala.collation/1"
    assert [a["id"] for a in found["accounts"]] == ["a", "b"]
    assert len(found["episodes"]) >= 3


@pytest.mark.parametrize("fmt", cli.COLLATIONS)
def test_every_format_is_written(fmt: str, files: list[str], tmp_path: Path) -> None:
    code, _, err = run("--format", fmt, "--lang", "en", "-o", str(tmp_path / "out"), *files)
    assert (code, "written to" in err) == (0, True)
    assert (tmp_path / "out").read_text("utf-8").strip()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_terminal_shows_each_account(lang: str, files: list[str]) -> None:
    code, out, _ = run("--lang", lang, *files)
    assert code == 0
    assert "دار الندوة" in out
    assert ("not found there" in out) == (lang == "en")


def test_accounts_without_words_are_named_and_change_nothing(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_text("no word of it", "utf-8")
    _, alone, _ = run("--format", "json", *files[:2])
    code, out, err = run("--format", "json", "--lang", "en", *files[:2], files[3], str(tmp_path / "latin.txt"))
    assert (code, json.loads(out)["episodes"]) == (0, json.loads(alone)["episodes"])
    assert [name in err for name in ("a: no", "b: no", "empty: no Arabic word", "latin: no Arabic word")] == [False, False, True, True]


def test_no_episode_is_said(files: list[str]) -> None:
    _, out, _ = run("--lang", "en", files[0], files[2])
    assert "no episode in common" in out


def test_one_file_twice_has_two_names(files: list[str]) -> None:
    _, out, _ = run("--format", "json", files[0], files[0])
    assert [a["id"] for a in json.loads(out)["accounts"]] == ["a", "a-2"]


def test_one_account_is_a_message(files: list[str]) -> None:
    code, _, err = run(files[0])
    assert code == 3
    assert "two accounts" in err


def test_what_cannot_be_read_is_named(files: list[str], tmp_path: Path) -> None:
    code, out, err = run("--format", "json", *files[:2], str(tmp_path / "missing.txt"))
    assert code == 3
    assert "missing.txt" in err
    assert len(json.loads(out)["accounts"]) == 2


def test_a_mode_that_is_unknown_is_told() -> None:
    with pytest.raises(ConfigError, match="unknown mode «nonsense»; known: episodes, copies"):
        muqabala.collate(["نص", "نص آخر"], mode="nonsense")  # type: ignore[arg-type]
