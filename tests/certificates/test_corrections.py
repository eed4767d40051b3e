"""From a typo to a replacement: asked on the verification page, answered from a queue."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from lms.certificates import actions, queries
from lms.certificates.models import Certificate, CorrectionRequest, Field, Outcome
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import as_principal, keeper
from tests.certificates.test_credentials import one

pytestmark = pytest.mark.database


def ask(certificate: Certificate, right: str = "Siti Aminah, S.Sos., M.Si.", **facts: Any) -> CorrectionRequest:
    chosen = {"field": Field.NAME, "right": right, "by_id": None, "now": clock.now()}
    return actions.ask_correction(certificate.code, **{**chosen, **facts})


def newest() -> Certificate:
    db.session.expire_all()
    return db.session.scalars(db.select(Certificate).order_by(Certificate.id.desc())).first()  # type: ignore[return-value]


def test_from_a_typo_to_the_replacement_and_the_old_code_leads_to_it(app: Flask, client: Any) -> None:
    old, _signed = one(app)
    asked = client.post(
        f"/verify/{old.code}/correction",
        data={"field": "name", "right": "Siti Aminah, S.Sos., M.Si.", "proof": (BytesIO(b"%PDF-1.7 surat"), "a.pdf")},
        content_type="multipart/form-data",
    )
    assert asked.status_code == 302
    assert "menunggu panitia" in client.get(f"/verify/{old.code}").get_data(as_text=True)
    client.sign_in(keeper())
    queue = client.get("/staff/corrections").get_data(as_text=True)
    assert "Siti Aminah, S.Sos., M.Si." in queue
    assert "0 hari" in queue
    (row,) = db.session.scalars(db.select(CorrectionRequest)).all()
    assert client.get(f"/staff/corrections/{row.uid}/proof").data == b"%PDF-1.7 surat"
    sent = client.post(f"/staff/corrections/{row.uid}/replacement", data={"right": row.right})
    assert sent.status_code == 302
    certs.render_waiting(app)
    made = newest()
    assert (made.name, made.data["replaces"]) == ("Siti Aminah, S.Sos., M.Si.", old.number)
    kept = ("jp", "starts", "ends", "training", "signer")
    assert {name: made.data[name] for name in kept} == {name: old.data[name] for name in kept}
    text = client.get(f"/verify/{old.code}").get_data(as_text=True)
    assert "DIGANTI" in text
    assert f"/verify/{made.code}" in text
    assert made.number in client.get("/staff/corrections?outcome=replaced").get_data(as_text=True)


def test_a_position_is_corrected_without_touching_the_name(app: Flask) -> None:
    old, _signed = one(app)
    row = ask(old, "Pustakawan Ahli Muda", field=Field.POSITION)
    made = actions.accept_correction(row.uid, right="", by=as_principal(keeper()), now=clock.now())
    assert (made.name, made.data["position"]) == (old.name, "Pustakawan Ahli Muda")
    assert actions.accept_correction(row.uid, right="", by=as_principal(keeper()), now=clock.now()).id == made.id


def test_a_second_request_changes_the_one_that_waits_and_its_age_stays(app: Flask) -> None:
    old, _signed = one(app)
    first = ask(old, now=clock.now() - timedelta(days=9))
    second = ask(old, "Siti Aminah Baru")
    assert (second.id, second.right, second.asked_at) == (first.id, "Siti Aminah Baru", first.asked_at)
    assert queries.days_waiting(second.asked_at, now=clock.now()) == 9
    with pytest.raises(IntegrityError), transaction():
        db.session.add(CorrectionRequest(certificate_id=old.id, field=Field.NAME, right="x", asked_at=clock.now()))


def test_another_persons_name_is_no_correction_and_the_request_waits_on(app: Flask, client: Any) -> None:
    old, _signed = one(app)
    row = ask(old, "Budi Santoso")
    client.sign_in(keeper())
    client.post(f"/staff/corrections/{row.uid}/replacement", data={"right": row.right})
    db.session.expire_all()
    assert db.session.get_one(CorrectionRequest, row.id).outcome == Outcome.OPEN
    assert newest().id == old.id


def test_a_request_is_answered_in_words_with_a_reason(app: Flask) -> None:
    old, _signed = one(app)
    row, by = ask(old, "Tanggalnya salah", field=Field.OTHER), as_principal(keeper())
    with pytest.raises(Refused):
        actions.accept_correction(row.uid, right="", by=by, now=clock.now())
    with pytest.raises(Refused):
        actions.decline_correction(row.uid, reason="", by=by, now=clock.now())
    done = actions.decline_correction(row.uid, reason="Tanggal sesuai surat tugas", by=by, now=clock.now())
    assert (done.outcome, done.answer) == (Outcome.DECLINED, "Tanggal sesuai surat tugas")


def test_only_who_runs_the_training_sees_and_answers(app: Flask, client: Any) -> None:
    old, _signed = one(app)
    row = ask(old)
    stranger = make.make_staff(Role.COORDINATOR, name="Koordinator Lain", region=make.make_region("99"))
    assert queries.count_open(as_principal(keeper())) == 1
    assert queries.count_open(as_principal(stranger)) == 0
    with pytest.raises(Missing):
        actions.accept_correction(row.uid, right="x", by=as_principal(stranger), now=clock.now())
    client.sign_in(stranger)
    assert client.get(f"/staff/corrections/{row.uid}/proof").status_code == 404


@pytest.mark.parametrize("proof", [b"<script>", b"MZ\0\0", b"\x89PNG" + b"0" * (2 * 1024 * 1024)])
def test_a_proof_is_a_small_pdf_or_picture(app: Flask, proof: bytes) -> None:
    old, _signed = one(app)
    with pytest.raises(Refused):
        ask(old, proof=proof)


def test_nothing_is_asked_about_what_holds_no_longer(app: Flask, client: Any) -> None:
    old, _signed = one(app)
    actions.revoke(old.uid, reason="Salah orang", by=as_principal(keeper()), now=clock.now())
    assert client.get(f"/verify/{old.code}/correction").status_code == 404
    with pytest.raises(Missing):
        ask(old)


def test_the_queue_costs_the_same_with_one_request_and_with_three(app: Flask, client: Any, count_queries: Any) -> None:
    from tests.certificates.test_routes import issued

    made = issued(app, "Ani", "Budi", "Cici")
    client.sign_in(keeper())
    costs = []
    for certificate in made:
        ask(certificate, certificate.name + " Baru")
        if certificate in (made[0], made[2]):
            with count_queries() as seen:
                assert client.get("/staff/corrections").status_code == 200
            costs.append(len(seen))
    assert costs[0] == costs[1]
