"""The modules that come with the product: long enough, each lesson its own, with tests of two parallel forms."""

import re
import tomllib
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

CONTENT = Path(__file__).parent.parent.parent / "content"
MODULES = sorted(path.parent for path in CONTENT.glob("*/module.toml"))
LESSONS = sorted(CONTENT.glob("*/*.md"))
GUIDE = "cara-belajar-di-pelita"
TAUGHT = [path for path in MODULES if path.name != GUIDE]
LEAST_WORDS = 400
TYPES = {"single", "multiple", "truefalse", "shortanswer", "numerical"}

by_name = pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
by_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def facts(module: Path) -> dict[str, Any]:
    return tomllib.loads((module / "module.toml").read_text())


def questions(module: Path, form: str = "") -> list[dict[str, Any]]:
    every = tomllib.loads((module / "questions.toml").read_text())["questions"]
    return [one for one in every if not form or one["form"] == form]


def body(lesson: Path) -> str:
    return lesson.read_text().split("+++", 2)[2].strip()


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_](?:[\w.,'’-]*\w)?", text)


def section(lesson: Path, heading: str) -> str:
    found = re.split(r"^## ", body(lesson), flags=re.MULTILINE)
    return next((part for part in found if part.startswith(heading)), "")


def paragraphs(lesson: Path) -> list[str]:
    parts = (" ".join(part.split()).casefold() for part in re.split(r"\n\s*\n", body(lesson)))
    return [part for part in parts if not part.startswith("## ")]


def asked(question: dict[str, Any]) -> str:
    """A question's text and options without its numbers: what is left says whether only numbers differ."""
    texts = [question["text"], *(option["text"] for option in question.get("options", []))]
    return " ".join(re.sub(r"\d[\d.,]*", "#", " ".join(texts)).split()).casefold()


def test_the_six_modules_of_the_event_and_the_guide_are_there() -> None:
    assert [path.name for path in MODULES] == [
        "cara-belajar-di-pelita", "dokumentasi-online", "easy-writing", "marketing-perpustakaan",
        "mentoring-berbasis-data", "public-speaking", "update-capaian-program",
    ]  # fmt: skip


@by_name
def test_a_module_has_four_to_eight_lessons_and_each_is_in_a_section(module: Path) -> None:
    named = [name for part in facts(module)["sections"] for name in part["lessons"]]
    assert 4 <= len(named) <= 8
    assert sorted(named) == sorted(path.stem for path in module.glob("*.md"))


@by_name
def test_a_module_names_its_licence_its_language_and_its_aims(module: Path) -> None:
    said = facts(module)
    assert (said["licence"], said["language"]) == ("CC BY-SA 4.0", "id")
    assert all(aim["text"].startswith("Peserta mampu ") for aim in said["objectives"])


@by_lesson
def test_a_lesson_teaches_in_at_least_four_hundred_words(lesson: Path) -> None:
    assert len(words(body(lesson))) >= LEAST_WORDS


@by_lesson
def test_a_lesson_has_an_example_an_exercise_and_a_short_list_to_take_away(lesson: Path) -> None:
    assert "contoh" in body(lesson).casefold()
    assert len(words(section(lesson, "Latihan"))) >= 25
    points = re.findall(r"^- .+", section(lesson, "Untuk dibawa pulang"), re.MULTILINE)
    assert 3 <= len(points) <= 6


def test_no_paragraph_is_shared_by_two_lessons() -> None:
    found = Counter(part for lesson in LESSONS for part in set(paragraphs(lesson)) if len(words(part)) > 3)
    assert [part for part, times in found.items() if times > 1] == []


def test_no_sentence_of_twelve_words_stands_in_two_lessons() -> None:
    def sentences(lesson: Path) -> set[str]:
        return {" ".join(one.split()).casefold() for one in re.split(r"(?<=[.?!])\s", body(lesson))}

    found = Counter(one for lesson in LESSONS for one in sentences(lesson) if len(words(one)) >= 12)
    assert [one for one, times in found.items() if times > 1] == []


@by_lesson
def test_a_lesson_counts_the_words_of_its_examples_rightly(lesson: Path) -> None:
    said = re.findall(r"\((\d+) kata\):\*\* \*(.+?)\*$", body(lesson), re.MULTILINE)
    assert [int(number) for number, _text in said] == [len(words(text)) for _number, text in said]


@by_lesson
def test_a_lesson_calculates_rightly(lesson: Path) -> None:
    """Every "a + b = c" (also −, ×, ÷, in brackets, with a percentage) comes out as it says."""
    number = r"\d[\d.]*(?:,\d+)?"
    for asked, percent, told in sums(body(lesson), number):
        exact = calculate(asked) * (100 if percent else 1)
        places = len(told.partition(",")[2])
        assert abs(exact - plain(told)) <= 0.5 * 10**-places + 1e-9, f"{asked} = {told}"


def sums(text: str, number: str) -> list[tuple[str, bool, str]]:
    term = rf"(?:\({number}(?: [+−×÷] {number})+\)|{number})"
    found = re.findall(rf"(?<![\d,.])({term}(?: [+−×÷] {term})+) = ({number})( ?%)?", text)
    return [(asked, bool(percent), told.rstrip(".")) for asked, told, percent in found]


def plain(number: str) -> float:
    return float(number.replace(".", "").replace(",", "."))


def calculate(asked: str) -> float:
    """Calculate what a lesson writes, with its signs; only numbers, brackets and the four signs get here."""
    python = re.sub(r"\d[\d.]*(?:,\d+)?", lambda one: repr(plain(one[0])), asked)
    python = python.translate(str.maketrans({"−": "-", "×": "*", "÷": "/"}))
    return float(eval(python, {"__builtins__": {}}))


@by_name
def test_each_form_of_the_test_has_ten_questions_on_every_aim_and_of_several_types(module: Path) -> None:
    aims = {aim["key"] for aim in facts(module)["objectives"]}
    for form in ("A", "B"):
        found = questions(module, form)
        assert len(found) >= 10
        assert {one["objective"] for one in found} == aims
        assert {one["type"] for one in found} <= TYPES
        assert len({one["type"] for one in found}) >= 3


@by_name
def test_the_two_forms_are_parallel(module: Path) -> None:
    first, second = (Counter(one["objective"] for one in questions(module, form)) for form in ("A", "B"))
    assert first == second


@by_name
def test_the_two_forms_differ_in_more_than_numbers(module: Path) -> None:
    pairs = ((one, other) for one in questions(module, "A") for other in questions(module, "B"))
    alike = [
        (one["key"], other["key"])
        for one, other in pairs
        if SequenceMatcher(None, asked(one), asked(other), autojunk=False).quick_ratio() > 0.85
        and SequenceMatcher(None, asked(one), asked(other), autojunk=False).ratio() > 0.85
    ]
    assert alike == []


@by_name
def test_every_question_explains_itself_and_every_option_says_why(module: Path) -> None:
    for question in questions(module):
        options = question.get("options", [])
        assert question["feedback"].strip(), question["key"]
        assert all(len(words(option.get("feedback", ""))) >= 2 for option in options), question["key"]


@by_name
def test_every_choice_has_a_right_and_a_wrong_option(module: Path) -> None:
    for question in questions(module):
        right = [option["correct"] for option in question.get("options", []) if "correct" in option]
        if question["type"] in {"single", "truefalse"}:
            assert right.count(True) == 1, question["key"]
        if question["type"] == "multiple":
            assert 2 <= right.count(True) < len(right), question["key"]
        assert len(right) == len({option["text"] for option in question.get("options", [])}) or not right


@by_name
def test_the_right_option_is_not_given_away_by_its_place(module: Path) -> None:
    places = Counter(
        next(place for place, option in enumerate(one["options"]) if option["correct"])
        for one in questions(module)
        if one["type"] == "single"
    )
    assert max(places.values()) <= 0.6 * places.total()


def test_two_questions_never_share_a_key_or_a_text() -> None:
    for module in MODULES:
        found = questions(module)
        assert len({one["key"] for one in found}) == len(found)
        assert all(one["text"].strip() != other["text"].strip() for one, other in combinations(found, 2))
