"""A running event of 210 people and of 1,000, everybody marked in its 16 sessions: what staff look at, what is printed.

A paper of many is drawn by the worker: its row counts both the door that orders it and the drawing.
"""

from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import func, select, update

from lms.accounts.models import Person
from lms.attendance import actions as marks
from lms.attendance import queries as attendance
from lms.attendance.models import AttendanceState
from lms.attendance.queries.rolls import are_expected
from lms.core import clock, shelf
from lms.core.db import db, transaction
from lms.core.principals import Principal
from lms.trainings import actions as planning
from lms.trainings import queries as trainings
from lms.trainings.actions import Newcomer
from lms.trainings.models import Capacity, Participation, Training, TrainingState
from lms.worker import run_waiting
from tests.bench.beside import Beside
from tests.bench.browser import Browser
from tests.bench.ground import Ground, close, counting, open_app, principal_of
from tests.bench.rows import Row

SIZES = (210, 1000)
TIMES = 3
PAGES = {
    "roll": "/staff/sessions/{session}/roll",
    "live": "/staff/trainings/{event}/live",
    "attendance": "/staff/trainings/{event}/attendance",
    "export": "/staff/trainings/{event}/attendance.xlsx",
}
PAPERS = {
    "report": "/staff/trainings/{event}/report.pdf",
    "sheet": "/staff/sessions/{session}/sheet.pdf",
    "badges": "/staff/trainings/{event}/badges.pdf",
}


def measure(ground: Ground) -> Iterator[Row]:
    """Open and print everything in a copy with each number of people."""
    for people in SIZES:
        data = ground.copy(f"event-{people}")
        app = open_app(data)
        beside, manager = Beside(data), Browser(app).sign_in("manajer")
        found = _fill(app, ground, people)
        for name, path in {**PAGES, **PAPERS}.items():
            address = path.format(session=ground.session, event=ground.event)
            see = _draw if name in PAPERS else Browser.see
            yield _row(beside, manager, name, see, address, f"{people} people, {found:,} marks",
                       times=1 if name in PAPERS else TIMES)  # fmt: skip
        close(app)


def _row(
    beside: Beside, manager: Browser, name: str, see: Callable[[Browser, str], bytes], address: str, size: str, *,
    times: int,
) -> Row:  # fmt: skip
    first = see(manager, address)
    with counting(manager.app) as statements:
        value, ratio = beside.measure([lambda: see(manager, address)] * times)
    return Row(name=f"event.{name}", value=value, unit=f"s ({size})", ratio=ratio, queries=len(statements) // times,
               bytes=len(first))  # fmt: skip


def _draw(manager: Browser, address: str) -> bytes:
    """Order a paper, let the worker draw it anew, and fetch it."""
    with manager.app.app_context():
        shelf.clear(clock.now() + 2 * shelf.KEPT)
    page = manager.lead(address)
    run_waiting(manager.app)
    return manager.see(f"{page}/paper.pdf")


def _fill(app: Flask, ground: Ground, people: int) -> int:
    """Open the event, let people come or leave until it expects so many, mark all of them; how many marks decide."""
    with app.app_context(), transaction():
        event = db.session.scalars(select(Training).where(Training.uid == ground.event)).one()
        db.session.execute(update(Training).where(Training.id == event.id).values(state=TrainingState.OPEN))
        manager = principal_of("manajer")
        _let_come(event, people - attendance.expected_count(event.id), by=manager)
        _let_leave(event, attendance.expected_count(event.id) - people)
        for session in trainings.sessions_of(event.id):
            if session.cancelled_at is None:
                marks.mark_all_present(session.uid, by=manager, now=clock.now())
        expected = select(Participation.id).where(*are_expected(event.id))
        decided = select(func.count(AttendanceState.id)).where(AttendanceState.participation_id.in_(expected))
        return db.session.scalar(decided) or 0


def _let_come(event: Training, missing: int, *, by: Principal) -> None:
    held = select(Participation.person_id).where(Participation.training_id == event.id)
    others = select(Person.id).where(Person.id.not_in(held), Person.merged_into_id.is_(None)).order_by(Person.id)
    free = db.session.scalars(others.limit(max(missing, 0))).all()
    new = [Newcomer(person_id=one, capacity=Capacity.PARTICIPANT, arrived=True) for one in free]
    planning.add_participations(event.id, new, by=by, now=clock.now())


def _let_leave(event: Training, surplus: int) -> None:
    last = select(Participation.id).where(*are_expected(event.id)).order_by(Participation.id.desc())
    gone = db.session.scalars(last.limit(max(surplus, 0))).all()
    db.session.execute(update(Participation).where(Participation.id.in_(gone)).values(withdrawn_at=clock.now()))
