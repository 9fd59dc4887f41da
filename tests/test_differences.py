"""Differences between accounts, on small tales of our own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from muqabala.collate.conflicts.differences import Difference, find_differences, read_accounts
from muqabala.collate.facts.mentions import find_mentions

WHOLE = (0, 1_000_000)


def differences(*texts: str) -> list[Difference]:
    """The differences of accounts that tell one episode."""
    accounts = read_accounts([find_mentions(text) for text in texts])
    (found,) = find_differences(accounts, [[[WHOLE]] * len(texts)])
    for difference in found:
        for account, value in [*difference.values.items(), *((a, difference.within) for a in difference.values if difference.within)]:
            assert texts[account][value.start : value.end].strip()
            assert 0.0 <= difference.confidence <= 1.0
    return found


def conflicts(*texts: str) -> list[tuple[str, list[str]]]:
    return [(d.slot, [v.value for v in d.values.values()]) for d in differences(*texts) if d.kind == "conflict" and not d.within]


SIEGE = "ثم سار الأمير إلى الحصن في {} فارس، ونزل عليه {} من رجب، فأقام على حصاره {}، ثم فتحه صلحا. وقتل صاحبه {}. وكان أول من دخله {}."
FIRST = SIEGE.format("ثلاثة آلاف", "يوم السبت لخمس خلون", "أربعين يوما", "بسيف", "عياض بن غنم")


def test_the_same_tale_twice_differs_in_nothing() -> None:
    assert differences(FIRST, FIRST) == []


@pytest.mark.parametrize(
    ("other", "slot", "values"),
    [
        (SIEGE.format("خمسة آلاف", "يوم السبت لخمس خلون", "أربعين يوما", "بسيف", "عياض بن غنم"), "number", ["3000 راكب", "5000 راكب"]),
        (SIEGE.format("ثلاثة آلاف", "يوم السبت لعشر خلون", "أربعين يوما", "بسيف", "عياض بن غنم"), "date", ["السبت 5 رجب", "السبت 10 رجب"]),
        (SIEGE.format("ثلاثة آلاف", "يوم السبت لخمس خلون", "ثلاثين ليلة", "بسيف", "عياض بن غنم"), "duration", ["40 يوم", "30 ليلة"]),
        (SIEGE.format("ثلاثة آلاف", "يوم السبت لخمس خلون", "أربعين يوما", "برمح", "عياض بن غنم"), "weapon", ["سيف", "رمح"]),
        (SIEGE.format("ثلاثة آلاف", "يوم السبت لخمس خلون", "أربعين يوما", "بسيف", "شرحبيل بن حسنة"), "person", ["عياض بن غنم", "شرحبيل بن حسنة"]),
    ],
)
def test_one_thing_changed_is_one_conflict(other: str, slot: str, values: list[str]) -> None:
    assert conflicts(FIRST, other) == [(slot, values)]
    assert conflicts(other, FIRST) == [(slot, values[::-1])]


@pytest.mark.parametrize(
    "other",
    [
        SIEGE.format(
            "نحو ثلاثة آلاف ومئة", "يوم السبت لخمس خلون", "أربعين ليلة", "بسيفه", "عياض بن غنم بن زهير"
        ),  # about, nights for days, a longer name
        SIEGE.format("ثلاثة آلاف", "لخمس خلون", "بضعا وثلاثين أو أربعين يوما", "بحسام", "عياض"),
        "ثم سار الأمير إلى الحصن ففتحه صلحا.",  # silence
        "سار الأمير في جيشه حتى حاصر الحصن، فلما طال الأمر على أهله صالحوه.",
    ],
)
def test_what_can_be_true_together_is_no_conflict(other: str) -> None:
    assert conflicts(FIRST, other) == []


CAVE = "وكمن رسول الله وأبو بكر في غار ثور {} ثم خرجا إلى يثرب وكان عامر بن فهيرة مولى {} يرعى عليهما غنما."


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("ثلاث ليال", "أبي بكر"), ("ثلاثة أيام", "الصديق")),
        (("ثلاث ليال", "أبي بكر"), ("ثلاثا", "ابن أبي قحافة")),
        (("بضع عشرة ليلة", "أبي بكر"), ("ثلاث عشرة ليلة", "أبي بكر الصديق رضي الله عنه")),
    ],
)
def test_names_of_one_person_and_bounds_of_one_number_agree(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert conflicts(CAVE.format(*a), CAVE.format(*b)) == []


def test_another_master_is_another_master() -> None:
    assert conflicts(CAVE.format("ثلاثا", "أبي بكر"), CAVE.format("ثلاثا", "الطفيل بن عبد الله")) == [
        ("person", ["أبو بكر الصديق", "الطفيل بن عبد الله"])
    ]


def test_stays_at_two_places_are_two_stays() -> None:
    a = "وأقام زيد بن حسن في دمشق عشرة أيام ثم رحل"
    b = "وأقام زيد بن حسن في بغداد عشرين يوما ثم رحل"
    assert conflicts(a, b) == []
    assert conflicts(a, b.replace("بغداد", "دمشق")) == [("duration", ["10 يوم", "20 يوم"])]


def test_hosts_of_two_guests_are_no_conflict() -> None:
    a = "فلما قدموا نزل زيد بن حسن على خالد بن سعيد في داره وأكرمه وأطعمه التمر"
    b = "فلما قدموا نزل عمرو بن حسن على طارق بن عباس في داره وأكرمه وأطعمه التمر"
    assert conflicts(a, b) == []
    assert conflicts(a, b.replace("عمرو", "زيد")) == [("host", ["خالد بن سعيد", "طارق بن عباس"])]


def test_hearsay_is_not_held_against_anybody() -> None:
    a = "فلما قدموا نزل زيد بن حسن على خالد بن سعيد، وقيل بل نزل على طارق بن عباس"
    b = "فلما قدموا نزل زيد بن حسن على طارق بن عباس في داره"
    assert conflicts(a, b) == []
    assert [d.within.value for d in differences(a, "فلما قدموا نزل زيد بن حسن") if d.within] == []
    assert [d.within.value for d in differences(a.replace("وقيل بل", "فلما قدموا"), a) if d.within] == ["طارق بن عباس"]


def test_who_proposes_and_who_endorses_are_two_roles() -> None:
    a = "فقال أبو جهل نأخذ من كل قبيلة فتى ونعطي كل فتى منهم سيفا فيضربوه. فقال الشيخ النجدي القول ما قال هذا الرأي لا رأي غيره."
    b = "فقال أبو جهل نأخذ من كل قبيلة غلاما معه سيف فيضربوه جميعا فيتفرق دمه في القبائل."
    c = "قالوا يؤخذ من كل قبيلة غلام معه سيف فيضربونه فيتفرق دمه في القبائل وكان الذي أشار عليهم بهذا الرأي هو إبليس."
    assert conflicts(a, b) == []
    assert conflicts(b, c) == [("person", ["أبو جهل", "إبليس"])]


def test_a_kind_does_not_contradict_its_genus() -> None:
    tale = "ثم دعا الأمير صاحبه فكتب له كتابا في {} من عنده ودفعه إليه فجعله في كنانته"
    assert conflicts(tale.format("رقعة"), tale.format("أديم")) == []
    assert conflicts(tale.format("عظم"), tale.format("أديم")) == [("material", ["عظم", "جلد"])]
    assert conflicts(tale.format("عظم أو في أديم"), tale.format("أديم")) == []


def test_an_account_that_contradicts_itself() -> None:
    text = (
        "فأمسك حفنة من حصى فألقى الحصى على رؤوس القوم وخرج. "
        "ثم قال لهم رجل: والله ما ترك رجلا منكم إلا وضع على رأسه ترابا، فألقى القوم التراب عن رؤوسهم"
    )
    (found,) = [d for d in differences(text, text) if d.within and 0 in d.values]
    assert (found.slot, found.values[0].value, found.within and found.within.value) == ("thing", "حصى", "تراب")


def test_which_verse_was_recited() -> None:
    tale = "فأخذ حفنة من تراب فجعل ينثره على رؤوس القوم وهو يتلو {} ثم انصرف حيث أراد"
    words = "والقرآن الحكيم", "قل هو الله أحد"
    texts = [tale.format(w) for w in words]

    def told(*refs: str) -> list[list[str]]:
        verses = [[(t.index(w), t.index(w) + len(w), ref)] for t, w, ref in zip(texts, words, refs, strict=True)]
        accounts = read_accounts([find_mentions(t, verses=v) for t, v in zip(texts, verses, strict=True)])
        (found,) = find_differences(accounts, [[[WHOLE], [WHOLE]]])
        return [[v.value for v in d.values.values()] for d in found if d.kind == "conflict"]

    assert told("36:2", "112:1") == [["36:2", "112:1"]]
    assert told("36:2", "36:1-9") == []


def test_a_difference_as_a_record() -> None:
    (found,) = differences(FIRST, FIRST.replace("بسيف", "برمح"))
    record = found.record(["a", "b"])
    assert (record.kind, record.slot, [*record.values], record.within, record.mixed) == ("conflict", "weapon", ["a", "b"], None, False)
    assert [v.value for v in record.values.values()] == ["سيف", "رمح"]


def test_another_calendar_contradicts_nothing() -> None:
    a = "ووصل الوفد إلى صنعاء يوم 12 ربيع الأول سنة 1400 هـ ومعه الهدايا"
    b = "ووصل الوفد إلى صنعاء يوم 3 فبراير سنة 1980 م ومعه الهدايا"
    assert conflicts(a, b) == []


def test_a_modern_story() -> None:
    a = "أسفر حادث تصادم القطارين عن مقتل 27 شخصا قرب المحطة، وقررت الحكومة صرف مبلغ خمسين ألف جنيه لأسرة كل ضحية من ضحايا الحادث"
    b = "أسفر تصادم القطارين قرب المحطة عن مقتل 31 شخصا، وأعلنت الحكومة صرف مبلغ مئة ألف جنيه لأسرة كل ضحية"
    assert conflicts(a, b) == [("number", ["27 شخص", "31 شخص"]), ("number", ["50000 جنيه", "100000 جنيه"])]


def test_by_whose_hand() -> None:
    tale = "وأسر صاحب الحصن وقتل قائده عند الباب الشرقي على يد {} ثم كتب الأمير إلى البصرة بالفتح"
    assert conflicts(tale.format("سعيد بن مروان"), tale.format("خالد بن عباس")) == [("person", ["سعيد بن مروان", "خالد بن عباس"])]


def test_the_dead_by_any_verb() -> None:
    a = "أسفر تصادم القطارين قرب المحطة الكبيرة عن مصرع أربعة أشخاص وإصابة تسعة"
    b = "أسفر تصادم القطارين قرب المحطة الكبيرة عن وفاة ستة مواطنين وإصابة تسعة"
    assert conflicts(a, b) == [("number", ["4 شخص", "6 شخص"])]


def test_what_one_account_alone_tells() -> None:
    a = "ثم خرج زيد بن حسن من دمشق ومعه عمرو بن خالد يوم الاثنين"
    found = [(d.slot, [*d.values], [v.value for v in d.values.values()]) for d in differences(a, "ثم خرج زيد بن حسن من دمشق") if d.kind == "addition"]
    assert found == [("person", [0], ["عمرو بن خالد"]), ("date", [0], ["الاثنين"])]


def test_transmitters_are_no_addition() -> None:
    a = "حدثنا يحيى بن بكير قال حدثنا ليث بن سعد عن عقيل بن خالد قال ثم خرج زيد بن حسن من دمشق"
    assert differences(a, "ثم خرج زيد بن حسن من دمشق") == []


def test_two_things_told_in_another_order() -> None:
    begin, end = "ثم إن الأمير أقام في دمشق عشرين يوما يجمع الناس للحرب", "وكان فرج بن سالم مولى خالد بن سعيد يحمل إليه الأخبار كل ليلة"
    middle = " ثم كان بعد ذلك ما كان من أمر الرسل والكتب والهدايا "
    assert differences(begin + middle + end, begin + middle + end) == []
    (found,) = differences(begin + middle + end, end + middle + begin)
    assert found.kind == "order"
    assert [v.value for v in found.values.values()] == ["20 يوم ← خالد بن سعيد", "خالد بن سعيد ← 20 يوم"]


def spans(text: str, *parts: str) -> Sequence[tuple[int, int]]:
    return [(text.index(part), text.index(part) + len(part)) for part in parts]


def test_a_difference_is_told_in_the_episode_that_holds_it() -> None:
    filler = " وكان في تلك السنة غلاء شديد حتى أكل الناس الجلود وخرجوا إلى البوادي يطلبون ما يسد الرمق وكثر الموت في الدواب والمواشي "
    a = FIRST + filler + "ثم مات الأمير."
    b = SIEGE.format("ثلاثة آلاف", "يوم السبت لخمس خلون", "ثلاثين ليلة", "بسيف", "عياض بن غنم") + filler + "ثم مات الأمير."
    accounts = read_accounts([find_mentions(a), find_mentions(b)])
    death, siege = [spans(t, "ثم مات الأمير.") for t in (a, b)], [[(0, len(FIRST))], [(0, len(FIRST))]]
    first, second = find_differences(accounts, [death, siege])
    assert first == []
    assert [(d.slot, d.kind) for d in second] == [("duration", "conflict")]
    assert find_differences(accounts, []) == []


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["كلمة"], ["ا" * 5_000, "٣ " * 2_000]])
def test_hostile_accounts(texts: list[str]) -> None:
    accounts = read_accounts([find_mentions(text) for text in texts])
    assert find_differences(accounts, [[[WHOLE]] * len(texts)]) == [[]]
