"""Grading, forms, draws and gains."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes import rules
from lms.quizzes.models import FormRule, GradingMethod, Purpose
from lms.quizzes.rules import Question, Source, grade
from lms.quizzes.rules.answers import matches, read_numbers


def _options(*correct: bool) -> list[dict[str, object]]:
    return [{"key": str(i), "text": f"o{i}", "correct": c, "feedback": f"f{i}"} for i, c in enumerate(correct, 1)]


SINGLE = Question("single", _options(False, True, False, False))
MULTIPLE = Question("multiple", _options(True, True, False, False))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


def test_the_right_option_earns_everything_and_tells_its_feedback() -> None:
    assert grade(SINGLE, "2") == rules.Grade(1.0, ("f2",), ("2",))
    assert grade(SINGLE, "1") == rules.Grade(0.0, ("f1",), ("1",))


@pytest.mark.parametrize(
    ("chosen", "fraction"),
    [(["1", "2"], 1.0), (["1"], 0.5), (["1", "3"], 0.0), (["1", "2", "3"], 0.5), (["3", "4"], 0.0)],
)
def test_a_wrong_choice_takes_away_from_a_partial_credit(chosen: list[str], fraction: float) -> None:
    assert grade(MULTIPLE, chosen).fraction == fraction


@pytest.mark.parametrize(("chosen", "fraction"), [(["1", "2"], 1.0), (["1"], 0.0), (["1", "2", "3"], 0.0)])
def test_all_or_nothing_knows_no_half(chosen: list[str], fraction: float) -> None:
    question = Question("multiple", MULTIPLE.options, {"all_or_nothing": True})
    assert grade(question, chosen).fraction == fraction


@given(st.lists(st.sampled_from("1234")), st.permutations("1234"))
def test_order_and_repetition_of_choices_do_not_matter(chosen: list[str], order: list[str]) -> None:
    again = [key for key in order if key in chosen]
    assert grade(MULTIPLE, chosen) == grade(MULTIPLE, again)


@given(st.sampled_from(["single", "multiple", "truefalse", "shortanswer", "numerical"]), JSON)
def test_no_response_is_an_error_and_every_grade_lies_between_nothing_and_all(kind: str, response: object) -> None:
    question = Question(kind, [{"key": "1", "text": "12.5", "correct": True, "tolerance": "0.5"}])
    assert 0.0 <= grade(question, response).fraction <= 1.0


@pytest.mark.parametrize(
    ("pattern", "answer", "fits"),
    [("Inklusi", "  inklusi ", True), ("*inklusi*", "berbasis Inklusi  sosial", True), ("a*b*c", "aXXbYYc", True),
     ("a*b*c", "acb", False), ("résumé", "Resume", True), ("5\\*", "5*", True), ("5\\*", "55", False),
     ("satu dua", "satu   dua", True), ("ab*ba", "aba", False)],
)  # fmt: skip
def test_words_fit_by_pattern(pattern: str, answer: str, fits: bool) -> None:
    assert matches(pattern, answer) is fits


def test_case_and_accents_count_where_they_are_asked_for() -> None:
    question = Question("shortanswer", [{"key": "1", "text": "Élan", "correct": True}], {"case": True, "accents": True})
    assert [grade(question, x).fraction for x in ("Élan", "élan", "Elan")] == [1.0, 0.0, 0.0]


@given(st.text(st.characters(exclude_characters="*\\\0\1"), max_size=40))
def test_every_answer_fits_itself_and_the_star(text: str) -> None:
    assert matches("*", text)
    assert matches(text, text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("37,5", [37.5]), ("37.5", [37.5]), ("1.250", [1250, 1.25]), ("1.250,75", [1250.75]), ("1,250.75", [1250.75]),
     ("1.250.000", [1250000]), ("-3", [-3]), ("Rp 2.500", [2500, 2.5]), ("75 %", [75]), ("12 orang", [12]), ("", []),
     ("dua", []), ("1.2.3", []), ("1 250", [1250]), ("2e3", [2000]), ("0,125", [0.125])],
)  # fmt: skip
def test_numbers_are_read_with_indonesian_and_english_marks(text: str, numbers: list[float]) -> None:
    assert [float(number) for number in read_numbers(text)] == numbers


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3))
def test_a_number_is_right_in_either_language(number: object) -> None:
    question = Question("numerical", [{"key": "1", "text": str(number), "correct": True}])
    assert grade(question, str(number)).fraction == 1.0
    assert grade(question, str(number).replace(".", ",")).fraction == 1.0


@pytest.mark.parametrize(("answer", "fraction"), [("37", 1.0), ("38,0", 1.0), ("38.01", 0.0), ("75", 0.0)])
def test_a_tolerance_reaches_to_its_edge(answer: str, fraction: float) -> None:
    question = Question("numerical", [{"key": "1", "text": "37.5", "correct": True, "tolerance": "0.5"}])
    assert grade(question, answer).fraction == fraction


def test_what_asks_nothing_has_no_number() -> None:
    assert rules.numbered(["description", "single", "description", "essay"]) == [0, 1, 0, 2]


@given(st.uuids())
def test_whoever_had_one_form_gets_the_other(uid: UUID) -> None:
    def form(purpose: Purpose, earlier: str | None) -> str:
        return rules.choose_form(FormRule.PARALLEL, purpose, uid, earlier=earlier, forms=("A", "B"))

    assert form(Purpose.POST, form(Purpose.PRE, None)) != form(Purpose.PRE, None)
    assert form(Purpose.POST, None) != form(Purpose.PRE, None)


def test_about_half_of_the_people_begin_with_form_a() -> None:
    first = [
        rules.choose_form(FormRule.PARALLEL, Purpose.PRE, uuid4(), earlier=None, forms=("A", "B")) for _ in range(400)
    ]
    assert 140 < first.count("A") < 260


@given(st.integers(), st.integers(1, 6), st.booleans())
def test_a_plan_repeats_no_question_and_comes_out_the_same(seed: int, draws: int, shuffle: bool) -> None:
    sources = [Source(1, 1, 1, 1, (1,)), Source(2, 1, 1, draws, (1, 2, 3, 4, 5, 6, 7))]
    planned = rules.plan(sources, seed=seed, shuffle=shuffle)
    versions = [item.version_id for item in planned]

    assert len(versions) == len(set(versions)) == draws + 1
    assert planned == rules.plan(sources, seed=seed, shuffle=shuffle)


def test_a_draw_takes_unseen_questions_first() -> None:
    planned = rules.plan([Source(1, 1, 1, 2, (1, 2, 3, 4))], seed=5, shuffle=False, seen=[1, 2])
    assert {item.version_id for item in planned} == {3, 4}


def test_the_deadline_is_the_earlier_of_limit_and_end() -> None:
    now = datetime(2019, 10, 28, tzinfo=UTC)
    ends = now + timedelta(minutes=10)
    assert rules.deadline(now, time_limit=None, closes_at=None) is None
    assert rules.deadline(now, time_limit=5, closes_at=ends) == now + timedelta(minutes=5)
    assert rules.deadline(now, time_limit=30, closes_at=ends) == ends
    assert not rules.is_late(ends + timedelta(seconds=30), deadline_at=ends, grace_seconds=30)
    assert rules.is_late(ends + timedelta(seconds=31), deadline_at=ends, grace_seconds=30)


def test_gains_count_only_people_with_both_scores() -> None:
    found = rules.gains({1: 0.5, 2: 0.25, 3: 1.0, 4: 0.1}, {1: 0.75, 2: 0.25, 3: 1.0, 5: 0.9})

    assert (found.matched, found.only_pre, found.only_post) == (3, 1, 1)
    assert found.mean_gain == pytest.approx(0.25 / 3, abs=1e-9)
    assert (found.normalised, found.normalised_n) == (pytest.approx(0.25, abs=1e-9), 2)


def test_no_pair_is_no_gain() -> None:
    assert rules.gains({1: 0.5}, {}).mean_gain is None


@pytest.mark.parametrize(
    ("method", "fraction"),
    [(GradingMethod.HIGHEST, 0.9), (GradingMethod.FIRST, 0.3), (GradingMethod.LAST, 0.6), (GradingMethod.AVERAGE, 0.6)],
)
def test_the_grading_method_chooses_what_counts(method: GradingMethod, fraction: float) -> None:
    assert rules.counting([0.3, 0.9, 0.6], method) == pytest.approx(fraction)
