"""A training's own questions: asked in every way of registering, answered later, counted, exported, imported."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts import actions as accounts
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.enrolment import actions, queries
from lms.enrolment.models import Answer, Chosen
from lms.notifications.actions import remind
from lms.notifications.models import Group, Message, Notice
from lms.notifications.queries import people_in
from lms.questionnaires import actions as questionnaires
from lms.questionnaires.rules import Kind, Reply, Upload
from lms.trainings import actions as trainings
from lms.trainings.models import Participation, Step, Training
from tests import factories as make
from tests.enrolment.delegations import make_scene
from tests.rivals import rivals

pytestmark = pytest.mark.database
MEAL, CLASS, LETTER = "q1", "q2", "q3"
PDF = b"%PDF-1.7 surat"


def open_training(**facts: Any) -> Training:
    soon = clock.today("Asia/Jakarta") + timedelta(days=3)
    return make.make_training(**{"registration_until": soon, "starts": soon, "ends": soon, "capacity": None, **facts})


def ask(training: Training, *, seats: int = 1, by: Any = None) -> Any:
    """Let a training ask for a meal, a class with so many seats, and a letter."""
    by = by or make.principal_of(make.make_staff())
    made = actions.begin_questions(training.uid, by=by)
    facts: dict[str, Any] = {"spoken": ("id", "en"), "by": by, "required": True}
    questionnaires.add_question(made.uid, kind=Kind.CHOICE, label={"id": "Menu"}, options="Biasa\nVegetarian", **facts)
    classes = f"Menulis | Writing | {seats}\nFoto | Photo"
    questionnaires.add_question(made.uid, kind=Kind.SEATS, label={"id": "Kelas sore"}, options=classes, **facts)
    questionnaires.add_question(made.uid, kind=Kind.FILE, label={"id": "Surat"}, **{**facts, "required": False})
    return made


def reply(meal: int = 0, afternoon: int = 0) -> Reply:
    return Reply({MEAL: [str(meal)], CLASS: [str(afternoon)]})


def register(training: Training, person: Any = None, answers: Reply | None = None) -> Participation:
    by = make.principal_of(person or make.make_person())
    return actions.register(training.uid, by=by, now=clock.now(), reply=answers or reply())


def file_at(client: Any, address: str) -> bytes:
    with client.get(address) as answer:
        return answer.data


def test_a_visitor_answers_with_the_registration_and_staff_see_and_export_it(client: FlaskClient) -> None:
    training = open_training()
    ask(training)
    address = f"/trainings/{training.uid}"
    assert "sisa 1 tempat" in client.get(address).text
    visitor = {"name": "Siti", "phone": "081234567890", "office": "Desa", "agrees": "y", MEAL: "1"}
    without = client.post(f"{address}/registration", data=visitor)
    assert (without.status_code, db.session.scalar(db.select(Participation))) == (422, None)
    assert 'value="1" checked' in without.text
    sent = {**visitor, CLASS: "0", LETTER: (io.BytesIO(PDF), "surat.pdf")}
    assert client.post(f"{address}/registration", data=sent).status_code == 302
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    page = f"/staff/trainings/{training.uid}/registration"
    shown = staff.get(page).text
    assert ("Vegetarian" in shown, "(100 %)" in shown, "(0 %)" in shown) == (True, True, True)
    assert "Siti" not in staff.get(f"{page}?picked={MEAL}:0").text
    assert "Siti" not in staff.get(f"{page}?picked=none").text
    book = openpyxl.load_workbook(io.BytesIO(staff.get(f"{page}?export=xlsx").data))
    head, row = book.active.iter_rows(values_only=True)
    [answer] = db.session.scalars(db.select(Answer))
    assert (head[-3:], row[-3:-1]) == (("Menu", "Kelas sore", "Surat"), ("Vegetarian", "Menulis"))
    assert row[-1].startswith("surat.pdf · http")
    assert row[-1].endswith(f"{page}/files/{answer.uid}/{LETTER}")
    assert file_at(staff, f"{page}/files/{answer.uid}/{LETTER}") == PDF
    assert staff.get(f"{page}/files/{answer.uid}/{MEAL}").status_code == 404


def test_a_full_class_is_refused_and_a_seat_given_back_is_free_again(client: FlaskClient) -> None:
    training, by = open_training(), make.principal_of(make.make_staff())
    ask(training, by=by)
    first = register(training)
    with pytest.raises(Refused) as refusal:
        register(training)
    assert list(refusal.value.fields) == [CLASS]
    trainings.record_step(first.uid, Step.WITHDREW, by=by, now=clock.now(), reason="Sakit")
    second = make.make_person("Budi")
    register(training, second)
    trainings.record_step(first.uid, Step.RETURNED, by=by, now=clock.now(), reason="Sembuh")
    assert queries.taken_of(training.id)[CLASS, 0] == 1
    waiting = queries.unanswered_by(first.person_id, today=clock.today("Asia/Jakarta"))
    assert [one.id for one in waiting] == [first.id]
    card = client.sign_in(make.reload(first).person).get("/home").text  # type: ignore[attr-defined]
    assert f"/my/registrations/{training.uid}" in card


def test_a_participant_changes_answers_until_the_training_begins(client: FlaskClient) -> None:
    training, person = open_training(), make.make_person("Siti")
    ask(training)
    register(training, person)
    phone = client.sign_in(person)  # type: ignore[attr-defined]
    address = f"/my/registrations/{training.uid}"
    assert "Menulis" in phone.get(f"/my/trainings/{training.uid}").text
    assert phone.get(f"{address}/files/{LETTER}").status_code == 404
    wrong = phone.post(address, data={MEAL: "9", CLASS: "0"})
    assert (wrong.status_code, "Pilih salah satu" in wrong.text) == (422, True)
    data = {MEAL: "1", CLASS: "1", LETTER: (io.BytesIO(PDF), "surat.pdf")}
    assert phone.post(address, data=data).status_code == 302
    assert phone.post(address, data={MEAL: "0", CLASS: "1"}).status_code == 302  # the file stays
    assert file_at(phone, f"{address}/files/{LETTER}") == PDF
    with transaction():
        db.session.get_one(Training, training.id).starts = clock.today("Asia/Jakarta") - timedelta(days=1)
    assert phone.post(address, data={MEAL: "1", CLASS: "1"}).status_code == 422
    stranger = client.application.test_client().sign_in(make.make_person())  # type: ignore[attr-defined]
    assert stranger.get(address).status_code == 404


def test_a_question_that_is_answered_otherwise_now_is_another_one(client: FlaskClient) -> None:
    training, person, by = open_training(), make.make_person("Siti"), make.principal_of(make.make_staff())
    made = ask(training, by=by)
    register(training, person, reply(meal=1))
    facts: dict[str, Any] = {"label": {"id": "Menu"}, "spoken": ("id", "en"), "by": by, "required": False}
    questionnaires.change_question(made.uid, MEAL, kind=Kind.FILE, **facts)
    actions.answer_own(training.uid, Reply({CLASS: ["0"]}), by=make.principal_of(person), now=clock.now())
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    page = f"/staff/trainings/{training.uid}/registration"
    assert [staff.get(path).status_code for path in (page, f"{page}?export=csv")] == [200, 200]
    assert [one["key"] for one in make.reload(made).questions] == ["q4", CLASS, LETTER]
    questionnaires.change_question(made.uid, "q4", kind=Kind.LINE, **facts)
    questionnaires.change_question(made.uid, "q5", kind=Kind.TEXT, **facts)
    assert [one["key"] for one in make.reload(made).questions] == ["q5", CLASS, LETTER]


def test_seats_cannot_be_cut_below_those_who_sit(app: Flask) -> None:
    training, by = open_training(), make.principal_of(make.make_staff())
    made = ask(training, seats=2, by=by)
    register(training)
    register(training)
    facts: dict[str, Any] = {"kind": Kind.SEATS, "label": {"id": "Kelas"}, "spoken": ("id", "en"), "by": by}
    with pytest.raises(Refused):
        questionnaires.change_question(made.uid, CLASS, options="Menulis | Writing | 1\nFoto", **facts)
    questionnaires.change_question(made.uid, CLASS, options="Foto\nMenulis | Writing | 2", **facts)
    assert queries.taken_of(training.id)[CLASS, 0] == 2


def test_an_office_answers_for_those_whom_it_sends_and_others_do_not(client: FlaskClient) -> None:
    soon = clock.today("Asia/Jakarta") + timedelta(days=3)
    scene = make_scene(people=1, starts=soon, ends=soon)
    ask(scene.training, by=scene.boss)
    [named] = scene.name(*scene.people)
    operator = client.sign_in(_person(scene.operator))  # type: ignore[attr-defined]
    letter = operator.get(f"/staff/delegations/letters/{named.delegation.uid}").text
    address = f"/staff/nominations/{named.uid}/answers"
    assert address in letter
    assert operator.post(address, data={MEAL: "0"}).status_code == 422
    assert operator.post(address, data={MEAL: "0", CLASS: "0"}).status_code == 302
    assert queries.taken_of(scene.training_id)[CLASS, 0] == 1
    elsewhere = make.make_staff(Role.OFFICE_OPERATOR, region=make.make_region("73.01"))
    other = client.application.test_client().sign_in(elsewhere)  # type: ignore[attr-defined]
    assert other.get(address).status_code == 404
    actions.cancel_nomination(named.uid, by=scene.operator, now=clock.now(), reason="Sakit")
    assert queries.taken_of(scene.training_id).get((CLASS, 0), 0) == 0


def test_an_invitation_is_accepted_with_answers(client: FlaskClient) -> None:
    training = open_training()
    ask(training)
    invited = make.make_participation(training=training, registered_at=None, invited_at=clock.now())
    address = f"/trainings/invitations/{invited.uid}/{queries.proof_of(invited.uid)}"
    assert "Kelas sore" in client.get(address).text
    assert client.post(address, data={"answer": "yes", MEAL: "0"}).status_code == 422
    assert client.post(address, data={"answer": "yes", MEAL: "0", CLASS: "0"}).status_code == 302
    assert make.reload(invited).registered_at is not None
    assert queries.taken_of(training.id)[CLASS, 0] == 1


def test_an_export_is_imported_again_and_a_full_class_is_told_in_its_cell(client: FlaskClient) -> None:
    training, by = open_training(), make.make_staff()
    ask(training, by=make.principal_of(by))
    register(training, make.make_person("Siti", phone="+6281234567890"))
    sheet = "Nama lengkap,Nomor HP,Menu,Kelas sore\nSiti,081234567890,Vegetarian,Photo\n{}\n"
    staff = client.sign_in(by)  # type: ignore[attr-defined]
    assert "Kelas sore" in staff.get(f"/staff/imports/template.csv?training={training.uid}").text

    def upload(more: str) -> str:
        data = {"file": (io.BytesIO(sheet.format(more).encode()), "a.csv"), "step": "registered"}
        return staff.post(f"/staff/trainings/{training.uid}/import", data=data).location

    first = upload("Budi,081211112222,Ayam,Menulis")
    page = staff.get(first).text
    assert ("Tempat untuk pilihan ini" in page, "Pilih salah satu jawaban" in page) == (False, True)
    assert "Tempat untuk pilihan ini" in staff.get(upload("Budi,081211112222,Biasa,Menulis\nAni,,Biasa,Menulis")).text
    assert "Surat" in staff.get(f"/staff/trainings/{training.uid}/import").text
    good = upload("Budi,081211112222,Biasa,foto")
    assert staff.post(f"{good}/confirmation").status_code == 302
    answers = {row.person.full_name: row.answers for row in db.session.scalars(db.select(Answer))}
    assert answers == {"Siti": {MEAL: 1, CLASS: 1}, "Budi": {MEAL: 0, CLASS: 1}}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_answers_of_every_kind_and_files_are_exported_and_imported_without_a_change(
    client: FlaskClient, kind: str
) -> None:
    training, staff = open_training(), make.make_staff()
    by = make.principal_of(staff)
    made = ask(training, by=by)
    more = {Kind.LINE: "+62 @rumah", Kind.TEXT: "Alergi udang\nbaris dua", Kind.CHOICES: ["0", "1"],
            Kind.NUMBER: "1.250", Kind.DAY: "2019-10-28", Kind.SCALE: "4", Kind.CONSENT: "1"}  # fmt: skip
    for one in more:
        questionnaires.add_question(made.uid, kind=one, label={"id": f"Soal {one.value}"}, spoken=("id", "en"), by=by,
                                    options="Satu\nDua" if one == Kind.CHOICES else "", required=True)  # fmt: skip
    keys = {question["kind"]: question["key"] for question in queries.questions_of(training.id)}
    sent = {keys[one]: value if isinstance(value, list) else [value] for one, value in more.items()}
    letter = Upload("surat.pdf", PDF)
    register(training, make.make_person("Siti"), Reply({**sent, MEAL: ["1"], CLASS: ["0"]}, {LETTER: letter}))
    odd = {keys[Kind.LINE]: ["=1+1"], keys[Kind.TEXT]: ["'=HYPERLINK(1)\n=2"]}
    register(training, make.make_person("Budi"), Reply({**sent, **odd, MEAL: ["0"], CLASS: ["1"]}))
    office = client.sign_in(staff)  # type: ignore[attr-defined]
    exported = office.get(f"/staff/trainings/{training.uid}/registration?export={kind}").data

    def kept() -> list[Any]:
        table = Answer.__table__
        return [tuple(row) for row in db.session.execute(db.select(table).order_by(table.c.id))]

    before, seats = kept(), queries.taken_of(training.id)
    draft = actions.make_draft(training.uid, exported, name=f"a.{kind}", by=by, now=clock.now())
    assert [row.problems for row in queries.preview(draft).rows] == [{}, {}]
    done = actions.confirm(draft.uid, by=by, now=clock.now())
    assert (done.result["already_in"], done.result.get("answered")) == (2, None)
    assert (kept(), queries.taken_of(training.id)) == (before, seats)

    others = db.session.scalars(db.select(Answer.uid).order_by(Answer.id)).first()
    for name in ("lain.pdf", f"surat.pdf · http://x/files/{others}/{LETTER}"):
        sheet = f"Nama lengkap,Surat\nBudi,{name}\n".encode()
        wrong = actions.make_draft(training.uid, sheet, name="b.csv", by=by, now=clock.now())
        page = office.get(f"/staff/imports/{wrong.uid}").text
        assert f"“{name.split(' · ')[0]}” bukan berkas yang dikirim orang ini" in page


def test_a_copy_of_a_training_asks_the_same_and_has_no_answers(app: Flask) -> None:
    training, by = open_training(), make.principal_of(make.make_staff())
    made = ask(training, by=by)
    register(training)
    starts = clock.today("Asia/Jakarta") + timedelta(days=60)
    copy = trainings.copy_training(training.uid, title="Angkatan II", starts=starts, by=by, now=clock.now())
    questions = queries.questions_of(copy.id)
    assert questions == make.reload(made).questions
    assert queries.taken_of(copy.id) == {}
    own = queries.find_own_questions(copy.id)
    assert own is not None
    added = questionnaires.add_question(
        own.questionnaire.uid, kind=Kind.LINE, label={"id": "Kamar"}, spoken=("id",), by=by
    )
    assert (added, len(queries.questions_of(training.id))) == ("q4", 3)


def test_answers_of_two_who_are_one_stand_once(app: Flask) -> None:
    training = open_training()
    ask(training, seats=2)
    kept, merged = make.make_person("Siti"), make.make_person("Siti A")
    register(training, kept, reply(afternoon=1))
    register(training, merged)
    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))
    accounts.merge(kept.uid, merged_uid=merged.uid, reason="Sama", by=by, now=clock.now())
    assert [row.person_id for row in db.session.scalars(db.select(Answer))] == [kept.id]
    assert queries.taken_of(training.id) == {(MEAL, 0): 1, (CLASS, 1): 1}


def _person(principal: Any) -> Any:
    from lms.accounts.models import Person

    return db.session.get_one(Person, principal.person_id)


def _rival(job: tuple[str, str, Any, list[int]]) -> list[str]:
    from concurrent.futures import ThreadPoolExecutor

    from lms import settings
    from lms.accounts.models import Person
    from lms.app import create_app

    url, data, training_uid, person_ids = job
    app = create_app(settings.load({"LMS_DATA": data, "LMS_DATABASE_URL": url}))

    def one(person_id: int) -> str:
        with app.app_context():
            by = make.principal_of(db.session.get_one(Person, person_id))
            try:
                actions.register(training_uid, by=by, now=clock.now(), reply=reply())
            except Refused:
                return "full"
        return "in"

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(one, person_ids))


@pytest.mark.slow
def test_a_class_never_takes_more_than_its_seats_when_many_choose_at_once(app: Flask, tmp_path: Path) -> None:
    training = open_training()
    ask(training, seats=5)
    people = [make.make_person(f"Orang {n}").id for n in range(16)]
    url, uid, training_id = db.engine.url.render_as_string(hide_password=False), training.uid, training.id
    db.session.remove()
    jobs = [(url, str(tmp_path), uid, people[n::2]) for n in range(2)]
    with rivals(2) as pool:
        answers = [answer for part in pool.map(_rival, jobs) for answer in part]
    assert (answers.count("in"), answers.count("full")) == (5, 11)
    assert db.session.scalar(db.select(db.func.count()).where(Chosen.question == CLASS)) == 5
    assert queries.seats_taken(training_id) == 5


def test_who_comes_without_a_registration_is_asked_at_the_desk_or_told_to_answer_later(client: FlaskClient) -> None:
    training = open_training(starts=clock.today("Asia/Jakarta") - timedelta(days=1))
    ask(training, seats=9)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    base = f"/staff/trainings/{training.uid}"
    walk_in = {"capacity": "participant", "step": "arrived", "at": "desk"}
    parts = {}
    for name in ("Jawab", "Nanti"):
        asked = staff.post(f"{base}/people/new", data={**walk_in, "full_name": name})
        parts[name] = db.session.scalars(db.select(Participation).where(Participation.name_shown == name)).one()
        assert asked.location == f"/staff/participations/{parts[name].uid}/answers?at=desk"
    assert staff.post(asked.location.replace(str(parts["Nanti"].uid), str(parts["Jawab"].uid)),
                      data={MEAL: "1", CLASS: "0"}).location == f"{base}/desk"  # fmt: skip
    later = f"/staff/participations/{parts['Nanti'].uid}/answers/later"
    assert staff.post(later, data={"reason": " "}).location == asked.location  # the form wants some of it
    assert db.session.scalar(db.select(db.func.count(Answer.id))) == 1
    assert staff.post(later, data={"reason": "Antrean panjang"}).location == f"{base}/desk"
    told = db.session.scalars(db.select(Message)).one()
    assert (told.kind, told.person_id) == (Notice.QUESTIONS_OPEN, parts["Nanti"].person_id)
    for page in (f"{base}/desk", f"{base}/registration?picked=none", f"/staff/participations/{parts['Nanti'].uid}"):
        assert "Antrean panjang" in staff.get(page).text, page
    zaki = make.make_participation(training=training, person=make.make_person("Zaki"))  # was never asked
    silent_ones = db.session.execute(queries.answer_rows(training.id, picked="none"))
    assert [part.name_shown for part, _answer in silent_ones] == ["Nanti", "Zaki"]
    shown = staff.get(f"{base}/registration").text
    assert (shown.count("belum dijawab"), "(100 %)" in shown) == (2, True)  # who put it off is no part of the whole
    assert "Zaki" in staff.get(f"{base}/registration?export=csv").data.decode("utf-8-sig")
    silent = people_in(training.id, Group.NO_ANSWERS, now=clock.now())
    assert [row.name_shown for row in db.session.execute(silent)] == ["Nanti", "Zaki"]
    link = f"/trainings/invitations/{zaki.uid}/{queries.proof_of(zaki.uid)}"
    assert link in staff.get(f"/staff/participations/{zaki.uid}/answers?at=desk").text
    by = make.principal_of(make.make_staff())
    reminder = remind(training.uid, Group.NO_ANSWERS, "Mohon dijawab.", by=by, now=clock.now())
    assert link in staff.get(f"/staff/reminders/{reminder.uid}").text
    reminded = client.application.test_client()  # without an account, by the link that the code on the desk shows
    assert 'value="questions"' in reminded.get(link).text
    sent = [reminded.post(link, data={"answer": "questions", **data}).status_code
            for data in ({MEAL: "1"}, {MEAL: "1", CLASS: "1"}, {MEAL: "0", CLASS: "1"})]  # fmt: skip
    assert (sent, 'value="questions"' in reminded.get(link).text) == ([422, 302, 302], False)
    kept = queries.find_answer(training.id, zaki.person_id)
    assert kept is not None
    assert kept.answers == {MEAL: 1, CLASS: 1}  # what is complete is changed by who is signed in
    phone = client.sign_in(make.reload(parts["Nanti"]).person)  # type: ignore[attr-defined]
    own = f"/my/registrations/{training.uid}"
    assert own in phone.get("/home").text  # the training has begun: who has not answered still may
    assert [phone.post(own, data={MEAL: "0", CLASS: "0"}).status_code for _twice in range(2)] == [302, 422]
    assert own not in phone.get("/home").text


def test_answers_that_the_form_does_not_need_are_put_off_without_a_reason(client: FlaskClient) -> None:
    training, by = open_training(), make.principal_of(make.make_staff())
    made = actions.begin_questions(training.uid, by=by)
    questionnaires.add_question(made.uid, kind=Kind.LINE, label={"id": "Alergi"}, options="", required=False, by=by,
                                spoken=("id", "en"))  # fmt: skip
    part = make.make_participation(training=training)
    actions.put_off_answers(part.uid, reason="", by=by, now=clock.now())
    assert queries.silent_of(training.id, [part.id]) == {part.id: ""}
    assert db.session.scalars(db.select(Message.kind)).all() == [Notice.QUESTIONS_OPEN]
