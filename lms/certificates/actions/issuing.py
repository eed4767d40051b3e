"""Issuing, phase one: numbers are taken and everything printed is frozen; a job makes the files."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import insert, select

from lms.accounts.models import Person
from lms.certificates import queries, signing
from lms.certificates.actions import numbering
from lms.certificates.actions.credentials import take_entries
from lms.certificates.actions.designs import keep_version
from lms.certificates.actions.journal import note_later
from lms.certificates.events import CertificatesNumbered
from lms.certificates.models import (
    Certificate,
    CertificateEvent,
    DesignVersion,
    Fact,
    IssueBatch,
    Kind,
    Series,
    Signer,
    State,
)  # fmt: skip
from lms.certificates.queries import PersonRow
from lms.certificates.rules import frozen, numbers
from lms.core import addresses, clock, jobs, sealed, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import folded
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingState
from lms.web import fonts

RENDER = "certificates.render"


@transaction()
def issue_all(
    training_uid: UUID, *, series_uid: UUID, signer_uid: UUID, design_uid: UUID, place: str = "", by: Principal,
    now: datetime, only: Sequence[UUID] | None = None, secret: signing.Secret | None = None,
) -> IssueBatch:  # fmt: skip
    """Give everyone who is eligible, confirmed and without a certificate a number, in one contiguous block."""
    training = _lock(training_uid, by)
    _require_ended(training)
    series = one_of(queries.usable_series(by, training), series_uid, "series", _("Choose an open series."))
    today = clock.local(now, series.zone).date()
    signers = queries.usable_signers(by, training, today=today)
    signer = one_of(signers, signer_uid, "signer", _("Choose somebody who may sign today."))
    design = one_of(queries.usable_designs(by, training), design_uid, "design", _("Choose a design."))
    rows = queries.in_paper_order(ready_rows(training.id, series, only=only))
    if not rows:
        raise Refused(_("Nobody is waiting for a certificate from this series."))
    version = keep_version(design.id, by=by, now=now)
    batch = number(training, series, signer, version, rows, place=place, signature=signing.mode(), by=by, now=now)
    _seal(batch, secret, now=now)
    return batch


def number(
    training: Training, series: Series, signer: Signer, version: DesignVersion, rows: Sequence[PersonRow], *,
    place: str, signature: str, by: Principal, now: datetime,
) -> IssueBatch:  # fmt: skip
    """Give people, in this order, one block of numbers, with everything that is printed frozen."""
    require_printable(*map(own_texts, rows))
    on, first = numbering.take(series.id, len(rows), now=now)
    batch = _batch(training, series, signer, version, count=len(rows), by=by, now=now)
    common = common_data(training, series, signer, version, on=on, place=place or training.city, now=now)
    common["signature"] = signature
    require_printable(common)
    people = _people(row.participation.person_id for row in rows)
    made = [
        certificate_row(batch, series, on=on, serial=first + index, now=now, row_facts=_of_person(row, people, common))
        for index, row in enumerate(rows)
    ]
    keep(training, batch, made, by=by, now=now)
    trail.record("certificates.issue", by=by.id, subject="training", subject_uid=training.uid, count=len(made),
                 first=made[0]["number"], last=made[-1]["number"])  # fmt: skip
    return batch


def require_printable(*printed: Mapping[str, Any]) -> None:
    """Refuse texts with signs that the papers' typefaces lack: an official paper shows no empty box."""
    for text in (text for data in printed for text in frozen.texts_of(frozen.as_printed(data))):
        if signs := fonts.lacking(text):
            raise Refused(_("“%(text)s” cannot be printed: no typeface of the papers has %(signs)s. Correct it first.",
                            text=text, signs=" ".join(signs)))  # fmt: skip


def own_texts(row: PersonRow) -> dict[str, str]:
    """Return what a paper prints of nobody but its owner."""
    part = row.participation
    return {"name": row.name, "position": part.position_shown, "office": part.office_shown}


@transaction()
def pause(batch_uid: UUID, *, by: Principal, now: datetime) -> IssueBatch:
    """Let no more files of a batch be made until somebody goes on; its numbers stay."""
    batch = _run_batch(batch_uid, by)
    if batch.paused_at is None and queries.waiting_in(batch.id):
        batch.paused_at = now
        trail.record("certificates.paused", by=by.id, subject="issue_batch", subject_uid=batch.uid)
    return batch


@transaction()
def make_again(
    batch_uid: UUID, *, by: Principal, secret: signing.Secret | None = None, now: datetime | None = None
) -> IssueBatch:
    """Let the files of a batch be made that are still missing, after a pause or a failure; every number stays.

    A secret lets the other batches go on too that somebody began, that stand still, and that it opens.
    """
    batch = _run_batch(batch_uid, by)
    for one in [batch, *(queries.stopped_beside(batch, by) if secret else ())]:
        _go_on(one, secret, by=by, now=now or clock.now())
    return batch


def _go_on(batch: IssueBatch, secret: signing.Secret | None, *, by: Principal, now: datetime) -> None:
    batch.paused_at = None
    _seal(batch, secret, now=now)
    if batch.job is None or batch.job.state not in {jobs.State.WAITING, jobs.State.RUNNING}:
        batch.job_id = jobs.enqueue(RENDER, by=by.id, batch_id=batch.id).id
        db.session.flush()


def _run_batch(uid: UUID, by: Principal) -> IssueBatch:
    batch = queries.get_batch_within(by, uid)
    if batch.training_id is None or not trainings.may_run(by, batch.training_id):
        raise Missing
    return batch


def ready_rows(training_id: int, series: Series, *, only: Sequence[UUID] | None = None) -> list[PersonRow]:
    """Return who is ready for a number of a series."""
    if series.kind == Kind.STATEMENT:
        rows = queries.rows_without_statement(training_id)
    else:
        rows = queries.as_rows(db.session.execute(queries.rows_of(training_id, status="ready")))
    wanted = set(only) if only is not None else None
    return [
        row
        for row in rows
        if (not series.capacities or row.participation.capacity in series.capacities)
        and (wanted is None or row.participation.uid in wanted)
    ]


def common_data(
    training: Training, series: Series, signer: Signer, version: DesignVersion, *, on: date, place: str, now: datetime
) -> dict[str, Any]:
    """Return what all papers of a batch print alike."""
    modules = [(row.release.title or row.module.title, row.jp) for row in trainings.modules_of(training.id)]
    return {
        "paper": series.kind.value, "language": training.language, "training": training.title,
        "training_uid": str(training.uid),
        "organiser": training.office.name, "city": training.city, "zone": training.zone,
        "starts": training.starts.isoformat() if training.starts else None,
        "ends": training.ends.isoformat() if training.ends else None,
        "institution": version.settings.get("institution") or series.office.name, "issuer": series.office.name,
        "issuer_uid": str(series.office.uid),
        "qualification": version.settings.get("qualification", ""), "place": place, "on_day": on.isoformat(),
        "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "replaces": "", "signature": signing.mode(),
        **frozen.modules_of(modules),
        "signer": signer_facts(signer),
    }  # fmt: skip


def signer_facts(signer: Signer) -> dict[str, str]:
    """Return what a paper prints of who signs."""
    return {"name": signer.full_name, "title": signer.title, "nip": signer.nip, "in_stead": signer.in_stead.value,
            "in_stead_of": signer.in_stead_of}  # fmt: skip


def certificate_row(
    batch: IssueBatch, series: Series, *, on: date, serial: int, now: datetime, row_facts: dict[str, Any]
) -> dict[str, Any]:
    """Return a certificate's row: its number, its code, and its data frozen."""
    number = numbers.write(series.pattern, serial=serial, on=on, unit=series.unit, classification=series.classification)
    code = frozen.new_code()
    expires_on = numbers.expiry_of(on, series.valid_months)
    data = frozen.as_printed(row_facts["data"]) | {"number": number} | frozen.code_facts(code, addresses.public_url())
    data |= {"expires_on": expires_on.isoformat() if expires_on else ""}
    words = folded(" ".join([number, code, data["name"], data["training"], data["office"]]))
    return {
        "uid": uuid4(), "series_id": series.id, "year": on.year, "serial": serial, "number": number, "code": code,
        "kind": series.kind, "batch_id": batch.id, "design_version_id": batch.design_version_id,
        "training_id": batch.training_id, "state": State.NUMBERED, "is_standing": True, "numbered_at": now,
        "expires_on": expires_on,
        "name": data["name"], "search_text": words[:500], **row_facts, "data": data,
    }  # fmt: skip


def keep(
    training: Training, batch: IssueBatch, made: list[dict[str, Any]], *, by: Principal, now: datetime
) -> list[int]:
    """Write the certificates of a training, and tell; their ids in the order of numbers."""
    ids = write(batch, made, by=by, now=now)
    publish(CertificatesNumbered(training_id=training.id, certificate_ids=tuple(ids)))
    return ids


def write(batch: IssueBatch, made: list[dict[str, Any]], *, by: Principal, now: datetime) -> list[int]:
    """Write papers with their first fact and enqueue their making; their ids in the order of numbers."""
    db.session.execute(insert(Certificate), _with_status(made, now))
    found = select(Certificate.id).where(Certificate.batch_id == batch.id).order_by(Certificate.serial)
    ids = list(db.session.scalars(found))
    db.session.execute(
        insert(CertificateEvent),
        [{"uid": uuid4(), "certificate_id": key, "kind": Fact.NUMBERED, "by": by.id, "at": now} for key in ids],
    )
    note_later()
    batch.job_id = jobs.enqueue(RENDER, by=by.id, batch_id=batch.id).id
    db.session.flush()
    return ids


def _with_status(made: list[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Give each certificate its place in a status list; other papers are no credentials."""
    counted = [row for row in made if row["kind"] == Kind.CERTIFICATE]
    for row, (list_id, index) in zip(counted, take_entries(len(counted), now=now) if counted else [], strict=True):
        row["status_list_id"], row["status_index"] = list_id, index
    return made


def _seal(batch: IssueBatch, secret: signing.Secret | None, *, now: datetime) -> None:
    """Give the workers a batch's secret; it is kept nowhere else."""
    if secret is not None:
        sealed.seal(signing.subject_of(batch.id), secret.packed(), now=now)


def _lock(training_uid: UUID, by: Principal) -> Training:
    training = trainings.get_training_within(by, training_uid)
    if not trainings.may_run(by, training.id):
        raise Missing
    db.session.execute(select(Training.id).where(Training.id == training.id).with_for_update(key_share=True))
    return training


def _require_ended(training: Training) -> None:
    if training.state == TrainingState.CANCELLED:
        raise Refused(_("This training was cancelled."))
    if training.state != TrainingState.CLOSED and not training.is_self_paced:
        raise Refused(_("Close the training first; closing decides who is eligible."))


def one_of(offered: Sequence[Any], uid: UUID, field: str, message: str) -> Any:
    """Return what was chosen among what is offered; refuse with the field that is wrong."""
    found = next((row for row in offered if row.uid == uid), None)
    if found is None:
        raise Refused(message, fields={field: message})
    return found


def _batch(
    training: Training, series: Series, signer: Signer, version: DesignVersion, *, count: int, by: Principal,
    now: datetime,
) -> IssueBatch:  # fmt: skip
    batch = IssueBatch(training_id=training.id, series_id=series.id, signer_id=signer.id, count=count, made_by=by.id,
                       design_version_id=version.id, made_at=now)  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def _people(person_ids: Any) -> dict[int, tuple[str, str]]:
    rows = db.session.execute(select(Person.id, Person.nip, Person.email).where(Person.id.in_(list(person_ids))))
    return {row.id: (row.nip or "", row.email or "") for row in rows}


def _of_person(row: PersonRow, people: dict[int, tuple[str, str]], common: dict[str, Any]) -> dict[str, Any]:
    part = row.participation
    nip, email = people.get(part.person_id, ("", ""))
    own = {**own_texts(row), "nip": nip, **frozen.hashed_email(email), "capacity": part.capacity.value}
    return {"participation_id": part.id, "person_id": part.person_id, "capacity": part.capacity, "data": common | own}
