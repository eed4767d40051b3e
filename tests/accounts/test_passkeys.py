"""Passkeys: made, used and refused, with an authenticator in software at the other end."""

import dataclasses
import json

import pytest

from lms.accounts import rules
from lms.accounts.events import Way
from lms.accounts.models import Passkey, PasskeyChallenge, SignIn
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.core.trail import TrailEntry
from lms.notifications.models import Message
from tests import factories
from tests.accounts.authenticator import Authenticator, changed
from tests.accounts.test_second_step import HASH, WORDS, make_admin, make_codes

HERE = "http://localhost:8000"
HOSTILE = (
    "", "{", "[]", "null", '{"id": {}}', '{"id":"a","rawId":"a","type":"public-key","response":{}}',
    '{"id":"!","rawId":"!","type":"public-key","response":{"clientDataJSON":"!","attestationObject":"!"}}',
)  # fmt: skip


@pytest.fixture
def siti(app):
    return make_admin()


def browser_of(app, person=None):
    client = app.test_client()
    return client.sign_in(person) if person else client


def ask(client, door="/sign-in/passkey/challenge", **data):
    return client.post(door, data=data, base_url=HERE)


def add(client, device, *, answer=None, name="Ponsel saya"):
    options = ask(client, "/my/account/passkeys/challenge", proof=WORDS).json
    data = {"answer": answer or device.make(options), "name": name}
    return client.post("/my/account/passkeys", data=data, base_url=HERE)


def enter(client, answer, **data):
    return client.post("/sign-in/passkey", data={"answer": answer, **data}, base_url=HERE)


def make_passkey(app, person, **facts):
    device = Authenticator(origin=HERE, **facts)
    assert add(browser_of(app, person), device).status_code == 302
    return device


def test_passkeys_work_under_a_name_with_tls_or_on_localhost_alone():
    place = rules.PasskeyPlace
    assert rules.passkey_place("https://pelita.example") == place("pelita.example", "https://pelita.example")
    assert rules.passkey_place("https://p.example:8443") == place("p.example", "https://p.example:8443")
    assert rules.passkey_place("http://127.0.0.1:8000") == place("localhost", HERE)
    assert rules.passkey_place("http://[::1]:8000") == place("localhost", HERE)
    assert rules.passkey_place("http://localhost:80") == place("localhost", "http://localhost")
    for without in ("http://pelita.example", "http://192.168.1.5:8000", "https://192.168.1.5"):
        assert rules.passkey_place(without) is None


@pytest.mark.database
def test_a_passkey_is_added_and_signs_in_alone_though_codes_are_on(app, siti):
    make_codes(siti)
    device, client = make_passkey(app, siti), browser_of(app)
    page = client.get("/sign-in", base_url=HERE).text
    assert "data-passkey" in page
    answer = enter(client, device.sign(ask(client).json), next="/staff/people/")
    assert answer.location == "/staff/people/"
    assert client.get("/my/account/", base_url=HERE).status_code == 200
    kept = db.session.scalars(db.select(Passkey)).one()
    assert (kept.sign_count, kept.name, kept.used_at is not None) == (1, "Ponsel saya", True)
    told = db.session.scalars(db.select(Message.facts)).all()
    assert [facts["way"] for facts in told] == [Way.CODES_ON, Way.PASSKEY_ADDED]


def test_whoever_adds_a_passkey_gives_the_password_and_unlocks_the_device(app, siti):
    client, device = browser_of(app, siti), Authenticator(origin=HERE)
    refused = ask(client, "/my/account/passkeys/challenge", proof="salah")
    assert (refused.status_code, "kata sandi" in refused.json["message"]) == (422, True)
    assert db.session.scalar(db.select(PasskeyChallenge.id)) is None
    device.flags = 0x01  # somebody touched it, nobody unlocked it
    assert add(client, device).status_code == 422
    for origin in ("http://localhost:9000", "https://localhost:8000", "http://evil.example"):
        assert add(client, Authenticator(origin=origin)).status_code == 422
    assert add(client, Authenticator(origin=HERE, rp_id="evil.example")).status_code == 422
    for hostile in HOSTILE:
        page = add(client, device, answer=hostile or " ", name="<b>Ponsel")
        assert (page.status_code, 'value="&lt;b&gt;Ponsel"' in page.text) == (422, True)
    assert db.session.scalar(db.select(Passkey.id)) is None


@pytest.mark.database
def test_a_challenge_is_answered_once_by_the_browser_that_was_asked_and_soon(app, siti):
    device, client, stranger = make_passkey(app, siti), browser_of(app), browser_of(app)
    options = ask(client).json
    signed = device.sign(options)
    assert enter(stranger, signed).status_code == 422
    assert enter(client, changed(signed, "signature")).status_code == 422
    assert enter(client, signed).status_code == 422  # its challenge went with the wrong answer
    old = ask(client).json
    db.session.execute(db.update(PasskeyChallenge).values(expires_at=clock.now()))
    db.session.commit()
    assert enter(client, device.sign(old)).status_code == 422
    other = device.sign(ask(client).json)
    ask(client)
    assert enter(client, other).status_code == 422  # what was asked before is over
    assert enter(client, device.sign(ask(client).json)).status_code == 302


@pytest.mark.database
def test_a_copied_counter_another_owner_and_a_locked_device_open_nothing(app, siti):
    device, client = make_passkey(app, siti), browser_of(app)
    assert enter(client, device.sign(ask(client).json)).status_code == 302
    device.count = 0  # a copy of the device starts where the first one stood
    answer = enter(browser := browser_of(app), device.sign(ask(browser).json))
    assert (answer.status_code, "kata sandi" in answer.text) == (422, True)
    device.count = 5
    assert enter(browser, device.sign(ask(browser).json, userHandle="bWFsbG9yeQ")).status_code == 422
    device.flags = 0x01
    assert enter(browser, device.sign(ask(browser).json)).status_code == 422
    unknown = Authenticator(origin=HERE)
    assert enter(browser, unknown.sign(ask(browser).json)).status_code == 422
    device.flags = 0x05
    for hostile in ({"id": None}, {"id": [1]}, {"response": None}, {"response": {"userHandle": 1}}, {"rawId": "!"}):
        said = json.dumps(json.loads(device.sign(ask(browser).json)) | hostile)
        assert enter(browser, said).status_code == 422
    assert enter(browser, device.sign(ask(browser).json)).status_code == 302


def test_a_device_that_does_not_count_works_again_and_again(app, siti):
    device = make_passkey(app, siti, counts=False)
    for _time in range(2):
        client = browser_of(app)
        assert enter(client, device.sign(ask(client).json)).status_code == 302


@pytest.mark.database
def test_passkeys_are_named_and_removed_by_their_owner_alone(app, siti):
    device, client = make_passkey(app, siti), browser_of(app, siti)
    kept = db.session.scalars(db.select(Passkey)).one()
    door = f"/my/account/passkeys/{kept.uid}"
    stranger = browser_of(app, factories.make_staff(Role.ADMINISTRATOR))
    assert stranger.post(f"{door}/removal").status_code == 404
    assert stranger.post(f"{door}/name", data={"name": "x"}).status_code == 404
    client.post(f"{door}/name", data={"name": "<i>Laptop\u202e"})
    page = client.get("/my/account/passkeys", base_url=HERE).text
    assert ("&lt;i&gt;Laptop" in page, "data-passkey" in page) == (True, True)
    assert client.post(f"{door}/removal").status_code == 302
    other = browser_of(app)
    assert enter(other, device.sign(ask(other).json)).status_code == 422
    acts = db.session.scalars(db.select(TrailEntry.act).where(TrailEntry.act.like("passkey.%"))).all()
    assert sorted(acts) == ["passkey.added", "passkey.removed"]


def test_the_page_says_where_passkeys_do_not_work_and_what_to_do(app, siti, monkeypatch):
    client = browser_of(app, siti)
    elsewhere = client.get("/my/account/passkeys").text  # at port 80 of this computer
    assert f'href="{HERE}/my/account/passkeys"' in elsewhere
    plain = dataclasses.replace(app.config["SETTINGS"], public_url="http://pelita.example")
    monkeypatch.setitem(app.config, "SETTINGS", plain)
    page = client.get("/my/account/passkeys").text
    assert ("LMS_PUBLIC_URL=https://" in page, "data-passkey" in page) == (True, False)
    assert "data-passkey" not in browser_of(app).get("/sign-in").text
    assert ask(client).status_code == 404


def test_trainees_meet_no_passkeys_and_a_lost_phone_takes_them_all_off(app, siti):
    ani = factories.make_person("Ani", username="ani", password_hash=HASH)
    client = browser_of(app, ani)
    assert client.get("/my/account/passkeys").status_code == 404
    assert ask(client, "/my/account/passkeys/challenge", proof=WORDS).status_code == 404
    make_passkey(app, siti)
    admin = browser_of(app, make_admin("Ketut"))
    assert admin.post(f"/staff/people/{siti.uid}/second-step/removal", data={"reason": "Hilang"}).status_code == 302
    assert db.session.scalar(db.select(Passkey.id)) is None
    open_ones = db.select(SignIn.id).where(SignIn.person_id == siti.id, SignIn.revoked_at.is_(None))
    assert db.session.scalar(open_ones) is None
