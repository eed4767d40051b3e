"""The screens of delegations: an office sends, the organiser decides, strangers see nothing."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.enrolment import actions, queries
from lms.enrolment.models import Delegation, Nomination
from lms.enrolment.models import NominationState as State
from tests import factories as make
from tests.conftest import FreshClient
from tests.enrolment.delegations import Scene, make_scene, states

pytestmark = pytest.mark.database
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def client_of(app: Flask, principal: Any) -> FreshClient:
    client = app.test_client()
    assert isinstance(client, FreshClient)
    return client.sign_in(db.session.get(Person, principal.person_id))


def begin(client: FreshClient, scene: Scene, **facts: Any) -> Any:
    data = {"office": str(scene.office.uid), "letter_number": "094/1", "letter_date": "2019-10-01", **facts}
    return client.post(f"/staff/delegations/{scene.training.uid}/letters/new", data=data)


def test_an_operator_sends_people_with_a_letter(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    client = client_of(app, scene.operator)
    assert scene.training.title in client.get("/staff/delegations").text
    answer = begin(client, scene, letter=(io.BytesIO(PDF), "Surat Tugas.pdf"))
    page = client.get(answer.location).text  # its people stand there before anybody searches
    assert client.get(f"{answer.location}?q=orang").text.count('name="chosen"') == 5
    uids = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert len(uids) == 5
    client.post(f"{answer.location}/people", data={"chosen": uids[:2], "capacity": "participant"})
    letter = db.session.scalars(db.select(Delegation)).one()
    assert sorted(states(*queries.nominations_under(letter.id))) == [State.ACCEPTED, State.OVER]
    overview = client.get(f"/staff/delegations/{scene.training.uid}").text
    assert f"/staff/delegations/letters/{letter.uid}" in overview
    with client.get(f"/staff/delegations/letters/{letter.uid}/file") as file:
        assert (file.data, file.mimetype) == (PDF, "application/pdf")
        assert file.headers["Content-Disposition"].startswith("attachment")


def test_the_one_over_the_quota_goes_on_the_waiting_list_and_the_first_is_replaced(app: Flask) -> None:
    scene = make_scene()
    scene.quota(1)
    first, second = scene.name(*scene.people[:2])
    client = client_of(app, scene.operator)
    client.post(f"/staff/nominations/{second.uid}/waiting")
    assert states(second) == [State.WAITING]
    where = f"/staff/delegations/letters/{first.delegation.uid}"
    assert first.person.shown_name in client.get(f"{where}?replaces={first.uid}").text
    data = {"chosen": [str(scene.people[2].uid)], "replaces": str(first.uid)}
    client.post(f"{where}/people", data=data)
    assert states(first, second) == [State.REPLACED, State.WAITING]
    assert client.post(f"/staff/nominations/{second.uid}/cancellation", data={"reason": " "}).status_code == 422
    client.post(f"/staff/nominations/{second.uid}/cancellation", data={"reason": "Sakit"})
    assert states(second) == [State.CANCELLED]


def test_a_new_person_is_entered_and_named(app: Flask) -> None:
    scene = make_scene()
    client = client_of(app, scene.operator)
    assert f'href="/staff/delegations/{scene.training.uid}"' in client.get("/home").text
    where = f"/staff/delegations/letters/{scene.letter().uid}/people/new"
    data = {"full_name": "Orang 0", "phone": "081200001111", "capacity": "participant"}
    offered = client.post(where, data=data)
    assert (offered.status_code, str(scene.people[0].uid) in offered.text) == (422, True)
    client.post(where, data={**data, "person": str(scene.people[0].uid)})
    client.post(where, data={**data, "full_name": "Baru", "nip": "abc"})
    client.post(where, data={**data, "full_name": "Baru"})
    named = db.session.scalars(db.select(Nomination).order_by(Nomination.id)).all()
    assert [one.person.full_name for one in named] == ["Orang 0", "Baru"]


def test_the_organiser_accepts_in_bulk_and_takes_it_back(app: Flask) -> None:
    scene = make_scene(stages=1)
    named = scene.name(*scene.people[:3])
    client = client_of(app, scene.boss)
    where = f"/staff/trainings/{scene.training.uid}/delegations"
    assert client.post(f"{where}/decision", data={"chosen": [str(named[0].uid)], "act": "refuse"}).status_code == 302
    assert states(named[0]) == [State.PROPOSED]
    answer = client.post(f"{where}/decision", data={"chosen": [str(one.uid) for one in named], "act": "accept"})
    assert states(*named) == [State.ACCEPTED] * 3
    page = client.get(answer.location).text
    undo = re.search(r'action="([^"]+/undoing)"', page)
    assert undo is not None
    client.post(undo[1])
    assert states(*named) == [State.PROPOSED] * 3
    assert "Tulang Bawang" in client.get(f"{where}?export=csv").text
    assert client.get(f"{where}?export=xlsx").status_code == 200


def test_quotas_criteria_and_points_are_set_on_the_screen(app: Flask) -> None:
    scene = make_scene(stages=1)
    client, where = client_of(app, scene.boss), f"/staff/trainings/{scene.training.uid}"
    tree = scene.training.programme.tree
    region = make.make_region("19", tree=tree)
    for data, status in (
        ({"region_id": str(region.id), "capacity": "participant", "seats": "3"}, 302),
        ({"region_id": str(region.id), "capacity": "participant", "seats": "4"}, 302),
        ({"capacity": "participant", "seats": "3"}, 422),
        ({"region_id": "999999", "capacity": "participant", "seats": "3"}, 422),
        ({"region_id": str(region.id), "capacity": "participant", "seats": "-1"}, 422),
        ({"region_id": str(region.id), "capacity": "nonsense", "seats": "3"}, 422),
    ):
        assert client.post(f"{where}/quotas", data=data).status_code == status
    assert [(limit.label, limit.seats) for limit in queries.limits_of(scene.training.id)] == [(region.name, 4)]
    client.post(f"{where}/criteria", data={"label": "Pengalaman", "most": "10"})
    criterion = queries.criteria_of(scene.training.id)[0]
    actions.set_quota(scene.training.uid, region_id=None, office_id=scene.office.id,
                      capacity=queries.limits_of(scene.training.id)[0].capacity, seats=3, by=scene.boss,
                      now=clock.now())  # fmt: skip
    named = scene.name(scene.people[0])[0]
    for text, status in (("11", 422), ("x", 422), ("7", 302)):
        answer = client.post(f"/staff/nominations/{named.uid}/points", data={f"points-{criterion.uid}": text})
        assert answer.status_code == status
    assert make.reload(named).points == 7
    assert client.get(f"{where}/delegations/rules").status_code == 200
    assert client.post(f"{where}/delegations/rules", data={"until": "", "stages": "5"}).status_code == 422


def test_people_of_other_offices_and_participants_find_nothing(app: Flask) -> None:
    scene = make_scene()
    named = scene.name(scene.people[0])[0]
    other = make.principal_of(make.make_staff(Role.OFFICE_OPERATOR, region=make.make_region("19.01")))
    learner = make.principal_of(make.make_person("Peserta"))
    for who, code in ((other, 404), (learner, 403)):
        client = client_of(app, who)
        assert client.get(f"/staff/delegations/letters/{named.delegation.uid}").status_code == code
        assert client.get(f"/staff/delegations/letters/{named.delegation.uid}/file").status_code == 404
        assert client.post(f"/staff/nominations/{named.uid}/waiting").status_code == code
        assert client.get(f"/staff/nominations/{named.uid}").status_code == 404
        assert client.get(f"/staff/trainings/{scene.training.uid}/delegations/rules").status_code == 404
    assert named.person.shown_name not in client_of(app, other).get(f"/staff/delegations/{scene.training.uid}").text


@pytest.mark.parametrize("body", [{}, {"chosen": "nonsense"}, {"chosen": "x", "capacity": "king", "replaces": "?"}])
def test_nonsense_is_answered_in_words(app: Flask, body: dict[str, str]) -> None:
    scene = make_scene()
    client, letter = client_of(app, scene.operator), scene.letter()
    assert client.post(f"/staff/delegations/letters/{letter.uid}/people", data=body).status_code == 302
    assert client.post(f"/staff/delegations/letters/{letter.uid}/people/new", data=body).status_code == 422
    assert begin(client, scene, letter_number="", letter_date="kemarin").status_code == 422
    assert begin(client, scene, office="nonsense").status_code == 422
    assert db.session.scalar(db.select(db.func.count(Nomination.id))) == 0
