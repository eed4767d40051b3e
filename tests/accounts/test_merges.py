"""Two people found to be one: every fact goes over, wherever it stands.

The tables are found by their foreign keys: a new one that points at a person or a participation makes these tests fail
until its rows are made here and go over too.
"""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from lms.accounts import actions
from lms.accounts.models import (
    Appointment,
    Claim,
    ClaimKind,
    CodeApp,
    Consent,
    Passkey,
    PendingSignIn,
    Person,
    Team,
    TeamMember,
)
from lms.attendance.models import AttendanceState, CodeSettlement, Mark, Method, Status
from lms.catalogue.rules import Evidence as EvidenceKind
from lms.certificates.models import Certificate
from lms.core import clock, files
from lms.core.db import Base, db, transaction
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.enrolment.models import Answer, Delegation, GroupMember, Nomination, NominationState, TrainingGroup
from lms.monitoring.models import ActionPlan
from lms.notifications.models import MailChoice, Message, Notice, ReaderZone
from lms.places.models import Programme
from lms.progress.models import Completion, Decision, Evidence, LedgerEntry
from lms.quizzes import actions as quizzes
from lms.quizzes.models import Attempt, AttemptGrant, LobbyPlace, QuizOverride
from lms.surveys.models import Aim, Mentor, MentorResponse, Survey, SurveyReceipt, SurveyResponse
from lms.trainings.models import (
    FileKind,
    Participation,
    ParticipationFact,
    SessionTrainer,
    ShowChoice,
    Shown,
    Step,
    Training,
    TrainingFile,
    TrainingState,
)
from tests import factories as make
from tests.certificates import factories as certs
from tests.quizzes.factories import Scene, make_scene

pytestmark = pytest.mark.database
HISTORY = {("merge", "kept_id"), ("merge", "merged_id"), ("person", "merged_into_id")}  # that two were found to be one


def pointing_at(table: str) -> set[tuple[str, str]]:
    """Which columns point at a table, but those that say that two people were merged."""
    return {
        (one.name, key.parent.name)
        for one in Base.metadata.tables.values()
        for key in one.foreign_keys
        if key.column.table.name == table
    } - HISTORY


def rows_of(table: str, row_id: int) -> dict[tuple[str, str], int]:
    """How many rows of each column point at one row, where there are any."""
    counts = {}
    for name, column in pointing_at(table):
        of = Base.metadata.tables[name]
        counts[name, column] = db.session.scalar(
            db.select(db.func.count()).select_from(of).where(of.c[column] == row_id)
        )
    return {key: n for key, n in counts.items() if n}


def fill(person: Person, part: Participation, scene: Scene) -> None:
    """Make at least one row for a person, and for a participation, in every table that may have one."""
    now, today = clock.now(), date(2024, 1, 1)
    of = {"person_id": person.id}
    office = make.make_office()
    make.save(Appointment(**of, office_id=office.id, since=today))
    make.save(Claim(**of, kind=ClaimKind.SLIP, digest=uuid4().hex, made_at=now, expires_at=now))
    make.save(Consent(**of, purpose="photos", version="1", is_given=True, channel="account", at=now))
    make.make_grant(person=person, role=Role.FACILITATOR)
    make.make_sign_in(person=person)
    make.save(CodeApp(**of, secret=b"sealed", begun_at=now, confirmed_at=now))
    make.save(Passkey(**of, credential=uuid4().hex, handle=uuid4(), public_key=b"key", sign_count=0, name="HP",
                      added_at=now))  # fmt: skip
    make.save(PendingSignIn(**of, digest=uuid4().hex, expires_at=now))
    team = make.save(Team(programme_id=db.session.scalar(db.select(Programme.id).limit(1)), region_id=office.region_id,
                          name="Tim Sinergi", label={}))  # fmt: skip
    make.save(TeamMember(**of, team_id=team.id, since=today))
    session = make.make_session(training=scene.training)
    lesson = next(iter(scene.lessons.values()))
    on = {"participation_id": part.id}
    make.save(ParticipationFact(**on, step=Step.ARRIVED, at=now))
    make.save(SessionTrainer(**on, session_id=session.id))
    mark = make.save(Mark(**on, uid=uuid4(), session_id=session.id, status=Status.PRESENT, method=Method.MANUAL, at=now,
                          principal_id=person.principal_id))  # fmt: skip
    make.save(AttendanceState(**on, session_id=session.id, status=Status.PRESENT, mark_id=mark.id))
    make.save(CodeSettlement(**on, mark_id=mark.id, by=person.principal_id, at=now))
    letter = make.save(Delegation(training_id=part.training_id, office_id=office.id, letter_number="1",
                                  letter_date=today, made_by=person.principal_id, made_at=now))  # fmt: skip
    make.save(Nomination(**of, **on, training_id=part.training_id, delegation_id=letter.id, region_id=office.region_id,
                         capacity=part.capacity, state=NominationState.ACCEPTED, made_at=now))  # fmt: skip
    evidence = make.save(Evidence(**on, lesson_id=lesson.id, kind=EvidenceKind.OPENED, at=now))
    make.save(Completion(**on, lesson_id=lesson.id, evidence_id=evidence.id, rule_version=1, at=now))
    decision = make.save(Decision(**on, training_id=scene.training.id, is_eligible=True, rule_version=1, at=now))
    make.save(LedgerEntry(**of, **on, training_id=scene.training.id, decision_id=decision.id, jp=400, on_day=today,
                          at=now))  # fmt: skip
    make.save(
        certs.NameConfirmation(**on, name=part.name_shown, registered_name=part.name_shown, how=certs.How.LIST, at=now)
    )
    attempt = quizzes.start(part.uid, scene.lesson_uid(), by=make.principal_of(person), now=now)
    by = person.principal_id
    group = make.save(TrainingGroup(training_id=part.training_id, name="A", sort_name=uuid4().hex, made_by=by,
                                    made_at=now))  # fmt: skip
    make.save(GroupMember(**on, group_id=group.id))
    make.save(AttemptGrant(**on, quiz_id=attempt.quiz_id, reason="Listrik padam", by=by, at=now))
    make.save(LobbyPlace(**on, quiz_id=attempt.quiz_id, number=1, attempt_uid=attempt.uid, seed=1, key="0" * 64,
                         came_at=now, seen_at=now))  # fmt: skip
    make.save(QuizOverride(**on, quiz_id=attempt.quiz_id, attempts_allowed=3, made_by=by, made_at=now))
    survey = make.save(Survey(training_id=part.training_id, trainer_id=part.id, aim=Aim.TRAINER, title="Pengajar",
                              version_id=make.make_version().id, opens_at=now, created_at=now))  # fmt: skip
    made = files.StoredFile(name="a.jpg", media_type="image/jpeg", size=1, sha256="0" * 64, created_at=now)
    photo = make.save(TrainingFile(training_id=part.training_id, kind=FileKind.PHOTO, by=by, at=now, file=made))
    make.save(Shown(**on, photo_id=photo.id))
    make.save(ShowChoice(**on, may_show=False, by=by, at=now))
    make.save(Message(**of, kind=Notice.ROLE_GIVEN, key="role:1", at=now))
    make.save(MailChoice(**of, kind=Notice.ROLE_GIVEN, wants_mail=False))
    make.save(ReaderZone(**of, zone="Asia/Jayapura"))
    make.save(SurveyReceipt(**on, survey_id=survey.id))
    make.save(ActionPlan(**on, made_at=now))
    make.save(Mentor(**on, person_id=make.make_person().id, named_by=by, named_at=now))
    accompanied = make.make_participation(training=make.make_training())
    make.save(Mentor(**of, participation_id=accompanied.id, named_by=by, named_at=now))
    make.save(MentorResponse(**on, survey_id=survey.id, by=by, name="Bu Kepala", day=today))
    make.save(Answer(**of, training_id=part.training_id, version_id=survey.version_id, by=by, at=now))
    make.save(SurveyResponse(**on, survey_id=survey.id, is_anonymous=False, day=today))


def both_in_one_training(*, with_paper: bool = True) -> tuple[Person, Person, Scene]:
    make.make_site()
    scene = make_scene()
    kept, merged = scene.person, make.make_person("Wayan Sudarma", phone="+6281234567890")
    double = make.make_participation(training=scene.training, person=merged)
    make.save(ParticipationFact(participation_id=scene.participation.id, step=Step.ARRIVED, at=clock.now()))
    fill(merged, double, scene)
    if with_paper:
        close(scene.training)
        certs.issue(scene.training, certs.keeper())
    return kept, merged, scene


def close(training: Training) -> None:
    with transaction():
        db.session.get_one(Training, training.id).state = TrainingState.CLOSED


def merge(kept: Person, merged: Person) -> None:
    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))
    actions.merge(kept.uid, merged_uid=merged.uid, reason="Sama", by=by, now=clock.now())
    db.session.expire_all()


def test_every_fact_of_both_goes_over_and_none_is_left_behind(app: Any) -> None:
    kept, merged, scene = both_in_one_training()
    double = db.session.scalar(db.select(Participation).where(Participation.person_id == merged.id))
    assert set(rows_of("person", merged.id)) == pointing_at("person")
    assert set(rows_of("participation", double.id)) == pointing_at("participation")
    merged_id, double_id = merged.id, double.id
    merge(kept, merged)
    assert rows_of("person", merged_id) == {}
    assert rows_of("participation", double_id) == {}
    assert set(rows_of("person", kept.id)) == pointing_at("person")
    assert set(rows_of("participation", scene.participation.id)) == pointing_at("participation")


def test_a_person_who_was_in_another_training_keeps_that_row_as_it_is(app: Any) -> None:
    make.make_site()
    kept, merged = make.make_person("Ani"), make.make_person("Ani")
    part = make.make_participation(person=merged)
    merge(kept, merged)
    assert db.session.get(Participation, part.id).person_id == kept.id


def test_lesson_hours_of_one_training_are_counted_once(app: Any) -> None:
    kept, merged, scene = both_in_one_training(with_paper=False)
    own = make.save(Decision(participation_id=scene.participation.id, training_id=scene.training.id, is_eligible=True,
                             rule_version=1, at=clock.now(), granted_by=kept.principal_id))  # fmt: skip
    make.save(LedgerEntry(person_id=kept.id, participation_id=scene.participation.id, training_id=scene.training.id,
                          decision_id=own.id, jp=400, on_day=date(2024, 1, 1), at=clock.now()))  # fmt: skip
    merge(kept, merged)
    sums = db.select(LedgerEntry.person_id, db.func.sum(LedgerEntry.jp)).group_by(LedgerEntry.person_id)
    assert [tuple(row) for row in db.session.execute(sums)] == [(kept.id, 400)]


def test_attempts_are_numbered_one_after_the_other(app: Any) -> None:
    kept, merged, scene = both_in_one_training(with_paper=False)
    quizzes.start(scene.participation.uid, scene.lesson_uid(), by=scene.by, now=clock.now())
    merge(kept, merged)
    assert sorted(db.session.scalars(db.select(Attempt.number))) == [1, 2]


def test_who_had_withdrawn_as_a_double_takes_part_again(app: Any) -> None:
    make.make_site()
    training = make.make_training()
    kept, merged = make.make_person("Ani"), make.make_person("Ani")
    left = make.make_participation(training=training, person=kept, withdrawn_at=clock.now(), arrived_at=None)
    make.make_participation(training=training, person=merged)
    merge(kept, merged)
    row = db.session.get(Participation, left.id)
    assert (row.withdrawn_at, row.arrived_at is None) == (None, False)


def test_two_standing_certificates_of_one_training_are_for_a_human_to_end_first(app: Any) -> None:
    make.make_site()
    training = certs.make_training()
    one, other = (certs.make_eligible(training, "Ani") for _ in range(2))
    certs.issue(training, certs.keeper())
    with pytest.raises(Refused, match="sertifikat"):
        merge(one.person, other.person)
    assert db.session.get(Person, other.person_id).merged_into_id is None
    assert {row.person_id for row in db.session.scalars(db.select(Certificate))} == {one.person_id, other.person_id}


def test_who_was_merged_into_the_second_now_is_the_first(app: Any) -> None:
    make.make_site()
    first, second, third = (make.make_person("Ani") for _ in range(3))
    merge(second, third)
    merge(first, second)
    assert db.session.get(Person, third.id).merged_into_id == first.id
