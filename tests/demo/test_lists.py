"""Every list asks as many questions of the database with a few rows as with many."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, template_rendered
from sqlalchemy import event, func, insert, select

from lms.accounts.models import Person
from lms.catalogue.models import Lesson
from lms.certificates.models import Certificate, Design, Series, Signer
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.jobs import Job, State
from lms.core.principals import PrincipalRow
from lms.core.trail import TrailEntry
from lms.monitoring.models import ActivityReport
from lms.places.models import Office, Region
from lms.quizzes.models import BankEntry, Quiz
from lms.trainings.models import Capacity, Participation, Training, TrainingSession, TrainingState
from tests.conftest import FreshClient
from tests.demo.conftest import close, open_app

PAGER = re.compile(r"lists\.(pager|foot)\(")
ROW = re.compile(r'<(?:tr|li|article)[ >]|class="card')
TEMPLATES = Path(__file__).parents[2] / "templates"
MANY = 60

# Who looks (at the few|at the many), the address with a few rows, the same page with many. {…} are filled by `places`.
# The demonstration has too few rows for these; a new list does not belong here, but into LISTS.
WITHOUT_ROWS = {
    "certificates/staff/corrections.html", "enrolment/staff/delegations.html", "enrolment/staff/invitations.html",
    "enrolment/staff/sending.html", "quizzes/staff/marking.html",
}  # fmt: skip
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
    "reports": ("manajer", "/staff/reports?q={library}", "/staff/reports"),
    "meetings": ("manajer", "/staff/meetings?q=Tulang", "/staff/meetings"),
    "rows of a figure": ("manajer", "/staff/figures/{figure}?q=Tulang", "/staff/figures/{figure}"),
    "trail": ("auditor", "/staff/trail?act=test.7", "/staff/trail"),
    "jobs": ("admin", "/staff/jobs?state=failed", "/staff/jobs"),
    "search": ("admin", "/search?q=Tulang+Bawang", "/search?q=an"),
    "open trainings": ("peserta", "/trainings?q=Sulawesi", "/trainings"),
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
            _crowd()
            db.session.scalars(
                select(Training).where(Training.starts == date(2019, 10, 28), ~Training.is_template)
            ).one().state = TrainingState.OPEN
        yield app
    close(app)


@pytest.fixture(scope="module")
def places(crowded: Flask) -> dict[str, Any]:
    """What the addresses of LISTS name: the event and a small training, and one word that finds a row."""
    held = select(Participation.training_id).group_by(Participation.training_id).order_by(func.count().desc())
    with_sessions = held.where(Participation.training_id.in_(select(TrainingSession.training_id)))
    event_, *_, small = [db.session.get_one(Training, key) for key in db.session.scalars(with_sessions)]
    one = select(Participation.name_shown).where(
        Participation.training_id == event_.id, Participation.capacity == Capacity.PARTICIPANT
    )
    regions = select(Region.uid).order_by(Region.id)
    return {
        "event": event_.uid, "small": small.uid, "session": _session(event_), "small_session": _session(small),
        "person": db.session.scalars(select(Person.full_name).order_by(Person.id.desc())).first(),
        "participant": db.session.scalars(one.order_by(Participation.id)).first(),
        "certificate": db.session.scalars(select(Certificate.number)).first(),
        "question": _first(select(BankEntry.search_text).order_by(BankEntry.id))[:60],
        "quiz": db.session.scalars(select(Lesson.uid).join(Quiz, Quiz.lesson_id == Lesson.id)).first(),
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
    assert _templates_with_a_pager() - drawn == WITHOUT_ROWS


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


def _crowd() -> None:
    """Repeat what the demonstration has one of, and add jobs and acts."""
    for model, column, word in (
        (Series, "name", "Deret"),
        (Signer, "full_name", "Penanda"),
        (Design, "name", "Rancangan"),
    ):
        _repeat(model, column, word)
    now, by = clock.now(), db.session.scalars(select(PrincipalRow.id)).first()
    states = [State.FAILED, *[State.DONE] * (MANY - 1)]
    db.session.execute(insert(Job), [
        {"uid": uuid4(), "name": "certificates.render", "facts": {}, "state": state, "by": by, "created_at": now}
        for state in states
    ])  # fmt: skip
    db.session.execute(insert(TrailEntry), [
        {"uid": uuid4(), "at": now, "principal_id": by, "act": f"test.{number}", "subject": "person", "facts": {},
         "digest": "0" * 64}
        for number in range(MANY)
    ])  # fmt: skip


def _repeat(model: Any, column: str, word: str) -> None:
    row = db.session.scalars(select(model)).first()
    kept = {one.key: getattr(row, one.key) for one in model.__mapper__.column_attrs if one.key not in {"id", "uid"}}
    rows = [{**kept, "uid": uuid4(), column: f"{word} {number}"} for number in range(7, 7 + MANY)]
    db.session.execute(insert(model), rows)


def _templates_with_a_pager() -> set[str]:
    pages = TEMPLATES.glob("*/**/*.html")
    return {str(page.relative_to(TEMPLATES)) for page in pages if PAGER.search(page.read_text())}
