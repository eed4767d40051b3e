"""Papers are signed last; what stands on them of a signature is what they carry."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from lms import settings
from lms.certificates import actions, pdf, queries, signing
from lms.certificates.models import Certificate, State
from lms.certificates.signing import returned
from lms.certificates.signing.bsre import Bsre
from lms.certificates.signing.local import KeyFile
from lms.core import files, jobs, sealed
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.notifications.models import Message, Notice
from tests import factories as make
from tests.certificates import conformance
from tests.certificates import factories as certs
from tests.certificates import test_itself as itself
from tests.certificates import test_transcripts as transcripts
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training
from tests.certificates.keys import (
    NIK,
    PASSPHRASE,
    BsreDoor,
    Failing,
    Office,
    SlowDoor,
    StampDoor,
    WrongDoor,
    make_authority,
    make_key_file,
    make_stamper,
    serving,
)
from tests.certificates.papers import data, text_of

CREDENTIAL = b'{"type": ["VerifiableCredential"]}'
SECRET = signing.Secret(passphrase=PASSPHRASE, nik=NIK)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return make_key_file(tmp_path / "key.p12")


@pytest.fixture
def signed_here(app: Flask, key_file: Path) -> Iterator[Flask]:
    """An installation that signs with a key file, and a worker in this process."""
    yield from _signing(app, signing="local", signing_file=key_file)


@pytest.fixture
def office(key_file: Path) -> Office:
    return Office(key_file)


@pytest.fixture
def service(office: Office) -> Iterator[str]:
    with serving(office, BsreDoor) as url:
        yield url


def _signing(app: Flask, **changes: Any) -> Iterator[Flask]:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, **changes)
    sealed.begin()
    yield app
    app.extensions.pop("worker_key", None)
    app.config["SETTINGS"] = before


def bsre(url: str, *, passphrase: str = PASSPHRASE, nik: str = NIK, password: str = "pintu", seconds: int = 20) -> Bsre:
    return Bsre(url, "pelita", password, secret=signing.Secret(passphrase=passphrase, nik=nik), seconds=seconds)


def papers(kind: str, count: int = 4) -> list[bytes]:
    printer = pdf.Printer(pdf.Paper(files=pdf.load("resmi-mendatar")))
    return list(printer.files([(data(name=f"Nama {n}", signature=kind), CREDENTIAL) for n in range(count)]))


def pdfsig(made: bytes, tmp_path: Path) -> str:
    path = tmp_path / "signed.pdf"
    path.write_bytes(made)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout


def test_a_signed_file_is_valid_and_one_changed_byte_makes_it_invalid(
    app: Flask, key_file: Path, tmp_path: Path
) -> None:
    for plain in papers("local"):
        signed = KeyFile(key_file, PASSPHRASE).sign(plain)
        assert signed.startswith(plain)
        said = pdfsig(signed, tmp_path)
        assert "Signature is Valid" in said
        assert "ETSI.CAdES.detached" in said
        assert "Total document signed" in said
        assert "Signature is Valid" not in pdfsig(_flipped(signed), tmp_path)


def test_a_signed_file_keeps_the_clauses_and_its_credential(app: Flask, key_file: Path, tmp_path: Path) -> None:
    fast = papers("local")[0]
    alone = pdf.Renderer(pdf.Paper(files=pdf.load("resmi-mendatar"))).pdf(data(signature="local"), CREDENTIAL)
    for plain in (fast, alone):
        signed = KeyFile(key_file, PASSPHRASE).sign(plain)
        assert conformance.problems(signed) == []
        path = tmp_path / "one.pdf"
        path.write_bytes(signed)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
        with pikepdf.open(BytesIO(signed)) as opened:
            assert opened.Root.AF[0].EF.F.read_bytes() == CREDENTIAL
            (field,) = opened.Root.AcroForm.Fields
            assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]


def test_with_a_time_stamp_server_a_signature_can_be_checked_for_long(app: Flask, tmp_path: Path) -> None:
    authority = make_authority()
    key_file = make_key_file(tmp_path / "long.p12", issuer=authority)
    with serving(make_stamper(authority), StampDoor) as url:
        signed = KeyFile(key_file, PASSPHRASE, time_stamps=url).sign(papers("local")[0])
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    assert conformance.problems(signed) == []
    with pikepdf.open(BytesIO(signed)) as opened:
        assert opened.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"
        assert len(opened.Root.DSS.Certs) >= 2


STAMP = "application/timestamp-reply"


def test_a_time_stamp_server_that_fails_is_told_in_words_and_no_secret_is_written(
    app: Flask, tmp_path: Path, caplog: Any, capsys: Any
) -> None:
    authority, plain = make_authority(), papers("local")[0]
    key_file = make_key_file(tmp_path / "long.p12", issuer=authority)

    def said(url: str) -> str:
        with force_locale("en"), pytest.raises(Refused) as refused:
            KeyFile(key_file, PASSPHRASE, time_stamps=url).sign(plain)
        return str(refused.value.message)

    assert "cannot be reached" in said("http://127.0.0.1:9")
    for answer, words in (
        ((200, "text/html", b"<p>"), "cannot be reached"), ((503, STAMP, b""), "cannot be reached"),
        ((200, STAMP, b"garbage"), "no time stamp"), ((200, STAMP, b"0\x03\x02\x01\x02"), "no time stamp"),
    ):  # fmt: skip
        with serving(answer, WrongDoor) as url:
            assert words in said(url)
    with serving(make_stamper(make_authority()), StampDoor) as url:  # of an authority that nobody knows
        assert "no authority" in said(url)
    with serving(Event(), SlowDoor) as url, force_locale("en"), pytest.raises(Refused, match="cannot be reached"):
        KeyFile(key_file, PASSPHRASE, time_stamps=url, seconds=1).sign(plain)
    written = caplog.text + "".join(capsys.readouterr())
    assert "a signature failed" in written
    assert PASSPHRASE not in written


def test_a_key_file_says_why_it_cannot_sign(app: Flask, key_file: Path, tmp_path: Path) -> None:
    old = make_key_file(tmp_path / "old.p12", begins=datetime(2019, 1, 1, tzinfo=UTC))
    for path, passphrase, said in (
        (key_file, "salah", "passphrase"),
        (tmp_path / "none.p12", PASSPHRASE, "missing"),
        (old, PASSPHRASE, "2019-01-01 to 2020-01-01"),
    ):
        with force_locale("en"), pytest.raises(Refused) as refused:
            KeyFile(path, passphrase).require_ready()
        assert said in str(refused.value.message)


def test_bsre_signs_for_an_officer_that_it_knows(app: Flask, service: str, office: Office, tmp_path: Path) -> None:
    signature = bsre(service + "")
    signature.require_ready()
    signed = signature.sign(papers("bsre")[0])
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    assert conformance.problems(signed) == []
    assert office.asked == [f"/api/user/status/{NIK}", "/api/sign/pdf"]


def test_bsre_says_what_went_wrong(app: Flask, service: str, office: Office) -> None:
    plain = papers("bsre")[0]
    for signature, said in (
        (bsre(service, passphrase="salah"), "passphrase is wrong"),
        (bsre(service, nik="1" * 16), "does not know"),
        (bsre(service, password="lain"), "user name or password"),
        (bsre("http://127.0.0.1:9"), "cannot be reached"),
    ):
        with force_locale("en"), pytest.raises(Refused) as refused:
            signature.sign(plain)
        assert said in str(refused.value.message)
    gateway, echo = (502, "text/html", b"<h1>"), b'{"error": "bad %b of %b"}' % (PASSPHRASE.encode(), NIK.encode())
    for failure, said in (
        (gateway, "cannot be reached"), ((400, "application/json", echo), "bad … of …"),
        ((200, "application/pdf", b"%PDF-1.7 nothing"), "no signed file"), ((302, "text/html", b""), "302"),
        ((200, "application/pdf", b"%PDF-/ByteRange" + bytes(5 * 1024 * 1024)), "no signed file"),
    ):  # fmt: skip
        office.failure = failure
        with force_locale("en"), pytest.raises(Refused) as refused:
            bsre(service).sign(plain)
        assert said in str(refused.value.message)
    office.status = "EXPIRED"
    for signature, said in ((bsre(service), "expired"), (bsre(service, nik="1" * 16), "does not know"),
                            (bsre(service, nik="12"), "16 digits")):  # fmt: skip
        with force_locale("en"), pytest.raises(Refused) as refused:
            signature.require_ready()
        assert said in str(refused.value.message)


def test_bsre_gives_back_our_own_paper_or_it_is_refused(app: Flask, service: str, office: Office) -> None:
    sent, other = papers("bsre", 2)

    def written_anew(made: bytes) -> bytes:
        target = BytesIO()
        with pikepdf.open(BytesIO(made)) as opened:
            opened.save(target)
        return target.getvalue()

    for change in (lambda _sent: other, written_anew, _drawn_over, _field_shown):
        office.change = change
        with force_locale("en"), pytest.raises(Refused) as refused:
            bsre(service).sign(sent)
        assert "another file" in str(refused.value.message), change
    office.change = lambda made: made
    signed = bsre(service).sign(sent)
    assert (returned.is_signed(signed), returned.is_ours(signed, sent)) == (True, True)
    assert not returned.is_signed(_flipped(signed))
    assert not returned.is_signed(signed + _drawn_over(signed)[len(signed) :])
    assert not returned.is_signed(sent)


def _drawn_over(made: bytes) -> bytes:
    """Add a revision in which something is drawn over the first page; the bytes before it stay."""
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, target = IncrementalPdfFileWriter(BytesIO(made)), BytesIO()
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 500 500 re f")))
    writer.write(target)
    return target.getvalue()


def _field_shown(made: bytes) -> bytes:
    """Add a revision in which the signature's field is given a place on the page."""
    from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, target = IncrementalPdfFileWriter(BytesIO(made)), BytesIO()
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/Rect")] = ArrayObject(map(NumberObject, (0, 0, 300, 300)))
    writer.update_container(field)
    writer.write(target)
    return target.getvalue()


def test_bsre_that_does_not_answer_is_told_in_time(app: Flask, service: str, office: Office) -> None:
    office.slow = True
    with force_locale("en"), pytest.raises(Refused) as refused:
        bsre(service, seconds=1).sign(papers("bsre")[0])
    assert "did not answer in time" in str(refused.value.message)


def test_the_footer_says_just_what_the_file_carries(app: Flask, tmp_path: Path) -> None:
    said = {kind: " ".join(text_of(papers(kind, 3)[0], tmp_path).split()) for kind in ("", "local", "bsre")}
    assert ["BSrE" in said[kind] for kind in said] == [False, False, True]
    assert ["UU ITE" in said[kind] for kind in said] == [False, False, True]
    assert ["memuat tanda tangan elektronik" in said[kind] for kind in said] == [False, True, False]


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


def test_a_box_opens_for_its_own_worker_and_subject_only(app: Flask) -> None:
    sealed.begin()
    sealed.seal("one", b"secret", now=NOW.now(UTC))
    assert sealed.opened("one") == b"secret"
    assert sealed.opened("two") is None
    sealed.begin()
    assert sealed.opened("one") is None
    app.extensions.pop("worker_key")


@pytest.mark.parametrize(
    ("name", "value"),
    [("LMS_SIGNING", "yes"), ("LMS_SIGNING_FILE", ""), ("LMS_SIGNING_FILE", "/none.p12"), ("LMS_BSRE_SECONDS", "0"),
     ("LMS_BSRE_URL", "http://bsre.example"), ("LMS_SIGNING_TIME_STAMPS", "ftp://x")],
)  # fmt: skip
def test_a_wrong_setting_of_signing_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    chosen = {"LMS_DATA": str(tmp_path), "LMS_SIGNING": "local", "LMS_SIGNING_FILE": __file__, name: value}
    with pytest.raises(settings.WrongSetting, match=name):
        settings.load(chosen)


def test_bsre_needs_an_account(tmp_path: Path) -> None:
    chosen = {"LMS_DATA": str(tmp_path), "LMS_SIGNING": "bsre", "LMS_BSRE_URL": "https://bsre.example"}
    with pytest.raises(settings.WrongSetting, match="LMS_BSRE_USER"):
        settings.load(chosen)


def issue() -> Any:
    by, training = keeper(), make_training()
    for name in ("Ani", "Budi", "Citra"):
        make_eligible(training, name)
    return certs.issue(training, by, now=datetime.now(UTC), secret=SECRET)


def numbered() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.serial)))


def file_of(certificate: Certificate) -> bytes:
    return files.read(db.session.get(files.StoredFile, certificate.file_id))


def _flipped(made: bytes) -> bytes:
    at = made.index(b"stream") + 40
    return made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
