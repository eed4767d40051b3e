"""Every list asks as many questions of the database with a few rows as with many."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered
from sqlalchemy import event, func, select

from lms.accounts.models import Person
from lms.catalogue.models import Lesson
from lms.certificates.models import Certificate
from lms.core.db import db, transaction
from lms.enrolment.models import OwnQuestions
from lms.monitoring.models import ActivityReport
from lms.notifications.models import Reminder
from lms.places.models import Office, Region
from lms.quizzes.models import BankEntry, Quiz
from lms.surveys.models import Aim, Survey
from lms.trainings.models import Capacity, Participation, Training, TrainingSession, TrainingState
from tests.conftest import FreshClient
from tests.demo import crowd as crowding
from tests.demo.conftest import close, open_app

PAGER = re.compile(r"lists\.(pager|foot)\(")
ROW = re.compile(r'<(?:tr|li|article)[ >]|class="card')
TEMPLATES = Path(__file__).parents[2] / "templates"

# Who looks (at the few|at the many), the address with a few rows, the same page with many. {…} are filled by `places`.
# A list whose rows the demonstration lacks gets them in `crowd`.
LISTS = {
    "people": ("admin", "/staff/people/?q={person}", "/staff/people/"),
    "doubles": ("admin", "/staff/people/doubles?page=999", "/staff/people/doubles"),
    "teams": ("admin", "/staff/people/teams?q=Tulang", "/staff/people/teams"),
    "offices": ("admin", "/staff/places/offices?q=Tulang", "/staff/places/offices"),
    "regions": ("admin", "/staff/places/regions?q=Tulang+Bawang", "/staff/places/regions?q=a"),
    "region": ("admin", "/staff/places/regions/{village}", "/staff/places/regions/{province}"),
    "trainings": ("manajer", "/staff/trainings?q=angkatan", "/staff/trainings"),
    "participants": ("manajer", "/staff/trainings/{small}/people", "/staff/trainings/{event}/people"),
    "roll": ("manajer", "/staff/sessions/{small_session}/roll", "/staff/sessions/{session}/roll"),
    "attendance": ("manajer", "/staff/trainings/{small}/attendance", "/staff/trainings/{event}/attendance"),
    "agenda": ("manajer", "/staff/trainings/{small}/agenda", "/staff/trainings/{event}/agenda"),
    "tests": ("manajer", "/staff/trainings/{event}/tests?q={participant}", "/staff/trainings/{event}/tests"),
    "waiting room": (
        "manajer",
        "/staff/trainings/{event}/tests/{room}/lobby?q={participant}",
        "/staff/trainings/{event}/tests/{room}/lobby",
    ),
    "attempts": (
        "manajer",
        "/staff/trainings/{event}/attempts?q={participant}",
        "/staff/trainings/{event}/attempts",
    ),
    "modules": ("admin", "/staff/modules?q=Marketing", "/staff/modules"),
    "public modules": ("peserta", "/modules?q=Marketing", "/modules"),
    "questions": ("admin", "/staff/questions?q={question}", "/staff/questions"),
    "choosing questions": (
        "admin",
        "/staff/quizzes/{quiz}/questions?q={question}",
        "/staff/quizzes/{quiz}/questions",
    ),
    "register": ("manajer", "/staff/certificates?q={certificate}", "/staff/certificates"),
    "certificates": (
        "manajer",
        "/staff/trainings/{event}/certificates?q={participant}",
        "/staff/trainings/{event}/certificates",
    ),
    "names": ("manajer", "/staff/trainings/{event}/names?q={participant}", "/staff/trainings/{event}/names"),
    "series": ("manajer", "/staff/certificate-series?q=Deret+7", "/staff/certificate-series"),
    "signers": ("manajer", "/staff/signers?q=Penanda+7", "/staff/signers"),
    "designs": ("manajer", "/staff/designs?q=Rancangan+7", "/staff/designs"),
    "messages of a training": (
        "manajer",
        "/staff/trainings/{running}/messages?kind=trainer_assigned",
        "/staff/trainings/{running}/messages",
    ),
    "a reminder": ("panitia", "/staff/reminders/{reminder_small}", "/staff/reminders/{reminder}"),
    "open decisions": ("koordinator|manajer", "/staff/decisions", "/staff/decisions"),
    "my messages": ("peserta", "/my/messages/?show=unread", "/my/messages/"),
    "reports": ("manajer", "/staff/reports?q={library}", "/staff/reports"),
    "meetings": ("manajer", "/staff/meetings?q=Tulang", "/staff/meetings"),
    "rows of a figure": ("manajer", "/staff/figures/{figure}?q=Tulang", "/staff/figures/{figure}"),
    "trail": ("auditor", "/staff/trail?act=test.7", "/staff/trail"),
    "jobs": ("admin", "/staff/jobs?state=failed", "/staff/jobs"),
    "search": ("admin", "/search?q=Tulang+Bawang", "/search?q=an"),
    "open trainings": ("peserta", "/trainings?q=Sulawesi", "/trainings"),
    "corrections": ("manajer", "/staff/corrections?outcome=replaced", "/staff/corrections"),
    "delegations": (
        "manajer",
        "/staff/trainings/{event}/delegations?state=endorsed",
        "/staff/trainings/{event}/delegations",
    ),
    "invitations": (
        "manajer",
        "/staff/trainings/{event}/invitations?q={unanswered}",
        "/staff/trainings/{event}/invitations",
    ),
    "action plans": ("manajer", "/staff/plans?state=dropped&page=2", "/staff/plans"),
    "not answered": (
        "manajer",
        "/staff/evaluations/{follow_up}/missing?page=2",
        "/staff/evaluations/{follow_up}/missing",
    ),
    "registration answers": (
        "manajer",
        "/staff/trainings/{coming}/registration?picked=none",
        "/staff/trainings/{coming}/registration",
    ),
    "sending": ("manajer", "/staff/delegations?page=999", "/staff/delegations"),
    "marking": ("admin", "/staff/marking?training={small}", "/staff/marking"),
    "my learning": ("one training|many trainings", "/my/learning/", "/my/learning/"),
}


@pytest.fixture(scope="module")
def crowded(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A copy of the demonstration in which what it holds one of is there many times."""
    folder = tmp_path_factory.mktemp("lists") / "demo"
    shutil.copytree(loaded, folder)
    app = open_app(folder)
    app.test_client_class = FreshClient
    with app.app_context():
        with transaction():
            crowding.crowd()
        yield app
    close(app)


@pytest.fixture(scope="module")
def places(crowded: Flask) -> dict[str, Any]:
    """What the addresses of LISTS name: the event and a small training, and one word that finds a row."""
    event_, small = crowding.the_event(), crowding.a_small_training()
    one = select(Participation.name_shown).where(
        Participation.training_id == event_.id, Participation.capacity == Capacity.PARTICIPANT
    )
    regions = select(Region.uid).order_by(Region.id)
    return {
        "coming": _first(select(Training.uid).join(OwnQuestions, OwnQuestions.training_id == Training.id)),
        "running": _first(select(Training.uid).where(Training.venue == "Hotel Emersia")),
        "follow_up": _first(select(Survey.uid).where(Survey.aim == Aim.FOLLOW_UP)),
        "reminder": _first(select(Reminder.uid).order_by(Reminder.count.desc())),
        "reminder_small": _first(select(Reminder.uid).order_by(Reminder.count)),
        "event": event_.uid, "small": small.uid, "session": _session(event_), "small_session": _session(small),
        "person": db.session.scalars(select(Person.full_name).order_by(Person.id.desc())).first(),
        "participant": db.session.scalars(one.order_by(Participation.id)).first(),
        "unanswered": _first(one.where(Participation.registered_at.is_(None))),
        "certificate": db.session.scalars(select(Certificate.number)).first(),
        "question": _first(select(BankEntry.search_text).order_by(BankEntry.id))[:60],
        "quiz": db.session.scalars(select(Lesson.uid).join(Quiz, Quiz.lesson_id == Lesson.id)).first(),
        "room": _first(select(Lesson.uid).join(Quiz).where(Quiz.opens_at.is_not(None))),
        "province": db.session.scalars(regions.where(Region.code == "18")).one(),
        "village": db.session.scalars(regions.where(Region.code == "31.01")).one(), "figure": "activities",
        "library": _first(select(Office.name).join(ActivityReport, ActivityReport.library_id == Office.id)),
    }  # fmt: skip


@pytest.mark.slow
def test_lists_ask_the_same_number_of_questions_with_a_few_rows_and_with_many(
    crowded: Flask, places: dict[str, Any]
) -> None:
    drawn: set[str] = set()
    wrong: dict[str, Any] = {}
    with template_rendered.connected_to(lambda _app, template, **_: drawn.add(template.name), crowded):
        for name, (who, few, many) in LISTS.items():
            first, last = who.split("|")[0], who.split("|")[-1]
            small, small_rows = _ask(crowded, _person(first), few.format_map(places))
            large, large_rows = _ask(crowded, _person(last), many.format_map(places))
            if len(small) != len(large) or not 0 < small_rows < large_rows:
                wrong[name] = (len(small), len(large), small_rows, large_rows)
                print(name, sorted(set(large) ^ set(small)))
    assert wrong == {}
    assert _templates_with_a_pager() - drawn == set()


def _ask(app: Flask, who: Person, path: str) -> tuple[list[str], int]:
    """Return the statements of a page and the number of rows that it shows."""
    client: Any = app.test_client()
    client.sign_in(who)
    client.get(path)
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        return [], -answer.status_code
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return seen, len(ROW.findall(main))


def _person(key: str) -> Person:
    if "training" not in key:
        return db.session.scalars(select(Person).where(Person.username == key)).one()
    order = func.count() if key.startswith("one") else func.count().desc()
    held = select(Participation.person_id).join(Training).where(Training.state == TrainingState.CLOSED)
    found = held.where(Participation.registered_at.is_not(None)).group_by(Participation.person_id)
    return db.session.get_one(Person, db.session.scalars(found.order_by(order, Participation.person_id)).first())


def _first(statement: Any) -> Any:
    return db.session.scalars(statement.limit(1)).one()


def _session(training: Training) -> Any:
    first = select(TrainingSession.uid).where(TrainingSession.training_id == training.id)
    return db.session.scalars(first.order_by(TrainingSession.id)).first()


def _templates_with_a_pager() -> set[str]:
    pages = TEMPLATES.glob("*/**/*.html")
    return {str(page.relative_to(TEMPLATES)) for page in pages if PAGER.search(page.read_text())}
