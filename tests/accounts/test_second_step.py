"""The second step of a sign-in: codes of an app, recovery codes, and every way around them shut."""

import dataclasses
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest

from lms.accounts import actions, rules
from lms.accounts.events import Way
from lms.accounts.models import ClaimKind, CodeApp, PendingSignIn, RecoveryCode, SignIn
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.core.trail import TrailEntry
from lms.notifications.models import Message
from tests import factories

pytestmark = pytest.mark.database
WORDS = "tiga kata mudah"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HASH = rules.hashed(WORDS)


def make_admin(name="Siti", **facts):
    factories.make_site()
    return factories.make_staff(Role.ADMINISTRATOR, name=name, username=name.lower(), password_hash=HASH, **facts)


def make_codes(person):
    """Turn codes on for a person; return the recovery codes and the app."""
    by = factories.principal_of(person)
    actions.second_steps.begin(by=by, password=WORDS, now=clock.now())
    app = db.session.scalars(db.select(CodeApp).where(CodeApp.person_id == person.id)).one()
    made = pyotp.TOTP(actions.second_steps.secret_of(app))
    kept = actions.second_steps.confirm(made.at(clock.now() - timedelta(seconds=30)), by=by, now=clock.now())
    return kept, made


def sign_in(client, name="siti", **kwargs):
    return client.post("/sign-in", data={"name": name, "password": WORDS}, **kwargs)


def code(client, text):
    return client.post("/sign-in/code", data={"code": text})


def devices_of(person):
    open_ones = db.select(db.func.count()).select_from(SignIn).where(SignIn.person_id == person.id)
    return db.session.scalar(open_ones.where(SignIn.revoked_at.is_(None)))


def test_a_code_fits_its_step_and_one_beside_it_and_never_a_step_that_was_used():
    now, made = clock.now(), pyotp.TOTP(SECRET)
    here = int(now.timestamp()) // rules.CODE_SECONDS
    found = [rules.fitting_step(SECRET, made.generate_otp(here + away), after=0, now=now) for away in range(-2, 3)]
    assert found == [None, here - 1, here, here + 1, None]
    assert rules.fitting_step(SECRET, made.generate_otp(here), after=here, now=now) is None
    for hostile in ("", "12345", "١٢٣٤٥٦", "12345६", "-12345", "1e5000", "0" * 4000):
        assert rules.fitting_step(SECRET, hostile, after=0, now=now) is None


def test_codes_are_set_up_on_my_account_and_looking_changes_nothing(app):
    siti = make_admin()
    other = factories.make_sign_in(person=siti)
    client = app.test_client().sign_in(siti)
    assert "second-step" in client.get("/my/account/").text
    client.get("/my/account/second-step")
    assert db.session.scalar(db.select(CodeApp)) is None
    assert client.post("/my/account/second-step", data={"password": "bukan ini"}).status_code == 422
    client.post("/my/account/second-step", data={"password": WORDS})
    page = client.get("/my/account/second-step")
    kept = db.session.scalars(db.select(CodeApp)).one()
    secret = actions.second_steps.secret_of(kept)
    assert (rules.in_fours(secret) in page.text, "<svg" in page.text) == (True, True)
    assert page.headers["Cache-Control"] == "no-store"
    assert secret.encode() not in kept.secret
    assert sign_in(app.test_client()).location == "/"  # a key that was only shown asks nothing yet
    wrong = client.post("/my/account/second-step/confirmation", data={"code": "<b>1"})
    assert (wrong.status_code, 'value="&lt;b&gt;1"' in wrong.text) == (422, True)
    done = client.post("/my/account/second-step/confirmation", data={"code": pyotp.TOTP(secret).now()})
    shown = re.findall(r"<code>([0-9A-Z-]+)</code>", done.text)
    assert (len(shown), len(set(shown))) == (10, 10)
    digests = db.session.scalars(db.select(RecoveryCode.digest)).all()
    assert not {text.replace("-", "") for text in shown} & set(digests)
    assert shown[0] not in client.get("/my/account/second-step").text
    assert secret not in client.get("/my/account/second-step").text
    assert db.session.get(SignIn, other.id).revoked_at is not None


def test_after_the_password_the_code_is_asked_and_opens_once(app):
    siti = make_admin()
    kept, made = make_codes(siti)
    one, other = app.test_client(), app.test_client()
    for client in (one, other):
        assert sign_in(client).location == "/sign-in/code"
        assert client.get("/my/account/").status_code == 302
    assert devices_of(siti) == 0
    assert one.get("/sign-in/code").status_code == 200
    here = made.now()
    assert code(one, f"{here[:3]} {here[3:]}").location == "/"
    assert one.get("/my/account/").status_code == 200
    assert code(other, here).status_code == 422  # the same step again, on another device
    assert code(other, kept[0].lower()).location == "/"
    assert "9" in other.get("/my/account/second-step").text
    third = app.test_client()
    sign_in(third)
    assert code(third, kept[0]).status_code == 422
    assert devices_of(siti) == 2
    told = db.session.scalars(db.select(Message.facts).order_by(Message.id)).all()
    assert [facts["way"] for facts in told] == [Way.CODES_ON, Way.RECOVERED]


def test_one_code_sent_from_four_devices_at_once_opens_one(app):
    siti = make_admin()
    _kept, made = make_codes(siti)
    clients = [app.test_client() for _number in range(4)]
    for client in clients:
        sign_in(client)
    here, together = made.now(), Barrier(len(clients))

    def send(client):
        together.wait()
        return code(client, here).location

    with ThreadPoolExecutor(len(clients)) as threads:
        found = list(threads.map(send, clients))
    assert sorted(found, key=str) == ["/", None, None, None]
    assert devices_of(siti) == 1


def test_what_awaits_a_code_belongs_to_its_device_and_is_soon_over(app):
    siti = make_admin()
    kept, _made = make_codes(siti)
    client, stranger = app.test_client(), app.test_client()
    sign_in(client)
    assert code(stranger, kept[0]).location == "/sign-in"
    assert stranger.get("/sign-in/code").location == "/sign-in"
    pending = db.session.scalars(db.select(PendingSignIn)).one()
    assert pending.expires_at - clock.now() <= rules.PENDING_LIFE
    db.session.execute(db.update(PendingSignIn).values(expires_at=clock.now()))
    db.session.commit()
    assert code(client, kept[0]).location == "/sign-in"
    sign_in(client)
    actions.revoke_all_sign_ins(siti.id, now=clock.now())  # as a new password does
    assert code(client, kept[0]).location == "/sign-in"
    assert devices_of(siti) == 0


def test_a_known_password_gives_no_endless_tries_at_the_code(app):
    siti = make_admin()
    kept, _made = make_codes(siti)
    client = app.test_client()
    for _try in range(rules.MOST_FAILURES):
        sign_in(client)  # a right password forgives nothing before the second step
        assert code(client, "000000").status_code == 422
    assert code(client, kept[0]).status_code == 422
    assert sign_in(app.test_client()).status_code == 422
    assert devices_of(siti) == 0


def test_a_claim_code_does_not_go_around_the_second_step(app):
    siti = make_admin()
    make_codes(siti)
    by = factories.principal_of(make_admin("Ketut"))
    db.session.execute(db.text("UPDATE role_grant SET revoked_at = :now WHERE person_id = :id"),
                       {"now": clock.now(), "id": siti.id})  # fmt: skip
    db.session.commit()
    made = actions.make_claim(siti.uid, ClaimKind.LINK, by=by, now=clock.now())
    client = app.test_client()
    answer = client.post(
        f"/claim/{made}", data={"username": "siti", "password": WORDS + " lain", "again": WORDS + " lain"}
    )
    assert answer.location == "/sign-in/code"
    assert devices_of(siti) == 0


def test_codes_are_turned_off_with_the_password_or_a_code_and_the_owner_is_told(app):
    siti = make_admin()
    kept, _made = make_codes(siti)
    client = app.test_client().sign_in(siti)
    assert client.post("/my/account/second-step/end", data={"proof": "salah"}).status_code == 422
    renewed = client.post("/my/account/second-step/recovery-codes", data={"proof": kept[0]})
    new = re.findall(r"<code>([0-9A-Z-]+)</code>", renewed.text)
    assert client.post("/my/account/second-step/end", data={"proof": kept[1]}).status_code == 422
    assert client.post("/my/account/second-step/end", data={"proof": new[0]}).status_code == 302
    assert db.session.scalar(db.select(RecoveryCode.id)) is None
    assert sign_in(app.test_client()).location == "/"
    acts = db.session.scalars(db.select(TrailEntry.act).where(TrailEntry.act.like("second_step.%"))).all()
    assert {"second_step.on", "second_step.codes", "second_step.recovered", "second_step.off"} == set(acts)
    assert "kata sandi saja" in client.get("/my/messages/").text


def test_an_administrator_takes_codes_off_who_lost_the_phone_with_a_reason(app):
    siti, admin = make_admin(), make_admin("Ketut")
    make_codes(siti)
    factories.make_sign_in(person=siti)
    client, door = app.test_client().sign_in(admin), f"/staff/people/{siti.uid}/second-step/removal"
    assert door in client.get(f"/staff/people/{siti.uid}").text
    coordinator = app.test_client().sign_in(factories.make_staff(Role.COORDINATOR))
    assert coordinator.post(door, data={"reason": "Hilang"}).status_code == 403
    assert client.post(door, data={"reason": " "}).status_code == 422
    assert client.post(door, data={"reason": "Ponsel hilang"}).status_code == 302
    assert client.post(door, data={"reason": "Ponsel hilang"}).status_code == 302  # twice is once
    assert devices_of(siti) == 0
    facts = db.session.scalars(db.select(TrailEntry.facts).where(TrailEntry.act == "second_step.taken_off")).all()
    assert facts == [{"reason": "Ponsel hilang"}]
    told = db.session.scalars(db.select(Message.facts).where(Message.person_id == siti.id)).all()
    assert told[-1] == {"way": Way.CODES_TAKEN_OFF, "reason": "Ponsel hilang"}
    make_codes(admin)
    client.sign_in(admin)
    assert client.post(f"/staff/people/{admin.uid}/second-step/removal", data={"reason": "x"}).status_code == 404
    assert db.session.scalar(db.select(CodeApp.person_id)) == admin.id  # nobody goes around the own proof so


def test_who_needs_codes_by_role_reaches_nothing_before_they_are_on(app, monkeypatch):
    needed = dataclasses.replace(app.config["SETTINGS"], second_step_roles=frozenset({"administrator"}))
    monkeypatch.setitem(app.config, "SETTINGS", needed)
    siti = make_admin()
    client = app.test_client().sign_in(siti)
    for page in ("/", "/home", "/staff/people/", "/my/account/"):
        assert client.get(page).location == "/my/account/second-step"
    assert client.post("/my/account/consents", data={"photos": "y"}).status_code == 403
    assert client.get("/my/account/second-step").status_code == 200
    make_codes(siti)
    client = app.test_client().sign_in(siti)
    assert client.get("/staff/people/").status_code == 200
    assert client.post("/my/account/second-step/end", data={"proof": WORDS}).status_code == 422
    assert app.test_client().sign_in(factories.make_person("Ani")).get("/my/account/").status_code == 200


def test_a_trainee_never_meets_the_second_step(app):
    ani = factories.make_person("Ani", username="ani", password_hash=HASH)
    client = app.test_client().sign_in(ani)
    assert "second-step" not in client.get("/my/account/").text
    assert client.get("/my/account/second-step").status_code == 404
    assert client.post("/my/account/second-step", data={"password": WORDS}).status_code == 404


def test_a_merge_keeps_the_codes_of_the_one_who_had_them(app):
    siti, admin = make_admin(), make_admin("Ketut")
    kept = factories.make_person("Siti", username="siti2", password_hash=HASH)
    make_codes(siti)
    actions.merge(kept.uid, merged_uid=siti.uid, reason="", by=factories.principal_of(admin), now=clock.now())
    assert sign_in(app.test_client(), "siti2").location == "/sign-in/code"


def test_a_command_on_the_machine_helps_the_last_administrator(app):
    siti = make_admin()
    make_codes(siti)
    run = app.test_cli_runner()
    assert run.invoke(args=["setup", "second-step-off", "nobody"]).exit_code == 1
    assert run.invoke(args=["setup", "second-step-off", "siti"]).exit_code == 0
    assert sign_in(app.test_client()).location == "/"


def test_a_secret_of_another_installation_opens_nothing_and_breaks_nothing(app, monkeypatch):
    siti = make_admin()
    _kept, made = make_codes(siti)
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], secret_key="x" * 32))
    client = app.test_client()
    sign_in(client)
    assert code(client, made.now()).status_code == 422
