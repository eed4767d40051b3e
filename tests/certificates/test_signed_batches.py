"""Batches of signed papers: whose passphrase signs them, what stands still without it, and how everything goes on."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from lms.certificates import actions, queries
from lms.certificates.models import State
from lms.core import jobs, sealed
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.notifications.models import Message, Notice
from tests import factories as make
from tests.certificates import conformance
from tests.certificates import factories as certs
from tests.certificates import test_itself as itself
from tests.certificates import test_transcripts as transcripts
from tests.certificates.factories import as_principal, keeper, make_eligible, make_training
from tests.certificates.keys import (
    PASSPHRASE,
    STAMP,
    Failing,
    StampDoor,
    WrongDoor,
    make_authority,
    make_key_file,
    make_stamper,
    serving,
)
from tests.certificates.papers import text_of
from tests.certificates.signed import SECRET, file_of, issue, numbered, pdfsig


def test_a_batch_is_signed_with_the_passphrase_that_was_typed(signed_here: Flask, tmp_path: Path) -> None:
    batch = issue()
    assert jobs.run(batch.job_id)
    for certificate in numbered():
        assert certificate.state == State.ISSUED
        assert "Signature is Valid" in pdfsig(file_of(certificate), tmp_path)
    assert db.session.scalar(db.select(db.func.count(sealed.SealedBox.id))) == 0


def test_a_time_stamp_server_that_fails_during_a_batch_costs_no_number_and_no_file(
    signed_here: Flask, tmp_path: Path
) -> None:
    before, authority = signed_here.config["SETTINGS"], make_authority()
    key_file = make_key_file(tmp_path / "long.p12", issuer=authority)

    def stamped_at(url: str) -> None:
        signed_here.config["SETTINGS"] = replace(before, signing_file=key_file, signing_time_stamps=url)

    batch = issue()
    numbers, kept = [c.number for c in numbered()], []
    for office, words in (((503, STAMP, b""), "tidak dapat dihubungi"),
                          ((200, STAMP, b"garbage"), "bukan penanda waktu"),
                          (Failing(make_stamper(authority), after=4), "tidak dapat dihubungi")):  # fmt: skip
        with serving(office, StampDoor if isinstance(office, Failing) else WrongDoor) as url:
            stamped_at(url)
            with force_locale("id"):
                assert jobs.run(batch.job_id)
        job = db.session.get(jobs.Job, batch.job_id, populate_existing=True)
        assert (job.state, words in job.problem) == (jobs.State.FAILED, True), job.problem
        assert [c.number for c in numbered()] == numbers
        kept = [c.sha256 for c in numbered() if c.sha256]
        batch = actions.make_again(batch.uid, by=as_principal(keeper()), secret=SECRET, now=datetime.now(UTC))
    assert 0 < len(kept) < len(numbers)
    with serving(make_stamper(authority), StampDoor) as url:
        stamped_at(url)
        assert jobs.run(batch.job_id)
    assert [(c.number, c.state) for c in numbered()] == [(number, State.ISSUED) for number in numbers]
    assert [c.sha256 for c in numbered()][: len(kept)] == kept
    signed_here.config["SETTINGS"] = before


@pytest.mark.database
def test_after_a_restart_the_issuer_is_led_to_one_form_and_everything_goes_on(signed_here: Flask) -> None:
    by, first, second = keeper(), issue(), issue()  # the second of another issuer
    other, third = make_training(), make_training()
    for training in (other, third):
        make_eligible(training, "Dewi")
    more = [certs.issue(training, by, now=datetime.now(UTC), secret=SECRET) for training in (other, third)]
    actions.pause(more[1].uid, by=as_principal(by), now=datetime.now(UTC))
    numbers = [c.number for c in numbered()]
    sealed.end()
    sealed.begin()  # the worker was restarted
    certs.render_waiting(signed_here)
    assert {c.state for c in numbered()} == {State.NUMBERED}
    client = signed_here.test_client().sign_in(by)
    home = client.get("/home").text
    assert "Ada dokumen menunggu Anda" in home
    assert f"/staff/certificate-batches/{more[0].uid}" in home
    assert [f"/staff/certificate-batches/{one.uid}" in home for one in (first, second, more[1])] == [False] * 3
    told = db.session.scalars(db.select(Message).where(Message.kind == Notice.PAPERS_WAIT)).all()
    (mine,) = [row for row in told if row.person_id == by.id]
    assert mine.about == more[0].uid
    reading = client.post(f"/my/messages/{mine.uid}/reading", data={"go": "1"})
    door = f"/staff/certificate-batches/{more[0].uid}"
    assert reading.location.endswith(door)
    assert f'href="{door}"' in client.get(f"/staff/trainings/{other.uid}/certificates").text
    page = client.get(door).text
    assert "menunggu tanda tangan" in page
    wrong = client.post(f"{door}/retry", data={"passphrase": "salah"})
    assert (wrong.status_code, "Frasa sandi" in wrong.text) == (422, True)
    certs.render_waiting(signed_here)
    assert client.post(f"{door}/retry", data={"passphrase": PASSPHRASE}).status_code == 302
    certs.render_waiting(signed_here)
    states = {c.training_id: c.state for c in numbered()}
    assert (states[other.id], states[third.id]) == (State.ISSUED, State.NUMBERED)  # paused stays paused
    assert [c.number for c in numbered()] == numbers
    assert "Ada dokumen menunggu Anda" not in client.get("/home").text


def test_one_passphrase_lets_all_batches_of_its_issuer_go_on_and_a_replacement_asks_for_it(signed_here: Flask) -> None:
    by, now = keeper(), datetime.now(UTC)
    trainings = [make_training() for _ in range(2)]
    for training in trainings:
        make_eligible(training, "Dewi")
    first, second = (certs.issue(training, by, now=now, secret=SECRET) for training in trainings)
    sealed.begin()
    certs.render_waiting(signed_here)
    actions.make_again(first.uid, by=as_principal(by), secret=SECRET, now=now)
    certs.render_waiting(signed_here)
    assert {c.batch_id: c.state for c in numbered()} == {first.id: State.ISSUED, second.id: State.ISSUED}
    client, old = signed_here.test_client().sign_in(by), numbered()[0]
    typed = {"replace-name": "Dewy", "replace-reason": "Salah eja"}
    answer = client.post(f"/staff/certificates/{old.uid}/replacement", data=typed)
    assert "/staff/certificate-batches/" in answer.location  # nobody is there yet who could sign it
    assert "Tanda tangani dan lanjutkan" in client.get(answer.location).text
    assert client.post(f"{answer.location}/retry", data={"passphrase": PASSPHRASE}).status_code == 302
    certs.render_waiting(signed_here)
    assert {c.state for c in numbered()} == {State.ISSUED}


@pytest.mark.database
def test_what_nobody_signs_in_person_is_signed_while_the_workers_hold_the_passphrase(
    signed_here: Flask, tmp_path: Path
) -> None:
    now, admin = datetime.now(UTC), make.make_staff(Role.ADMINISTRATOR, name="Admin")
    with pytest.raises(Missing):
        actions.hold_passphrase(SECRET, by=as_principal(keeper()), now=now)
    assert queries.unattended_signature(now=now) == ""
    door, client = "/staff/certificate-keys", signed_here.test_client().sign_in(admin)
    assert "frasa sandi" in client.post(f"{door}/passphrase", data={"held-passphrase": "salah"}).text.lower()
    assert client.post(f"{door}/passphrase", data={"held-passphrase": PASSPHRASE}).status_code == 302
    assert "Dengan kunci kantor sejak" in client.get(door).text
    assert jobs.run(issue().job_id)
    first, second, _third = numbered()
    made = actions.replace(first.uid, name="Anni", reason="Salah eja", by=as_principal(keeper()), now=now)
    certs.render_waiting(signed_here)
    (signed,) = [row for row in numbered() if row.id == made.id]
    assert (signed.data["signature"], signed.state) == ("service", State.ISSUED)
    assert "Signature is Valid" in pdfsig(file_of(signed), tmp_path)
    assert "memuat tanda tangan elektronik" in " ".join(text_of(file_of(signed), tmp_path).split())

    made = actions.replace(second.uid, name="Buddi", reason="Salah eja", by=as_principal(keeper()), now=now)
    sealed.begin()  # the worker was restarted
    certs.render_waiting(signed_here)
    assert [row.state for row in numbered() if row.id == made.id] == [State.NUMBERED]
    assert queries.unattended_signature(now=datetime.now(UTC)) == ""  # one that lives does not hold it
    assert "1 dokumen sudah bernomor untuk ditandatangani" in client.get(door).text
    assert "Ada dokumen menunggu tanda tangan" in client.get("/home").text
    told = db.session.scalars(db.select(Message).where(Message.kind == Notice.PAPERS_WAIT)).all()
    assert [(row.person.full_name, row.facts["to"]) for row in told] == [("Admin", "certificates_staff.all_keys")]
    sealed.end()
    sealed.begin()
    assert client.post(f"{door}/passphrase/ending").status_code == 302
    assert queries.unattended_signature(now=datetime.now(UTC)) == ""
    actions.hold_passphrase(SECRET, by=as_principal(admin), now=datetime.now(UTC))
    certs.render_waiting(signed_here)
    assert [row.state for row in numbered() if row.id == made.id] == [State.ISSUED]
    signed_here.config["SETTINGS"] = replace(signed_here.config["SETTINGS"], signing="bsre")
    with pytest.raises(Refused):
        actions.hold_passphrase(SECRET, by=as_principal(admin), now=now)
    assert queries.unattended_signature(now=datetime.now(UTC)) == ""


def test_transcripts_and_self_study_carry_the_offices_signature_and_say_so(signed_here: Flask, tmp_path: Path) -> None:
    actions.hold_passphrase(SECRET, by=as_principal(make.make_staff(Role.ADMINISTRATOR)), now=datetime.now(UTC))
    training, person = make_training(), make.make_person("Siti Aminah")
    transcripts.earn(training, person)
    transcripts.office_of_transcripts(training)
    actions.issue_transcript(person.uid, year=2019, by=as_principal(person), now=datetime.now(UTC))
    study = itself.alone()
    itself.let_issue(study, keeper())
    part = make.make_participation(training=study, person=make.make_person("Budi"))
    itself.confirm(part)
    itself.study(study, part)
    certs.render_waiting(signed_here)
    papers_made = numbered()
    assert {paper.kind.value for paper in papers_made} == {"transcript", "certificate"}
    for paper in papers_made:
        assert (paper.state, paper.data["signature"]) == (State.ISSUED, "service")
        assert "Signature is Valid" in pdfsig(file_of(paper), tmp_path)
        assert "memuat tanda tangan elektronik" in " ".join(text_of(file_of(paper), tmp_path).split())
        found = conformance.problems(file_of(paper))
        assert [one for one in found if paper.kind == "certificate" or "6.8" not in one] == []  # no credential inside


def test_no_passphrase_lies_in_the_database(signed_here: Flask) -> None:
    issue()
    assert db.session.scalar(db.select(db.func.count(sealed.SealedBox.id))) == 1
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(db.select(table)):
            assert PASSPHRASE not in repr(tuple(row)), table.name
    assert PASSPHRASE not in repr(SECRET)


def test_without_a_worker_no_number_is_taken(signed_here: Flask) -> None:
    sealed.end()
    with pytest.raises(Refused):
        issue()
    assert numbered() == []


def test_papers_that_say_otherwise_than_this_installation_signs_are_not_issued(signed_here: Flask) -> None:
    batch = issue()
    signed_here.config["SETTINGS"] = replace(signed_here.config["SETTINGS"], signing="none")
    assert jobs.run(batch.job_id)
    assert {c.state for c in numbered()} == {State.NUMBERED}
