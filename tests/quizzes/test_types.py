"""Every type of question: what is right earns everything, and no response is an error."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lms.quizzes.models import QuestionType
from lms.quizzes.rules import types
from lms.quizzes.rules.types import Question, grade
from lms.quizzes.rules.types.ordering import GRADINGS
from lms.quizzes.rules.types.pictures import centre, is_inside
from tests.quizzes.samples import SAMPLES, K

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@pytest.fixture(scope="module", autouse=True)
def words(_app: Any) -> Iterator[None]:
    """Say what is wrong in words: gettext needs an application."""
    with _app.app_context():
        yield


TWO = {"choices": [{"key": "a", "text": "x"}, {"key": "b", "text": "y"}]}
NAMES = st.sampled_from([*types.shape.SORTS, *types.shape.TABLES])
DATA = st.recursive(
    st.sampled_from(["1", "single", "12", "[[1]]", "rect", -1, 0, 5, 0.5, True, None]),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(NAMES, x, max_size=6), max_leaves=40,
)  # fmt: skip
ROWS = st.lists(st.fixed_dictionaries({"key": st.sampled_from("123")}) | st.dictionaries(NAMES, DATA), max_size=3)
GRADED = [name for name in SAMPLES if name not in ("essay", "file", "description")]


def responses(question: Question) -> st.SearchStrategy[Any]:
    """Return responses that look like those of a question: its own keys, mixed up."""
    keys = [one["key"] for one in [*question.options, *question.settings.get("choices", ())]] or ["1"]
    one = (
        st.sampled_from(keys) | st.text(max_size=5) | st.sampled_from(["10,10", "90,20", "12", "dua", "101,5", "nan,1"])
    )
    return one | st.lists(one) | st.dictionaries(st.sampled_from(keys), one | st.lists(one)) | JSON


def test_there_is_a_sample_of_every_type() -> None:
    assert set(SAMPLES) == set(QuestionType) == set(types.KINDS)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_can_be_asked(name: str) -> None:
    assert list(types.problems(SAMPLES[name][0])) == []


@pytest.mark.parametrize("name", GRADED)
def test_the_right_response_earns_everything(name: str) -> None:
    question, right = SAMPLES[name]
    assert grade(question, right).fraction == 1.0
    assert grade(question, types.right_response(question)).fraction == 1.0
    assert types.right_answer(question)


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
def test_no_response_is_an_error_and_a_cleaned_one_stays(name: str, data: st.DataObject) -> None:
    question = SAMPLES[name][0]
    response = data.draw(responses(question))

    cleaned = types.clean_response(question, response)

    assert types.clean_response(question, cleaned) == cleaned
    assert grade(question, response) == grade(question, cleaned)
    assert -1.0 <= grade(question, response).fraction <= 1.0
    assert bool(types.summary(question, response)) is (cleaned is not None)


@examples(max_examples=120)  # each put to every type: making them costs more than grading them
@given(options=ROWS | JSON, settings=st.dictionaries(NAMES, DATA) | JSON, response=JSON)
def test_hostile_data_are_told_and_never_an_error(options: Any, settings: Any, response: Any) -> None:
    for name in SAMPLES:
        question = Question(name, options, settings, "[[1]]")
        if not list(types.problems(question)):
            assert -1.0 <= grade(question, response).fraction <= 1.0, name
            grade(question, types.right_response(question))


@pytest.mark.parametrize("name", ["matching", "gapselect", "dragwords", "dragpicture", "cloze", "hotspot"])
def test_half_of_the_places_earns_half_unless_all_are_wanted(name: str) -> None:
    question, right = SAMPLES[name]
    half = dict(list(right.items())[:1])
    weights = {"cloze": 0.25}
    assert grade(question, half).fraction == weights.get(name, 0.5)
    if name != "cloze":
        strict = replace(question, settings={**question.settings, "all_or_nothing": True})
        assert grade(strict, half).fraction == 0.0


@pytest.mark.parametrize("name", ["matching", "gapselect", "dragwords"])
@given(data=st.data())
def test_a_place_counts_alone(name: str, data: st.DataObject) -> None:
    question, right = SAMPLES[name]
    keys = [one["key"] for one in question.settings["choices"]]
    given_ = {place: data.draw(st.sampled_from(keys)) for place in right}
    found = grade(question, given_)
    assert found.fraction == sum(found.parts.values()) / len(right)


def test_a_word_is_used_once_unless_there_are_many() -> None:
    question, _right = SAMPLES["dragwords"]
    twice = {"1": K["rak"], "2": K["rak"]}
    assert types.clean_response(question, twice) == {"1": K["rak"]}
    many = [{**one, "many": True} for one in question.settings["choices"]]
    assert types.clean_response(replace(question, settings={"choices": many}), twice) == twice


def test_a_choice_stays_in_its_group() -> None:
    question = Question(
        "gapselect", [{"key": "1", "right": ["a"], "group": "2"}],
        {"choices": [{"key": "a", "text": "x", "group": "2"}, {"key": "b", "text": "y"}]}, "[[1]]",
    )  # fmt: skip
    assert types.clean_response(question, {"1": "b"}) is None
    assert grade(question, {"1": "a"}).fraction == 1.0


def test_choices_that_read_alike_are_equally_right() -> None:
    choices = [{"key": "a", "text": "dan"}, {"key": "b", "text": "dan"}, {"key": "c", "text": "atau"}]
    question = Question("dragwords", [{"key": "1", "right": ["a"]}, {"key": "2", "right": ["b"]}], {"choices": choices},
                        "[[1]] [[2]]")  # fmt: skip
    assert grade(question, {"1": "b", "2": "a"}).fraction == 1.0


@pytest.mark.parametrize(
    ("grading", "fraction"),
    [("exact", 0.0), ("place", 1 / 4), ("next", 1 / 3), ("pairs", 4 / 6), ("longest", 3 / 4)],
)  # fmt: skip
def test_an_order_is_graded_as_its_author_says(grading: str, fraction: float) -> None:
    options = [{"key": key, "text": key} for key in "abcd"]
    question = Question("ordering", options, {"grading": grading})
    assert grade(question, ["c", "a", "b", "d"]).fraction == pytest.approx(fraction)
    assert grade(question, list("abcd")).fraction == 1.0


@given(st.permutations(range(6)))
def test_every_way_of_grading_an_order_is_all_for_the_right_one_only(order: list[int]) -> None:
    for way in GRADINGS.values():
        assert 0.0 <= way(order) <= 1.0
        assert (way(order) == 1.0) is (order == sorted(order))


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_the_order_that_is_shown_is_never_the_right_one(seed: int, position: int) -> None:
    question, right = SAMPLES["ordering"]
    shown = types.option_order(question, seed=seed, position=position, shuffle=False)
    assert sorted(shown) == sorted(right)
    assert shown != right


@pytest.mark.parametrize(
    ("answer", "fraction"),
    [("37,5 kg", 1.0), ("37500 g", 1.0), ("37,5", 1.0), ("37,5 g", 0.0), ("37.5 ton", 0.75), ("38,1 kg", 0.0),
     ("37,5 Kg", 0.75)],
)  # fmt: skip
def test_a_unit_decides_what_a_number_means(answer: str, fraction: float) -> None:
    question = SAMPLES["numerical"][0]
    question = replace(question, settings={**question.settings, "unit_penalty": 0.25})
    assert grade(question, answer).fraction == fraction


def test_a_unit_that_is_required_costs_where_it_is_missing() -> None:
    question = SAMPLES["numerical"][0]
    needs = replace(question, settings={**question.settings, "unit": "required", "unit_penalty": 0.5})
    assert [grade(needs, text).fraction for text in ("37,5 kg", "37,5")] == [1.0, 0.5]


@pytest.mark.parametrize("tolerance", [{"relative": "0.1"}, {"tolerance": "5", "relative": "0.1"}])
def test_the_larger_tolerance_counts(tolerance: dict[str, str]) -> None:
    question = Question("numerical", [{"key": "1", "text": "100", "correct": True, **tolerance}])
    assert [grade(question, text).fraction for text in ("110", "90", "111")] == [1.0, 1.0, 0.0]


def test_a_negative_share_takes_away_and_a_star_catches_the_rest() -> None:
    single = Question("single", [{"key": "1", "text": "a", "share": 1}, {"key": "2", "text": "b", "share": -0.5}])
    assert grade(single, "2").fraction == -0.5
    number = Question("numerical", [{"key": "1", "text": "3", "share": 1}, {"key": "2", "text": "*", "share": 0.1}])
    assert [grade(number, text).fraction for text in ("3", "4")] == [1.0, 0.1]


def test_thirds_add_up_to_everything() -> None:
    options = [{"key": str(n), "text": "x", "share": 0.33333} for n in range(3)]
    assert grade(
        Question("multiple", [*options, {"key": "9", "text": "y", "share": -1}]), ["0", "1", "2"]
    ).fraction == pytest.approx(1, abs=1e-4)


@given(
    st.sampled_from([
        {"shape": "rect", "coords": [10, 20, 60, 80]}, {"shape": "circle", "coords": [30, 30, 9]},
        {"shape": "poly", "coords": [0, 0, 10, 0, 10, 10]},
        {"shape": "poly", "coords": [0, 0, 90, 0, 90, 90, 80, 90, 80, 10, 0, 10]},
    ])
)  # fmt: skip
def test_the_centre_of_an_area_lies_in_it(area: dict[str, Any]) -> None:
    assert is_inside(area, *centre(area))


def test_a_point_outside_is_not_in_a_bent_area() -> None:
    bent = {"shape": "poly", "coords": [0, 0, 90, 0, 90, 90, 80, 90, 80, 10, 0, 10]}
    assert [is_inside(bent, x, y) for x, y in ((85, 50), (40, 50), (0, 5), (90, 90))] == [True, False, True, True]


def test_a_marker_too_many_costs() -> None:
    question, right = SAMPLES["hotspot"]
    assert grade(question, {**right, K["baca"]: "50,50"}).fraction == pytest.approx(2 / 3)


@given(st.text(min_size=1, max_size=300))
def test_an_essay_waits_for_a_person(text: str) -> None:
    question = SAMPLES["essay"][0]
    found = grade(question, text)
    assert found.needs_marking is (types.clean_response(question, text) is not None)
    assert found.fraction == 0.0


def test_a_template_that_was_left_as_it_is_says_nothing() -> None:
    question = Question("essay", [], {"template": "1. Masalah:\n2. Jalan keluar:"})
    assert types.clean_response(question, "1. Masalah:\r\n2. Jalan keluar:\n") is None


def test_a_place_of_five_thousand_digits_is_none() -> None:
    question = Question("ordering", [{"key": key, "text": key} for key in "ab"], {})
    assert types.given(question, lambda suffix: {"-a": ["9" * 5000], "-b": ["1"]}.get(suffix, [])) == ["b", "a"]


def test_keys_of_an_order_tell_nothing_of_it() -> None:
    options, settings = types.shape.keyed(
        "matching", [{"text": "Banten", "right": ["Serang"]}], {"choices": [{"text": "Serang"}, {"text": "Bandung"}]}
    )
    assert options == [{"key": "1", "text": "Banten", "right": [K["Serang"]]}]
    assert [one["key"] for one in settings["choices"]] == [K["Serang"], K["Bandung"]]
    ordered, _ = types.shape.keyed("ordering", [{"text": "x"}, {"text": "x"}], {})
    assert len({one["key"] for one in ordered}) == 2


def test_what_is_drawn_can_be_taken_away_again() -> None:
    question = SAMPLES["dragpicture"][0]
    said = {**question.settings, "hints": ["a"], "right_feedback": "b"}
    drawn = types.with_html(said, lambda text: f"<p>{text}</p>", lambda name: f"/files/{name}")
    assert (drawn["hints_html"], drawn["right_feedback_html"]) == (["<p>a</p>"], "<p>b</p>")
    assert drawn["picture"]["address"] == "/files/rak.png"
    assert types.undrawn(drawn) == said


@pytest.mark.parametrize(
    ("kind", "options", "settings", "text"),
    [("gapselect", [{"key": "1", "right": ["a"]}], TWO, "no gap"),
     ("matching", [{"key": "1", "text": "x", "right": []}], TWO, ""),
     ("ordering", [{"key": "1", "text": "x"}], {}, ""), ("hotspot", [], {}, ""), ("cloze", [], {}, "x"),
     ("cloze", [{"key": "1", "type": "essay"}], {}, "[[1]]"), ("essay", [], {"least_words": 9, "most_words": 3}, ""),
     ("file", [], {"kinds": ["exe"]}, ""), ("file", [], {"most_files": 99}, ""), ("essay", [], {"strange": 1}, ""),
     ("single", [{"key": "1", "text": "x", "correct": True}, {"key": "1", "text": "y"}], {}, ""),
     ("numerical", [{"key": "1", "text": "x", "correct": True}], {}, ""),
     ("single", [{"key": "1", "correct": True}, {"key": "2", "text": "y"}], {}, ""),
     ("single", [{"key": "1", "text": "x", "correct": True, "relative": "x"}, {"key": "2", "text": "y"}], {}, ""),
     ("cloze", [{"key": "1", "type": "single", "options": [{"key": "1", "correct": True}, {"key": "2"}]}], {}, "[[1]]"),
     ("numerical", [{"key": "1", "text": "1", "correct": True}], {"units": [{"factor": "1"}]}, ""),
     ("numerical", [{"key": "1", "text": "1", "correct": True, "tolerance": "*"}], {}, ""),
     ("numerical", [{"key": "1", "text": "1e999999", "correct": True}], {}, "")],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(kind: str, options: Any, settings: Any, text: str) -> None:
    assert next(types.problems(Question(kind, options, settings, text)))
