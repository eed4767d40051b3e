"""Staff's doors to people."""

import pytest

from lms.accounts.models import Merge, Person
from lms.core.db import db
from lms.core.principals import Role
from tests import factories

pytestmark = pytest.mark.database


@pytest.fixture
def two_provinces(app):
    factories.make_site()
    tree = factories.make_tree()
    here, there = (factories.make_region(code, tree=tree) for code in ("18", "33"))
    return here, there


def test_a_coordinator_sees_the_people_of_the_region_and_nobody_elses(app, two_provinces):
    here, there = two_provinces
    mine = factories.make_person("Ma'ruf", office=factories.make_office(region=here))
    other = factories.make_person("Wayan", office=factories.make_office(region=there))
    client = app.test_client().sign_in(factories.make_staff(Role.COORDINATOR, region=here))
    page = client.get("/staff/people/").text
    assert ("Ma&#39;ruf" in page, "Wayan" in page) == (True, False)
    assert "Wayan" not in client.get("/staff/people/?export=csv").text
    assert client.get(f"/staff/people/{mine.uid}").status_code == 200
    assert client.get(f"/staff/people/{other.uid}").status_code == 404


def test_a_participant_has_no_list_of_people(app):
    assert app.test_client().sign_in(factories.make_person()).get("/staff/people/").status_code == 403


def test_html_and_control_characters_in_a_name_do_no_harm(app, two_provinces):
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    client.post("/staff/people/new", data={"full_name": "<b>Siti</b>\u202e\x07"})
    page = client.get("/staff/people/").text
    assert "&lt;b&gt;Siti&lt;/b&gt;<" in page


def test_a_second_person_with_the_same_phone_is_refused_beside_the_field(app, two_provinces):
    factories.make_person("Siti", phone="+6281234567890")
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    answer = client.post("/staff/people/new", data={"full_name": "Budi", "phone": "0812 3456 7890"})
    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.text
    assert 'value="0812 3456 7890"' in answer.text


def test_a_name_of_control_characters_is_refused_and_one_that_holds_some_is_kept_without_them(app, two_provinces):
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    answer = client.post("/staff/people/new", data={"full_name": "\u202e\u0007", "position": "Pustakawan"})
    assert (answer.status_code, 'id="full_name-error"' in answer.text, "Pustakawan" in answer.text) == (422, True, True)
    assert client.post("/staff/people/new", data={"full_name": "Si\u0007ti\u202e Aminah"}).status_code == 302
    assert db.session.scalar(db.select(db.func.count(Person.id)).where(Person.full_name == "Siti Aminah")) == 1


def test_a_role_is_given_and_taken_back_at_once(app, two_provinces):
    here, _there = two_provinces
    person = factories.make_person("Ketut", office=factories.make_office(region=here))
    admin = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    facts = {"role": "auditor", "region": "", "valid_from": "2020-01-01", "valid_until": ""}
    assert admin.post(f"/staff/people/{person.uid}/roles", data=facts).status_code == 302
    theirs = app.test_client().sign_in(person)
    assert theirs.get("/staff/people/").status_code == 200
    from lms.accounts.models import RoleGrant

    grant = db.session.scalars(db.select(RoleGrant).where(RoleGrant.person_id == person.id)).one()
    admin.post(f"/staff/people/{person.uid}/roles/{grant.uid}/revocation")
    assert theirs.get("/staff/people/").status_code == 403


def test_two_people_become_one_and_nothing_is_lost(app, two_provinces):
    kept, other = factories.make_person("Siti"), factories.make_person("Siti", phone="+6281234567890")
    participation = factories.make_participation(person=other)
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    assert client.get(f"/staff/people/{kept.uid}/merge/{other.uid}").status_code == 200
    client.post(f"/staff/people/{kept.uid}/merge/{other.uid}", data={"reason": "sama"})
    db.session.expire_all()
    assert db.session.get(Person, kept.id).phone == "+6281234567890"
    assert db.session.get(Person, other.id).merged_into_id == kept.id
    assert db.session.get(type(participation), participation.id).person_id == kept.id
    assert db.session.scalars(db.select(Merge)).one().reason == "sama"
    assert client.get(f"/staff/people/{other.uid}").status_code == 404


def test_two_people_with_different_nips_are_not_merged(app, two_provinces):
    kept = factories.make_person("Siti", nip="196608011988031001")
    other = factories.make_person("Siti", nip="196608011988032001")
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    assert client.post(f"/staff/people/{kept.uid}/merge/{other.uid}").status_code == 422


def test_a_link_is_shown_once_with_a_text_to_send(app, two_provinces):
    person = factories.make_person("Siti", phone="+6281234567890")
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    page = client.post(f"/staff/people/{person.uid}/claims", data={"kind": "link"}).text
    assert "https://wa.me/6281234567890?text=" in page


def test_one_and_many_people_take_the_same_number_of_queries(app, two_provinces, count_queries):
    here, _there = two_provinces
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    counts = []
    for size in (1, 6):
        for n in range(size):
            factories.make_person(f"Orang {n}", office=factories.make_office(region=here))
        with count_queries() as seen:
            client.get("/staff/people/")
        counts.append(len(seen))
    assert counts[0] == counts[1]
