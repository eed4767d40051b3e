"""What the coming training asks those who register, and what they answered; one class is full."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lms.demo.actions.ground import Ground
from lms.demo.actions.parts import Part
from lms.demo.actions.rows import add, keep
from lms.demo.actions.rows import one as insert_one
from lms.demo.rules.chance import chance, uid
from lms.enrolment.models import Answer, Chosen, OwnQuestions
from lms.enrolment.rules.questions import chosen_in
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.questionnaires.rules import Kind, make_question, read_options

MEALS = "Biasa | Usual\nVegetarian\nTanpa makanan laut | No seafood"
CLASSES = """Menulis kisah dampak | Writing stories | 5
Fotografi dengan ponsel | Photos by phone | 20
Kelola media sosial | Social media | 20"""
SIZES = "S\nM\nL\nXL\nXXL"
LAST_YEARS = (
    "Kelas memasak dengan hasil kebun desa", "Taman baca di balai desa", "Pelatihan menjahit untuk ibu-ibu",
    "Belajar komputer sore hari", "Pojok digital untuk pelajar",
)  # fmt: skip


def questions() -> list[dict[str, Any]]:
    """Return what is asked: a meal, a size, an afternoon class with seats, a sentence."""
    return [
        make_question("q1", kind=Kind.CHOICE, required=True, options=read_options(MEALS),
                      label={"id": "Menu makan", "en": "Meals"}),
        make_question("q2", kind=Kind.CHOICE, required=True, options=read_options(SIZES),
                      label={"id": "Ukuran kaus", "en": "T-shirt size"}),
        make_question("q3", kind=Kind.SEATS, required=True, options=read_options(CLASSES, seats=True),
                      label={"id": "Kelas sore hari kedua", "en": "Class on the second afternoon"},
                      note={"id": "Satu kelas saja; siapa cepat, dia dapat.", "en": "First come, first served."}),
        make_question("q4", kind=Kind.TEXT,
                      label={"id": "Kegiatan yang ingin Anda ceritakan", "en": "What you would like to tell of"}),
    ]  # fmt: skip


def ask_questions(ground: Ground, training_id: int, parts: Sequence[Part]) -> None:
    """Let a training ask these questions; all but the last two of these people have answered."""
    asked = questions()
    made = add(Questionnaire, [{"uid": uid("questionnaire", training_id), "owner": "registration", "questions": asked,
                                "keys_given": len(asked)}])[0]  # fmt: skip
    keep(OwnQuestions, [{"training_id": training_id, "questionnaire_id": made}])
    version = insert_one(QuestionnaireVersion, questionnaire_id=made, number=1, questions=asked, made_at=ground.now)
    rows: list[dict[str, Any]] = []
    taken = Counter[int]()
    for part in parts[:-2]:
        answers = _answers(part, asked, taken)
        rows.append({
            "uid": uid("answer", part.uid), "training_id": training_id, "person_id": ground.people[part.person].id,
            "version_id": version, "answers": answers, "is_complete": True,
            "by": ground.people[part.person].principal_id, "at": ground.now,
        })  # fmt: skip
    ids = add(Answer, rows)
    keep(Chosen, [
        {"answer_id": key, "question": question, "choice": choice}
        for key, row in zip(ids, rows, strict=True)
        for question, choice in sorted(chosen_in(asked, row["answers"]))
    ])  # fmt: skip


def _answers(part: Part, asked: list[dict[str, Any]], taken: Counter[int]) -> dict[str, Any]:
    luck = chance("answers", part.uid)
    free = [one["key"] for one in asked[2]["options"] if taken[one["key"]] < one["seats"]]
    wanted = free[0] if luck.random() < 0.7 else luck.choice(free)
    taken[wanted] += 1
    said = {"q4": luck.choice(LAST_YEARS)} if luck.random() < 0.6 else {}
    return {"q1": luck.choices((0, 1, 2), (8, 1, 1))[0], "q2": luck.randint(0, 4), "q3": wanted, **said}
