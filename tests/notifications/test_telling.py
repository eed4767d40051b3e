"""Facts become messages, in the same transaction, once, for those whom they concern."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.accounts import actions as accounts
from lms.certificates import actions as certificates
from lms.certificates.models import Certificate, Field
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from lms.enrolment import actions as enrolment
from lms.notifications import actions, queries
from lms.notifications.models import Group, Message, Notice
from lms.places import queries as places
from lms.quizzes import actions as quizzes
from lms.surveys.models import Aim, MentorResponse, Survey
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Training, TrainingState
from tests import factories as make
from tests.certificates import factories as certs
from tests.enrolment.delegations import make_scene
from tests.quizzes.test_marking import essay, handed_in, marker

pytestmark = pytest.mark.database
NEXT = datetime(2199, 10, 28, 1, 0, tzinfo=UTC)


def told(*kinds: Notice) -> list[tuple[Notice, str]]:
    """What was told to whom, of these kinds, in the order of writing."""
    db.session.expire_all()
    found = db.select(Message).where(Message.kind.in_(kinds)).order_by(Message.id)
    return [(row.kind, row.person.full_name) for row in db.session.scalars(found)]


def open_training(**facts: Any) -> tuple[Training, Any, Any]:
    """A coming training with a session, a participant, a trainer, and one who withdrew."""
    make.make_site()
    training = make.make_training(starts=NEXT.date(), ends=NEXT.date() + timedelta(days=1), **facts)
    session = make.make_session(training=training, starts_at=NEXT, ends_at=NEXT + timedelta(hours=2))
    make.make_participation(training=training, person=make.make_person("Siti"), registered_at=clock.now(),
                            arrived_at=None)  # fmt: skip
    make.make_participation(training=training, person=make.make_person("Pergi"), registered_at=clock.now(),
                            withdrawn_at=clock.now())  # fmt: skip
    trainer = make.make_participation(training=training, person=make.make_person("Pak Guru"),
                                      capacity=Capacity.TRAINER, registered_at=clock.now())  # fmt: skip
    return training, session, trainer


def finished() -> Certificate:
    """The newest certificate, with a file."""
    newest = db.session.scalars(db.select(Certificate).order_by(Certificate.id.desc())).first()
    assert newest is not None
    certificates.finish(newest.id, b"%PDF-1.7", by_id=None, now=clock.now())
    return newest


def boss() -> Any:
    return make.principal_of(make.make_staff(name="Bu Manajer"))


def test_a_certificate_is_told_when_it_is_there_when_it_is_replaced_and_when_it_is_revoked(app: Flask) -> None:
    make.make_site()
    training, keeper = certs.make_training(), certs.keeper()
    certs.make_eligible(training)
    certs.issue(training, keeper)
    assert told(*Notice) == []  # it has a number, but no file
    by = certs.as_principal(keeper)
    paper = finished()
    asked = certificates.ask_correction(paper.code, field=Field.NAME, right="Siti Aminah, S.Pd.", by_id=None,
                                        now=clock.now())  # fmt: skip
    certificates.accept_correction(asked.uid, right="", by=by, now=clock.now())
    certificates.revoke(finished().uid, reason="Salah orang", by=by, now=clock.now())
    assert [kind for kind, _name in told(*Notice)] == [
        Notice.CERTIFICATE_ISSUED,
        Notice.CORRECTION_ANSWERED,
        Notice.CERTIFICATE_REPLACED,
        Notice.CERTIFICATE_REVOKED,
    ]


def test_those_whose_name_is_not_confirmed_are_told_once_for_each_notice(app: Flask) -> None:
    make.make_site()
    training, keeper = certs.make_training(), certs.as_principal(certs.keeper())
    certs.make_eligible(training, "Sudah")
    certs.make_eligible(training, "Belum", confirmed=False, registered_at=clock.now())
    certificates.give_notice(training.uid, days=4, by=keeper, now=clock.now())
    assert told(*Notice) == [(Notice.NAME_TO_CONFIRM, "Belum")]


def test_who_was_named_and_who_named_them_learn_of_the_decision_and_of_moving_up(app: Flask) -> None:
    scene = make_scene(stages=1)
    scene.quota(1)
    first, second = scene.name(*scene.people[:2])
    scene.decide(first)
    assert told(*Notice) == [(Notice.REGISTRATION_DECIDED, "Orang 0"), (Notice.REGISTRATION_DECIDED, "Pak Operator")]
    enrolment.join_waiting_list(second.uid, by=scene.operator, now=clock.now())
    enrolment.cancel_nomination(first.uid, by=scene.operator, now=clock.now(), reason="Sakit")
    assert told(Notice.PROMOTED) == [(Notice.PROMOTED, "Orang 1"), (Notice.PROMOTED, "Pak Operator")]
    scene.decide(second, accepts=False, reason="Kuota dipakai pusat")
    newest = db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()
    assert newest is not None
    assert (newest.facts["state"], newest.facts["reason"]) == ("refused", "Kuota dipakai pusat")


def test_a_session_that_is_moved_twice_within_minutes_is_told_once_with_the_newest_time(app: Flask) -> None:
    _training, session, _trainer = open_training()
    by = boss()
    for hours in (1, 3):
        begins = NEXT + timedelta(hours=hours)
        trainings.change_session(session.uid, starts_at=begins, ends_at=begins + timedelta(hours=2), by=by)
    trainings.change_session(session.uid, title="Judul lain", by=by)
    assert told(*Notice) == [(Notice.SESSION_MOVED, "Siti"), (Notice.SESSION_MOVED, "Pak Guru")]
    facts = db.session.scalars(db.select(Message)).first().facts  # type: ignore[union-attr]
    assert (facts["was"], facts["starts"]) == (NEXT.isoformat(), (NEXT + timedelta(hours=3)).isoformat())
    with transaction():
        db.session.execute(db.update(Message).values(read_at=clock.now()))
    trainings.change_session(session.uid, room="Ruang B", by=by)
    assert len(told(Notice.SESSION_MOVED)) == 4  # what was read stays as it was read


def test_sessions_cancelled_and_restored_and_a_training_cancelled_and_reopened_are_told_to_those_expected(
    app: Flask,
) -> None:
    training, session, _trainer = open_training()
    by = boss()
    trainings.cancel_session(session.uid, by=by, now=clock.now(), reason="Listrik padam")
    trainings.restore_session(session.uid, by=by)
    trainings.cancel(training.uid, by=by, now=clock.now(), reason="Banjir")
    trainings.reopen(training.uid, by=by, now=clock.now(), reason="Air surut")
    assert told(*Notice) == [
        (Notice.SESSION_CANCELLED, "Siti"),
        (Notice.SESSION_CANCELLED, "Pak Guru"),
        (Notice.SESSION_MOVED, "Siti"),
        (Notice.SESSION_MOVED, "Pak Guru"),
        (Notice.TRAINING_CANCELLED, "Siti"),
        (Notice.TRAINING_CANCELLED, "Pak Guru"),
        (Notice.TRAINING_REOPENED, "Siti"),
        (Notice.TRAINING_REOPENED, "Pak Guru"),
    ]
    newest = db.session.scalars(db.select(Message).order_by(Message.id.desc())).first()
    assert newest is not None
    assert (newest.facts["was"], newest.facts["reason"]) == ("cancelled", "Air surut")


def test_what_is_called_off_or_moved_is_told_to_who_is_invited_named_or_has_named_others(app: Flask) -> None:
    scene = make_scene(stages=1)
    scene.quota(1)
    proposed, over = scene.name(*scene.people[:2])
    enrolment.join_waiting_list(over.uid, by=scene.operator, now=clock.now())
    for name, facts in (
        ("Diundang", {}),
        ("Panitia", {"capacity": Capacity.ORGANISER}),
        ("Pergi", {"withdrawn_at": NEXT}),
    ):
        make.make_participation(training=scene.training, person=make.make_person(name), invited_at=clock.now(),
                                **{"registered_at": None, "arrived_at": None, **facts})  # fmt: skip
    with transaction():
        days = {"starts": NEXT.date(), "ends": NEXT.date()}
        db.session.execute(db.update(Training).where(Training.id == scene.training.id).values(days))
    session = make.make_session(training=scene.training, starts_at=NEXT, ends_at=NEXT + timedelta(hours=2))
    by, concerned = boss(), ["Diundang", "Panitia", "Orang 0", "Orang 1", "Pak Operator"]
    for room in ("Ruang B", "Ruang C"):
        trainings.change_session(session.uid, room=room, by=by)
    assert [name for _kind, name in told(Notice.SESSION_MOVED)] == concerned
    moved = db.session.scalars(
        db.select(Message).where(Message.kind == Notice.SESSION_MOVED).order_by(Message.id)
    ).all()
    assert [(message.facts["to"], message.facts["room"]) for message in moved] == [
        *[("trainings_learner.show", "Ruang C")] * 2, *[("enrolment_public.show", "Ruang C")] * 2,
        ("enrolment_staff.sent", "Ruang C"),
    ]  # fmt: skip
    trainings.cancel_session(session.uid, by=by, now=clock.now(), reason="Listrik padam")
    assert [name for _kind, name in told(Notice.SESSION_CANCELLED)] == concerned
    trainings.cancel(scene.training.uid, by=by, now=clock.now(), reason="Banjir")
    assert proposed.participation_id is None
    assert [name for _kind, name in told(Notice.TRAINING_CANCELLED)] == concerned


def test_a_trainer_learns_of_a_session_at_once_and_of_a_draft_when_it_opens(app: Flask) -> None:
    training, session, trainer = open_training(state=TrainingState.DRAFT)
    by = boss()
    trainings.change_session(session.uid, trainer_uids=[trainer.uid], by=by)
    assert told(*Notice) == []
    trainings.open_training(training.uid, by=by, now=clock.now())
    assert told(*Notice) == [(Notice.TRAINER_ASSIGNED, "Pak Guru")]
    trainings.change_session(session.uid, trainer_uids=[], by=by)
    trainings.change_session(session.uid, trainer_uids=[trainer.uid], by=by)
    assert len(told(Notice.TRAINER_ASSIGNED)) == 1


def test_what_may_be_of_any_region_is_told_to_administrators_of_all_alone(app: Flask) -> None:
    everywhere = make.make_staff(Role.ADMINISTRATOR)
    make.make_staff(Role.ADMINISTRATOR, region=make.make_region())
    make.make_grant(person=make.make_person("Kantor"), role=Role.ADMINISTRATOR, office_id=make.make_office().id)
    assert queries.administrators(places.today()) == [everywhere.id]


def test_a_role_is_told_when_it_is_given_and_before_it_ends(app: Flask) -> None:
    make.make_site()
    person, now = make.make_person("Bayu"), clock.now()
    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))
    accounts.grant_role(person.uid, Role.COORDINATOR, region_id=None, valid_from=now.date(),
                        valid_until=now.date() + timedelta(days=9), by=by, now=now)  # fmt: skip
    accounts.grant_role(person.uid, Role.VERIFIER, region_id=None, valid_from=now.date(),
                        valid_until=now.date() + timedelta(days=90), by=by, now=now)  # fmt: skip
    assert [actions.told_expiring(now), actions.told_expiring(now)] == [1, 0]
    assert told(*Notice) == [(Notice.ROLE_GIVEN, "Bayu"), (Notice.ROLE_GIVEN, "Bayu"), (Notice.ROLE_EXPIRING, "Bayu")]


def test_what_begins_or_opens_soon_is_told_once(app: Flask) -> None:
    training, _session, _trainer = open_training()
    before = NEXT - timedelta(days=2)
    came = make.make_participation(training=training, person=make.make_person("Hadir"), registered_at=before,
                                   arrived_at=before)  # fmt: skip
    opens = {"opens_at": before, "closes_at": NEXT, "created_at": before}
    asks = make.make_version()
    make.save(Survey(training_id=training.id, aim=Aim.TRAINING, title="Evaluasi", version_id=asks.id, **opens))
    assert [actions.told_soon(before), actions.told_soon(before), actions.told_soon(NEXT - timedelta(days=9))] == [
        3,
        0,
        0,
    ]
    assert [actions.told_evaluations(before + timedelta(hours=1)) for _ in range(2)] == [1, 0]
    assert told(Notice.EVALUATION_OPEN) == [(Notice.EVALUATION_OPEN, came.person.full_name)]


def test_a_mentor_is_told_when_a_follow_up_opens_and_once_more_before_it_closes(app: Flask) -> None:
    training, _session, _trainer = open_training()
    now, library = clock.now(), make.make_office()
    made = make.make_participation(training=training, office_id=library.id, registered_at=now, arrived_at=now)
    mentor = make.make_person("Bu Kepala", email="kepala@example.id")
    make.make_grant(person=mentor, role=Role.LIBRARY_MANAGER, office_id=library.id)
    survey = make.save(Survey(training_id=training.id, aim=Aim.FOLLOW_UP, title="90 hari", asks_mentor=True,
                              is_anonymous=False, version_id=make.make_version().id, opens_at=now,
                              closes_at=now + timedelta(days=30), created_at=now))  # fmt: skip
    days = [now + timedelta(days=day) for day in (-1, 0, 1, 22, 24, 25, 31)]
    assert [actions.told_mentors(day) for day in days] == [0, 1, 0, 0, 1, 0, 0]
    assert told(*Notice) == [(Notice.MENTOR_ASKED, "Bu Kepala")] * 2
    seen = db.session.scalars(queries.log_of(training.id)).all()
    assert [row.facts["again"] for row in seen] == [True, False]  # the newest first, for who runs the training
    assert [row.name_shown for row in db.session.execute(
        queries.people_in(training.id, Group.MENTOR_SILENT, now=now))] == ["Bu Kepala"]  # fmt: skip
    reminded = actions.remind(training.uid, Group.MENTOR_SILENT, "Mohon diisi.", by=boss(), now=now)
    assert [row.person.full_name for row in db.session.scalars(queries.written_to(reminded.id))] == ["Bu Kepala"]
    staff = app.test_client().sign_in(make.make_staff())  # type: ignore[attr-defined]
    assert "/my/evaluations/" in staff.get(f"/staff/reminders/{reminded.uid}").text  # what WhatsApp carries
    make.save(MentorResponse(survey_id=survey.id, participation_id=made.id, by=mentor.principal_id, name="Bu Kepala",
                             day=now.date()))  # fmt: skip
    assert queries.counts_in(training.id, now=now)[Group.MENTOR_SILENT] == 0


def test_a_learner_is_told_when_the_last_essay_has_its_mark(app: Flask) -> None:
    make.make_site()
    scene, attempt = handed_in(needs_second_marker=True)
    for name in ("Satu", "Dua"):
        assert told(*Notice) == []
        quizzes.mark(essay(attempt).uid, fraction=0.5, by=marker(scene, name), now=clock.now())
    assert [kind for kind, _name in told(*Notice)] == [Notice.ESSAY_MARKED]


def test_what_is_undone_is_not_told(app: Flask) -> None:
    _training, session, _trainer = open_training()
    by = boss()

    @transaction()
    def cancel_and_fail() -> None:
        trainings.cancel_session(session.uid, by=by, now=clock.now(), reason="Listrik padam")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cancel_and_fail()
    assert told(*Notice) == []


def test_many_people_are_told_with_a_number_of_questions_that_does_not_grow(app: Flask, count_queries: Any) -> None:
    training, session, _trainer = open_training()
    seen = []
    by = boss()
    for people in (1, 40):
        for _ in range(people):
            make.make_participation(training=training, person=make.make_person(), registered_at=clock.now())
        with transaction():
            db.session.execute(db.update(Message).values(read_at=clock.now()))
        with count_queries() as asked:
            trainings.change_session(session.uid, room=f"Ruang {people}", by=by)
        seen.append(len(asked))
    assert seen[0] == seen[1]
