"""Keys that sign credentials: changed from a day on, published with their dates, given up with a reason."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from lms.certificates import actions, queries
from lms.certificates.credential.document import PublicKey
from lms.certificates.models import CredentialKey
from lms.certificates.rules import findings
from lms.certificates.rules.findings import Problem
from lms.certificates.rules.standing import KeyStanding, key_standing
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from tests import factories as make
from tests.certificates.factories import as_principal, keeper
from tests.certificates.test_credentials import node, one

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
NEW_DAY = date(2026, 4, 1)
NEW_TIME = datetime(2026, 3, 31, 17, 0, tzinfo=UTC)  # midnight in Jakarta


def administrator() -> Any:
    return make.make_staff(Role.ADMINISTRATOR, name="Admin")


def signs(at: datetime) -> str:
    return db.session.get_one(CredentialKey, actions.signing(now=at).key_id).public


def methods(client: Any) -> dict[str, dict[str, Any]]:
    return {row["publicKeyMultibase"]: row for row in client.get("/.well-known/did.json").json["verificationMethod"]}


@pytest.mark.parametrize(
    ("until", "revoked", "wanted"),
    [(None, None, KeyStanding.SIGNS), (NOW, None, KeyStanding.ENDED), (NOW, NOW, KeyStanding.REVOKED)],
)
def test_a_key_signs_from_its_first_moment_until_its_last(until: Any, revoked: Any, wanted: KeyStanding) -> None:
    assert key_standing(NOW - timedelta(days=1), until, revoked, now=NOW) == wanted
    assert key_standing(NOW + timedelta(days=1), None, None, now=NOW) == KeyStanding.WAITS


@pytest.mark.parametrize(
    ("created", "is_right"),
    [("2026-03-10T02:59:59Z", False), ("2026-03-10T03:00:00Z", True), ("2026-03-31T17:04:59Z", True),
     ("2026-03-31T17:05:01Z", False), ("2026-03-20", False), ("kemarin", False)],
)  # fmt: skip
def test_a_proof_must_be_dated_in_the_time_of_its_key(created: str, is_right: bool) -> None:
    key = PublicKey("z6Mk", NOW, NEW_TIME)
    assert findings._in_term(key, findings._moment(created)) is is_right


@pytest.mark.database
def test_a_new_key_is_published_at_once_and_signs_from_its_day(app: Flask, client: Any) -> None:
    make.make_site()
    with time_machine.travel(NOW, tick=False):
        _certificate, signed = one(app)
        old, by = signs(NOW), as_principal(administrator())
        fresh = actions.rotate_key(by=by, now=NOW, first_day=NEW_DAY).public
        assert [signs(NEW_TIME - timedelta(seconds=1)), signs(NEW_TIME)] == [old, fresh]
        told = methods(client)
    assert (told[old]["validFrom"], told[old]["validUntil"]) == ("2026-03-10T03:00:00Z", "2026-03-31T17:00:00Z")
    assert told[fresh]["validFrom"] == "2026-03-31T17:00:00Z"
    assert not any("expires" in method for method in told.values())
    with time_machine.travel(NEW_TIME + timedelta(days=400), tick=False):
        assert queries.examine(signed.document.encode()).is_genuine
        assert queries.examine(signed.jwt.encode()).is_genuine
        keys = client.get("/.well-known/did.json").json
    assert node({"credential": json.loads(signed.document), "keys": keys})["verified"] is True


@pytest.mark.database
def test_only_one_key_waits_and_giving_it_up_lets_the_one_of_now_go_on(app: Flask) -> None:
    make.make_site()
    by = as_principal(administrator())
    actions.start_key(now=NOW)
    old = signs(NOW)
    waiting = actions.rotate_key(by=by, now=NOW, first_day=NEW_DAY)
    with pytest.raises(Refused):
        actions.rotate_key(by=by, now=NOW)
    with pytest.raises(Refused):
        actions.rotate_key(by=by, now=NEW_TIME + timedelta(days=2), first_day=NEW_DAY)
    actions.revoke_key(waiting.uid, reason="Salah tanggal", by=by, now=NOW)
    assert signs(NEW_TIME) == old
    assert db.session.scalars(db.select(db.func.count(CredentialKey.id))).one() == 2


@pytest.mark.database
def test_a_key_given_up_while_another_waits_is_followed_by_one_until_that_day(app: Flask) -> None:
    make.make_site()
    by = as_principal(administrator())
    first = actions.start_key(now=NOW)
    waiting = actions.rotate_key(by=by, now=NOW, first_day=NEW_DAY)
    actions.revoke_key(first.uid, reason="Laptop hilang", by=by, now=NOW + timedelta(days=1))
    between = signs(NOW + timedelta(days=1))
    assert between not in {first.public, waiting.public}
    assert signs(NEW_TIME - timedelta(seconds=1)) == between
    assert signs(NEW_TIME) == waiting.public


@pytest.mark.database
def test_an_administrator_changes_and_gives_up_keys_on_their_page_and_nobody_else(app: Flask, client: Any) -> None:
    make.make_site()
    certificate, signed = one(app)
    content = client.get(f"/verify/{certificate.code}/certificate.pdf").data
    row = db.session.get_one(CredentialKey, signed.key_id)
    client.sign_in(keeper())
    assert client.get("/staff/certificate-keys").status_code == 403
    with pytest.raises(Missing):
        actions.revoke_key(row.uid, reason="x", by=as_principal(keeper()), now=clock.now())
    client.sign_in(administrator())
    page = client.get("/staff/certificate-keys").get_data(as_text=True)
    assert f"{row.public[:10]}…{row.public[-6:]}" in page
    assert "Menandatangani sekarang" in page
    assert client.post("/staff/certificate-keys", data={"first_day": "2019-01-01"}).status_code == 422
    assert client.post("/staff/certificate-keys", data={"first_day": ""}).status_code == 302
    address = f"/staff/certificate-keys/{row.uid}/revocation"
    assert client.post(address, data={f"{row.uid.hex}-reason": ""}).status_code == 422
    assert client.post(address, data={f"{row.uid.hex}-reason": "Laptop hilang"}).status_code == 302
    assert "Laptop hilang" in client.get("/staff/certificate-keys").get_data(as_text=True)
    told = client.get("/.well-known/did.json").json
    assert f"{told['id']}#{row.public}" not in told["assertionMethod"]
    assert "revoked" in methods(client)[row.public]
    assert node({"credential": json.loads(signed.document), "keys": told})["verified"] is False
    for document in (signed.document, signed.jwt):
        assert [one_.problem for one_ in queries.examine(document.encode()).findings] == [Problem.KEY_REVOKED]
    shown = client.get(f"/verify/{certificate.code}").get_data(as_text=True)
    assert "SAH" in shown
    assert "tidak dipercaya lagi sejak" in shown
    assert queries.examine(content).is_genuine
    assert not queries.examine(content + b"\n").is_genuine


@pytest.mark.database
def test_a_batch_under_way_goes_on_with_the_new_key(app: Flask) -> None:
    first = actions.signing(now=NOW)
    assert actions.signing(now=NOW, held=first) is first
    actions.rotate_key(by=as_principal(administrator()), now=NOW + timedelta(seconds=1))
    assert actions.signing(now=NOW + timedelta(seconds=2), held=first).key_id != first.key_id


@pytest.mark.database
def test_a_private_key_never_lies_open_and_opens_with_its_own_secret_only(app: Flask) -> None:
    row = actions.start_key(now=NOW)
    raw = actions.open_private(row).private_bytes_raw()
    assert raw not in row.sealed
    assert raw.hex() not in str(vars(row))
    with transaction():
        row = db.session.get_one(CredentialKey, row.id)
        row.sealed = row.sealed[:-4] + b"AAAA"
    with pytest.raises(Refused, match="LMS_SECRET_KEY"):
        actions.signing(now=NOW)
