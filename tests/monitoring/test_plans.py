"""Action plans: written by whom they bind, followed with evidence, realised by rows, seen within reach."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.accounts.models import AssignedLibrary, RoleGrant
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.monitoring import actions
from lms.monitoring.actions import Promise
from lms.monitoring.models import ActivityKind, ActivityReport, ItemState, PlanItem, PlanNote, ReportState
from lms.monitoring.queries import plans
from lms.monitoring.rules import plans as rules
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation, TrainingState
from tests import factories as make

PDF = b"%PDF-1.7 foto"
DUE = date(2019, 12, 1)


def test_an_open_item_is_overdue_after_its_day() -> None:
    yesterday, today = DUE - timedelta(days=1), DUE
    assert rules.is_overdue(yesterday, ItemState.RUNNING, today=today)
    assert not rules.is_overdue(today, ItemState.PLANNED, today=today)
    assert not rules.is_overdue(yesterday, ItemState.DONE, today=today)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.b", "https://", "a.b", "https://a b.id"])
def test_a_link_that_leads_to_no_page_is_refused(app: Any, link: str) -> None:
    with pytest.raises(Refused):
        rules.require_note("", link, has_more=False)


def somebody(**facts: Any) -> Participation:
    library = make.make_office(region=make.make_region("18.05"), kind=make.make_office_kind(is_library=True))
    person = make.make_person("Siti", office=library)
    return make.make_participation(
        person=person, office_id=library.id, arrived_at=clock.now(), name_shown="Siti", **facts
    )


def promise(mine: Participation, what: str = "Kelas menjahit", due: date | None = DUE) -> PlanItem:
    by = make.principal_of(make.reload(mine).person)
    return actions.add_item(mine.uid, Promise(what=what, due=due, place="Balai desa"), by=by, now=clock.now())


def a_report(mine: Participation) -> ActivityReport:
    mine = make.reload(mine)
    programme_id = mine.training.programme_id
    kind = make.save(ActivityKind(programme_id=programme_id, key="pelatihan", label={"id": "Pelatihan"}))
    return make.save(
        ActivityReport(programme_id=programme_id, library_id=mine.office_id, region_id=mine.office.region_id,
                       kind_id=kind.id, title="Kursus menjahit", sort_name="kursus menjahit", on_day=date(2019, 11, 20),
                       participants=2, women=2, men=0, from_25=2, state=ReportState.SUBMITTED, created_at=clock.now())
    )  # fmt: skip


@pytest.mark.database
def test_a_plan_is_written_and_its_promise_realised_by_a_report(client: FlaskClient) -> None:
    mine = somebody()
    report = a_report(mine)
    phone = client.sign_in(mine.person)  # type: ignore[attr-defined]
    address = f"/my/plans/{mine.uid}"
    assert address in phone.get(f"/my/trainings/{make.reload(mine).training.uid}").text
    assert phone.post(address, data={"what": "", "due": "2019-01-01"}).status_code == 422
    early = phone.post(address, data={"what": "Kelas menjahit", "due": "2019-01-01"})
    assert (early.status_code, "sebelum pelatihan" in early.text) == (422, True)
    for _twice in range(2):
        assert phone.post(address, data={"what": "Kelas menjahit", "due": "2019-12-01"}).status_code == 302
    [item] = db.session.scalars(db.select(PlanItem))
    door = f"/my/plans/items/{item.uid}"
    assert "Kursus menjahit" in phone.get(door).text
    wrong = {"state": "running", "link": "javascript:x", "realised_by": ""}
    assert phone.post(door, data=wrong).status_code == 422
    assert phone.post(door, data={"state": "planned", "realised_by": "report:0"}).status_code == 422
    sent = {"state": "running", "realised_by": f"report:{report.uid}", "words": "Sudah jalan",
            "link": "https://contoh.id/foto", "file": (io.BytesIO(PDF), "foto.pdf")}  # fmt: skip
    assert phone.post(door, data=sent).status_code == 302
    item = make.reload(item)
    assert (item.state, item.report_id) == (ItemState.DONE, report.id)
    note = db.session.scalars(db.select(PlanNote).order_by(PlanNote.id.desc())).first()
    with phone.get(f"/my/plans/evidence/{note.uid}") as file:
        assert file.data == PDF
    bad = {"state": "done", "realised_by": f"report:{report.uid}", "file": (io.BytesIO(b"MZ"), "a.exe")}
    assert phone.post(door, data=bad).status_code == 422
    changed = {"what": "Kelas menjahit ibu-ibu", "due": "2019-12-05"}
    assert phone.post(f"{door}/words", data=changed).status_code == 302
    assert phone.post(f"{door}/removal").status_code == 302
    assert phone.get(door).status_code == 404


@pytest.mark.database
def test_a_mentor_within_reach_comments_and_others_find_nothing(client: FlaskClient) -> None:
    mine = somebody()
    item = promise(mine)
    plan = plans.find_plan(mine.id)
    assert plan is not None
    address = f"/staff/plans/{plan.uid}"
    near = make.make_staff(Role.FACILITATOR, name="Pak Mentor")
    with_library(near, mine)
    mentor = client.sign_in(near)  # type: ignore[attr-defined]
    listed = mentor.get("/staff/plans").text
    assert ("Kelas menjahit" in listed, "terlambat" in listed) == (True, True)
    assert "Kelas menjahit" in mentor.get("/staff/plans?state=overdue").text
    assert "Kelas menjahit" not in mentor.get("/staff/plans?state=done").text
    assert "Siti" in mentor.get("/staff/plans?export=csv").data.decode("utf-8-sig")
    assert mentor.post(address, data={"words": ""}).status_code == 422
    assert mentor.post(address, data={"words": "Semangat!"}).status_code == 302
    owner = client.application.test_client().sign_in(make.reload(mine).person)  # type: ignore[attr-defined]
    assert "Semangat!" in owner.get(f"/my/plans/{mine.uid}").text
    assert owner.get(address).status_code == 404  # no role: one's own plan has its own page
    far = make.make_staff(Role.FACILITATOR)
    other = client.application.test_client().sign_in(far)  # type: ignore[attr-defined]
    assert other.get(address).status_code == 404
    assert "Kelas menjahit" not in other.get("/staff/plans").text
    with pytest.raises(Missing):
        actions.remove_item(item.uid, by=make.principal_of(far), now=clock.now())


@pytest.mark.database
def test_no_plan_is_written_before_the_training_and_two_plans_of_one_person_become_one(app: Any) -> None:
    first = somebody(training=make.make_training(state=TrainingState.CLOSED))
    coming = make.make_training(starts=date(2199, 1, 1), ends=date(2199, 1, 2))
    early = make.make_participation(training=coming, person=make.reload(first).person)
    with pytest.raises(Missing):
        promise(early, due=date(2199, 2, 1))
    other = make.make_participation(training=make.reload(first).training)
    promise(first)
    promise(other, "Taman baca")
    with transaction():
        actions.join_plans(ParticipationsJoined(training_id=first.training_id, kept_id=first.id, merged_id=other.id))
    plan = plans.find_plan(first.id)
    assert plan is not None
    assert [one.what for one in plans.items_of(plan.id)] == ["Kelas menjahit", "Taman baca"]
    assert plans.find_plan(other.id) is None


def with_library(person: Any, mine: Participation) -> None:
    """Let a facilitator serve the library of a participant."""
    grant = db.session.scalars(db.select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    make.save(AssignedLibrary(grant_id=grant.id, office_id=mine.office_id, since=date(2000, 1, 1)))
