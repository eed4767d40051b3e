"""What is exported and imported again is the same question, in every format that knows its type."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.quizzes import formats
from lms.quizzes.formats import Found, building, markup, original
from lms.quizzes.formats.differences import different
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.types import with_html
from tests.quizzes.formats import samples

TRIES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
GIFT = {"single", "multiple", "truefalse", "matching", "ordering", "shortanswer", "numerical", "essay", "description"}
SHEET = GIFT | {"file", "cloze", "gapselect", "dragwords"}
# What a format has no place for, and says so on export.
NOT_IN_GIFT = {"right_feedback", "wrong_feedback", "hints", "penalty", "points", "case", "units", "unit",
               "unit_penalty", "lines", "template", "least_words", "most_words", "type", "options",
               "choices"}  # fmt: skip
NOT_IN_QTI = {"hints", "penalty", "units", "unit", "unit_penalty", "grading", "least_words", "most_words", "template",
              "most_files", "options", "choices"}  # fmt: skip


def back(one, kind):
    exported = formats.export([one], kind)
    reading = formats.read(exported.data)
    assert [row.question.type for row in reading.questions] == [one.question.type]
    return exported, reading, list(different(one, reading.questions[0]))


@pytest.mark.parametrize("kind", list(samples.KINDS))
@pytest.mark.usefixtures("app")
def test_moodle_xml_loses_nothing(kind):
    @TRIES
    @given(samples.found(kind))
    def run(one):
        exported, reading, gone = back(one, "moodle-xml")
        assert (gone, exported.skipped, reading.skipped) == ([], (), ())
        assert reading.questions[0].category == one.category

    run()


@pytest.mark.parametrize("kind", sorted(GIFT))
@pytest.mark.usefixtures("app")
def test_gift_says_what_it_loses(kind):
    @TRIES
    @given(samples.found(kind, texts=samples.wordy))
    def run(one):
        exported, _reading, gone = back(one, "gift")
        assert set(gone) <= NOT_IN_GIFT | ({"feedback"} if kind == "description" else set())
        assert bool(exported.skipped) == bool(gone)

    run()


@pytest.mark.parametrize("kind", list(samples.KINDS))
@pytest.mark.usefixtures("app")
def test_qti_gives_the_same_question_back_and_says_what_others_miss(kind):
    @settings(TRIES, max_examples=6)
    @given(samples.found(kind), st.sampled_from(["qti21", "qti22", "qti30"]))
    def run(one, version):
        exported, reading, gone = back(one, version)
        assert (gone, exported.is_whole, reading.questions[0].category) == ([], True, one.category)
        if kind == "hotspot":  # of several markers QTI knows nothing
            return
        plain = formats.read(formats.FORMATS[version].plain([one])).questions
        missed = list(different(one, plain[0]))
        assert set(missed) <= NOT_IN_QTI
        assert bool(exported.skipped) == bool(missed)

    run()


@pytest.mark.usefixtures("app")
def test_what_another_system_changed_counts_before_what_the_bank_had_said():
    options = building.true_false(True)
    said = QuestionText(key="a", type="truefalse", text="Lama", options=options, settings={"penalty": 0.5})
    document = formats.FORMATS["moodle-xml"].write([Found(where="", question=said)])
    changed = document.replace(b"<text>Lama</text>", b"<text>Baru</text>")
    kept, new = (formats.read(data).questions[0].question for data in (document, changed))
    assert [(one.text, dict(one.settings)) for one in (kept, new)] == [("Lama", {"penalty": 0.5}), ("Baru", {})]
    broken = document.replace(b'"penalty": 0.5', b'"penalty": {"a": [NaN]}')
    assert dict(formats.read(broken).questions[0].question.settings) == {}


@pytest.mark.usefixtures("app")
def test_an_original_that_somebody_made_up_is_looked_at_like_any_file():
    settings = {"picture": {"width": 5, "address": "https://example.org/a.png"}, "hints_html": ["<script>"]}
    said = QuestionText(type="truefalse", text="T", options=({"key": "1", "html": "<script>"},), settings=settings)
    found, category = original.find(original.written(said, mark="m", category=["a\0b", "\0"]), mark="m")
    assert category == ("ab",)
    renamed = markup.question_renamed(found, {"a.png": "b.png"})
    drawn = with_html([*renamed.options, renamed.settings], str, str)
    assert drawn == [{"key": "1"}, {"picture": {"width": 5}}]


@pytest.mark.parametrize("kind", sorted(SHEET))
@pytest.mark.usefixtures("app")
def test_the_spreadsheet_gives_the_same_question_back_and_says_what_its_cells_lose(kind):
    @settings(TRIES, max_examples=5)
    @given(samples.found(kind, texts=samples.wordy))
    def run(one):
        exported, _reading, gone = back(one, "xlsx")
        assert (gone, exported.is_whole) == ([], True)
        found = formats.read(formats.FORMATS["xlsx"].plain([one])).questions
        gone = list(different(one, found[0])) if found else ["all"]
        assert not {"text", "key", "tags", "feedback"} & set(gone)
        assert bool(exported.skipped) == bool(gone)

    run()


@pytest.mark.parametrize("kind", ["cloze", "dragpicture", "hotspot", "file"])
@pytest.mark.parametrize("target", ["gift", "aiken"])
@pytest.mark.usefixtures("app")
def test_a_type_that_a_format_does_not_know_is_named_on_export(kind, target):
    @settings(TRIES, max_examples=3)
    @given(samples.found(kind))
    def run(one):
        exported = formats.export([one], target)
        assert len(exported.skipped) == 1

    run()


@pytest.mark.usefixtures("app")
def test_the_template_reads_as_an_example_of_each_type_that_a_spreadsheet_can_hold():
    reading = formats.read(formats.template())
    assert (reading.read, reading.skipped) == (13, ())
    assert reading.by_type == dict.fromkeys(sorted(SHEET), 1)
