"""Quizzes on paper: printed, keyed in, taken back; the same figures as on a screen."""

import io
import random
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.quizzes import actions, queries
from lms.quizzes.models import (
    Attempt,
    AttemptState,
    BankEntry,
    FormRule,
    Method,
    PrintedForm,
    QuestionState,
    ResponseStep,
)  # fmt: skip
from lms.quizzes.rules import paper
from lms.quizzes.rules.question_file import QuestionText
from lms.quizzes.rules.steps import Sent
from lms.quizzes.rules.types import KINDS, Question, grade, right_response
from tests import factories
from tests.quizzes.factories import Scene, ask, make_scene
from tests.quizzes.samples import SAMPLES

CHOICE = Question("single", ({"key": "7f", "correct": True}, {"key": "03"}, {"key": "c1"}))
SEVERAL = Question("multiple", CHOICE.options)
ORDER = ["c1", "7f", "03"]


@pytest.fixture
def scene(app: object) -> Scene:
    factories.make_site()
    return make_scene(form_rule=FormRule.FIXED)


def printed(scene: Scene, training: Any = None) -> PrintedForm:
    made = actions.print_form((training or scene.training).uid, scene.lesson_uid(), form="A", by=organiser(),
                              now=clock.now())  # fmt: skip
    return queries.get_printed(organiser(), made.uid)


def organiser() -> Any:
    return factories.principal_of(factories.make_staff())


def key(form: PrintedForm, participation: Any, said: dict[int, str], sheet: UUID | None = None) -> Attempt:
    return actions.key_sheet(form.uid, participation.uid, sheet or uuid4(), said, by=organiser(), now=clock.now())


@pytest.mark.parametrize(
    ("question", "keyed", "response"),
    [(CHOICE, "b", "7f"), (CHOICE, " A ", "c1"), (CHOICE, "-", None), (CHOICE, "", None),
     (SEVERAL, "ca", ["03", "c1"]), (SEVERAL, "A, B", ["7f", "c1"]), (Question("numerical"), "0", "0"),
     (Question("numerical"), "37,5", "37,5"), (Question("shortanswer"), " rak ", "rak")],
)  # fmt: skip
def test_a_letter_is_the_option_that_stands_behind_it_on_paper(question: Any, keyed: str, response: Any) -> None:
    assert paper.read(question, ORDER, keyed) == response


def read(question: Question, keyed: Any) -> Any:
    order = KINDS[question.type].shown(question)
    return paper.read(question, order, keyed)


@pytest.mark.parametrize(
    ("kind", "keyed"),
    [("matching", ["b", "C"]), ("ordering", ["A", "b", "c"]), ("gapselect", "AB"), ("dragwords", ["a", "b"]),
     ("dragpicture", ["A", "B"]), ("cloze", ["A", "12", "dua"]), ("numerical", "37,5 kg"), ("shortanswer", "inklusi")],
)  # fmt: skip
def test_each_blank_is_keyed_by_itself_and_the_right_letters_earn_everything(kind: str, keyed: Any) -> None:
    question = SAMPLES[kind][0]
    answer = read(question, list(keyed) if kind == "gapselect" else keyed)
    assert grade(question, answer).fraction == 1.0
    assert read(question, ["-"] * 3) is None


def test_an_empty_blank_leaves_the_others_and_letters_of_another_gap_are_refused(app: object) -> None:
    matching, ordering, cloze = (SAMPLES[kind][0] for kind in ("matching", "ordering", "cloze"))
    assert list(read(matching, ["-", "C"])) == ["2"]
    assert list(read(cloze, ["", "12", ""])) == ["2"]
    for question, keyed in ((SAMPLES["dragwords"][0], ["A", "A"]), (ordering, ["A", "A"]), (matching, ["D"])):
        with pytest.raises(paper.Unreadable):
            read(question, keyed)


def test_an_essay_is_keyed_as_its_mark(app: object) -> None:
    marks = ["80", "4/5", "0", "12,5 %", "-", "", "?"]
    assert [paper.mark_of(one) for one in marks] == [0.8, 0.8, 0.0, 0.125, None, None, None]
    assert [read(SAMPLES["essay"][0], one) is None for one in marks] == [False] * 4 + [True, True, False]
    for wrong in ("101", "5/4", "1/0", "bagus"):
        with pytest.raises(paper.Unreadable):
            paper.mark_of(wrong)


@pytest.mark.parametrize(("question", "keyed"), [(CHOICE, "D"), (CHOICE, "AB"), (SEVERAL, "AZ"), (CHOICE, "1")])
def test_what_is_no_answer_is_refused(app: object, question: Any, keyed: str) -> None:
    with pytest.raises(paper.Unreadable):
        paper.read(question, ORDER, keyed)


@pytest.mark.database
def test_thirty_keyed_sheets_have_the_statistics_of_the_same_thirty_on_a_screen(scene: Scene) -> None:
    other = factories.make_training(modules=[scene.module])
    form, luck = printed(scene, other), random.Random(7)
    items, now = queries.printed_items(form), clock.now()
    for number in range(30):
        said = {one.position: _any_answer(one, luck) for one in items}
        key(form, factories.make_participation(training=other), {n: keyed for n, (keyed, _response) in said.items()})
        person = factories.make_person(f"Orang {number}")
        seat, by = factories.make_participation(training=scene.training, person=person), factories.principal_of(person)
        attempt = actions.start(seat.uid, scene.lesson_uid(), by=by, now=now)
        steps = [Sent(uid=uuid4(), item_uid=one.uid, base_seq=0, response=said[one.position][1])
                 for one in queries.items_of(attempt.id)]  # fmt: skip
        actions.save(attempt.uid, steps, by=by, now=now)
        actions.submit(attempt.uid, by=by, now=now)

    def figures(training: Any) -> list[tuple[str, Any]]:
        found = queries.quiz_statistics(organiser(), form.quiz_id, training_uid=training.uid)
        return [(one.form, rounded(asdict(one.test))) for one in found]

    on_paper, on_screen = figures(other), figures(scene.training)

    assert on_paper == on_screen
    assert (on_paper[0][0], on_paper[0][1]["n"]) == ("A", 30)
    assert len({item["facility"] for item in on_paper[0][1]["items"].values()}) > 2
    assert db.session.scalar(select(func.count()).where(Attempt.method == Method.PAPER)) == 30


def rounded(value: Any) -> Any:
    """Return figures to nine digits: databases add rows up in orders of their own."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return round(value, 9) if isinstance(value, float) else value


def _any_answer(item: Any, luck: random.Random) -> tuple[str, Any]:
    """Return an answer as it is keyed, and as a screen sends it."""
    letters = [(letter, option["key"]) for letter, option in paper.lettered(item.version, item.order)]
    if luck.random() < 0.1:
        return "-", None
    if not letters:
        said = luck.choice(["kunci", "rak", "37,5", "12"])
        return said, said
    chosen = luck.sample(letters, 2 if item.version.type == "multiple" else 1)
    keys = [option for _letter, option in chosen]
    return "".join(letter for letter, _ in chosen).lower(), keys if item.version.type == "multiple" else keys[0]


def test_a_sheet_is_keyed_once_and_can_be_taken_back(scene: Scene) -> None:
    form, sheet = printed(scene), uuid4()
    attempt = key(form, scene.participation, {1: "A"}, sheet)
    assert key(form, scene.participation, {1: "A"}, sheet).id == attempt.id
    assert (attempt.method, attempt.state, attempt.form) == (Method.PAPER, AttemptState.SUBMITTED, "A")
    with pytest.raises(Refused, match="sudah dimasukkan"):
        key(form, scene.participation, {1: "B"})
    other = factories.make_participation(training=scene.training)
    with pytest.raises(Refused, match="orang lain"):
        key(form, other, {1: "A"}, sheet)

    actions.take_back_sheet(form.uid, attempt.uid, by=organiser(), now=clock.now())
    again = key(form, scene.participation, {1: "B"})

    assert (again.number, again.state) == (2, AttemptState.SUBMITTED)
    assert db.session.get_one(Attempt, attempt.id).state == AttemptState.ABANDONED
    assert [step.device for step in db.session.scalars(select(ResponseStep))] == ["paper", "paper"]


def test_a_sheet_with_a_letter_that_does_not_stand_there_changes_nothing(scene: Scene) -> None:
    form = printed(scene)
    with pytest.raises(Refused, match="Soal 3: Tidak ada pilihan Z"):
        key(form, scene.participation, {1: "A", 3: "Z"})
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_somebody_who_has_begun_on_a_screen_has_no_sheet(scene: Scene) -> None:
    form = printed(scene)
    actions.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    with pytest.raises(Refused, match="sudah memulai"):
        key(form, scene.participation, {1: "A"})


def test_what_was_printed_stays_when_a_question_changes(scene: Scene) -> None:
    form = printed(scene)
    assert printed(scene).id == form.id
    first = queries.printed_items(form)[0].version
    ask(scene, "single")
    newer = actions.print_form(scene.training.uid, scene.lesson_uid(), form="", by=organiser(), now=clock.now())
    assert newer.id != form.id
    assert queries.printed_items(form)[0].version.uid == first.uid


def test_paper_refuses_what_it_cannot_ask(scene: Scene) -> None:
    ask(scene, "description", "single")
    entry = db.session.scalars(select(BankEntry).order_by(BankEntry.id.desc())).first()
    options = tuple({"key": str(n), "text": f"Pilihan {n}", "correct": n == 1} for n in range(27))
    actions.change_question(entry.uid, QuestionText(type="single", text="Terlalu banyak?", options=options),
                            state=QuestionState.READY, by=organiser(), now=clock.now())  # fmt: skip
    with pytest.raises(Refused, match="A sampai Z, dan soal berikut lebih banyak pilihannya: 1"):
        actions.print_form(scene.training.uid, scene.lesson_uid(), form="", by=organiser(), now=clock.now())


def test_a_marker_is_keyed_as_the_square_of_the_picture_in_which_it_stands(app: object) -> None:
    question = SAMPLES["hotspot"][0]  # a square of 50 by 50 and a triangle on a picture of 200 by 100
    for keyed, worth in ((["A1", "t1"], 1.0), ([" e10 ", "T 1"], 1.0), (["F1", "T1"], 0.5), (["A1", "B19"], 0.5),
                         (["A1", "-"], 0.5)):  # fmt: skip
        assert grade(question, read(question, keyed)).fraction == worth
    assert read(question, ["b3"]) == {question.settings["choices"][0]["key"]: "5.28,10.28"}
    assert read(question, ["-", "", ""]) is None
    for wrong in ("U1", "A21", "A0", "7", "A1B2"):
        with pytest.raises(paper.Unreadable):
            read(question, [wrong])


ALL = ("single", "matching", "ordering", "cloze", "gapselect", "dragwords", "dragpicture", "essay", "essay",
       "description", "hotspot", "file", "file")  # fmt: skip


def test_every_type_is_printed_without_its_answer_keyed_and_marked_at_once(app: Any, client: Any, scene: Scene) -> None:
    ask(scene, *ALL, shuffle_options=False, pass_mark=50)
    client.sign_in(factories.make_staff())
    made = actions.print_form(scene.training.uid, scene.lesson_uid(), form="", by=organiser(), now=clock.now())
    form = queries.get_printed(organiser(), made.uid)
    data = {
        "person": scene.participation.uid,
        "sheet": uuid4(),
        "q8": "80",
        "q9": "?",
        "q11-1": "A1",
        "q11-2": "T1",
        "q12": "3/4",
    }
    for item in queries.printed_items(form):
        for number, text in enumerate(_right(item), 1):
            data[f"q{item.position}-{number}"] = text
    told = client.post(f"/staff/papers/{form.uid}/sheets", data=data, headers={"Accept": "application/json"})
    attempt = db.session.scalars(select(Attempt)).one()
    items = queries.items_of(attempt.id)

    assert told.status_code == 200
    assert [item.fraction for item in items] == [1.0] * 7 + [0.8, None, 0.0, 1.0, 0.75, 0.0]
    assert attempt.fraction is None
    assert [row.version.type for row in db.session.scalars(queries.marking_queue(organiser()))] == ["essay"]
    pages = client.get(f"/staff/papers/{form.uid}/questions.pdf").data
    assert [code.partition("/staff/")[2] for code in _codes(pages)] == [f"papers/{form.uid}/sheets"] * len(
        PdfReader(io.BytesIO(pages)).pages
    )
    asked = _text(pages)
    assert [part in asked for part in ("2.2", "C4", "RAHASIA")] == [True, True, False]
    assert "A. " in asked.replace("A.\n", "A. ")
    assert "diserahkan di atas kertas" in client.get(f"/staff/attempts/{attempt.uid}").text
    sheets = client.get(f"/staff/papers/{form.uid}/sheets.pdf").data
    codes = _codes(sheets)
    assert len(PdfReader(io.BytesIO(sheets)).pages) == len(codes) == 4
    assert codes[0].endswith("/sheets?sheet=1")
    own = [page.extract_text() for page in PdfReader(io.BytesIO(sheets)).pages]
    assert ["Wayan Sudarma" in page for page in own] == [True, True, False, False]
    assert ["10.2" in page for page in own] == [True, False, True, False]


def _right(item: Any) -> list[str]:
    """Return what is keyed for a right answer, a text for each blank."""
    said, texts = right_response(item.version), []
    for number, blank in enumerate(paper.blanks(item.version, item.order)):
        if item.version.type == "ordering":
            own = said[number]
        else:
            own = said.get(blank.key) if isinstance(said, dict) else said
        texts.append(next((letter for letter, one in blank.options if one["key"] == own), own or ""))
    return texts if item.version.type not in {"essay", "file", "hotspot"} else []


def test_sheets_are_keyed_on_a_page_with_and_without_a_script(app: Any, client: Any, scene: Scene) -> None:
    client.sign_in(factories.make_staff())
    shown = client.post(f"/staff/trainings/{scene.training.uid}/tests/papers", follow_redirects=True,
                        data={"lesson": scene.lesson_uid(), "form": "A"})  # fmt: skip
    form = db.session.scalars(select(PrintedForm)).one()
    assert f"/staff/papers/{form.uid}/sheets" in shown.text
    keyed = client.get(f"/staff/papers/{form.uid}/sheets").text
    for part in (
        'data-number="1" data-name="Wayan Sudarma"',
        "data-finding",
        'data-place="1" maxlength="1" data-letters="AB"',
    ):
        assert part in keyed
    address, facts = f"/staff/papers/{form.uid}/sheets", {"person": scene.participation.uid, "sheet": uuid4()}
    wrong = client.post(address, data={**facts, "q1": "Q"}, headers={"Accept": "application/json"})
    assert (wrong.status_code, list(wrong.json)) == (422, ["refused"])
    assert 'value="Q"' in client.post(address, data={**facts, "q1": "Q"}).text

    told = client.post(address, data={**facts, "q1": "a"}, headers={"Accept": "application/json"}).json

    assert "1 dari 1 sudah dimasukkan" in client.get(address).text
    assert client.post(told["undo"], headers={"Accept": "application/json"}).json == {"taken": told["attempt"]}
    assert client.post(address, data={**facts, "sheet": told["sheet"], "q1": "b"}).status_code == 302
    assert "kertas" in client.get(f"/staff/attempts/{told['sheet']}").text


def test_only_who_marks_answers_prints_and_keys(app: Any, client: Any, scene: Scene) -> None:
    form = printed(scene)
    client.sign_in(scene.person)
    for address in (f"/staff/trainings/{scene.training.uid}/tests/papers", f"/staff/papers/{form.uid}/sheets",
                    f"/staff/papers/{form.uid}/questions.pdf"):  # fmt: skip
        assert client.get(address).status_code == 404
    facts = {"person": scene.participation.uid, "sheet": uuid4(), "q1": "A"}
    assert client.post(f"/staff/papers/{form.uid}/sheets", data=facts).status_code == 404


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _codes(pdf: bytes) -> list[str]:
    import pypdfium2
    import zxingcpp

    pages = pypdfium2.PdfDocument(pdf)
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
