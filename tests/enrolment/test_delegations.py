"""Offices send people within their quotas; substitutes, waiting list, approval."""

from typing import Any

import pytest
from flask import Flask

from lms.accounts.actions import merge
from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.enrolment import actions, queries
from lms.enrolment.actions.one import Alike
from lms.enrolment.models import Nomination, Score
from lms.enrolment.models import NominationState as State
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.models import Capacity, Participation, Step
from tests import factories as make
from tests.enrolment.delegations import make_scene, states

pytestmark = pytest.mark.database
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_the_one_over_the_quota_is_refused_with_the_reason_and_may_wait(app: Flask) -> None:
    scene = make_scene()
    scene.quota(2)
    named = scene.name(*scene.people[:3])
    assert states(*named) == [State.ACCEPTED, State.ACCEPTED, State.OVER]
    assert "2" in named[2].reason
    assert scene.office.name in named[2].reason
    assert training_queries.four_numbers([scene.training.id])[scene.training.id].registered == 2
    actions.join_waiting_list(named[2].uid, by=scene.operator, now=clock.now())
    assert states(named[2]) == [State.WAITING]


def test_naming_somebody_twice_changes_nothing(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    first, again = scene.name(scene.people[0]), scene.name(scene.people[0])
    assert (again[0].id, states(*again)) == (first[0].id, [State.ACCEPTED])
    assert len(queries.history_of(first[0].id)) == 1


def test_a_cancellation_lets_the_next_in_order_move_up(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    named = scene.name(*scene.people[:3])
    for one in (named[2], named[1]):  # the third asked first
        actions.join_waiting_list(one.uid, by=scene.operator, now=clock.now())
    actions.cancel_nomination(named[0].uid, by=scene.operator, now=clock.now(), reason="Sakit")
    assert states(*named) == [State.CANCELLED, State.WAITING, State.ACCEPTED]
    seat = training_queries.find_participation(scene.training.id, scene.people[2].id, Capacity.PARTICIPANT)
    assert seat is not None
    assert seat.registered_at is not None
    assert seat.invited_at is not None


def test_who_withdraws_from_the_training_frees_the_place_for_the_next(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    named = scene.name(*scene.people[:2])
    actions.join_waiting_list(named[1].uid, by=scene.operator, now=clock.now())
    seat = make.reload(named[0]).participation
    trainings.record_step(seat.uid, Step.WITHDREW, by=scene.boss, now=clock.now(), reason="Sakit")
    assert states(*named) == [State.CANCELLED, State.ACCEPTED]


def test_a_substitute_takes_the_place_and_both_stay_in_the_records(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    old = scene.name(scene.people[0])[0]
    new = actions.substitute(old.uid, scene.people[1].uid, by=scene.operator, now=clock.now())
    assert states(old, new) == [State.REPLACED, State.ACCEPTED]
    assert (new.replaces_id, scene.people[1].shown_name in queries.history_of(old.id)[-1].reason) == (old.id, True)
    operator = db.session.get_one(Person, scene.operator.person_id)
    assert {step.who for step in queries.history_of(old.id)} == {operator.full_name}
    assert make.reload(old).participation.withdrawn_at is not None
    assert queries.limits_of(scene.training.id)[0].taken == 1


def test_a_substitute_keeps_the_turn_on_the_waiting_list(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    named = scene.name(*scene.people[:3])
    for one in named[1:]:
        actions.join_waiting_list(one.uid, by=scene.operator, now=clock.now())
    new = actions.substitute(named[1].uid, scene.people[3].uid, by=scene.operator, now=clock.now())
    assert [one.id for one in queries.waiting_in_order(scene.training.id)] == [new.id, named[2].id]


def test_who_has_arrived_is_neither_replaced_nor_cancelled_by_the_office(app: Flask) -> None:
    scene = make_scene()
    named = scene.name(scene.people[0])[0]
    trainings.record_step(make.reload(named).participation.uid, Step.ARRIVED, by=scene.boss, now=clock.now())
    with pytest.raises(Refused):
        actions.substitute(named.uid, scene.people[1].uid, by=scene.operator, now=clock.now())
    with pytest.raises(Refused):
        actions.cancel_nomination(named.uid, by=scene.operator, now=clock.now(), reason="Sakit")
    assert states(named) == [State.ACCEPTED]


def test_a_region_counts_all_offices_below_it(app: Flask) -> None:
    scene = make_scene()
    scene.quota(2, office_id=None, region_id=scene.region.parent_id)
    other = make.make_office(region=make.make_region("18.06", parent=scene.region.parent))
    colleague = make.principal_of(make.make_staff(Role.OFFICE_OPERATOR, region=other.region))
    letter = scene.letter(by=colleague, office_uid=other.uid)
    person = make.make_person("Orang Lain", office=other)
    actions.nominate(letter.uid, [person.uid], Capacity.PARTICIPANT, by=colleague, now=clock.now())
    assert states(*scene.name(*scene.people[:2])) == [State.ACCEPTED, State.OVER]


def test_office_and_region_both_need_room(app: Flask) -> None:
    scene = make_scene()
    scene.quota(5)
    scene.quota(1, office_id=None, region_id=scene.region.id)
    assert states(*scene.name(*scene.people[:2])) == [State.ACCEPTED, State.OVER]


def test_an_office_without_quota_is_refused_where_there_are_quotas(app: Flask) -> None:
    scene = make_scene()
    scene.quota(5, capacity=Capacity.FACILITATOR)
    assert states(*scene.name(scene.people[0])) == [State.OVER]


def test_undecided_names_hold_their_seat_of_the_training(app: Flask) -> None:
    scene = make_scene(stages=1, capacity=2)
    assert states(*scene.name(*scene.people[:3])) == [State.PROPOSED, State.PROPOSED, State.OVER]
    assert queries.seats_taken(scene.training.id) == 2


def test_two_stages_go_from_the_office_to_the_organiser(app: Flask) -> None:
    scene = make_scene(stages=2)
    named = scene.name(*scene.people[:2])
    assert scene.decide(*named)[1] == 0
    with pytest.raises(Refused):
        actions.endorse([one.uid for one in named], by=scene.operator, now=clock.now())
    chief = make.principal_of(make.make_staff(Role.COORDINATOR, region=scene.region.parent))
    assert actions.endorse([one.uid for one in named], by=chief, now=clock.now()) == 2
    assert scene.decide(*named)[1] == 2
    assert states(*named) == [State.ACCEPTED, State.ACCEPTED]


def test_a_decision_in_bulk_can_be_taken_back(app: Flask) -> None:
    scene = make_scene(stages=1)
    named = scene.name(*scene.people[:3])
    batch, count = scene.decide(*named)
    assert count == 3
    back = actions.take_decision_back(scene.training.uid, batch, by=scene.boss, now=clock.now())
    assert (back, states(*named)) == (3, [State.PROPOSED] * 3)
    assert training_queries.four_numbers([scene.training.id])[scene.training.id].registered == 0
    assert actions.take_decision_back(scene.training.uid, batch, by=scene.boss, now=clock.now()) == 0


def test_a_refusal_needs_its_reason_and_lets_the_next_move_up(app: Flask) -> None:
    scene = make_scene(stages=1)
    scene.quota(1)
    named = scene.name(*scene.people[:2])
    actions.join_waiting_list(named[1].uid, by=scene.operator, now=clock.now())
    with pytest.raises(Refused):
        scene.decide(named[0], accepts=False)
    batch, _count = scene.decide(named[0], accepts=False, reason="Sudah pernah ikut")
    assert states(*named) == [State.REFUSED, State.PROPOSED]
    assert actions.take_decision_back(scene.training.uid, batch, by=scene.boss, now=clock.now()) == 0


def test_points_are_kept_and_the_newest_count(app: Flask) -> None:
    scene = make_scene(stages=1)
    first = actions.add_criterion(scene.training.uid, label="Pengalaman", most=10, by=scene.boss)
    second = actions.add_criterion(scene.training.uid, label="Motivasi", most=5, by=scene.boss)
    named = scene.name(scene.people[0])[0]
    actions.score(named.uid, {first.uid: 4, second.uid: 5}, by=scene.boss, now=clock.now())
    actions.score(named.uid, {first.uid: 8}, by=scene.boss, now=clock.now())
    assert make.reload(named).points == 13
    assert db.session.scalar(db.select(db.func.count(Score.id))) == 3
    with pytest.raises(Refused):
        actions.score(named.uid, {second.uid: 6}, by=scene.boss, now=clock.now())


def test_a_larger_quota_lets_those_who_wait_move_up(app: Flask) -> None:
    scene = make_scene()
    scene.quota(0)
    named = scene.name(scene.people[0])[0]
    actions.join_waiting_list(named.uid, by=scene.operator, now=clock.now())
    scene.quota(1)
    assert states(named) == [State.ACCEPTED]


def test_nobody_sends_people_of_another_region(app: Flask) -> None:
    scene = make_scene()
    stranger = make.make_person("Orang Jauh", office=make.make_office())
    with pytest.raises(Refused):
        scene.name(stranger)
    assert db.session.scalar(db.select(db.func.count(Participation.id))) == 0


def test_another_office_does_not_see_the_letter(app: Flask) -> None:
    scene = make_scene()
    named = scene.name(scene.people[0])[0]
    other = make.principal_of(make.make_staff(Role.OFFICE_OPERATOR, region=make.make_region("19.01")))
    for refused in (
        lambda: queries.get_nomination_within(other, named.uid),
        lambda: queries.get_delegation_within(other, named.delegation.uid),
        lambda: scene.letter(by=other),
    ):
        with pytest.raises(Missing):
            refused()


@pytest.mark.parametrize("late", [True, False])
def test_the_last_day_for_delegations_holds(app: Flask, late: bool) -> None:
    scene = make_scene()
    letter = scene.letter()
    today = clock.today(scene.training.zone)
    until = today.replace(year=today.year - 1, day=1) if late else today
    actions.set_plan(scene.training.uid, until=until, stages=0, by=scene.boss)
    if not late:
        assert states(*scene.name(scene.people[0], letter=letter)) == [State.ACCEPTED]
        return
    with pytest.raises(Refused):
        scene.name(scene.people[0], letter=letter)


def test_a_new_person_is_offered_who_is_known_already(app: Flask) -> None:
    scene = make_scene()
    letter = scene.letter()
    facts: dict[str, Any] = {"full_name": "Orang 0", "phone": "081200001111", "by": scene.operator, "now": clock.now()}
    with pytest.raises(Alike) as refusal:
        actions.nominate_new(letter.uid, Capacity.PARTICIPANT, **facts)
    assert [person.id for person in refusal.value.people] == [scene.people[0].id]
    made = actions.nominate_new(letter.uid, Capacity.PARTICIPANT, is_somebody_else=True, **facts)
    assert (made.person.office_id, made.state) == (scene.office.id, State.ACCEPTED)


def test_the_letter_is_kept_and_other_files_are_refused(app: Flask) -> None:
    scene = make_scene()
    kept = scene.letter(letter=("Surat Tugas.pdf", PDF)).letter
    assert kept is not None
    assert kept.media_type == "application/pdf"
    for name, data in (("surat.pdf", b"<script>alert(1)</script>"), ("surat.exe", b"MZ\x90"), ("surat.pdf", b"")):
        with pytest.raises(Refused) as refusal:
            scene.letter("2", letter=(name, data))
        assert "letter" in refusal.value.fields


def test_lists_take_as_many_queries_with_many_names_as_with_few(app: Flask, count_queries: Any) -> None:
    scene = make_scene(people=12)
    scene.quota(3)
    scene.name(scene.people[0])

    def look() -> int:
        db.session.expire_all()
        with count_queries() as seen:
            rows = db.session.scalars(queries.nominations_of(scene.training_id, queries.WantedNames())).all()
            assert [row.person.office.name + row.delegation.office.name + row.region.name for row in rows]
            queries.limits_of(scene.training_id)
        return len(seen)

    few = look()
    scene.name(*scene.people)
    assert look() == few


def test_states_that_were_spoiled_come_back_from_the_steps(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    named = scene.name(*scene.people[:2])
    assert actions.rebuild_nominations() == 0
    with transaction():
        db.session.execute(db.update(Nomination).values(state=State.REFUSED, reason=""))
    assert actions.rebuild_nominations() == 2
    assert states(*named) == [State.ACCEPTED, State.OVER]
    assert scene.office.name in make.reload(named[1]).reason


def test_two_people_who_are_one_keep_the_better_place_and_every_step(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    named = scene.name(*scene.people[:2])
    merge(scene.people[1].uid, merged_uid=scene.people[0].uid, reason="Sama", by=scene.boss, now=clock.now())
    kept = db.session.scalars(db.select(Nomination)).one()
    assert (kept.id, kept.state, kept.person_id) == (named[1].id, State.ACCEPTED, scene.people[1].id)
    assert len(queries.history_of(kept.id)) == 3
    assert actions.rebuild_nominations() == 0
    assert queries.seats_taken(scene.training_id) == 1
