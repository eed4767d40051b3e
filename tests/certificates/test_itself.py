"""Self-paced modules issue by themselves: on completion, after the name was confirmed, with numbers without a gap."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from lms.catalogue.models import Lesson
from lms.catalogue.rules import Evidence
from lms.certificates import actions
from lms.certificates.models import Certificate
from lms.core import clock, jobs
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.progress import actions as progress
from lms.trainings.models import Participation, Training, TrainingState
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import as_principal, keeper

pytestmark = pytest.mark.database


def alone(**facts: Any) -> Training:
    """A self-paced training of one module with two lessons."""
    return make.make_training(modules=[make.make_module("Langkah Awal")], is_self_paced=True, starts=None, ends=None,
                              state=TrainingState.OPEN, **facts)  # fmt: skip


def lessons(training: Training) -> list[Lesson]:
    module = training_module(training)
    return list(db.session.scalars(db.select(Lesson).where(Lesson.module_id == module.id).order_by(Lesson.id)))


def training_module(training: Training) -> Any:
    from lms.trainings import queries

    return queries.modules_of(training.id)[0].module


def let_issue(training: Training, who: Any, **facts: Any) -> None:
    chosen = {"series_uid": certs.make_series(training, who).uid, "signer_uid": certs.make_signer(training, who).uid,
              "design_uid": certs.make_design(training, who).uid}  # fmt: skip
    module = training_module(training)
    facts = {"by": as_principal(who), **chosen, **facts}
    actions.set_module_certificate(module.uid, now=clock.now(), **facts)


def study(training: Training, part: Participation, *, most: int = 9) -> None:
    for lesson in lessons(training)[:most]:
        progress.record_evidence(part.id, lesson.id, Evidence.OPENED, now=clock.now())


def issued() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def confirm(part: Participation) -> None:
    by = as_principal(part.person)
    actions.confirm_name(part.uid, name=part.name_shown, by=by, now=clock.now())


def test_who_completes_is_asked_for_the_name_and_then_gets_a_number_without_anybodys_act(
    app: Flask, client: Any
) -> None:
    training, by = alone(), keeper()
    let_issue(training, by)
    part = make.make_participation(training=training, person=make.make_person("Siti Aminah"))
    other = make.make_participation(training=training, person=make.make_person("Budi"))
    study(training, other, most=1)
    study(training, part)
    certs.render_waiting(app)
    assert issued() == []
    client.sign_in(part.person)
    assert "Periksa nama saya" in client.get("/my/certificates").get_data(as_text=True)
    confirm(part)
    certs.render_waiting(app)
    (paper,) = issued()
    assert (paper.person_id, paper.serial, paper.state, paper.data["signature"]) == (part.person_id, 1, "issued", "")
    assert client.get(f"/my/certificates/{paper.uid}.pdf").data.startswith(b"%PDF")
    confirm(other)
    study(training, other)
    certs.render_waiting(app)
    assert [row.serial for row in issued()] == [1, 2]
    assert actions.issue_by_itself(training.id, by=as_principal(by), now=clock.now()) is None


def test_a_manager_plans_for_self_study_and_a_person_begins_without_a_date(app: Flask, client: Any) -> None:
    other, by = alone(is_public=True), keeper()
    client.sign_in(by)
    page = client.get(f"/staff/trainings/new?programme={other.programme.slug}").get_data(as_text=True)
    assert "Untuk belajar mandiri" in page
    facts = {"title": "Langkah sendiri", "kind_id": other.kind_id, "office_id": other.office_id, "zone": "Asia/Jakarta",
             "region_id": other.region_id, "is_self_paced": "y", "is_public": "y"}  # fmt: skip
    client.post(f"/staff/trainings/new?programme={other.programme.slug}", data=facts)
    made = db.session.scalars(db.select(Training).where(Training.title == "Langkah sendiri")).one()
    assert (made.is_self_paced, made.starts) == (True, None)
    client.sign_in(make.make_person("Siti Aminah"))
    page = client.get(f"/trainings/{other.uid}").get_data(as_text=True)
    assert "mulai kapan saja" in page
    client.post(f"/trainings/{other.uid}/registration")
    assert db.session.scalars(db.select(Participation)).one().registered_at is not None


def test_a_hindrance_is_told_in_words_and_nobody_loses_a_place(app: Flask, client: Any) -> None:
    training, by = alone(), keeper()
    signer = certs.make_signer(training, by)
    part = make.make_participation(training=training, person=make.make_person("Siti Aminah"))
    confirm(part)
    study(training, part)
    let_issue(training, by, signer_uid=signer.uid)
    ended = {"valid_from": date(2019, 1, 1), "valid_until": date(2019, 12, 31)}
    facts = {"full_name": "Dra. Ratna", "title": "Kepala", "nip": "", "in_stead": signer.in_stead, "in_stead_of": ""}
    actions.change_signer(signer.uid, by=as_principal(by), **facts, **ended)
    certs.render_waiting(app)
    failed = db.session.scalars(db.select(jobs.Job).where(jobs.Job.name == "certificates.issue_itself")).one()
    assert (failed.state, issued()) == ("failed", [])
    client.sign_in(by)
    address = f"/staff/modules/{training_module(training).uid}/certificate"
    assert "Penanda tangan tidak berwenang hari ini" in client.get(address).get_data(as_text=True)
    let_issue_again = certs.make_signer(training, by, full_name="Drs. Baru")
    series, design = (client.get(address).get_data(as_text=True).split(f'name="{name}"')[1].split('value="')[1][:36]
                      for name in ("series", "design"))  # fmt: skip
    sent = client.post(address, data={"series": series, "signer": str(let_issue_again.uid), "design": design})
    assert sent.status_code == 302
    certs.render_waiting(app)
    assert [row.serial for row in issued()] == [1]
    client.post(f"{address}/ending")
    assert "Terbit sendiri</" not in client.get(address).get_data(as_text=True)


def test_only_who_keeps_papers_lets_a_module_issue(app: Flask) -> None:
    training, by = alone(), keeper()
    series, signer, design = (part(training, by) for part in (certs.make_series, certs.make_signer, certs.make_design))
    chosen = {"series_uid": series.uid, "signer_uid": signer.uid, "design_uid": design.uid, "now": clock.now()}
    module = training_module(training)
    for role in (Role.AUDITOR, Role.VERIFIER, Role.FACILITATOR):
        with pytest.raises(Missing):
            actions.set_module_certificate(
                module.uid, by=as_principal(make.make_staff(role, name=role.value)), **chosen
            )
    stranger = make.make_staff(Role.COORDINATOR, name="Lain", region=make.make_region(code="91"))
    with pytest.raises(Refused, match="seri"):
        actions.set_module_certificate(module.uid, by=as_principal(stranger), **chosen)
    actions.set_module_certificate(module.uid, by=as_principal(by), **chosen)
