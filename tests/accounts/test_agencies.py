"""Signing in by an agency's own sign-in, honest and not."""

import dataclasses
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import ECKey, OctKey

from lms import settings
from lms.accounts.actions.agency_checks import problems_of
from lms.accounts.models import Person, SignIn
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.operations.cli import examine
from tests import factories
from tests.accounts.agency import small_agency
from tests.accounts.test_second_step import make_admin, make_codes
from tests.journeys.service import free_port

ENV = {"LMS_OIDC_AGENCIES": "dinas", "LMS_OIDC_DINAS_ISSUER": "https://masuk.dinas.example",
       "LMS_OIDC_DINAS_CLIENT_ID": "pelita", "LMS_OIDC_DINAS_CLIENT_SECRET": "a" * 40,
       "LMS_OIDC_DINAS_LABEL": "Dinas <Perpustakaan>"}  # fmt: skip


@pytest.fixture
def agency(app, monkeypatch):
    with small_agency() as found:
        believe(app, monkeypatch, found.issuer)
        yield found


def believe(app, monkeypatch, issuer, **more):
    env = {**ENV, "LMS_OIDC_DINAS_ISSUER": issuer, "LMS_DATA": str(app.config["SETTINGS"].data)}
    read = settings.load({**env, **{f"LMS_OIDC_DINAS_{name}": value for name, value in more.items()}})
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], agencies=read.agencies))


def begin(client, onward=""):
    return client.get(f"/sign-in/agency/dinas?next={onward}").location


def come_back(client, address, **changes):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return client.get("/sign-in/agency/dinas/return", query_string={"state": asked["state"], **changes})


def visit(client, agency, **changes):
    address = begin(client)
    return come_back(client, address, code=agency.visit(address), **changes)


def is_in(client):
    return client.get("/my/account/").status_code == 200


def test_settings_of_an_agency_are_read_and_a_wrong_one_is_named(tmp_path):
    base = {**ENV, "LMS_DATA": str(tmp_path)}
    assert settings.load(base).agencies[0].claim == "email"
    wrong = {"LMS_OIDC_DINAS_ISSUER": "http://far.example", "LMS_OIDC_DINAS_LABEL": "", "LMS_OIDC_AGENCIES": "di nas"}
    for name, value in wrong.items():
        with pytest.raises(settings.WrongSetting, match=name):
            settings.load({**base, name: value})


def test_a_check_names_the_setting_that_an_agency_does_not_fit(app, agency):
    configured, returns_to = app.config["SETTINGS"].agencies[0], "http://127.0.0.1/return"

    def told(**facts):
        agency.facts = facts
        return [text.partition(":")[::2] for text in problems_of(configured, returns_to=returns_to)]

    assert told() == told(claims_supported=["email", "sub"], code_challenge_methods_supported=["S256"]) == []
    assert told(claims_supported=None, response_types_supported=None, id_token_signing_alg_values_supported=7) == []
    issuer = "LMS_OIDC_DINAS_ISSUER"
    assert told(issuer="https://other.example") == [
        (issuer, " what it publishes is for another issuer, or not over https")
    ]
    assert told(jwks_uri=f"{agency.issuer}/nothing")[0][0] == issuer
    assert told(code_challenge_methods_supported=["plain"])[0][0] == issuer
    assert told(response_types_supported=["token"], id_token_signing_alg_values_supported=["HS256"])[1][0] == issuer
    assert told(claims_supported=["sub", "nip"]) == [("LMS_OIDC_DINAS_CLAIM", " it tells no email, only sub, nip")]
    agency.refusal = "invalid_client"
    assert told() == [("LMS_OIDC_DINAS_CLIENT_ID or LMS_OIDC_DINAS_CLIENT_SECRET", " invalid_client")]
    assert {found.name: found.is_good for found in examine()}["agency dinas"] is False


@pytest.mark.database
def test_a_person_comes_in_by_the_agency_and_goes_on(app, agency):
    factories.make_site()
    factories.make_person("Siti", email="siti@dinas.example")
    client = app.test_client()
    assert "Dinas &lt;Perpustakaan&gt;" in client.get("/sign-in").text
    address = begin(client, "/my/messages/")
    asked = parse_qs(urlsplit(address).query)
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert come_back(client, address, code=agency.visit(address)).location == "/my/messages/"
    assert is_in(client)


@pytest.mark.database
def test_an_account_is_found_by_a_verified_address_and_never_made(app, agency, monkeypatch):
    factories.make_person("Siti", email="siti@dinas.example")
    before = db.session.scalar(db.select(db.func.count()).select_from(Person))
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email": "budi@dinas.example"},
                   {"email": None}, {"email": "' OR 1=1 --"}, {"email": ["siti@dinas.example"]}):  # fmt: skip
        agency.claims = {"email": "siti@dinas.example", "email_verified": True, **claims}
        client = app.test_client()
        assert (visit(client, agency).location, is_in(client)) == ("/sign-in", False)
        assert "NIP" in client.get("/sign-in").text
    agency.claims = {"email": "siti@dinas.example", "email_verified": True}
    believe(app, monkeypatch, agency.issuer, DOMAINS="pusat.example")
    assert not is_in_after(app, agency)
    believe(app, monkeypatch, agency.issuer, DOMAINS="dinas.example")
    assert is_in_after(app, agency)
    assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == before


def is_in_after(app, agency, **changes):
    client = app.test_client()
    visit(client, agency, **changes)
    return is_in(client)


def test_a_nip_names_a_person_where_the_agency_tells_it(app, agency, monkeypatch):
    factories.make_person("Siti", nip="198503152010012001")
    believe(app, monkeypatch, agency.issuer, CLAIM="nip")
    agency.claims = {"nip": "19850315 201001 2 001"}
    assert is_in_after(app, agency)
    agency.claims = {"nip": "198503152010012002", "email": "x"}
    assert not is_in_after(app, agency)


def test_a_false_identity_opens_nothing(app, agency):
    factories.make_person("Siti", email="siti@dinas.example")
    good, late = dict(agency.claims), int(clock.now().timestamp()) - 3600
    for claims in ({"nonce": "x"}, {"aud": "other"}, {"aud": ["pelita", "other"], "azp": "other"}, {"exp": late},
                   {"iss": "https://evil.example"}, {"iat": late + 7200}, {"sub": ""}, {"exp": "soon"},
                   {"nonce": 1}):  # fmt: skip
        agency.claims = good | claims
        assert not is_in_after(app, agency), claims
    agency.claims = good
    agency.signs_with = ECKey.generate_key("P-256", {"kid": "1"})
    assert not is_in_after(app, agency)
    agency.signs_with, agency.header = OctKey.import_key(b"a" * 40), {"alg": "HS256", "kid": "1"}
    assert not is_in_after(app, agency)
    agency.signs_with, agency.header = agency.key, {"alg": "ES256", "kid": "1"}
    assert is_in_after(app, agency)
    assert db.session.scalar(db.select(db.func.count()).select_from(SignIn)) == 1


def test_an_agency_that_answers_nonsense_is_said_in_words(app, agency):
    factories.make_person("Siti", email="siti@dinas.example")
    for facts in ({"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/"}, {"jwks_uri": None}):
        agency.facts = facts
        client = app.test_client()
        assert begin(client) == "/sign-in"
        assert "tidak memberi jawaban" in client.get("/sign-in").text
    agency.facts = {}
    client = app.test_client()
    address = begin(client)
    for agency.garbage in ("<html>", "[]", "{}"):
        assert come_back(client, address, code="x").location == "/sign-in"
    assert not is_in(client)


def test_a_return_belongs_to_the_browser_that_began_it_and_is_used_once(app, agency):
    factories.make_person("Siti", email="siti@dinas.example")
    client, stranger = app.test_client(), app.test_client()
    address = begin(client)
    assert come_back(stranger, address, code=agency.visit(address)).location == "/sign-in"
    assert not is_in(stranger)
    for changes in (
        {"state": "é" * 9},
        {"state": ""},
        {"error": "access_denied"},
        {"iss": "https://evil.example"},
        {"code": ""},
    ):
        address = begin(client)
        assert come_back(client, address, **{"code": agency.visit(address), **changes}).location == "/sign-in"
        assert come_back(client, address, code="the-code").location == "/sign-in"  # used up by the wrong one
    assert not is_in(client)
    assert client.get("/sign-in/agency/other").status_code == 404
    assert client.get("/sign-in/agency/other/return").status_code == 404


def test_codes_that_are_on_are_asked_after_the_agency_too(app, agency):
    make_codes(make_admin(email="siti@dinas.example"))
    assert visit(client := app.test_client(), agency).location == "/sign-in/code"
    assert not is_in(client)


def test_who_came_in_by_the_agency_alone_is_told_how_to_get_a_password(app, agency):
    factories.make_site()
    factories.make_staff(Role.COORDINATOR, email="siti@dinas.example")
    client = app.test_client()
    visit(client, agency)
    answer = client.post("/my/account/second-step", data={"password": "apa saja"})
    assert (answer.status_code, "kode pembuka akun" in answer.text) == (422, True)
    asked = client.post("/my/account/passkeys/challenge", data={"proof": "apa saja"})
    assert (asked.status_code, "kode pembuka akun" in asked.json["message"]) == (422, True)
    new = {"present": "apa saja", "password": "tiga kata lain", "again": "tiga kata lain"}
    assert "kode pembuka akun" in client.post("/my/account/password", data=new).text


def test_another_ones_provider_lets_a_person_in(app, monkeypatch):
    factories.make_person("Siti", email="siti@dinas.example")
    port = free_port()
    claims = '{"sub": "siti", "email": "siti@dinas.example", "email_verified": true}'
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-n", "true", "--user-claims", claims]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        try:
            wait_for(issuer := f"http://127.0.0.1:{port}")
            believe(app, monkeypatch, issuer)
            client = app.test_client()
            address = begin(client)
            there = requests.post(address, data={"sub": "siti"}, allow_redirects=False, timeout=10)
            back = urlsplit(there.headers["Location"])
            client.get(f"{back.path}?{back.query}")
            assert is_in(client)
        finally:
            provider.terminate()


def wait_for(address):
    for _try in range(200):
        try:
            return requests.get(f"{address}/.well-known/openid-configuration", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(address)
