"""The roll of 210 people: drawing it, saving all of it, marking everybody present."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import update

from lms.core.db import db, transaction
from lms.trainings.models import Training, TrainingState
from tests.bench.browser import Browser, token
from tests.bench.ground import Ground, close, counting, open_app, processor
from tests.bench.rows import Row

TIMES = 5


def measure(ground: Ground) -> Iterator[Row]:
    """Save and draw the roll of a session of the event, in a copy of the demonstration."""
    app = open_app(ground.copy("attendance"))
    manager = Browser(app).sign_in("manajer")
    roll = f"/staff/sessions/{ground.session}"
    _reopen(app, ground.event)
    page = manager.get(f"{roll}/roll")
    people = list(dict.fromkeys(re.findall(r'data-person="([0-9a-f-]{32,36})"', page)))
    with counting(app) as statements, processor() as saved:
        for turn in range(TIMES):
            marks = [
                {"uid": str(uuid4()), "participation": one, "status": "HTISA"[turn % 2], "after": []} for one in people
            ]
            answer = manager.client.post(f"{roll}/marks", json={"marks": marks}, headers={"X-CSRFToken": token(page)})
            if answer.status_code != 200:
                raise RuntimeError(f"the roll was not saved: {answer.status_code} {answer.text[:300]}")
    yield Row(name="roll.save", value=saved[0] / TIMES, unit=f"s of processor ({len(people)})",
              queries=len(statements) // TIMES)  # fmt: skip
    with processor() as drawn:
        for _ in range(TIMES):
            manager.see(f"{roll}/roll")
    yield Row(name="roll.draw", value=drawn[0] / TIMES, unit=f"s of processor ({len(people)})")
    close(app)


def _reopen(app: Flask, event: UUID) -> None:
    """A closed training takes no marks."""
    with app.app_context(), transaction():
        db.session.execute(update(Training).where(Training.uid == event).values(state=TrainingState.OPEN))
