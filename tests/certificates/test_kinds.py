"""Every kind of part in a training: who is eligible and why, exceptions by name, and the right words on paper."""

from typing import Any

from flask import Flask

from lms.certificates.models import Certificate, Kind
from lms.core import clock, files
from lms.core.db import db
from lms.progress import actions as progress
from lms.trainings.models import Capacity
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import as_principal, keeper, make_training
from tests.certificates.papers import text_of

WORDS = {
    Capacity.PARTICIPANT: "PESERTA", Capacity.TRAINER: "NARASUMBER", Capacity.FACILITATOR: "FASILITATOR",
    Capacity.MODERATOR: "MODERATOR", Capacity.ORGANISER: "PANITIA",
}  # fmt: skip


def test_each_kind_has_its_rule_its_exception_and_its_words(app: Flask, client: Any, tmp_path: Any) -> None:
    training, by = make_training(), keeper()
    make.make_session(training=training, jp=800)
    parts = {
        capacity: make.make_participation(
            training=training, person=make.make_person(f"Orang {capacity.value.title()}"), capacity=capacity,
            arrived_at=clock.now() if capacity != Capacity.ORGANISER else None,
        )
        for capacity in Capacity
    }  # fmt: skip
    progress.decide(training.id, now=clock.now())
    client.sign_in(by)
    address = f"/staff/trainings/{training.uid}/certificates"
    page = client.get(address).get_data(as_text=True)
    assert page.count("Hadir 0 dari 8 JP") == 2  # participant and facilitator; trainer and moderator need to have come
    assert page.count("Tidak pernah hadir") == 1  # the organiser
    for capacity in (Capacity.PARTICIPANT, Capacity.FACILITATOR, Capacity.ORGANISER):
        client.post(f"/staff/participations/{parts[capacity].uid}/exception", data={"reason": "Surat tugas"})
    page = client.get(address).get_data(as_text=True)
    assert page.count("Pengecualian oleh Rina Manajer: Surat tugas") == 3
    assert b"Rina Manajer" in client.get(f"{address}?export=csv").data
    for part in parts.values():
        make.save(certs.NameConfirmation(participation_id=part.id, name=part.name_shown, how=certs.How.LIST,
                                         registered_name=part.name_shown, at=clock.now()))  # fmt: skip
    waiting = parts[Capacity.TRAINER].person
    client.sign_in(waiting)
    assert "Sedang diproses" in client.get("/my/certificates").get_data(as_text=True)
    certs.issue(training, by)
    certs.render_waiting(app)
    db.session.expire_all()
    made = db.session.scalars(db.select(Certificate).where(Certificate.kind == Kind.CERTIFICATE)).all()
    said = {row.capacity: text_of(files.read(row.file), tmp_path) for row in made if row.file and row.capacity}
    assert set(said) == set(WORDS)
    for capacity, word in WORDS.items():
        assert word in "".join(said[capacity].split())
    assert "Sedang diproses" not in client.get("/my/certificates").get_data(as_text=True)


def test_who_is_not_eligible_reads_why(app: Flask, client: Any) -> None:
    training = make_training()
    make.make_session(training=training, jp=800)
    person = make.make_person("Joko Prasetyo")
    make.make_participation(training=training, person=person, arrived_at=clock.now())
    progress.decide(training.id, now=clock.now())
    client.sign_in(person)
    page = client.get("/my/certificates").get_data(as_text=True)
    assert "Hadir 0 dari 8 JP" in page
    assert "silakan hubungi panitia" in page
    assert as_principal(person).person_id == person.id
