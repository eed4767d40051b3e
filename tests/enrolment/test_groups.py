"""Groups of people within a training."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal, Role
from lms.enrolment import actions, queries
from lms.enrolment.models import GroupMember, TrainingGroup
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation, Training
from tests import factories as make
from tests.enrolment.test_import import HEAD, table


@pytest.fixture
def training(app: Any) -> Training:
    return make.make_training()


@pytest.fixture
def by(app: Any) -> Principal:
    return make.principal_of(make.make_staff(Role.ADMINISTRATOR))


def people(training: Training, *offices: str) -> list[Participation]:
    return [make.make_participation(training=training, person=make.make_person(f"Orang {n}"), office_shown=office)
            for n, office in enumerate(offices)]  # fmt: skip


def sizes(training: Training) -> dict[str, int]:
    return {group.name: count for group, count in queries.group_sizes(training.id)}


@pytest.mark.database
def test_everybody_is_grouped_by_the_office_that_they_come_from_and_twice_is_once(
    training: Training, by: Principal
) -> None:
    people(training, "Dinas A", "Dinas B", "Dinas A", "")
    for _again in range(2):
        assert actions.group_by_sender(training.uid, by=by, now=clock.now()) == 2
    assert sizes(training) == {"Dinas A": 2, "Dinas B": 1}


def test_a_group_has_exactly_the_people_of_its_own_training(training: Training, by: Principal) -> None:
    one, two = people(training, "A", "B")
    stranger = make.make_participation(person=make.make_person("Orang Lain"))
    group = actions.make_group(training.uid, name=" Kelas  A ", by=by, now=clock.now())
    actions.change_group(group.uid, name="Kelas A", member_uids=[one.uid, stranger.uid], by=by)
    assert (group.name, queries.members_of(group.id)) == ("Kelas A", {one.id})
    actions.change_group(group.uid, name="Kelas B", member_uids=[two.uid], by=by)
    assert (sizes(training), queries.members_of(group.id)) == ({"Kelas B": 1}, {two.id})
    actions.make_group(training.uid, name="Kelas C", by=by, now=clock.now())
    with pytest.raises(Refused):
        actions.change_group(group.uid, name="kelas c", member_uids=[], by=by)
    with pytest.raises(Refused):
        actions.make_group(training.uid, name=" ! ", by=by, now=clock.now())


def test_who_does_not_run_the_training_finds_no_group(training: Training, by: Principal) -> None:
    group = actions.make_group(training.uid, name="Kelas A", by=by, now=clock.now())
    stranger = make.principal_of(make.make_person("Orang Lain"))
    with pytest.raises(Missing):
        actions.change_group(group.uid, name="B", member_uids=[], by=stranger)
    with pytest.raises(Refused):
        actions.make_group(training.uid, name="B", by=stranger, now=clock.now())


def test_of_two_joined_rows_the_kept_one_is_in_the_groups_of_both(training: Training, by: Principal) -> None:
    kept, merged = people(training, "A", "B")
    first, second = (actions.make_group(training.uid, name=name, by=by, now=clock.now()) for name in ("A", "B"))
    actions.change_group(first.uid, name="A", member_uids=[kept.uid, merged.uid], by=by)
    actions.change_group(second.uid, name="B", member_uids=[merged.uid], by=by)
    with transaction():
        actions.join_groups(ParticipationsJoined(training_id=training.id, kept_id=kept.id, merged_id=merged.id))
    rows = db.session.scalars(select(GroupMember.participation_id)).all()
    assert rows == [kept.id, kept.id]


def test_an_imported_list_puts_people_into_groups(training: Training, by: Principal) -> None:
    rows = [["Siti Aminah", "P", "081234567890", "", "", "", "", "Kelas A"],
            ["Budi Santoso", "L", "081234567891", "", "", "", "", "kelas a"],
            ["Ani Wijaya", "P", "081234567892", "", "", "", "", "Regu 1; Kelas A"]]  # fmt: skip
    made = actions.make_draft(training.uid, table(*rows, head=[*HEAD, "Kelompok"]), name="a.xlsx", by=by,
                              now=clock.now())  # fmt: skip
    done = actions.confirm(made.uid, by=by, now=clock.now())
    assert (sizes(training), done.result["groups"]) == ({"Kelas A": 3, "Regu 1": 1}, 2)


def test_groups_are_made_filled_and_removed_on_screen(client: Any, training: Training) -> None:
    make.make_site()
    one, _two = people(training, "Dinas A", "Dinas B")
    page = client.sign_in(make.make_staff(Role.ADMINISTRATOR))
    address = f"/staff/trainings/{training.uid}/groups"
    assert address in page.get(f"/staff/trainings/{training.uid}/people").text
    assert page.post(address, data={"name": "  "}).status_code == 422
    made = page.post(address, data={"name": "Kelas A"}).headers["Location"]
    assert "Orang 0" in page.get(made).text
    page.post(made, data={"name": "Kelas Pagi", "chosen": [str(one.uid), "x"]})
    assert sizes(training) == {"Kelas Pagi": 1}
    assert "Kelas Pagi" in page.get(address).text
    page.post(address, data={"senders": "1"})
    assert len(sizes(training)) == 3
    assert page.post(f"{made}/removal").headers["Location"] == address
    assert db.session.scalar(select(TrainingGroup).where(TrainingGroup.name == "Kelas Pagi")) is None
