"""A running event, with 3,360 marks of 210 people and with 1,000 people: what staff look at, and what is printed.

A paper of many is drawn by the worker: its row counts both the door that orders it and the drawing.
"""

from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import func, select, update

from lms.accounts.models import Person
from lms.core import clock, shelf
from lms.core.db import db, transaction
from lms.trainings import actions as trainings
from lms.trainings.actions import Newcomer
from lms.trainings.models import Capacity, Participation, Training, TrainingState
from lms.worker import run_waiting
from tests.bench.browser import Browser
from tests.bench.ground import Ground, close, counting, open_app, principal_of, processor
from tests.bench.rows import Row

MANY = 1000
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
    """Open and print everything twice: as the demonstration holds it, and in a copy with 1,000 people."""
    app = open_app(ground.copy("event"))
    for most in (None, MANY):
        people = _fill(app, ground, most)
        manager = Browser(app).sign_in("manajer")
        for name, path in {**PAGES, **PAPERS}.items():
            address = path.format(session=ground.session, event=ground.event)
            see = _draw if name in PAPERS else Browser.see
            yield _row(app, manager, f"event.{name}", see, address, people, times=1 if name in PAPERS else TIMES)
    close(app)


def _row(
    app: Flask, manager: Browser, name: str, see: Callable[[Browser, str], bytes], address: str, people: int, *,
    times: int,
) -> Row:  # fmt: skip
    see(manager, address)
    with counting(app) as statements, processor() as spent:
        sizes = [len(see(manager, address)) for _ in range(times)]
    return Row(name=name, value=spent[0] / times, unit=f"s of processor ({people})",
               queries=len(statements) // times, bytes=sizes[0])  # fmt: skip


def _draw(manager: Browser, address: str) -> bytes:
    """Order a paper, let the worker draw it anew, and fetch it."""
    with manager.app.app_context():
        shelf.clear(clock.now() + 2 * shelf.KEPT)
    page = manager.lead(address)
    run_waiting(manager.app)
    return manager.see(f"{page}/paper.pdf")


def _fill(app: Flask, ground: Ground, most: int | None) -> int:
    """Open the event and bring people in until it has as many; return how many it has."""
    with app.app_context(), transaction():
        event = db.session.scalars(select(Training).where(Training.uid == ground.event)).one()
        db.session.execute(update(Training).where(Training.id == event.id).values(state=TrainingState.OPEN))
        held = select(Participation.person_id).where(Participation.training_id == event.id)
        if most:
            others = select(Person.id).where(Person.id.not_in(held), Person.merged_into_id.is_(None))
            free = db.session.scalars(others.order_by(Person.id).limit(most - _count(held))).all()
            new = [Newcomer(person_id=one, capacity=Capacity.PARTICIPANT, arrived=True) for one in free]
            trainings.add_participations(event.id, new, by=principal_of("manajer"), now=clock.now())
        return _count(held)


def _count(held: object) -> int:
    return db.session.scalar(select(func.count()).select_from(held.subquery())) or 0  # type: ignore[attr-defined]
