"""The doors of accounts."""

import pytest

from lms.accounts import actions, rules
from lms.accounts.models import ClaimKind
from lms.core import clock, ids
from lms.core.db import db
from lms.core.principals import Role
from tests import factories

pytestmark = pytest.mark.database
WORDS = "tiga kata mudah"


def with_password(name="Siti Aminah", **facts):
    return factories.make_person(
        name, username=facts.pop("username", "siti"), password_hash=rules.hashed(WORDS), **facts
    )


def sign_in(client, name, password=WORDS, **kwargs):
    return client.post("/sign-in", data={"name": name, "password": password}, **kwargs)


def test_somebody_signs_in_by_user_name_phone_or_e_mail(app):
    with_password(phone="+6281234567890", email="siti@contoh.id")
    for name in ("SITI", "0812-3456-7890", "Siti@Contoh.id"):
        answer = sign_in(app.test_client(), name)
        assert (answer.status_code, answer.location) == (302, "/")


def test_a_wrong_password_keeps_the_name_and_says_so(client):
    with_password()
    answer = sign_in(client, "siti", "salah salah")
    assert answer.status_code == 422
    assert b'value="siti"' in answer.data


def test_failures_are_counted_per_account(app):
    with_password()
    with_password("Budi", username="budi")
    for _try in range(rules.MOST_FAILURES):
        sign_in(app.test_client(), "siti", "salah salah")
    assert sign_in(app.test_client(), "siti").status_code == 422
    assert sign_in(app.test_client(), "budi").status_code == 302


def test_a_demo_person_signs_in_on_loopback_only(app):
    with_password(is_demo=True)
    assert sign_in(app.test_client(), "siti", base_url="http://pelita.example").status_code == 422
    far = app.test_client().post("/sign-in", data={"name": "siti", "password": WORDS},
                                 environ_base={"REMOTE_ADDR": "10.0.0.7"})  # fmt: skip
    assert far.status_code == 422
    assert sign_in(app.test_client(), "siti").status_code == 302


def test_the_way_on_never_leads_to_another_site(app):
    with_password()
    for there in ("//evil.example", "https://evil.example", "/\\evil.example"):
        answer = app.test_client().post("/sign-in", data={"name": "siti", "password": WORDS, "next": there})
        assert answer.location == "/"


def test_a_code_opens_an_account_once_and_looking_uses_nothing_up(app):
    factories.make_site()
    admin = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    person = factories.make_person("Ma'ruf", phone="+6281234567890")
    code = actions.make_claim(person.uid, ClaimKind.SLIP, by=admin, now=clock.now())
    client = app.test_client()
    assert "Ma&#39;ruf" in client.get(f"/claim/{ids.grouped(code)}").text
    assert client.get(f"/claim/{code.lower()}").status_code == 200
    facts = {"username": "maruf", "password": WORDS, "again": WORDS}
    assert client.post(f"/claim/{code}", data=facts).status_code == 302
    assert app.test_client().get(f"/claim/{code}").status_code == 422
    assert sign_in(app.test_client(), "0812 3456 7890").status_code == 302


def test_a_weak_first_password_is_refused_and_the_code_still_holds(app):
    admin = factories.principal_of(factories.make_staff(Role.ADMINISTRATOR))
    person = factories.make_person("Sukarno")
    code = actions.make_claim(person.uid, ClaimKind.SLIP, by=admin, now=clock.now())
    weak = {"username": "sukarno", "password": "password", "again": "password"}
    assert app.test_client().post(f"/claim/{code}", data=weak).status_code == 422
    assert app.test_client().get(f"/claim/{code}").status_code == 200


def test_a_device_that_was_closed_is_signed_out_at_once(app):
    person = with_password()
    client = app.test_client().sign_in(person)
    client.post("/sign-out")
    db.session.expire_all()
    from lms.accounts.models import SignIn

    assert db.session.scalars(db.select(SignIn)).one().revoked_at is not None
