"""Names are confirmed, numbers taken in blocks, files made once; nothing is deleted."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import Person
from lms.certificates import actions, queries
from lms.certificates.jobs import deem_due
from lms.certificates.models import Certificate, How, NameConfirmation, State
from lms.certificates.rules.standing import Standing
from lms.core import files, jobs
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.notifications.models import Message, Notice
from lms.trainings.models import Capacity, Training, TrainingState
from lms.web import fonts
from tests import factories as make
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_eligible, make_training
from tests.certificates.papers import HOSTILE

pytestmark = pytest.mark.database


def all_certificates() -> list[Certificate]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Certificate).order_by(Certificate.id)))


def kinds_of(certificate: Certificate) -> list[str]:
    return [fact.kind.value for fact in queries.history_of(certificate.id)]


def test_numbers_are_one_block_ordered_by_province_regency_and_name(app: Flask) -> None:
    training, by = make_training(), keeper()
    tree = make.make_tree()
    lampung, aceh = make.make_region("18", tree=tree), make.make_region("11", tree=tree)
    tulang_bawang = make.make_region("18.05", parent=lampung)
    metro = make.make_region("18.72", parent=lampung)
    village = make.make_region("18.05.01.2001", parent=make.make_region("18.05.01", parent=tulang_bawang))
    for name, region in [("Zul", aceh), ("Budi", metro), ("Ani", metro), ("Citra", village), ("Agus", None),
                         ("Bima", tulang_bawang)]:  # fmt: skip
        make_eligible(training, name, region_id=region.id if region else None)
    certs.issue(training, by)
    made = sorted(all_certificates(), key=lambda c: c.serial)
    assert [c.name for c in made] == ["Zul", "Bima", "Citra", "Ani", "Budi", "Agus"]
    assert [c.number for c in made] == [f"{n:04d}/2/PRC.04.00/XI.2019" for n in range(1, 7)]


def test_a_number_of_new_years_eve_belongs_to_the_new_year_of_the_zone(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    certs.issue(training, by, now=datetime(2019, 12, 31, 17, 30, tzinfo=UTC))
    assert all_certificates()[0].number == "0001/2/PRC.04.00/I.2020"


def test_counting_begins_anew_each_year_and_goes_on_within_it(app: Flask) -> None:
    by = keeper()
    first, second, third = make_training(), None, None
    series = certs.make_series(first, by)
    second, third = (make_training(office=first.office, programme=first.programme) for _ in range(2))
    for training, now in ((first, NOW), (second, NOW + timedelta(days=3)), (third, NOW + timedelta(days=90))):
        make_eligible(training)
        certs.issue(training, by, series=series, now=now)
    assert [(c.year, c.serial) for c in all_certificates()] == [(2019, 1), (2019, 2), (2020, 1)]


def test_only_who_is_eligible_and_confirmed_gets_a_number(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Siap")
    make_eligible(training, "Belum Yakin", confirmed=False)
    refused = make_eligible(training, "Kurang Hadir")
    decision = db.session.scalar(db.select(certs.Decision).where(certs.Decision.participation_id == refused.id))
    with transaction():
        db.session.get(certs.Decision, decision.id).is_eligible = False
    make.make_participation(training=training)
    certs.issue(training, by)
    assert [c.name for c in all_certificates()] == ["Siap"]
    counts = queries.counts_of(training.id)
    assert (counts.has_certificate, counts.unconfirmed, counts.not_eligible, counts.undecided) == (1, 1, 1, 1)


def test_issuing_again_takes_no_second_number(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    series = certs.make_series(training, by)
    certs.issue(training, by, series=series)
    with pytest.raises(Refused):
        certs.issue(training, by, series=series)
    assert len(all_certificates()) == 1


def test_the_table_itself_refuses_a_second_standing_certificate(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    certs.issue(training, by)
    kept = all_certificates()[0]
    same = {"series_id": kept.series_id, "participation_id": kept.participation_id, "year": 2019, "numbered_at": NOW}
    rival = Certificate(**same, serial=99, number="99", code="X", name="x")
    with pytest.raises(IntegrityError):
        make.save(rival)


def test_an_open_or_cancelled_training_gives_no_certificates(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    for state in (TrainingState.OPEN, TrainingState.CANCELLED):
        with transaction():
            db.session.get(type(training), training.id).state = state
        db.session.expire_all()
        with pytest.raises(Refused):
            certs.issue(training, by, series=None)
    assert all_certificates() == []


def test_a_closed_series_and_a_signer_out_of_term_are_refused(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    series = certs.make_series(training, by)
    late = certs.make_signer(training, by, valid_from=NOW.date() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        certs.issue(training, by, series=series, signer_uid=late.uid)
    assert "signer" in refused.value.fields
    actions.close_series(series.uid, reason="Kode unit berganti", by=as_principal(by), now=NOW)
    with pytest.raises(Refused) as refused:
        certs.issue(training, by, series=series)
    assert "series" in refused.value.fields


def test_somebody_without_the_training_in_reach_issues_nothing(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    series = certs.make_series(training, by)
    stranger = make.make_staff(make.Role.COORDINATOR, region=make.make_region("91"))
    with pytest.raises(Missing):
        certs.issue(training, by, series=series, by=as_principal(stranger))
    assert all_certificates() == []


def test_the_job_makes_every_file_and_a_second_run_changes_nothing(app: Flask) -> None:
    training, by = make_training(), keeper()
    for name in ("Siti Aminah", "Ma'ruf"):
        make_eligible(training, name)
    batch = certs.issue(training, by)
    assert certs.render_waiting(app) == 1
    first = [(c.number, c.sha256, c.state) for c in all_certificates()]
    assert {state for *_, state in first} == {State.ISSUED}
    actions.make_again(batch.uid, by=as_principal(by))
    certs.render_waiting(app)
    assert [(c.number, c.sha256, c.state) for c in all_certificates()] == first
    assert kinds_of(all_certificates()[0]) == ["numbered", "issued"]


def test_a_failure_between_number_and_file_keeps_the_number(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from lms.certificates import pdf

    training, by = make_training(), keeper()
    for name in ("Ani", "Budi"):
        make_eligible(training, name)
    batch = certs.issue(training, by)
    numbers = [c.number for c in all_certificates()]
    drawn, real = [], pdf.Renderer.pdf

    def breaks_at_the_second(self: Any, data: dict[str, Any], credential: bytes | None = None) -> bytes:
        drawn.append(data["number"])
        if len(drawn) == 2:
            raise OSError("the disk is full")
        return real(self, data, credential)

    monkeypatch.setattr(pdf.Renderer, "pdf", breaks_at_the_second)
    assert jobs.run(batch.job_id)
    assert [c.state for c in all_certificates()] == [State.ISSUED, State.NUMBERED]
    assert jobs.run(batch.job_id)
    assert [c.state for c in all_certificates()] == [State.ISSUED, State.ISSUED]
    assert [c.number for c in all_certificates()] == numbers
    assert drawn == [numbers[0], numbers[1], numbers[1]]


def test_renaming_afterwards_leaves_the_same_bytes(app: Flask) -> None:
    training, by = make_training(), keeper()
    part = make_eligible(training, "Siti Aminah")
    batch = certs.issue(training, by)
    certs.render_waiting(app)
    before = files.read(db.session.get(files.StoredFile, all_certificates()[0].file_id))
    with transaction():
        db.session.get(type(part.person), part.person_id).full_name = "Nama Lain"
        db.session.get(type(part), part.id).name_shown = "Nama Lain"
        db.session.get(type(training), training.id).title = "Judul Lain"
    design = db.session.scalar(db.select(certs.Design))
    actions.change_design(design.uid, name="Lain", settings={"accent": "#880000"}, by=as_principal(by), now=NOW)
    actions.make_again(batch.uid, by=as_principal(by))
    certs.render_waiting(app)
    kept = all_certificates()[0]
    assert files.read(db.session.get(files.StoredFile, kept.file_id)) == before
    assert kept.name == "Siti Aminah"


def test_a_file_that_is_made_late_is_drawn_on_the_design_of_its_batch(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    certs.issue(training, by)
    design = db.session.scalar(db.select(certs.Design))
    newer = actions.change_design(
        design.uid, name="Lain", settings={"institution": "KOP BARU"}, by=as_principal(by), now=NOW
    )
    certs.render_waiting(app)
    kept = all_certificates()[0]
    assert (newer.number, kept.design_version.number) == (2, 1)
    assert "KOP BARU" not in text_of(kept)


def test_revoking_says_why_and_deletes_nothing(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    certs.issue(training, by)
    certs.render_waiting(app)
    uid = all_certificates()[0].uid
    with pytest.raises(Refused):
        actions.revoke(uid, reason="", by=as_principal(by), now=NOW)
    for _twice in range(2):
        actions.revoke(uid, reason="Salah terbit", by=as_principal(by), now=NOW)
    kept = all_certificates()[0]
    assert queries.standing_of(kept, today=NOW.date()) == Standing.REVOKED
    assert (kept.revoke_reason, kept.file_id is not None) == ("Salah terbit", True)
    assert kinds_of(kept) == ["numbered", "issued", "revoked"]


def test_a_replacement_has_a_new_number_and_the_old_one_points_to_it(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Siti Aminnah")
    certs.issue(training, by)
    certs.render_waiting(app)
    old_uid = all_certificates()[0].uid
    for _twice in range(2):
        actions.replace(
            old_uid, name="Siti Aminah", reason="Salah eja", by=as_principal(by), now=NOW + timedelta(days=9)
        )
    certs.render_waiting(app)
    old, new = all_certificates()
    assert (old.replaced_by_id, old.is_standing, new.name, new.serial) == (new.id, False, "Siti Aminah", 2)
    assert queries.standing_of(old, today=NOW.date()) == Standing.REPLACED
    assert (new.data["jp"], new.data["starts"], new.code != old.code) == (old.data["jp"], old.data["starts"], True)
    assert f"mengganti nomor {old.number}" in text_of(new)


def test_after_a_revocation_a_person_can_get_a_new_certificate(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    series = certs.make_series(training, by)
    certs.issue(training, by, series=series)
    certs.render_waiting(app)
    actions.revoke(all_certificates()[0].uid, reason="Salah terbit", by=as_principal(by), now=NOW)
    certs.issue(training, by, series=series)
    assert [c.serial for c in all_certificates()] == [1, 2]


def test_a_void_number_is_kept_and_never_given_again(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training)
    series = certs.make_series(training, by)
    certs.issue(training, by, series=series)
    uid = all_certificates()[0].uid
    actions.void(uid, reason="Gagal dibuat", by=as_principal(by), now=NOW)
    certs.render_waiting(app)
    assert all_certificates()[0].state == State.VOID
    certs.issue(training, by, series=series)
    assert [(c.serial, c.state) for c in all_certificates()] == [(1, State.VOID), (2, State.NUMBERED)]
    certs.render_waiting(app)
    with pytest.raises(Refused):
        actions.void(all_certificates()[1].uid, reason="x", by=as_principal(by), now=NOW)


def test_a_name_confirmed_on_screen_is_the_one_that_is_printed(app: Flask) -> None:
    training, by = make_training(), keeper()
    part = make_eligible(training, "Maruf", confirmed=False)
    own = as_principal(part.person)
    actions.confirm_name(part.uid, name="Ma'ruf, S.IP.", by=own, now=NOW)
    actions.confirm_name(part.uid, name="Ma'ruf, S.IP.", by=own, now=NOW)
    assert db.session.scalar(db.select(db.func.count(NameConfirmation.id))) == 1
    certs.issue(training, by)
    assert all_certificates()[0].name == "Ma'ruf, S.IP."
    with pytest.raises(Refused):
        actions.confirm_name(part.uid, name="Maruf", by=own, now=NOW)


def test_a_paper_that_cannot_be_made_is_void_after_the_last_try_and_its_owner_is_given_a_new_number(app: Flask) -> None:
    training, by = make_training(), keeper()
    for name in ("Ani", "Budi", "Citra", "Dewi"):
        make_eligible(training, name)
    series = certs.make_series(training, by)
    batch = certs.issue(training, by, series=series)
    with transaction():
        broken = db.session.get_one(Certificate, all_certificates()[0].id)
        broken.data = broken.data | {"modules": None}
    for done in range(jobs.MOST_TRIES):
        assert jobs.run(batch.job_id)
        states = [c.state for c in all_certificates()]
        assert (State.VOID in states) == (done + 1 == jobs.MOST_TRIES)
    assert states == [State.VOID, State.ISSUED, State.ISSUED, State.ISSUED]
    job = db.session.get_one(jobs.Job, batch.job_id, populate_existing=True)
    assert (job.state, job.result) == (jobs.State.DONE, {"issued": 3})
    lost = all_certificates()[0]
    assert (lost.is_standing, queries.count_void(batch.id), kinds_of(lost)) == (False, 1, ["numbered", "voided"])
    assert "TypeError" in lost.revoke_reason
    assert told_of_failed(by) == [(training.title, 1, 0)]
    assert "1 nomor dibatalkan" in app.test_client().sign_in(by).get("/my/messages/").text  # type: ignore[attr-defined]
    certs.issue(training, by, series=series)
    certs.render_waiting(app)
    assert [(c.serial, c.name, c.state) for c in all_certificates()][3:] == [
        (4, "Dewi", State.ISSUED), (5, "Ani", State.ISSUED)]  # fmt: skip


def test_what_fails_for_every_paper_makes_no_number_void(app: Flask) -> None:
    training, by = make_training(), keeper()
    for name in ("Ani", "Budi"):
        make_eligible(training, name)
    batch = certs.issue(training, by)
    with transaction():
        for row in all_certificates():
            found = db.session.get_one(Certificate, row.id)
            found.data = found.data | {"modules": None}
    for _try in range(jobs.MOST_TRIES):
        assert jobs.run(batch.job_id)
    assert {c.state for c in all_certificates()} == {State.NUMBERED}
    assert db.session.get_one(jobs.Job, batch.job_id, populate_existing=True).state == jobs.State.FAILED
    assert told_of_failed(by) == [(training.title, 0, 2)]


def told_of_failed(by: Person) -> list[tuple[str, int, int]]:
    """What somebody was told of batches that failed: the training, numbers that are void, files that are missing."""
    found = db.session.scalars(db.select(Message).where(Message.kind == Notice.PAPERS_FAILED))
    return [(row.facts["training"], row.facts["void"], row.facts["left"]) for row in found if row.person_id == by.id]


def test_a_sign_that_no_paper_prints_is_named_and_never_drawn_as_an_empty_box(app: Flask) -> None:
    training, by = make_training(), as_principal(keeper())
    part = make_eligible(training, "Siti 😀 Aminah", confirmed=False)
    with pytest.raises(Refused, match="😀"):
        actions.confirm_name(part.uid, name="Siti 😀 Aminah", by=as_principal(part.person), now=NOW)
    with pytest.raises(Refused, match="日"):
        actions.confirm_listed(training.uid, {part.uid: "Siti Aminah 日"}, by=by, now=NOW)
    notice = actions.give_notice(training.uid, days=1, by=by, now=NOW - timedelta(days=2))
    assert notice.days == 1
    assert actions.deem_confirmed(training.uid, by=by, now=NOW) == 0
    actions.confirm_name(part.uid, name="Siti Āminah \u02bbAbdul Ḥāfiẓ", by=as_principal(part.person), now=NOW)
    with transaction():
        db.session.get_one(type(part), part.id).position_shown = "Pustakawan ★"
    admin = keeper()
    series = certs.make_series(training, admin)
    with pytest.raises(Refused, match="“Pustakawan ★”"):
        certs.issue(training, admin, series=series)
    assert all_certificates() == []
    with transaction():
        db.session.get_one(type(part), part.id).position_shown = "Pustakawan № 2"
        db.session.get_one(Training, training.id).title = "Nilai ≥ 80 → lanjut"
    certs.issue(training, admin, series=series)
    (made,) = all_certificates()
    assert (made.data["position"], made.data["training"]) == ("Pustakawan No. 2", "Nilai >= 80 -> lanjut")
    assert clean("Siti\u2011Aminah ﬁ") == "Siti-Aminah fi"
    assert {sign for name in HOSTILE for sign in fonts.lacking(clean(name))} == {"\u0302"}  # of “T̂”, in no alphabet


def test_nobody_confirms_another_persons_name(app: Flask) -> None:
    part = make_eligible(make_training(), confirmed=False)
    stranger = make.make_person("Orang Lain")
    with pytest.raises(Missing):
        actions.confirm_name(part.uid, name="Siti Aminah", by=as_principal(stranger), now=NOW)


def test_a_registered_name_that_changes_must_be_confirmed_again(app: Flask) -> None:
    training = make_training()
    part = make_eligible(training, "Siti Aminah")
    assert queries.counts_of(training.id).ready == 1
    with transaction():
        db.session.get(type(part), part.id).name_shown = "Siti Aminah, S.IP."
    assert (queries.counts_of(training.id).ready, queries.counts_of(training.id).unconfirmed) == (0, 1)


def test_names_are_confirmed_from_a_printed_list(app: Flask) -> None:
    training, by = make_training(), keeper()
    ani, budi = (make_eligible(training, name, confirmed=False) for name in ("Ani", "Budi"))
    done = actions.confirm_listed(training.uid, {ani.uid: "", budi.uid: "Boedi"}, by=as_principal(by), now=NOW)
    assert done == 2
    rows = queries.as_rows(db.session.execute(queries.rows_of(training.id)))
    assert [(row.name, row.is_confirmed, row.confirmation.how) for row in rows] == [
        ("Ani", True, How.LIST), ("Boedi", True, How.LIST)]  # fmt: skip


def test_silence_is_a_yes_only_some_days_after_a_notice(app: Flask) -> None:
    training, by = make_training(), as_principal(keeper())
    make_eligible(training, "Ani", confirmed=False)
    with pytest.raises(Refused):
        actions.deem_confirmed(training.uid, by=by, now=NOW)
    actions.give_notice(training.uid, days=3, by=by, now=NOW)
    with pytest.raises(Refused):
        actions.deem_confirmed(training.uid, by=by, now=NOW + timedelta(days=2, hours=23))
    assert actions.deem_confirmed(training.uid, by=by, now=NOW + timedelta(days=3)) == 1
    assert db.session.scalar(db.select(NameConfirmation.how)) == How.DEEMED


def test_silence_becomes_a_yes_without_anybodys_act_for_who_was_told(app: Flask) -> None:
    training, by = make_training(), as_principal(keeper())
    make_eligible(training, "Ani", confirmed=False, registered_at=NOW)
    make_eligible(training, "Budi", confirmed=False, registered_at=NOW + timedelta(days=1))
    actions.give_notice(training.uid, days=3, by=by, now=NOW)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert deem_due() == 0
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert [deem_due(), deem_due()] == [1, 0]
    rows = queries.as_rows(db.session.execute(queries.rows_of(training.id)))
    assert [(row.name, row.is_confirmed) for row in rows] == [("Ani", True), ("Budi", False)]


def test_a_series_for_trainers_leaves_participants_out(app: Flask) -> None:
    training, by = make_training(), keeper()
    make_eligible(training, "Peserta")
    make_eligible(training, "Pengajar", capacity=Capacity.TRAINER)
    certs.issue(training, by, series=certs.make_series(training, by, capacities=["trainer"]))
    assert [(c.name, c.capacity) for c in all_certificates()] == [("Pengajar", Capacity.TRAINER)]


def test_a_merged_person_takes_the_certificates_along(app: Flask) -> None:
    from lms.accounts.events import PeopleMerged

    training, by = make_training(), keeper()
    part = make_eligible(training)
    certs.issue(training, by)
    kept = make.make_person("Siti Aminah")
    with transaction():
        actions.move_person(PeopleMerged(kept_id=kept.id, merged_id=part.person_id))
    assert all_certificates()[0].person_id == kept.id


def text_of(certificate: Certificate) -> str:
    from pypdf import PdfReader

    data = files.read(db.session.get(files.StoredFile, certificate.file_id))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())
