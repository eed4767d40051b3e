"""No door of the staff passes a training's capacity silently: refused with the reason, or allowed and kept."""

from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.core.trail import TrailEntry
from lms.enrolment import actions, queries
from lms.enrolment.models import ImportDraft
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Participation, Step, Training
from lms.trainings.rules import Dates, room
from tests import factories as make
from tests.enrolment.test_import import table

NOW = clock.at(clock.today("Asia/Jakarta"), 8, 0, "Asia/Jakarta")


@pytest.mark.parametrize(
    ("capacity", "before", "steps", "takes"),
    [
        (Capacity.PARTICIPANT, Dates(), [Step.REGISTERED], True),
        (Capacity.PARTICIPANT, Dates(), [Step.INVITED], False),
        (Capacity.PARTICIPANT, Dates(invited_at=NOW), [Step.ARRIVED], True),
        (Capacity.PARTICIPANT, Dates(registered_at=NOW), [Step.ARRIVED], False),
        (Capacity.PARTICIPANT, Dates(registered_at=NOW, withdrawn_at=NOW), [Step.RETURNED], True),
        (Capacity.PARTICIPANT, Dates(registered_at=NOW, withdrawn_at=NOW), [Step.REGISTERED], False),
        (Capacity.PARTICIPANT, Dates(registered_at=NOW), [Step.WITHDREW], False),
        (Capacity.TRAINER, Dates(), [Step.ARRIVED], False),
    ],
)
def test_only_participants_who_come_to_stay_take_a_seat(
    capacity: Capacity, before: Dates, steps: list[Step], takes: bool
) -> None:
    assert room.takes_seat(capacity, before, steps) is takes


def test_those_without_a_seat_are_counted() -> None:
    asked = [(0, None, 9), (0, 3, 3), (2, 3, 2), (5, 3, 2), (3, 3, 0)]
    assert [room.beyond(taken=taken, seats=seats, coming=coming) for taken, seats, coming in asked] == [0, 0, 1, 2, 0]


@pytest.fixture
def full(app: Flask) -> Any:
    """A training of two seats: one is taken, somebody is only invited; and who runs it."""
    training = make.make_training(capacity=2)
    seated, invited = make.make_person(full_name="Ani"), make.make_person(full_name="Beni")
    boss = make.make_staff(Role.ADMINISTRATOR)
    by = make.principal_of(boss)
    trainings.add_participation(training.id, seated.id, Capacity.PARTICIPANT, by=by, now=NOW)
    seat = trainings.add_participation(training.id, invited.id, Capacity.PARTICIPANT, by=by, now=NOW, invited=True,
                                       registered=False)  # fmt: skip
    return type("Full", (), {"training": training, "invited": seat, "by": by, "boss": boss})


def add(full: Any, name: str, **facts: Any) -> Participation:
    capacity = facts.pop("capacity", Capacity.PARTICIPANT)
    return actions.add_person(full.training.uid, capacity, by=full.by, now=NOW, full_name=name, **facts)


def allowed(training: Training) -> list[dict[str, Any]]:
    kept = db.select(TrailEntry.facts).where(TrailEntry.act == "training.over_capacity",
                                             TrailEntry.subject_uid == training.uid)  # fmt: skip
    return [{key: facts[key] for key in ("seats", "taken", "coming")} for facts in db.session.scalars(kept)]


@pytest.mark.database
def test_one_too_many_is_refused_with_the_numbers_or_allowed_and_kept(full: Any) -> None:
    add(full, "Cici")
    with pytest.raises(room.Full, match="2 kursi"):
        add(full, "Dodi")
    add(full, "Dodi", step=Step.INVITED)
    add(full, "Edi", capacity=Capacity.TRAINER)
    assert (queries.seats_taken(full.training.id), allowed(full.training)) == (2, [])
    add(full, "Fifi", allows_over=True)
    assert allowed(full.training) == [{"seats": 2, "taken": 2, "coming": 1}]


@pytest.mark.database
def test_an_invited_person_at_a_full_desk_is_let_in_only_knowingly(app: Flask, full: Any) -> None:
    add(full, "Cici")
    client: Any = app.test_client()
    client.sign_in(db.session.get(Person, full.boss.id))
    doors = {
        f"/staff/participations/{full.invited.uid}/reception": {"letter": "no"},
        f"/staff/participations/{full.invited.uid}/steps": {"step": "arrived"},
        f"/staff/trainings/{full.training.uid}/arrivals": {"uid": str(full.invited.uid), "act": "arrive"},
    }
    for door, fields in doors.items():
        answer = client.post(door, data=fields)
        assert (answer.status_code, queries.seats_taken(full.training.id)) == (422, 2)
        assert all(f'name="{name}" value="{value}"' in answer.text for name, value in fields.items())
    door, fields = next(iter(doors.items()))
    assert client.post(door, data={**fields, "allows_over": "y"}).status_code == 302
    assert (queries.seats_taken(full.training.id), len(allowed(full.training))) == (3, 1)


@pytest.mark.database
def test_the_form_of_one_person_offers_the_tick_once_there_is_no_seat(app: Flask, full: Any) -> None:
    add(full, "Cici")
    client: Any = app.test_client()
    client.sign_in(db.session.get(Person, full.boss.id))
    door = f"/staff/trainings/{full.training.uid}/people/new"
    typed = {"full_name": "Dodi", "capacity": "participant", "step": "arrived", "at": "desk"}
    assert "allows_over" not in client.get(door).text
    answer = client.post(door, data=typed)
    assert (answer.status_code, "allows_over" in answer.text, 'value="Dodi"' in answer.text) == (422, True, True)
    assert client.post(door, data={**typed, "allows_over": "y"}).status_code == 302
    assert allowed(full.training) == [{"seats": 2, "taken": 2, "coming": 1}]


@pytest.mark.database
def test_an_import_names_the_rows_beyond_the_capacity_and_passes_it_only_when_told(app: Flask, full: Any) -> None:
    client: Any = app.test_client()
    client.sign_in(db.session.get(Person, full.boss.id))
    sheet = table(["Cici", "P"], ["Dodi", "L"], ["Edi", "L", "", "", "", "", "narasumber"], ["Fifi", "P"])
    draft = actions.make_draft(full.training.uid, sheet, name="a.xlsx", by=full.by, now=NOW)
    assert [row.cells["name"] for row in queries.preview(draft).beyond] == ["Dodi", "Fifi"]
    page = client.get(f"/staff/imports/{draft.uid}").text
    assert [f'value="{n}"' in page for n in (2, 3, 5)] == [False, True, True]
    assert client.post(f"/staff/imports/{draft.uid}/confirmation").status_code == 422
    with pytest.raises(room.Full):
        actions.confirm(draft.uid, by=full.by, now=NOW)
    assert queries.seats_taken(full.training.id) == 1
    assert client.post(f"/staff/imports/{draft.uid}/confirmation", data={"allows_over": "y"}).status_code == 302
    assert (queries.seats_taken(full.training.id), db.session.get(ImportDraft, draft.id).allows_over) == (4, True)
    assert allowed(full.training) == [{"seats": 2, "taken": 1, "coming": 3}]


@pytest.mark.database
def test_people_who_are_only_invited_by_a_file_need_no_seat(full: Any) -> None:
    sheet = table(["Cici"], ["Dodi"], ["Fifi"])
    draft = actions.make_draft(full.training.uid, sheet, name="a.xlsx", step=Step.INVITED, by=full.by, now=NOW)
    assert queries.preview(draft).beyond == []
    actions.confirm(draft.uid, by=full.by, now=NOW)
    assert queries.seats_taken(full.training.id) == 1
