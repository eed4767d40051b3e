"""The ground of a rush: a training, a quiz of ten questions, and people who are signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select, text, update

from lms.accounts.models import Person, SignIn
from lms.catalogue import actions as catalogue
from lms.catalogue.models import Lesson, Module
from lms.core import clock, ids
from lms.core.db import db, transaction
from lms.core.principals import Kind, PrincipalRow
from lms.quizzes.models import Quiz
from lms.trainings.models import Capacity, Participation
from tests import factories
from tests.catalogue.test_importing import MODULE, PAGE

CHOICE = '[[questions.options]]\ntext = "{text}"\ncorrect = {correct}\n'
WORDS = ("Perpustakaan", "Pemustaka", "Koleksi", "Layanan")


@dataclass(frozen=True)
class Guest:
    """One person of the rush: the address of the quiz, and the session cookie of a browser that is signed in."""

    participation: UUID
    path: str
    cookie: str


def prepare(app: Flask, people: int) -> list[Guest]:
    """Make the tables, the quiz and so many people; in the application's context."""
    db.create_all()
    factories.make_site()
    module = _module()
    training = factories.make_training(modules=[module])
    lesson = db.session.scalars(select(Lesson).where(Lesson.module_id == module.id, Lesson.slug == "pre-test")).one()
    signs = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    guests = []
    for participation, sign_in in _people(training.id, people):
        path = f"/my/quizzes/{lesson.uid}?participation={participation}"
        guests.append(Guest(participation, path, signs.dumps({"_user_id": sign_in.hex, "_fresh": True})))
    return guests


@transaction()
def open_at(moment: datetime) -> None:
    """Say when the quiz opens."""
    db.session.execute(update(Quiz).values(opens_at=moment))


def synchronous() -> str:
    """Tell how the database writes: SQLite's pragma (2 is FULL), or PostgreSQL's setting."""
    name = db.engine.dialect.name
    found = db.session.execute(text("PRAGMA synchronous" if name == "sqlite" else "SHOW synchronous_commit")).scalar()
    return {"2": "FULL"}.get(str(found), str(found))


def _module() -> Module:
    author = factories.principal_of(factories.make_staff())
    files = {"module.toml": MODULE, "01-satu.md": PAGE, "02-dua.md": PAGE, "questions.toml": _questions()}
    return catalogue.import_module({name: text.encode() for name, text in files.items()}, by=author, now=clock.now())


def _questions() -> str:
    return "".join(_question(form, number) for form in "AB" for number in range(1, 11))


def _question(form: str, number: int) -> str:
    kind = {8: "multiple", 9: "shortanswer", 10: "numerical"}.get(number, "single")
    head = f'[[questions]]\nkey = "{form.lower()}{number:02}"\nform = "{form}"\nobjective = "o1"\ntype = "{kind}"\n'
    asked = f'text = "Soal {number}: manakah yang paling tepat menurut materi tentang layanan perpustakaan?"\n'
    if kind == "shortanswer":
        return head + asked + CHOICE.format(text="kunci*", correct="true")
    if kind == "numerical":
        return head + asked + CHOICE.format(text="37.5", correct="true") + 'tolerance = "0.5"\n'
    words = (CHOICE.format(text=f"{word} {number}", correct=str(word == WORDS[0]).lower()) for word in WORDS)
    return head + asked + "".join(words)


@transaction()
def _people(training_id: int, count: int) -> list[tuple[UUID, UUID]]:
    """Add people who take part and are signed in; return the uids of their participations and sign-ins."""
    now = clock.now()
    actors = [PrincipalRow(kind=Kind.PERSON, label="", created_at=now) for _ in range(count)]
    db.session.add_all(actors)
    db.session.flush()
    people = [Person(principal_id=one.id, full_name=f"Peserta {n}", sort_name=f"peserta {n:05}", created_at=now)
              for n, one in enumerate(actors)]  # fmt: skip
    db.session.add_all(people)
    db.session.flush()
    seats = [Participation(training_id=training_id, person_id=one.id, capacity=Capacity.PARTICIPANT, uid=uuid4(),
                           name_shown=one.full_name, sort_name=one.sort_name, badge_code=ids.crockford(40),
                           invited_at=now, registered_at=now) for one in people]  # fmt: skip
    sign_ins = [SignIn(person_id=one.id, uid=uuid4(), created_at=now, seen_at=now, expires_at=now + timedelta(days=1))
                for one in people]  # fmt: skip
    db.session.add_all([*seats, *sign_ins])
    return [(seat.uid, sign_in.uid) for seat, sign_in in zip(seats, sign_ins, strict=True)]
