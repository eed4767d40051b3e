"""Reads of lesson hours for transcripts: which trainings count in a year, how each was counted, and who issues them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from lms.attendance.models import AttendanceState, Phase, Status
from lms.catalogue.models import Release
from lms.certificates.models import Certificate, Design, Kind, Series, Signer, State
from lms.core import clock
from lms.core.db import db
from lms.places.models import Office, Region
from lms.progress import queries as progress
from lms.progress import rules as progress_rules
from lms.progress.models import Decision
from lms.trainings.models import Participation, Training, TrainingModule, TrainingSession


def hours_of_year(person_id: int, year: int) -> list[dict[str, Any]]:
    """Return the trainings that count for a person in a year, as a transcript freezes them: a constant number of reads.

    Lesson hours are hundredths; a training whose hours were taken back is left out.
    """
    sums: dict[int, int] = defaultdict(int)
    newest: dict[int, Any] = {}
    for entry in progress.ledger_of(person_id, year):
        sums[entry.training_id] += entry.jp
        newest.setdefault(entry.training_id, entry)
    counted = [newest[key] for key, jp in sums.items() if jp > 0]
    trainings, parts = _trainings(counted), _participations(counted)
    decisions = {row.id: row for row in _by_id(Decision, [entry.decision_id for entry in counted])}
    modules, sessions = _modules(trainings), _sessions(trainings, [part.id for part in parts.values()])
    numbers = _numbers([part.id for part in parts.values()])
    rows = [
        _row(trainings[entry.training_id], parts[entry.participation_id], decisions[entry.decision_id],
             jp=sums[entry.training_id], modules=modules[entry.training_id], sessions=sessions[entry.training_id],
             number=numbers.get(entry.participation_id, ""))
        for entry in counted
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["starts"] or row["on_day"], row["title"]))


def standing_transcript(person_id: int, year: int) -> Certificate | None:
    """Return a person's newest transcript of a year that stands, or None."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person_id, Certificate.kind == Kind.TRANSCRIPT, Certificate.is_standing)
        .order_by(Certificate.id.desc())
    )
    return next((row for row in found if row.data.get("year") == year), None)


def find_transcript_series(office_ids: Sequence[int]) -> Series | None:
    """Return the open series for transcripts: of an office that held the trainings, else of a national one; or None."""
    return db.session.scalars(
        select(Series)
        .join(Office, Office.id == Series.office_id)
        .join(Region, Region.id == Office.region_id)
        .where(
            Series.kind == Kind.TRANSCRIPT,
            Series.closed_at.is_(None),
            Series.office_id.in_(office_ids) | (Region.level == 0),
        )
        .options(joinedload(Series.office).joinedload(Office.region))
        .order_by(case({key: place for place, key in enumerate(office_ids)}, value=Series.office_id, else_=9999),
                  Series.id)
        .limit(1)
    ).first()  # fmt: skip


def find_signer_of(office_id: int, *, today: date) -> Signer | None:
    """Return who signs for an office today, the newest appointment first; or None."""
    return db.session.scalars(
        select(Signer)
        .where(
            Signer.office_id == office_id,
            Signer.valid_from <= today,
            Signer.valid_until.is_(None) | (Signer.valid_until >= today),
        )
        .order_by(Signer.valid_from.desc(), Signer.id.desc())
        .limit(1)
    ).first()


def find_design_of(office_id: int) -> Design | None:
    """Return the first design that an office keeps, or None."""
    kept = select(Design).where(Design.office_id == office_id, Design.archived_at.is_(None))
    return db.session.scalars(kept.order_by(Design.id).limit(1)).first()


def _row(
    training: Training, part: Participation, decision: Decision, *, jp: int, modules: list[dict[str, Any]],
    sessions: list[dict[str, Any]], number: str,
) -> dict[str, Any]:  # fmt: skip
    return {
        "uid": str(training.uid), "title": training.title, "organiser": training.office.name, "jp": jp,
        "office_id": training.office_id, "capacity": part.capacity.value, "number": number, "modules": modules,
        "starts": training.starts.isoformat() if training.starts else None,
        "ends": training.ends.isoformat() if training.ends else None,
        "on_day": clock.local(decision.at, training.zone).date().isoformat(),
        "counted": _counted(training, decision), "sessions": sessions,
    }  # fmt: skip


def _counted(training: Training, decision: Decision) -> dict[str, Any]:
    """Return by which rule lesson hours were counted, with the figures of the decision."""
    inputs = decision.inputs
    if decision.granted_by is not None:
        return {"how": "exception", "on_day": clock.local(decision.at, training.zone).date().isoformat()}
    if inputs.get("capacity") not in {one.value for one in progress_rules.LEARNERS}:
        return {"how": "part"}
    test = bool(inputs.get("needs_post_test"))
    if inputs.get("is_self_paced"):
        return {"how": "lessons", "done": inputs["lessons_done"], "of": inputs["lessons_required"], "test": test}
    return {"how": "attendance", "attended": inputs.get("attended", 0), "required": inputs.get("required", 0),
            "least": inputs.get("least_percent", 0), "test": test}  # fmt: skip


def _trainings(counted: Sequence[Any]) -> dict[int, Training]:
    found = select(Training).where(Training.id.in_([entry.training_id for entry in counted]))
    return {row.id: row for row in db.session.scalars(found.options(joinedload(Training.office)))}


def _participations(counted: Sequence[Any]) -> dict[int, Participation]:
    return {row.id: row for row in _by_id(Participation, [entry.participation_id for entry in counted])}


def _by_id(table: Any, ids: Iterable[int]) -> Sequence[Any]:
    return db.session.scalars(select(table).where(table.id.in_(list(ids)))).all()


def _modules(training_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = db.session.execute(
        select(TrainingModule.training_id, Release.title, TrainingModule.jp)
        .join(Release, Release.id == TrainingModule.release_id)
        .where(TrainingModule.training_id.in_(list(training_ids)))
        .order_by(TrainingModule.position, TrainingModule.id)
    )
    for row in rows:
        found[row.training_id].append({"title": row.title, "jp": row.jp})
    return found


def _sessions(training_ids: Iterable[int], participation_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the sessions in which somebody was present or late, with their days."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = db.session.execute(
        select(TrainingSession, Training.zone, AttendanceState.status)
        .join(Training, Training.id == TrainingSession.training_id)
        .join(AttendanceState, AttendanceState.session_id == TrainingSession.id)
        .where(
            TrainingSession.training_id.in_(list(training_ids)),
            TrainingSession.counts,
            TrainingSession.cancelled_at.is_(None),
            AttendanceState.participation_id.in_(participation_ids),
            AttendanceState.phase == Phase.START,
            AttendanceState.status.in_([Status.PRESENT, Status.LATE]),
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    )
    for session, zone, status in rows:
        found[session.training_id].append({
            "title": session.title, "jp": session.jp, "status": status.value,
            "on_day": clock.local(session.starts_at, zone).date().isoformat(),
        })  # fmt: skip
    return found


def _numbers(participation_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Certificate.participation_id, Certificate.number).where(
            Certificate.participation_id.in_(participation_ids), Certificate.kind == Kind.CERTIFICATE,
            Certificate.is_standing, Certificate.state == State.ISSUED,
        )
    )  # fmt: skip
    return {row.participation_id: row.number for row in rows if row.participation_id is not None}
