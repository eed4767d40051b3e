"""A training with a module of two lessons and its tests, and somebody who takes part."""

import io
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import delete, select

from lms.accounts.models import Person
from lms.catalogue import actions as catalogue
from lms.catalogue.models import Lesson, Module
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Principal
from lms.quizzes import actions
from lms.quizzes.models import BankCategory, FormRule, QuestionState, Quiz, Slot
from lms.quizzes.rules.question_file import QuestionText
from lms.trainings.models import Participation, Training
from tests import factories
from tests.catalogue.test_importing import MODULE, PAGE
from tests.quizzes.samples import SAMPLES

TYPES = {
    "single": '[[questions.options]]\ntext = "Ya-{key}"\ncorrect = true\nfeedback = "RAHASIA-ya"\n'
    '[[questions.options]]\ntext = "Tidak-{key}"\nfeedback = "RAHASIA-tidak"\n',
    "multiple": '[[questions.options]]\ntext = "Satu"\ncorrect = true\nfeedback = "RAHASIA-1"\n'
    '[[questions.options]]\ntext = "Dua"\ncorrect = true\nfeedback = "RAHASIA-2"\n'
    '[[questions.options]]\ntext = "Tiga"\nfeedback = "RAHASIA-3"\n',
    "truefalse": '[[questions.options]]\ntext = "Benar"\ncorrect = true\nfeedback = "RAHASIA-b"\n'
    '[[questions.options]]\ntext = "Salah"\nfeedback = "RAHASIA-s"\n',
    "shortanswer": '[[questions.options]]\ntext = "kunci*"\ncorrect = true\nfeedback = "RAHASIA-k"\n',
    "numerical": '[[questions.options]]\ntext = "37.5"\ncorrect = true\ntolerance = "0.5"\nfeedback = "RAHASIA-n"\n',
}  # fmt: skip
RIGHT = {"single": "1", "multiple": ["1", "2"], "truefalse": "1", "shortanswer": "Kuncinya", "numerical": "37,5"}


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), (220, 220, 200)).save(out, "PNG")
    return out.getvalue()


PNG = _png()


@dataclass
class Scene:
    """What most tests need."""

    module: Module
    training: Training
    person: Person
    participation: Participation
    by: Principal
    lessons: dict[str, Lesson]

    def lesson_uid(self, slug: str = "pre-test") -> UUID:
        return self.lessons[slug].uid


def questions() -> str:
    text = ""
    for form in "AB":
        for number, (kind, options) in enumerate(TYPES.items(), 1):
            key = f"{form.lower()}{number:02}"
            text += (
                f'[[questions]]\nkey = "{key}"\nform = "{form}"\nobjective = "o1"\ntype = "{kind}"\n'
                f'text = "Soal {key}?"\nfeedback = "RAHASIA-umum"\n' + options.format(key=key)
            )
    return text


def make_module(slug: str = "pemasaran") -> Module:
    files = {"module.toml": MODULE.replace('"pemasaran"', f'"{slug}"'), "01-satu.md": PAGE, "02-dua.md": PAGE,
             "questions.toml": questions()}  # fmt: skip
    author = factories.principal_of(factories.make_staff())
    return catalogue.import_module({name: text.encode() for name, text in files.items()}, by=author, now=clock.now())


def make_scene(**quiz_facts: Any) -> Scene:
    module = make_module()
    training = factories.make_training(modules=[module])
    person = factories.make_person("Wayan Sudarma")
    participation = factories.make_participation(training=training, person=person)
    lessons = {row.slug: row for row in db.session.scalars(select(Lesson).where(Lesson.module_id == module.id))}
    if quiz_facts:
        with transaction():
            for quiz in db.session.scalars(select(Quiz)):
                for name, value in quiz_facts.items():
                    setattr(quiz, name, value)
    return Scene(module, training, person, participation, factories.principal_of(person), lessons)


def ask(scene: Scene, *kinds: str, slug: str = "pre-test", **quiz_facts: Any) -> None:
    """Let a quiz ask the samples of these types instead, in this order."""
    by, now = factories.principal_of(factories.make_staff()), clock.now()
    quiz = db.session.scalars(select(Quiz).where(Quiz.lesson_id == scene.lessons[slug].id)).one()
    category = db.session.scalars(select(BankCategory)).one()
    with transaction():
        actions.keep_picture(category, "rak.png", PNG)
        db.session.execute(delete(Slot).where(Slot.quiz_id == quiz.id))
        quiz = db.session.get_one(Quiz, quiz.id)
        quiz.form_rule = FormRule.FIXED
        for name, value in quiz_facts.items():
            setattr(quiz, name, value)
    for position, kind in enumerate(kinds, 1):
        question = SAMPLES[kind][0]
        said = QuestionText(type=kind, text=question.text or "Soal?", options=tuple(question.options),
                            settings=question.settings, feedback="RAHASIA umum")  # fmt: skip
        entry = actions.make_question(category.uid, said, state=QuestionState.READY, by=by, now=now)
        with transaction():
            db.session.add(Slot(quiz_id=quiz.id, position=position, entry_id=entry.id))
