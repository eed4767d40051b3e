"""The roll: saving all of it where nobody was marked, changing all of it, drawing it."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import delete, select, update

from lms.attendance.models import AttendanceState, CheckInTrace, CodeSettlement, Mark
from lms.core.db import db, transaction
from lms.trainings.models import Training, TrainingSession, TrainingState
from tests.bench.beside import Beside
from tests.bench.browser import Browser, token
from tests.bench.ground import Ground, close, counting, open_app
from tests.bench.rows import Row

ROW = re.compile(r'data-person="([0-9a-f-]+)" data-mark="([0-9a-f-]*)"')


def measure(ground: Ground) -> Iterator[Row]:
    """Save, change and draw the rolls of the event's sessions, in a copy of the demonstration without marks."""
    data = ground.copy("attendance")
    app = open_app(data)
    beside, manager = Beside(data), Browser(app).sign_in("manajer")
    first, *sessions = _empty(app, ground.event)
    _save(manager, first, "H")
    for name, status in (("first save", "H"), ("change", "A")):
        with counting(app) as statements:
            waiting = [_prepared(manager, session, status) for session in sessions]
            statements.clear()
            value, ratio = beside.measure(waiting)
        yield Row(name=f"roll.{name}", value=value, unit=_unit(manager, first), ratio=ratio,
                  queries=len(statements) // len(sessions))  # fmt: skip
    value, ratio = beside.measure([lambda: manager.see(_roll(first))] * len(sessions))
    yield Row(
        name="roll.draw", value=value, unit=_unit(manager, first), ratio=ratio, bytes=len(manager.see(_roll(first)))
    )
    close(app)


def _roll(session: UUID) -> str:
    return f"/staff/sessions/{session}/roll"


def _unit(manager: Browser, session: UUID) -> str:
    return f"s of processor ({len(ROW.findall(manager.get(_roll(session))))})"


def _save(manager: Browser, session: UUID, status: str) -> None:
    _prepared(manager, session, status)()


class _prepared:  # noqa: N801 - reads as a word
    """A whole roll, ready to be sent by a phone that has seen its marks."""

    def __init__(self, manager: Browser, session: UUID, status: str) -> None:
        page = manager.get(_roll(session))
        self._client, self._address = manager.client, f"/staff/sessions/{session}/marks"
        self._headers = {"X-CSRFToken": token(page)}
        self._marks = [
            {"uid": str(uuid4()), "participation": person, "status": status, "after": [mark] if mark else []}
            for person, mark in ROW.findall(page)
        ]

    def __call__(self) -> None:
        answer = self._client.post(self._address, json={"marks": self._marks}, headers=self._headers)
        if answer.status_code != 200:
            raise RuntimeError(f"the roll was not saved: {answer.status_code} {answer.text[:300]}")


def _empty(app: Flask, event: UUID) -> list[UUID]:
    """Take every mark away and open the event, a closed training takes none; its sessions."""
    with app.app_context(), transaction():
        for kind in (AttendanceState, CheckInTrace, CodeSettlement, Mark):
            db.session.execute(delete(kind))
        db.session.execute(update(Training).where(Training.uid == event).values(state=TrainingState.OPEN))
        found = select(TrainingSession.uid).join(Training, Training.id == TrainingSession.training_id)
        return list(db.session.scalars(found.where(Training.uid == event, TrainingSession.cancelled_at.is_(None))))
