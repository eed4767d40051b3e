"""Evaluations: held by staff, answered once by those who were there, counted without names."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import AssignedLibrary
from lms.attendance import actions as attendance
from lms.attendance.actions import NewMark
from lms.attendance.models import Status
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal, Role
from lms.core.trail import TrailEntry
from lms.places.events import ProgrammeMade
from lms.surveys import actions, queries
from lms.surveys.models import Aim, Mentor, Survey, SurveyForm, SurveyReceipt, SurveyResponse
from lms.trainings.events import ParticipationsJoined, TrainingClosed
from lms.trainings.models import Capacity, Participation, SessionTrainer, Training, TrainingSession
from tests import factories as make

pytestmark = pytest.mark.database
GOOD = {"q1": 5, "q2": 4, "q3": 3}


@pytest.fixture
def training(app: Flask) -> Training:
    """A training of a programme that has the usual forms."""
    found = make.make_training(title="Penguatan Kapasitas")
    with db_write():
        actions.begin_programme(ProgrammeMade(programme_id=found.programme_id))
    return found


@pytest.fixture
def session(training: Training) -> TrainingSession:
    return make.make_session(training=training, title="Marketing")


@pytest.fixture
def by(app: Flask) -> Principal:
    return make.principal_of(make.make_staff())


def db_write() -> Any:
    from lms.core.db import transaction

    return transaction()


def form_about(training: Training, aim: Aim) -> SurveyForm:
    return next(form for form in queries.forms_of(training.programme_id) if form.aim == aim)


def hold(training: Training, aim: Aim, *, by: Principal, is_anonymous: bool = True, since: int = 1) -> list[Survey]:
    today = clock.today(training.zone)
    actions.hold(
        training.uid, form_about(training, aim).uid, is_anonymous=is_anonymous, opens=today - timedelta(days=since),
        closes=today + timedelta(days=7), by=by, now=clock.now(),
    )  # fmt: skip
    return [row.survey for row in queries.counted(training.id) if row.survey.aim == aim]


def come(session: TrainingSession, *people: Participation, by: Principal) -> None:
    marks = [NewMark(uid=uuid4(), status=Status.PRESENT, participation_uid=one.uid) for one in people]
    attendance.mark_many(session.uid, marks, by=by, now=clock.now())


def say(survey: Survey, someone: Participation, answers: dict[str, Any] | None = None) -> bool:
    return actions.answer(survey.uid, answers or GOOD, by=make.principal_of(someone.person), now=clock.now())


def some(training: Training, count: int) -> list[Participation]:
    return [make.make_participation(training=training) for _index in range(count)]


def test_each_session_that_teaches_is_evaluated_once(training: Training, session: TrainingSession, by: Any) -> None:
    make.make_session(training=training, title="Makan siang", counts=False, jp=0)
    assert [one.title for one in hold(training, Aim.SESSION, by=by)] == ["Marketing"]
    assert len(hold(training, Aim.SESSION, by=by)) == 1


def test_who_was_in_the_session_is_asked_and_nobody_else(training: Training, session: TrainingSession, by: Any) -> None:
    here, _away = some(training, 2)
    trainer = make.make_participation(training=training, capacity=Capacity.TRAINER)
    come(session, here, trainer, by=by)
    [survey] = hold(training, Aim.SESSION, by=by)
    assert [(row.asked, row.answered) for row in queries.counted(training.id)] == [(1, 0)]
    assert say(survey, here)
    for stranger in (_away, trainer):
        with pytest.raises(Missing):
            say(survey, stranger)


def test_a_trainer_is_evaluated_by_who_was_taught(training: Training, session: TrainingSession, by: Any) -> None:
    here, _away = some(training, 2)
    trainer = make.make_participation(training=training, capacity=Capacity.TRAINER, name_shown="Bu Ratna")
    make.save(SessionTrainer(session_id=session.id, participation_id=trainer.id))
    come(session, here, by=by)
    [survey] = hold(training, Aim.TRAINER, by=by)
    assert (survey.title, survey.trainer_id) == ("Bu Ratna", trainer.id)
    assert [row.asked for row in queries.counted(training.id)] == [1]


def test_an_anonymous_answer_belongs_to_nobody_and_is_given_once(
    training: Training, session: TrainingSession, by: Any
) -> None:
    [someone] = some(training, 1)
    [survey] = hold(training, Aim.TRAINING, by=by)
    assert [say(survey, someone, {**GOOD, "q4": 5}), say(survey, someone)] == [True, False]
    [response] = db.session.scalars(db.select(SurveyResponse)).all()
    assert (response.participation_id, response.day) == (None, clock.today(training.zone))
    assert {column.name for column in SurveyReceipt.__table__.columns} == {"survey_id", "participation_id"}
    entries = db.session.scalars(
        db.select(TrailEntry).where(TrailEntry.principal_id == someone.person.principal_id)
    ).all()
    assert entries == []


def test_the_table_itself_refuses_a_name_beside_an_anonymous_answer(training: Training, by: Any) -> None:
    [someone] = some(training, 1)
    [survey] = hold(training, Aim.TRAINING, by=by)
    with pytest.raises(IntegrityError):
        make.save(
            SurveyResponse(survey_id=survey.id, is_anonymous=True, participation_id=someone.id, day=training.ends)
        )


def test_a_survey_takes_no_answers_before_and_after_its_days(training: Training, by: Any) -> None:
    [someone] = some(training, 1)
    [survey] = hold(training, Aim.TRAINING, by=by, since=-2)
    with pytest.raises(Refused):
        say(survey, someone)
    assert queries.waiting_for(someone.person_id, now=clock.now()) == []


def test_four_answers_are_hidden_and_five_are_shown(
    client: FlaskClient, training: Training, session: TrainingSession, by: Any
) -> None:
    people = some(training, 5)
    [survey] = hold(training, Aim.TRAINING, by=by)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    for someone in people[:4]:
        say(survey, someone, {"q1": 5, "q5": "rahasia"})
    assert "rahasia" not in staff.get(f"/staff/evaluations/{survey.uid}").text
    assert staff.get(f"/staff/evaluations/{survey.uid}.xlsx").status_code == 404
    say(survey, people[4], {"q1": 3})
    page = staff.get(f"/staff/evaluations/{survey.uid}").text
    assert ("rahasia" in page, "(80 %)" in page, '<rect width="80.0"' in page) == (True, True, True)
    book = openpyxl.load_workbook(io.BytesIO(staff.get(f"/staff/evaluations/{survey.uid}.xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 6
    assert sorted(row[1] for row in rows[1:]) == [3, 5, 5, 5, 5]


def test_a_named_answer_shows_its_name(client: FlaskClient, training: Training, by: Any) -> None:
    someone = make.make_participation(training=training, name_shown="Siti")
    [survey] = hold(training, Aim.TRAINING, by=by, is_anonymous=False)
    say(survey, someone)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    csv = staff.get(f"/staff/evaluations/{survey.uid}.csv").data.decode("utf-8-sig")
    assert "Siti" in csv


def test_from_the_card_to_the_thanks(client: FlaskClient, training: Training, by: Any) -> None:
    [someone] = some(training, 1)
    [survey] = hold(training, Aim.TRAINING, by=by)
    phone = client.sign_in(someone.person)  # type: ignore[attr-defined]
    address = f"/my/evaluations/{survey.uid}"
    assert address in phone.get("/my/learning/").text
    assert "Kesesuaian" in phone.get(address).text
    wrong = phone.post(address, data={"q1": "9", "q6": "lebih banyak latihan"})
    assert wrong.status_code == 422
    assert "lebih banyak latihan" in wrong.text
    assert phone.post(address, data={"q1": "5", "q2": "5", "q3": "4", "q4": "4"}).status_code == 302
    assert phone.get(address).status_code == 302
    assert address not in phone.get("/my/evaluations/").text


def test_a_closed_training_plans_its_follow_ups_once(training: Training) -> None:
    for _turn in range(2):
        with db_write():
            actions.plan_follow_ups(TrainingClosed(training_id=training.id))
    found = [row.survey for row in queries.counted(training.id)]
    assert [(one.aim, one.is_anonymous) for one in found] == [(Aim.FOLLOW_UP, False)] * 4
    assert [one.asks_mentor for one in found] == [False, True, False, True]
    assert [(one.opens_at.date() - training.ends).days for one in found] == [89, 89, 179, 179]  # midnight in Jakarta


def test_two_rows_of_one_person_keep_one_answer(training: Training, by: Any) -> None:
    kept, merged = some(training, 2)
    [survey] = hold(training, Aim.TRAINING, by=by, is_anonymous=False)
    say(survey, kept)
    say(survey, merged)
    with db_write():
        actions.join(ParticipationsJoined(training_id=training.id, kept_id=kept.id, merged_id=merged.id))
    assert [row.participation_id for row in db.session.scalars(db.select(SurveyReceipt))] == [kept.id]
    assert [row.participation_id for row in db.session.scalars(db.select(SurveyResponse))] == [kept.id]


def test_questions_of_a_held_survey_stay_when_the_form_changes(
    client: FlaskClient, training: Training, by: Any
) -> None:
    [survey] = hold(training, Aim.TRAINING, by=by)
    form = form_about(training, Aim.TRAINING)
    admin = client.sign_in(make.make_staff(Role.ADMINISTRATOR))  # type: ignore[attr-defined]
    editor = admin.get(f"/staff/survey-forms/{form.uid}").location
    assert "Kesesuaian" in admin.get(editor).text
    assert admin.post(f"{editor}/questions/q1/removal").status_code == 302
    assert [question["key"] for question in make.reload(form).questions] == ["q2", "q3", "q4", "q5", "q6"]
    assert [question["key"] for question in make.reload(survey).questions] == ["q1", "q2", "q3", "q4", "q5", "q6"]


def test_staff_plan_an_evaluation_on_screen(client: FlaskClient, training: Training) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{training.uid}/evaluations"
    assert staff.get(address).status_code == 200
    assert "Evaluasi sesi" in staff.get(f"{address}/new").text
    data = {"form": str(form_about(training, Aim.TRAINING).uid), "opens": "2019-11-02", "closes": "2019-11-01"}
    assert staff.post(f"{address}/new", data=data).status_code == 422
    assert staff.post(f"{address}/new", data={**data, "closes": "2019-11-09"}).status_code == 302
    [row] = queries.counted(training.id)
    assert row.survey.is_anonymous is False


def test_evaluations_out_of_reach_do_not_exist(client: FlaskClient, training: Training, by: Any) -> None:
    [survey] = hold(training, Aim.TRAINING, by=by)
    elsewhere = make.make_staff(Role.COORDINATOR, region=make.make_region("73"))
    signed_in = client.sign_in(elsewhere)  # type: ignore[attr-defined]
    doors = (f"trainings/{training.uid}/evaluations", f"trainings/{training.uid}/evaluations/new",
             f"evaluations/{survey.uid}", f"evaluations/{survey.uid}.xlsx")  # fmt: skip
    assert [signed_in.get(f"/staff/{door}").status_code for door in doors] == [404] * 4


def test_more_surveys_ask_no_more_queries(client: FlaskClient, training: Training, by: Any, count_queries: Any) -> None:
    make.make_session(training=training)
    [someone] = some(training, 1)
    hold(training, Aim.SESSION, by=by)
    staff, phone = (make_client(client, who) for who in (make.make_staff(), someone.person))
    pages = ((staff, f"/staff/trainings/{training.uid}/evaluations"), (phone, "/my/evaluations/"))
    few = [_cost(count_queries, *page) for page in pages]
    for _index in range(3):
        make.make_session(training=training)
    hold(training, Aim.SESSION, by=by)
    hold(training, Aim.TRAINING, by=by)
    assert [_cost(count_queries, *page) for page in pages] == few


def make_client(client: FlaskClient, who: Any) -> Any:
    return client.application.test_client().sign_in(who)  # type: ignore[attr-defined]


def _cost(count_queries: Any, client: Any, address: str) -> int:
    client.get(address)
    with count_queries() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_who_has_not_answered_is_listed_only_where_names_stand(
    client: FlaskClient, training: Training, by: Any
) -> None:
    said = make.make_participation(training=training, name_shown="Siti")
    make.make_participation(training=training, name_shown="Budi")
    [survey] = hold(training, Aim.TRAINING, by=by, is_anonymous=False)
    say(survey, said)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/evaluations/{survey.uid}/missing"
    assert ("Budi" in staff.get(address).text, "Siti" in staff.get(address).text) == (True, False)
    assert "Budi" in staff.get(f"{address}?export=csv").data.decode("utf-8-sig")
    with db_write():
        db.session.execute(db.update(Survey).values(is_anonymous=True))
    assert "Budi" not in staff.get(address).text
    assert "Budi" not in staff.get(f"{address}?export=csv").data.decode("utf-8-sig")


def test_means_stand_beside_each_other_and_in_one_file_where_they_may_be_seen(
    client: FlaskClient, training: Training, session: TrainingSession, by: Any
) -> None:
    people = some(training, 5)
    come(session, *people, by=by)
    [about_session] = hold(training, Aim.SESSION, by=by)
    [about_training] = hold(training, Aim.TRAINING, by=by)
    for number, someone in enumerate(people):
        say(about_session, someone, {"q1": 5, "q2": 4, "q3": 3})
        if number < 4:
            say(about_training, someone, {"q1": 1})
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    page = staff.get(f"/staff/trainings/{training.uid}/evaluations").text
    assert ("4,00" in page, "1,00" in page) == (True, False)
    book = openpyxl.load_workbook(io.BytesIO(staff.get(f"/staff/trainings/{training.uid}/evaluations.xlsx").data))
    rows = [row[2:8] for row in book.active.iter_rows(values_only=True)][1:]
    assert [(row[1:4]) for row in rows] == [(5, 5, 5), (5, 5, 4), (5, 5, 3), (5, 0, None)]


def followed(training: Training) -> list[Survey]:
    """The follow-ups of a closed training, open now."""
    with db_write():
        actions.plan_follow_ups(TrainingClosed(training_id=training.id))
        now = clock.now()
        db.session.execute(
            db.update(Survey).values(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
        )
    return [row.survey for row in queries.counted(training.id)]


def test_a_mentor_is_asked_about_each_participant_and_others_are_not(client: FlaskClient, training: Training) -> None:
    library = make.make_office()
    someone = make.make_participation(training=training, person=make.make_person("Siti", office=library),
                                      office_id=library.id, name_shown="Siti")  # fmt: skip
    follow_ups = followed(training)
    assert [one.asks_mentor for one in follow_ups] == [False, False, True, True]
    assert [row.asked for row in queries.counted(training.id)] == [1, 1, 1, 1]
    superior = make.make_person("Bu Kepala", office=library)
    make.make_grant(person=superior, role=Role.LIBRARY_MANAGER, office_id=library.id)
    phone = client.sign_in(superior)  # type: ignore[attr-defined]
    address = f"/my/evaluations/{follow_ups[2].uid}/about/{someone.uid}"
    assert address in phone.get("/home").text
    assert "Siti" in phone.get(address).text
    assert phone.post(address, data={"q2": "9"}).status_code == 422
    said = {"q1": "0", "q2": "5", "q3": "Buka sore hari"}
    assert [phone.post(address, data=said).status_code for _twice in range(2)] == [302, 302]
    assert [row.answered for row in queries.counted(training.id)] == [0, 0, 1, 0]
    assert address not in phone.get("/my/evaluations/").text
    own = make_client(client, make.reload(someone).person)
    assert own.get(address).status_code == 404  # nobody speaks of oneself
    stranger = make_client(client, make.make_staff(Role.FACILITATOR))
    assert stranger.get(address).status_code == 404
    with pytest.raises(Missing):
        say(follow_ups[3], someone)
    staff = make_client(client, make.make_staff())
    page = staff.get(f"/staff/trainings/{training.uid}/evaluations/compared").text
    assert ("Seberapa besar perubahan" in page, "5,00" in page) == (True, True)
    csv = staff.get(f"/staff/evaluations/{follow_ups[2].uid}.csv").data.decode("utf-8-sig")
    assert ("Siti" in csv, "Bu Kepala" in csv) == (True, True)
    assert "Siti" in staff.get(f"/staff/evaluations/{follow_ups[3].uid}/missing").text


def test_a_named_mentor_is_asked_alone_and_for_the_whole_office(client: FlaskClient, training: Training) -> None:
    library = make.make_office()
    siti, budi = (
        make.make_participation(training=training, person=make.make_person(name, office=library), name_shown=name,
                                office_id=library.id)
        for name in ("Siti", "Budi")
    )  # fmt: skip
    follow_ups = followed(training)
    superior, coach = make.make_person("Bu Kepala", office=library), make.make_person("Bu Jauh", phone="+62812555000")
    make.make_grant(person=superior, role=Role.LIBRARY_MANAGER, office_id=library.id)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    page = f"/staff/participations/{siti.uid}"
    assert "Bu Kepala" in staff.get(page).text
    for wrong in ("081200000000", str(siti.person.uid)):
        assert staff.post(f"{page}/mentor", data={"else": wrong}).status_code == 302
    assert queries.find_mentor(siti.id) is None
    staff.post(f"{page}/mentor", data={"else": "0812 555 000", "for_office": "1", "person": str(superior.uid)})
    assert [queries.find_mentor(one.id).person_id for one in (siti, budi)] == [coach.id] * 2  # type: ignore[union-attr]
    assert "Bu Jauh" in staff.get(f"/staff/evaluations/{follow_ups[2].uid}/missing").text
    about = f"/my/evaluations/{follow_ups[2].uid}/about/{siti.uid}"
    asked = [make_client(client, who).get(about).status_code for who in (superior, coach)]
    staff = make_client(client, make.make_staff())
    staff.post(f"{page}/mentor/removal")
    assert asked + [make_client(client, who).get(about).status_code for who in (superior, coach)] == [
        404, 200, 200, 404,
    ]  # fmt: skip


def test_those_who_are_told_of_a_follow_up_are_those_who_may_answer_it(training: Training) -> None:
    """What `mentors_waited_for` says in one statement for all, `waiting_for_mentor` says for each."""
    library, other = make.make_office(), make.make_office()
    parts = [
        make.make_participation(training=training, office_id=office.id, person=make.make_person(office=office))
        for office in (library, library, other)
    ]
    followed(training)
    today = clock.today(training.zone)
    leads, former, serves, named = (make.make_person(name) for name in ("Kepala", "Dulu", "Fasilitator", "Pilihan"))
    make.make_grant(person=leads, role=Role.LIBRARY_MANAGER, office_id=library.id)
    make.make_grant(person=former, role=Role.OFFICE_OPERATOR, office_id=library.id, valid_from=today - timedelta(9),
                    valid_until=today - timedelta(1))  # fmt: skip
    grant = make.make_grant(person=serves, role=Role.FACILITATOR)
    make.save(AssignedLibrary(grant_id=grant.id, office_id=other.id, since=today))
    make.save(Mentor(participation_id=parts[0].id, person_id=named.id, named_by=leads.principal_id,
                     named_at=clock.now()))  # fmt: skip
    make.make_grant(person=parts[1].person, role=Role.LIBRARY_MANAGER, office_id=library.id)  # leads, and took part
    told = {person for _one, people in queries.mentors_waited_for(now=clock.now(), today=today) for person in people}
    people = [leads, former, serves, named, *(part.person for part in parts)]
    answers = {one.id for one in people if queries.waiting_for_mentor(make.principal_of(one), now=clock.now())}
    assert told == answers == {leads.id, serves.id, named.id}
