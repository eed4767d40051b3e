"""The first certificates of the event: names confirmed from the printed list, twelve numbered, the others waiting."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.catalogue.models import Module, ReleaseLesson
from lms.catalogue.rules import get_kind
from lms.certificates import actions as certificates
from lms.certificates.models import How, InStead, Kind, NameConfirmation
from lms.core.db import db
from lms.core.principals import Principal
from lms.demo.actions.event import KEY
from lms.demo.actions.ground import Ground
from lms.demo.actions.modules import FIRST_STEPS
from lms.demo.actions.rows import keep
from lms.demo.rules.chance import uid
from lms.demo.rules.words import words
from lms.progress import actions as progress
from lms.progress.models import Decision, Evidence
from lms.trainings.models import Capacity, Participation, Training

FIRST_ISSUED, UNCONFIRMED = 12, 6
CONFIRMED_AT = datetime(2019, 10, 31, 9, 30, tzinfo=UTC)
ISSUED_AT = datetime(2019, 11, 4, 3, 0, tzinfo=UTC)
PATTERN = "{serial:04d}/{unit}/{classification}/{roman_month}.{year}"


def issue_some(ground: Ground) -> None:
    """Confirm the names of those who earned it, and give the first twelve a number; a worker makes their files."""
    training_uid = uid("training", KEY)
    eligible = db.session.scalars(
        select(Participation)
        .join(Decision, Decision.participation_id == Participation.id)
        .join(Training, Training.id == Participation.training_id)
        .where(Training.uid == training_uid, Decision.is_current, Decision.is_eligible)
        .where(Participation.capacity == Capacity.PARTICIPANT)
        .order_by(Participation.id)
    ).all()
    keep(NameConfirmation, [
        {"uid": uid("name", part.uid), "participation_id": part.id, "name": part.name_shown,
         "registered_name": part.name_shown, "how": How.LIST, "at": CONFIRMED_AT,
         "by": ground.people["o/0"].principal_id}
        for part in eligible[: len(eligible) - UNCONFIRMED]
    ])  # fmt: skip
    mine = ground.people["m/18.05/0/1"].id
    chosen = [part for part in eligible if part.person_id == mine][:1]
    chosen += [part for part in eligible if part.person_id != mine][: FIRST_ISSUED - len(chosen)]
    _issue(ground, [part.uid for part in chosen])


def _issue(ground: Ground, only: list[UUID]) -> None:
    by = _manager(ground)
    said = words("programme")
    office_id = ground.national_office_id
    series = certificates.make_series(
        office_id=office_id, programme_id=ground.programme_id, pattern=PATTERN, by=by, now=ISSUED_AT, **said["series"]
    )
    signer = said["signer"] | {"in_stead": InStead(said["signer"]["in_stead"])}
    signing = certificates.make_signer(office_id=office_id, valid_from=date(2019, 1, 1), by=by, now=ISSUED_AT, **signer)
    design = certificates.make_design(office_id=office_id, name="Resmi mendatar", by=by, now=ISSUED_AT)
    certificates.issue_all(
        uid("training", KEY), series_uid=series.uid, signer_uid=signing.uid, design_uid=design.uid, by=by,
        now=ISSUED_AT, only=only,
    )  # fmt: skip
    _transcript(ground, office_id, by)
    _self_study(ground, series.uid, signing.uid, design.uid, by)


def _transcript(ground: Ground, office_id: int, by: Principal) -> None:
    """Let the office number statements and transcripts, and give the first participant a transcript."""
    certificates.make_series(
        office_id=office_id, programme_id=ground.programme_id, pattern="TR-{serial:04d}/{unit}/{year}", by=by,
        now=ISSUED_AT, name="Transkrip jam pelajaran", unit="2", kind=Kind.TRANSCRIPT,
    )  # fmt: skip
    certificates.make_series(
        office_id=office_id, programme_id=ground.programme_id, pattern="SK-{serial:04d}/{unit}/{year}", by=by,
        now=ISSUED_AT, name="Surat keterangan telah mengikuti", unit="2", kind=Kind.STATEMENT,
    )  # fmt: skip
    mine = db.session.get_one(Person, ground.people["m/18.05/0/1"].id)
    certificates.issue_transcript(mine.uid, year=2019, by=by, now=ISSUED_AT)


def _self_study(ground: Ground, series_uid: UUID, signer_uid: UUID, design_uid: UUID, by: Principal) -> None:
    """Let the module of first steps issue by itself: one has completed it, another has not confirmed the name yet."""
    module_id, release_id = ground.modules[FIRST_STEPS]
    alone = select(Training.id).where(Training.uid == uid("training", "alone"))
    parts = db.session.scalars(
        select(Participation).where(Participation.training_id.in_(alone)).order_by(Participation.id).limit(2)
    ).all()
    lessons = db.session.execute(
        select(ReleaseLesson.lesson_id, ReleaseLesson.kind).where(ReleaseLesson.release_id == release_id)
    ).all()
    for part in parts:
        for lesson_id, kind in lessons:
            progress.record_evidence(part.id, lesson_id, get_kind(kind).evidence, now=ground.now)
    for row in db.session.scalars(select(Evidence).where(Evidence.participation_id.in_(part.id for part in parts))):
        row.uid = uid("evidence", row.participation_id, row.lesson_id, row.kind.value)  # the same in every load
    keep(NameConfirmation, [
        {"uid": uid("name", part.uid), "participation_id": part.id, "name": part.name_shown, "how": How.SCREEN,
         "registered_name": part.name_shown, "at": ground.now, "by": part.person.principal_id}
        for part in parts[:1]
    ])  # fmt: skip
    module = db.session.get_one(Module, module_id)
    certificates.set_module_certificate(module.uid, series_uid=series_uid, signer_uid=signer_uid,
                                        design_uid=design_uid, place="Jakarta", by=by, now=ground.now)  # fmt: skip


def _manager(ground: Ground) -> Principal:
    person = db.session.get_one(Person, ground.people["n/manajer"].id)
    return accounts.principal_of(person, today=ISSUED_AT.date())
