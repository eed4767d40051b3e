"""Sign-in sheets: a head and a QR code on each page, zig-zag numbers, blank rows for walk-ins."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.attendance import queries, rules
from lms.attendance.forms import GROUPS
from lms.attendance.models import Group
from lms.core.addresses import path_to, public_url
from lms.core.clock import local
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingSession
from lms.web import papers, qr
from lms.web.papers import Asked, Paper, Written

BLANK_ROWS = 8
PER_PAGE = 20
MM = 72 / 25.4
CODE_SIDE, CODE_LEFT, CODE_TOP = 27, 171, 25
"""Where print/sheet.html leaves room for the code of the page, in millimetres."""


@dataclass(frozen=True)
class Head:
    """What stands in the head of a sheet: a session, or a whole day."""

    day: date
    starts_at: datetime
    ends_at: datetime
    place: str
    title: str


@dataclass(frozen=True)
class Day:
    """A day of a training that has sessions."""

    training: Training
    day: date
    sessions: list[TrainingSession]


def _load_session(principal: Principal, asked: Asked) -> TrainingSession:
    return trainings.get_session_within(principal, UUID(asked["session"]))


def _load_day(principal: Principal, asked: Asked) -> Day:
    training = trainings.get_training_within(principal, UUID(asked["training"]))
    by_day = {one.isoformat(): (one, sessions) for one, sessions in queries.sessions_by_day(training).items()}
    if asked["day"] not in by_day:
        raise Missing
    return Day(training, *by_day[asked["day"]])


def _write_session(session: TrainingSession, asked: Asked) -> Written:
    training = session.training
    place = ", ".join(filter(None, (session.room, session.venue or training.venue, training.city)))
    day = local(session.starts_at, training.zone).date()
    head = Head(day, session.starts_at, session.ends_at, place, session.title)
    address = path_to("attendance_staff.show_roll", uid=session.uid)
    return _written(training, head, asked, f"{address}?", f"sheet-{session.uid}")


def _write_day(found: Day, asked: Asked) -> Written:
    training, sessions = found.training, found.sessions
    place = ", ".join(filter(None, (training.venue, training.city)))
    titles = "; ".join(session.title for session in sessions)
    ends = max(session.ends_at for session in sessions)
    head = Head(found.day, min(session.starts_at for session in sessions), ends, place, titles)
    address, day = path_to("attendance_staff.show_papers", uid=training.uid), found.day.isoformat()
    return _written(training, head, asked, f"{address}?day={day}&", f"sheet-{day}-{training.uid}")


def _written(training: Training, head: Head, asked: Asked, address: str, name: str) -> Written:
    group = Group(asked.get("group", Group.EVERYONE))
    rows = queries.sheet_rows(training.id, rules.CAPACITIES[group])
    html = papers.render(
        "attendance/print/sheet.html", head=head, training=training, blank_rows=BLANK_ROWS, rows=rows,
        group="" if group == Group.EVERYONE else GROUPS[group],
        chief=queries.find_in_charge(training.office_id, on=head.day),
    )  # fmt: skip
    whose = "" if group == Group.EVERYONE else f"&for={group.value}"
    return Written(
        html=html, name=name, people=len(rows), per_page=PER_PAGE,
        finish=lambda pdf: _stamped(pdf, lambda page: f"{public_url()}{address}page={page}{whose}"),
    )  # fmt: skip


def _stamped(pdf: bytes, code_of: Callable[[int], str]) -> bytes:
    """Draw each page's own code into the room that its head leaves for it."""
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            size, path = qr.operators(code_of(number))
            scale = CODE_SIDE * MM / size
            top = float(page.mediabox[3]) - CODE_TOP * MM
            place = f"q {scale:.5f} 0 0 {-scale:.5f} {CODE_LEFT * MM:.3f} {top:.3f} cm 0 G 1 w\n"
            page.contents_add(place.encode() + path + b"S Q\n", prepend=True)
        document.save(target)
    return target.getvalue()


def _paper(load: Any, write: Any, training_of: Callable[[Any], Training]) -> Paper:
    return Paper(
        label=_("Sign-in sheet"), load=load, write=write, title=lambda found: training_of(found).title,
        back=lambda found: url_for("attendance_staff.show_papers", uid=training_of(found).uid),
    )  # fmt: skip


SHEET: Final = _paper(_load_session, _write_session, lambda session: session.training)
DAY_SHEET: Final = _paper(_load_day, _write_day, lambda found: found.training)
