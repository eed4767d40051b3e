"""What the papers of a training are made from: a constant number of queries for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.attendance import queries as attendance
from lms.attendance.models import SheetPhoto
from lms.certificates import queries as certificates
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.clock import local
from lms.core.db import db
from lms.core.files import StoredFile
from lms.core.jobs import Job, State
from lms.enrolment import queries as enrolment
from lms.enrolment.models import Delegation
from lms.progress import queries as progress
from lms.progress.rules import LEARNERS
from lms.reports.models import CostLine
from lms.surveys import queries as surveys
from lms.surveys.rules.results import mean_of
from lms.trainings import queries as trainings
from lms.trainings.models import FileKind, Participation, Training, TrainingFile
from lms.web.i18n import said

BUNDLE = "reports.bundle"


@dataclass(frozen=True)
class Held:
    """A session of the report: its counts by status, and its trainers."""

    session: Any
    day: date
    counts: dict[str, int]
    trainers: Sequence[Participation]


@dataclass(frozen=True)
class Said:
    """An evaluation of the report: its counts, and its results where they may be shown."""

    counted: surveys.Counted
    results: Sequence[Any]

    @property
    def mean(self) -> float | None:
        """The mean over its scales, None where there is none to show."""
        return mean_of(self.results)


def sessions(training: Training) -> list[Held]:
    """Return the sessions that were held, with the counts of those who learn, and their trainers."""
    every = attendance.sessions_with_counts(training.id, of=list(LEARNERS))
    counted = [(one, counts) for one, counts in every if not one.cancelled_at]
    teaching = trainings.trainers_of([session.id for session, _counts in counted])
    return [
        Held(session, local(session.starts_at, training.zone).date(), counts, teaching.get(session.id, ()))
        for session, counts in counted
    ]


def evaluations(training_id: int) -> list[Said]:
    """Return the evaluations that somebody has answered, with their results."""
    answered = [row for row in surveys.counted(training_id) if row.answered]
    results = surveys.results_by_survey([row.survey for row in answered])
    return [Said(row, results[row.survey.id]) for row in answered]


def count_answers(training_id: int) -> int:
    """Return how many answers were given to the evaluations of a training."""
    return sum(row.answered for row in surveys.counted(training_id))


def people(training_id: int) -> list[tuple[Any, Any, bool | None]]:
    """Return everyone who was expected, with their lesson hours and whether they earned them (None: not decided)."""
    shares, earned = attendance.attended_jp(training_id), decided(training_id)
    return [(person, shares[person.id], earned.get(person.id)) for person in attendance.expected(training_id)]


def decided(training_id: int) -> dict[int, bool]:
    """Return whether people earned their lesson hours, by participation; those not decided are missing."""
    return {key: one.is_eligible for key, one in progress.current_decisions(training_id).items()}


def find_chief(training: Training) -> Any:
    """Return who is in charge of the organising office when the training ends: name, nip, position; None: nobody."""
    return attendance.find_in_charge(training.office_id, on=training.ends or clock.today(training.zone))


def signed_pages(training_id: int) -> Sequence[SheetPhoto]:
    """Return the photos of signed pages."""
    return attendance.photos_of(training_id)


def photos(training_id: int) -> Sequence[TrainingFile]:
    """Return the photos of a training that may be published."""
    return trainings.files_of(training_id, FileKind.PHOTO, public_only=True)


def materials(training_id: int) -> Sequence[TrainingFile]:
    """Return the materials of a training."""
    return trainings.files_of(training_id, FileKind.MATERIAL)


def letters(training_id: int) -> Sequence[Delegation]:
    """Return the delegations whose letter of assignment is kept, with their offices."""
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.training_id == training_id, Delegation.letter_id.is_not(None))
        .options(joinedload(Delegation.letter), joinedload(Delegation.office))
        .order_by(Delegation.id)
    ).all()


def sent_files(training_id: int) -> list[tuple[str, str, StoredFile]]:
    """Return the files that people sent with their registration: whose, in answer to what, and the file."""
    sent = []
    for answer, key, file in enrolment.files_in(training_id):
        asked = next((one for one in answer.version.questions if one["key"] == key), None)
        sent.append((answer.person.full_name, said(asked["label"]) if asked else "", file))
    return sent


def papers(training_id: int) -> Sequence[Certificate]:
    """Return the certificates that were issued."""
    return [one for one in certificates.issued_in(training_id) if one.file is not None]


def find_bundle(training: Training, job_uid: Any) -> Job | None:
    """Return the job that makes or made a bundle of a training, or None."""
    job = db.session.scalar(select(Job).where(Job.uid == job_uid, Job.name == BUNDLE))
    return job if job is not None and job.facts.get("training_id") == training.id else None


def find_bundle_under_way(training: Training, *, by: int) -> Job | None:
    """Return the job that makes a bundle of a training for somebody just now, or None."""
    rows = db.session.scalars(
        select(Job).where(Job.name == BUNDLE, Job.by == by, Job.state.in_((State.WAITING, State.RUNNING)))
    )
    return next((job for job in rows if job.facts.get("training_id") == training.id), None)


@dataclass(frozen=True)
class Spent:
    """What a training cost in whole units, how many people arrived, and how many JP (hundredths) they attended."""

    planned: int
    realised: int
    arrived: int
    jp: int

    @property
    def per_person(self) -> float | None:
        """Spent money for each who arrived, None where nobody did."""
        return self.realised / self.arrived if self.arrived else None

    @property
    def per_jp(self) -> float | None:
        """Spent money for each lesson hour that somebody attended, None where nobody did."""
        return self.realised * 100 / self.jp if self.jp else None


def costs(training_id: int) -> Sequence[CostLine]:
    """Return the lines of a training's budget."""
    return db.session.scalars(
        select(CostLine).where(CostLine.training_id == training_id, CostLine.removed_at.is_(None)).order_by(CostLine.id)
    ).all()


def spent(training_id: int, lines: Sequence[CostLine]) -> Spent:
    """Return what the lines add up to, and over how many people and lesson hours."""
    arrived = trainings.four_numbers([training_id])[training_id].arrived
    jp = sum(share.attended for share in attendance.attended_jp(training_id).values())
    return Spent(sum(line.planned for line in lines), sum(line.realised or 0 for line in lines), arrived, jp)
